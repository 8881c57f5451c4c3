import Foundation

/// One connection that sends a request and waits for its answer: as little work as can be, because it shares the cores with
/// the server that is measured.
final class HTTPConnection {
    struct Answer {
        var status: Int
        fileprivate var headBytes: ArraySlice<UInt8>
        var body: ArraySlice<UInt8>

        init(status: Int, head: ArraySlice<UInt8>, body: ArraySlice<UInt8>) {
            self.status = status
            headBytes = head
            self.body = body
        }

        var head: String { String(decoding: headBytes, as: UTF8.self) }
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
        try answer(to: Self.post(path, headers: headers, body: body, port: socket.port))
    }

    static func post(_ path: String, headers: String = "", body: String = "", port: Int) -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    private func answer(to request: String) throws -> Answer {
        try socket.send(request)
        var incoming = IncomingAnswer()
        while true {
            let count = recv(socket.descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw BenchFault("the connection was closed before the answer was whole") }
            try incoming.append(buffer[..<count])
            if let answer = try incoming.take() { return answer }
        }
    }
}
