import Foundation
import Glibc

/// A plain HTTP/1.1 client on a socket: it can cut a request anywhere, which no polite client does.
public struct RawClient: Sendable {
    public let port: Int

    public init(port: Int) { self.port = port }

    public struct Answer: Sendable {
        public var status: Int
        public var headers: [(name: String, value: String)]
        public var bytes: [UInt8]

        public var body: String { String(decoding: bytes, as: UTF8.self) }

        public subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
        public func all(_ name: String) -> [String] { headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value) }

        /// The value of a cookie that the answer sets.
        public func cookie(_ name: String) -> String? {
            all("set-cookie").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1).prefix { $0 != ";" }) }
        }

        /// The form token of the page.
        public var token: String { body.firstMatch(of: /name="form_token" value="([0-9a-f]+)"/).map { String($0.1) } ?? "" }
    }

    public func get(_ path: String, _ headers: [String] = [], method: String = "GET") async throws -> Answer {
        try await send(head(method, path, headers), [])
    }

    public func post(_ path: String, form: String, _ headers: [String] = []) async throws -> Answer {
        try await post(path, type: "application/x-www-form-urlencoded", Array(form.utf8), headers)
    }

    public func post(_ path: String, type: String, _ body: [UInt8], _ headers: [String] = []) async throws -> Answer {
        try await send(head("POST", path, ["Content-Type: \(type)", "Content-Length: \(body.count)"] + headers), [body])
    }

    public func head(_ method: String, _ path: String, _ headers: [String]) -> [UInt8] {
        Array((["\(method) \(path) HTTP/1.1", "Host: localhost:\(port)", "Connection: close"] + headers + ["", ""]).joined(separator: "\r\n").utf8)
    }

    /// Sends the pieces one by one and reads to the end.
    public func send(_ head: [UInt8], _ pieces: [[UInt8]], pauseMilliseconds: Int = 0) async throws -> Answer {
        let text = try await exchange([head] + pieces, pauseMilliseconds: pauseMilliseconds, reads: true)
        return try whole(Self.parse(text))
    }

    /// Sends the pieces and goes away.
    public func abandon(_ pieces: [[UInt8]]) async throws { _ = try await exchange(pieces, pauseMilliseconds: 30, reads: false) }

    private func exchange(_ pieces: [[UInt8]], pauseMilliseconds: Int, reads: Bool) async throws -> [UInt8] {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                do { continuation.resume(returning: try Self.talk(port, pieces, pauseMilliseconds, reads)) } catch { continuation.resume(throwing: error) }
            }
        }
    }

    private static func talk(_ port: Int, _ pieces: [[UInt8]], _ pause: Int, _ reads: Bool) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw POSIXError(.ECONNREFUSED) }
        // Longer than any server here takes: only a request that is never answered is waited for in vain.
        var limit = timeval(tv_sec: 90, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        for piece in pieces {
            var sent = 0
            while sent < piece.count {
                let count = piece.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress! + sent, piece.count - sent, Int32(MSG_NOSIGNAL)) }
                if count < 0, errno == EINTR { continue }
                if count <= 0 { break }
                sent += count
            }
            if pause > 0 { usleep(UInt32(pause) * 1_000) }
        }
        guard reads else { return [] }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN || errno == EWOULDBLOCK { throw POSIXError(.ETIMEDOUT) }
            guard count > 0 else { break }
            answer.append(contentsOf: buffer[..<count])
        }
        return answer
    }

    private static func parse(_ bytes: [UInt8]) -> Answer? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        let rest = Array(bytes[end.upperBound...])
        if status == 100 { return parse(rest) }
        let headers = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        return Answer(status: status, headers: headers, bytes: rest)
    }

    private func whole(_ answer: Answer?) throws -> Answer {
        guard let answer else { throw POSIXError(.ECONNRESET) }
        return answer
    }
}
