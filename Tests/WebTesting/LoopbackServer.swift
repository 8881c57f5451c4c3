import Foundation

/// A server on this machine that answers each connection with `serve`, on a thread of its own.
public final class LoopbackServer: Sendable {
    public let port: Int
    private let listener: Int32

    public init(serve: @escaping @Sendable (Connection) -> Void) throws {
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

    public func stop() { shutdown(listener, Int32(SHUT_RDWR)) }
}

extension LoopbackServer {
    /// A connection that somebody has made.
    public struct Connection: Sendable {
        let socket: Int32

        /// Up to the next CR LF, without it; nil at the end.
        public func line() -> String? {
            var bytes: [UInt8] = []
            var byte: UInt8 = 0
            while read(socket, &byte, 1) == 1 {
                if byte == 10 { return String(decoding: bytes.last == 13 ? bytes.dropLast() : bytes[...], as: UTF8.self) }
                bytes.append(byte)
            }
            return nil
        }

        public func bytes(_ count: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            var byte: UInt8 = 0
            while bytes.count < count, read(socket, &byte, 1) == 1 { bytes.append(byte) }
            return bytes
        }

        public func write(_ text: String) {
            let bytes = Array(text.utf8)
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { return }
                sent += count
            }
        }
    }
}
