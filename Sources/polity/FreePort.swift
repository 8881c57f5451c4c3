import Foundation
import Kernel

extension ListeningSettings {
    /// The same, with a port in place of 0: links and the public log name it before anything listens on it.
    func withFreePort() throws -> ListeningSettings {
        guard port == 0 else { return self }
        var settings = self
        settings.port = try FreePort.find(on: host)
        return settings
    }
}

/// A port that nobody listens on, for `--port 0`.
enum FreePort {
    /// Asks the system for one and keeps it as long as this process lives: between now and the server's listening the store is
    /// opened and perhaps filled, and nobody else may be given the port meanwhile. A socket that is bound and does not listen
    /// keeps others out, and with SO_REUSEADDR the server can listen beside it (socket(7)).
    static func find(on host: String) throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw none }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr(host == "localhost" ? "127.0.0.1" : host)
        // A name or an IPv6 address: the server takes a port by itself, and links to it have none that is right.
        guard address.sin_addr.s_addr != INADDR_NONE else {
            close(descriptor)
            return 0
        }
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isFound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0 }
        }
        guard isFound else {
            defer { close(descriptor) }
            throw none
        }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    private static var none: PolityError {
        PolityError(
            .unavailable, "SERVE-101", "There is no free port at this address.", hint: "Name one with --port.", context: String(cString: strerror(errno)))
    }
}
