import Kernel

/// A thread with a connection that answers queries outside of transactions: those that wait together share a round trip.
///
/// Unchecked because only its own thread touches the line once it runs.
final class PostgresAsker: @unchecked Sendable {
    private let line: PostgresLine
    private let queue: WorkQueue<QueryWork>

    init(line: PostgresLine, queue: WorkQueue<QueryWork>) {
        self.line = line
        self.queue = queue
    }

    func run() {
        while true {
            let group = queue.nextGroup(atMost: line.settings.groupLimit)
            if group.isEmpty { break }
            answer(group)
            line.hangUpIfWorn()
        }
        line.hangUp()
    }

    private func answer(_ group: [QueryWork]) {
        let deadline = group[0].since + line.settings.patience
        while true {
            do {
                guard let answers = try ask(group, try line.connected(by: deadline)) else {
                    try line.lost(by: deadline)
                    line.counters.retries.count()
                    continue
                }
                line.counters.reads.count(group.count)
                var rest = answers[...]
                for one in group {
                    one.succeed(with: Array(rest.prefix(one.queries.count)))
                    rest = rest.dropFirst(one.queries.count)
                }
                return
            } catch {
                // One that cannot be answered takes the others of its round trip with it.
                if group.count > 1, (error as? PolityError)?.code != StoreFault.away("").code {
                    for one in group { answer([one]) }
                } else {
                    for one in group { one.fail(error) }
                }
                return
            }
        }
    }

    /// - Returns: nil when the connection was lost.
    private func ask(_ group: [QueryWork], _ session: PostgresSession) throws -> [[Row]]? {
        session.reset()
        do { return try session.rowsOfAll(group.flatMap(\.queries)) } catch { if session.isLost { return nil } else { throw error } }
    }
}
