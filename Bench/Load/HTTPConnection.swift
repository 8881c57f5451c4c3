import Foundation

/// One connection that sends a request and waits for its answer: as little work as can be, because it shares the cores with
/// the server that is measured.
final class HTTPConnection {
    struct Answer {
        var status: Int
        var head: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The value of a cookie that the answer sets.
        func cookie(_ name: String) -> String? {
            for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("set-cookie: \(name)=") {
                return line.split(separator: "=", maxSplits: 1).last?.split(separator: ";", omittingEmptySubsequences: false).first.map { String($0) }
            }
            return nil
        }
    }

    private let socket: Socket
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init(port: Int) throws { socket = try Socket.connected(port: port) }

    deinit { close(socket.descriptor) }

    func get(_ path: String, headers: String = "") throws -> Answer {
        try answer(to: "GET \(path) HTTP/1.1\r\nHost: localhost:\(socket.port)\r\n\(headers)\r\n")
    }

    func post(_ path: String, headers: String = "", body: String = "") throws -> Answer {
        try answer(to: "POST \(path) HTTP/1.1\r\nHost: localhost:\(socket.port)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    private func answer(to request: String) throws -> Answer {
        var request = request
        try request.withUTF8 { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = send(socket.descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { throw BenchFault("the connection was closed while a request was sent") }
                sent += count
            }
        }
        return try readAnswer()
    }

    private func readAnswer() throws -> Answer {
        var bytes: [UInt8] = []
        var end: Int?
        while end == nil {
            let before = bytes.count
            try receive(into: &bytes)
            end = Self.endOfHead(bytes, from: max(0, before - 3))
        }
        let start = end ?? 0
        let head = String(decoding: bytes[..<start], as: UTF8.self)
        guard head.hasPrefix("HTTP/1.1 "), let status = Int(head.dropFirst(9).prefix(3)) else { throw BenchFault("not an answer: \(head.prefix(80))") }
        let length = Self.length(in: head) ?? 0
        while bytes.count < start + length { try receive(into: &bytes) }
        guard bytes.count == start + length else { throw BenchFault("an answer is longer than it says") }
        return Answer(status: status, head: head, body: Array(bytes[start...]))
    }

    private func receive(into bytes: inout [UInt8]) throws {
        let count = recv(socket.descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw BenchFault("the connection was closed before the answer was whole") }
        bytes.append(contentsOf: buffer[..<count])
    }

    /// Behind the empty line (RFC 9112, section 2.1).
    private static func endOfHead(_ bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in start...(bytes.count - 4) where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13 && bytes[index + 3] == 10 {
            return index + 4
        }
        return nil
    }

    private static func length(in head: String) -> Int? {
        for line in head.utf8.split(separator: 10) where line.count < 40 && line.count > 15 {
            let text = String(decoding: line, as: UTF8.self).lowercased()
            if text.hasPrefix("content-length:") { return Int(text.dropFirst(15).trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        return nil
    }
}
