import Foundation

/// Many connections on one thread (poll(2)), each with at most one request under way.
final class ManyConnections {
    private let sockets: [Socket]
    private var watched: [pollfd]
    private var incoming: [IncomingAnswer]
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init(port: Int, count: Int) throws {
        sockets = try (0..<count).map { _ in try Socket.connected(port: port) }
        incoming = sockets.map { _ in IncomingAnswer() }
        watched = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    }

    deinit { for socket in sockets { close(socket.descriptor) } }

    /// Sends requests in their order, each as soon as it is due and a connection is free, until all are answered.
    ///
    /// - Parameter due: nil sends as fast as connections are free.
    func send(
        _ count: Int, due: ((Int) -> ContinuousClock.Instant)? = nil, request: (Int) -> String, answered: (Int, HTTPConnection.Answer) throws -> Void
    ) throws {
        var free = Array(sockets.indices.reversed())
        var underWay = [Int](repeating: 0, count: sockets.count)
        var (next, done) = (0, 0)
        while done < count {
            var wait = Duration.seconds(60)
            while next < count, let connection = free.last {
                wait = (due?(next)).map { $0 - ContinuousClock.now } ?? .zero
                if wait > .zero { break }
                free.removeLast()
                try sockets[connection].send(request(next))
                underWay[connection] = next
                next += 1
                wait = .seconds(60)
            }
            for connection in try ready(within: wait) {
                guard let answer = try receive(connection) else { continue }
                try answered(underWay[connection], answer)
                free.append(connection)
                done += 1
            }
        }
    }

    /// The connections at which something has arrived. poll(2) counts in milliseconds, so shorter waits are slept.
    private func ready(within wait: Duration) throws -> [Int] {
        let milliseconds = Int32(clamping: wait.components.seconds * 1_000 + wait.components.attoseconds / 1_000_000_000_000_000)
        var count = poll(&watched, nfds_t(watched.count), milliseconds)
        if count == 0, milliseconds == 0, wait > .zero {
            usleep(100)
            count = poll(&watched, nfds_t(watched.count), 0)
        }
        guard count > 0 else {
            if wait >= .seconds(60) { throw BenchFault("the server did not answer within a minute") }
            return []
        }
        return watched.indices.filter { watched[$0].revents != 0 }
    }

    private func receive(_ connection: Int) throws -> HTTPConnection.Answer? {
        let count = recv(sockets[connection].descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw BenchFault("the connection was closed before the answer was whole") }
        try incoming[connection].append(buffer[..<count])
        return try incoming[connection].take()
    }
}
