import Foundation
import Kernel

/// One thread with one connection: takes a request, runs it, and runs it again after a conflict or a lost connection.
///
/// Unchecked because only its own thread touches the line once it runs.
final class PostgresWorker: @unchecked Sendable {
    private let index: Int
    private let line: PostgresLine
    private let queue: WorkQueue<PostgresRequest>
    private let clock: Clock
    private let hotLabels: HotLabels

    init(index: Int, line: PostgresLine, queue: WorkQueue<PostgresRequest>, clock: Clock, hotLabels: HotLabels) {
        self.index = index
        self.line = line
        self.queue = queue
        self.clock = clock
        self.hotLabels = hotLabels
    }

    func run() {
        while let request = queue.next() {
            perform(request)
            line.hangUpIfWorn()
        }
        line.hangUp()
    }

    private func perform(_ request: PostgresRequest) {
        let deadline = request.pending.since + line.settings.patience
        let label = request.pending.label
        var (conflicts, stale) = (0, 0)
        while true {
            do {
                let isAlone = request.kind == .writeAlone || (request.kind == .write && hotLabels.contains(label))
                switch try PostgresAttempt(request: request, session: line.connected(by: deadline), now: clock.now(), isAlone: isAlone).run() {
                case .answered: return line.counters.reads.count()
                case .committed(let hooks): return succeed(request, hooks)
                case .failed(let error): return request.pending.fail(error)
                case .lost: try line.lost(by: deadline)
                case .lostInCommit(let number, let hooks):
                    if try line.isCommitted(number) { return succeed(request, hooks) }
                case .stale:
                    // The body saw the newest state, so a few looks decide it, as on SQLite.
                    stale += 1
                    guard stale < min(3, line.settings.retryLimit) else { throw StoreFault.conflict(attempts: stale) }
                case .conflict:
                    conflicts += 1
                    guard conflicts < line.settings.retryLimit || ContinuousClock.now < deadline else { throw StoreFault.conflict(attempts: conflicts) }
                    if conflicts >= 2 { hotLabels.mark(label) }
                    // Apart by attempt and by worker, so that the same two do not meet again.
                    if !isAlone { Thread.sleep(forTimeInterval: Double(min(conflicts, 10) * (index % 8 + 1)) / 2_000) }
                }
                line.counters.retries.count()
            } catch {
                return request.pending.fail(error)
            }
        }
    }

    private func succeed(_ request: PostgresRequest, _ hooks: [@Sendable () -> Void]) {
        line.counters.writes.count()
        line.counters.commits.count()
        for hook in hooks { hook() }
        request.pending.succeed()
    }
}
