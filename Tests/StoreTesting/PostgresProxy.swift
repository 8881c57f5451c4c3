import Foundation
import Glibc
import Synchronization

/// Stands between the store and the server on a Unix socket, and cuts the line when a test says so.
public final class PostgresProxy: Sendable {
    public enum Cut: Sendable {
        /// The words reach the server, which answers; the answer is lost.
        case afterDelivering(String)
        /// The words never reach the server.
        case before(String)
        /// As `afterDelivering`, and the server is away from then on.
        case lastWords(String)
    }

    private let folder: String
    private let serverFolder: String
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var isAway = false
        var cut: Cut?
        var open: Set<Int32> = []
        var isStopped = false
    }

    /// - Returns: nil when the tests' server is not on a Unix socket.
    public init?(folder: String) {
        guard let url = TestStores.postgresURL, let host = url.components(separatedBy: "host=").dropFirst().first else { return nil }
        self.folder = folder
        serverFolder = String(host.prefix { $0 != "&" })
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard Self.withAddress(folder, { bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0 else { return nil }
        Thread.detachNewThread { [self] in accept() }
    }

    public func stop() {
        state.withLock { $0.isStopped = true }
        shutdown(listener, Int32(SHUT_RDWR))
        cutAll()
    }

    /// The URL of the same place by way of this proxy.
    public func url(for url: String) -> String { url.replacingOccurrences(of: "host=\(serverFolder)", with: "host=\(folder)") }

    /// While away, every connection is cut and none is made.
    public var isAway: Bool {
        get { state.withLock { $0.isAway } }
        set {
            state.withLock { $0.isAway = newValue }
            if newValue { cutAll() }
        }
    }

    /// Cuts once, when the words come by; nil takes the order back.
    public func cutOnce(_ cut: Cut?) { state.withLock { $0.cut = cut } }

    public func cutAll() { state.withLock { for socket in $0.open { shutdown(socket, Int32(SHUT_RDWR)) } } }

    private func accept() {
        // Closed by the thread that waits on it: its number may be another's the moment it is free.
        defer { close(listener) }
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            guard !isAway, Self.withAddress(serverFolder, { connect(server, $0, $1) }) == 0 else {
                close(client)
                close(server)
                continue
            }
            state.withLock { $0.open.formUnion([client, server]) }
            let left = Mutex(2)
            let line = Line(client: client, server: server, left: left)
            Thread.detachNewThread { [self] in forward(line, fromClient: true) }
            Thread.detachNewThread { [self] in forward(line, fromClient: false) }
        }
    }

    private final class Line: Sendable {
        let client: Int32
        let server: Int32
        let left: Mutex<Int>
        /// The server's next answer is thrown away with the line.
        let losesAnswer = Mutex(false)

        init(client: Int32, server: Int32, left: consuming Mutex<Int>) {
            self.client = client
            self.server = server
            self.left = left
        }
    }

    private func forward(_ line: Line, fromClient: Bool) {
        let (from, to) = fromClient ? (line.client, line.server) : (line.server, line.client)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(from, &buffer, buffer.count)
            guard count > 0 else { break }
            if fromClient, let cut = cutDue(in: buffer[..<count]) {
                if case .before = cut { break }
                if case .lastWords = cut { state.withLock { $0.isAway = true } }
                line.losesAnswer.withLock { $0 = true }
            }
            if !fromClient, line.losesAnswer.withLock({ $0 }) { break }
            guard send(to, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
        }
        shutdown(line.client, Int32(SHUT_RDWR))
        shutdown(line.server, Int32(SHUT_RDWR))
        let isLast = line.left.withLock { left in
            left -= 1
            return left == 0
        }
        guard isLast else { return }
        state.withLock { $0.open.subtract([line.client, line.server]) }
        close(line.client)
        close(line.server)
    }

    private func cutDue(in bytes: ArraySlice<UInt8>) -> Cut? {
        state.withLock { state in
            guard let cut = state.cut else { return nil }
            let words =
                switch cut {
                case .afterDelivering(let words), .before(let words), .lastWords(let words): words
                }
            guard String(decoding: bytes, as: UTF8.self).contains(words) else { return nil }
            state.cut = nil
            return cut
        }
    }

    private static func withAddress(_ folder: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "\(folder)/.s.PGSQL.5432".utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
