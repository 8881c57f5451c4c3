import Foundation
import Kernel

extension ListeningSettings {
    /// The same, with a port in place of 0: links and the public log name it before anything listens on it.
    ///
    /// - Throws: `SERVE-101` and `-102` when the server could not listen there, before anything is opened.
    func withFreePort() throws -> ListeningSettings {
        var settings = self
        settings.port = try FreePort.find(on: host, port)
        return settings
    }
}

/// Whether a server could listen at an address.
enum FreePort {
    /// For 0 the system chooses a port, which is kept as long as this process lives: between now and the server's listening the store
    /// is opened and perhaps filled, and nobody else may be given it meanwhile. A socket that is bound and does not listen keeps others
    /// out, and with SO_REUSEADDR the server can listen beside it (socket(7)). A port with a number is given back at once; should
    /// another program take it before the server listens, the server says so and ends.
    static func find(on host: String, _ port: Int) throws -> Int {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else { throw noAddress(host) }
        defer { freeaddrinfo(found) }
        let descriptor = socket(address.pointee.ai_family, address.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw noAddress(host) }
        var isKept = false
        defer { if !isKept { close(descriptor) } }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else { throw taken(host, port, errno) }
        // Without listening, two programs with SO_REUSEADDR could share the port.
        guard port == 0 || listen(descriptor, 1) == 0 else { throw taken(host, port, errno) }
        isKept = port == 0
        return try self.port(of: descriptor)
    }

    private static func port(of descriptor: Int32) throws -> Int {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) == 0 }
        }
        guard isKnown else { throw noAddress("") }
        // The port stands at the same place of an IPv4 and an IPv6 address.
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int(in_port_t(bigEndian: $0.pointee.sin_port)) }
        }
    }

    private static func noAddress(_ host: String) -> PolityError {
        PolityError(
            .invalid, "SERVE-101", "'\(host)' is no address that can be listened on.", hint: "Give --host an IP address of this machine, or 0.0.0.0 for all.")
    }

    private static func taken(_ host: String, _ port: Int, _ code: Int32) -> PolityError {
        switch code {
        case EADDRNOTAVAIL: noAddress(host)
        case EACCES:
            PolityError(
                .unavailable, "SERVE-102", "Port \(port) needs the rights of root.",
                hint: "Choose one from 1024 on with --port, behind a proxy that has the other.")
        default:
            PolityError(
                .unavailable, "SERVE-102", "Another program listens on port \(port) of \(host).", hint: "Stop it, or choose another port with --port.",
                context: String(cString: strerror(code)))
        }
    }
}
