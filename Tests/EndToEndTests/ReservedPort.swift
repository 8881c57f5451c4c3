import Foundation

/// A port of this machine that nobody else is given while this lives, and that a program can be told to listen on, again and
/// again.
///
/// A socket that is bound and does not listen keeps others from the port, and with SO_REUSEADDR it lets a program listen beside
/// it that says the same (socket(7)). Without it the port could be anybody's while the program is dead: even that of a
/// client who asks for the program in vain, and is given the very port that it asks for.
final class ReservedPort: Sendable {
    let number: Int
    private let descriptor: Int32

    init() throws {
        let bound = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(bound, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isFound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(bound, $0, size) == 0 && getsockname(bound, $0, &size) == 0 }
        }
        guard isFound else {
            close(bound)
            throw POSIXError(.EADDRNOTAVAIL)
        }
        descriptor = bound
        number = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }
}
