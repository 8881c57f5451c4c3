import Kernel

/// A thread with a connection that carries plans out: those that wait together go in one transaction, sent in one piece, so
/// that they share its commit. Each is answered only after that. When one of them stands in the way, nothing of the
/// transaction happens: it is told so, and the others go again.
///
/// Unchecked because only its own thread touches the line once it runs.
final class PostgresCommitter: @unchecked Sendable {
    private let line: PostgresLine
    private let queue: WorkQueue<PlannedWork>
    /// Statements that go in one piece: a bound on what both sides hold in memory.
    private static let statementLimit = 500

    init(line: PostgresLine, queue: WorkQueue<PlannedWork>) {
        self.line = line
        self.queue = queue
    }

    func run() {
        while true {
            let group = queue.nextGroup(atMost: line.settings.groupLimit, heaviest: Self.statementLimit) { $0.plan.steps.count }
            if group.isEmpty { break }
            carryOut(group)
            line.hangUpIfWorn()
        }
        line.hangUp()
    }

    private func carryOut(_ group: [PlannedWork]) {
        let deadline = group[0].since + line.settings.patience
        var (group, conflicts) = (group, 0)
        while !group.isEmpty {
            do {
                switch attempt(group, try line.connected(by: deadline)) {
                case .committed: return succeed(group)
                case .lost: try line.lost(by: deadline)
                case .lostInCommit(let number): if try line.isCommitted(number) { return succeed(group) }
                case .stale(let indices):
                    for index in indices { group[index].fail(VersionConflict()) }
                    group = group.indices.filter { !indices.contains($0) }.map { group[$0] }
                case .failed where group.count > 1:
                    for one in group { carryOut([one]) }
                    return
                case .failed(let error): throw error
                case .conflict:
                    conflicts += 1
                    guard conflicts < line.settings.retryLimit || ContinuousClock.now < deadline else { throw StoreFault.conflict(attempts: conflicts) }
                }
                line.counters.retries.count()
            } catch {
                for one in group { one.fail(error) }
                return
            }
        }
    }

    private func succeed(_ group: [PlannedWork]) {
        line.counters.commits.count()
        line.counters.writes.count(group.count)
        for one in group {
            for hook in one.plan.hooks { hook() }
            one.succeed()
        }
    }

    private enum Outcome {
        case committed
        case stale(Set<Int>)
        case failed(any Error)
        /// Another transaction was in the way; all may run again.
        case conflict
        /// Nothing of it happened.
        case lost
        case lostInCommit(number: String)
    }

    private func attempt(_ group: [PlannedWork], _ session: PostgresSession) -> Outcome {
        do {
            let stale = try session.carryOut(group.map(\.plan))
            return stale.isEmpty ? .committed : .stale(stale)
        } catch {
            if session.isLost { return session.transactionNumber.map { .lostInCommit(number: $0) } ?? .lost }
            if case .conflict = session.failure { return .conflict }
            return .failed(error)
        }
    }
}
