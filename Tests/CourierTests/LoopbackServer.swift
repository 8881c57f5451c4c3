import Foundation
import Synchronization

/// A server on this machine that answers each connection with `serve`, on a thread of its own.
final class LoopbackServer: Sendable {
    let port: Int
    private let listener: Int32

    init(serve: @escaping @Sendable (Connection) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int? in
                guard bind(listener, address, length) == 0, listen(listener, 16) == 0, getsockname(listener, address, &length) == 0 else { return nil }
                return Int(UInt16(bigEndian: pointer.pointee.sin_port))
            }
        }
        guard let port else { throw POSIXError(.EADDRNOTAVAIL) }
        self.port = port
        self.listener = listener
        Thread.detachNewThread {
            // Closed by the thread that waits on it: its number may be another's the moment it is free.
            defer { close(listener) }
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { return }
                Thread.detachNewThread {
                    serve(Connection(socket: socket))
                    close(socket)
                }
            }
        }
    }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }
}

struct Connection {
    let socket: Int32

    /// Up to the next CR LF, without it; nil at the end.
    func line() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(socket, &byte, 1) == 1 {
            if byte == 10 { return String(decoding: bytes.last == 13 ? bytes.dropLast() : bytes[...], as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }

    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < count, read(socket, &byte, 1) == 1 { bytes.append(byte) }
        return bytes
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            sent += count
        }
    }
}

/// What an SMTP server was told.
final class SMTPLog: Sendable {
    struct Mail: Sendable { var commands: [String], content: String }
    private let content = Mutex<[Mail]>([])
    var mails: [Mail] { content.withLock { $0 } }
    func add(_ mail: Mail) { content.withLock { $0.append(mail) } }
}

extension LoopbackServer {
    /// A small SMTP server (RFC 5321). `answer` may refuse a command with a reply of its own.
    static func smtp(log: SMTPLog, answer: @escaping @Sendable (_ command: String) -> String? = { _ in nil }) throws -> LoopbackServer {
        try LoopbackServer { connection in
            connection.write("220 test ready\r\n")
            var commands: [String] = []
            while let command = connection.line() {
                commands.append(command)
                if let refusal = answer(command) {
                    connection.write(refusal + "\r\n")
                    continue
                }
                switch command.prefix(4).uppercased() {
                case "DATA":
                    connection.write("354 go on\r\n")
                    var lines: [String] = []
                    while let line = connection.line(), line != "." { lines.append(line.hasPrefix("..") ? String(line.dropFirst()) : line) }
                    log.add(SMTPLog.Mail(commands: commands, content: lines.joined(separator: "\r\n")))
                    commands = []
                    connection.write("250 taken\r\n")
                case "QUIT":
                    connection.write("221 bye\r\n")
                    return
                default: connection.write("250 fine\r\n")
                }
            }
        }
    }
}
