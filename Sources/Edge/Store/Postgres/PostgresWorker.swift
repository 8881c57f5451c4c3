import Foundation
import Kernel
import Logging

/// One thread with one connection: takes a request, runs it, and runs it again after a conflict or a lost connection.
///
/// Unchecked because only its own thread touches the session once it runs.
final class PostgresWorker: @unchecked Sendable {
    private let index: Int
    private let url: String
    private let queue: WorkQueue<PostgresRequest>
    private let clock: Clock
    private let logger: Logger
    private let counters: Counters
    private let settings: StoreSettings
    private let hotLabels: HotLabels
    private var session: PostgresSession?

    init(
        index: Int, url: String, queue: WorkQueue<PostgresRequest>, clock: Clock, logger: Logger, counters: Counters, settings: StoreSettings,
        hotLabels: HotLabels, session: PostgresSession?
    ) {
        self.index = index
        self.url = url
        self.queue = queue
        self.clock = clock
        self.logger = logger
        self.counters = counters
        self.settings = settings
        self.hotLabels = hotLabels
        self.session = session
    }

    func run() {
        while let request = queue.next() {
            perform(request)
            if session?.isWorn == true { session = nil }
        }
        session = nil
    }

    private func perform(_ request: PostgresRequest) {
        let deadline = request.pending.since + settings.patience
        let label = request.pending.label
        var (conflicts, stale) = (0, 0)
        while true {
            do {
                let isAlone = request.kind == .writeAlone || (request.kind == .write && hotLabels.contains(label))
                switch try PostgresAttempt(request: request, session: connected(by: deadline), now: clock.now(), isAlone: isAlone).run() {
                case .answered: return counters.reads.count()
                case .committed(let hooks): return succeed(request, hooks)
                case .failed(let error): return request.pending.fail(error)
                case .lost: try connectionLost(by: deadline)
                case .lostInCommit(let number, let hooks):
                    session = nil
                    if try isCommitted(number, by: ContinuousClock.now + settings.patience) { return succeed(request, hooks) }
                case .stale:
                    // The body saw the newest state, so a few looks decide it, as on SQLite.
                    stale += 1
                    guard stale < min(3, settings.retryLimit) else { throw StoreFault.conflict(attempts: stale) }
                case .conflict:
                    conflicts += 1
                    guard conflicts < settings.retryLimit || ContinuousClock.now < deadline else { throw StoreFault.conflict(attempts: conflicts) }
                    if conflicts >= 2 { hotLabels.mark(label) }
                    // Apart by attempt and by worker, so that the same two do not meet again.
                    if !isAlone { Thread.sleep(forTimeInterval: Double(min(conflicts, 10) * (index % 8 + 1)) / 2_000) }
                }
                counters.retries.count()
            } catch {
                return request.pending.fail(error)
            }
        }
    }

    private func succeed(_ request: PostgresRequest, _ hooks: [@Sendable () -> Void]) {
        counters.writes.count()
        counters.commits.count()
        for hook in hooks { hook() }
        request.pending.succeed()
    }

    // MARK: - A server that is away

    private func connectionLost(by deadline: ContinuousClock.Instant) throws {
        session = nil
        guard ContinuousClock.now < deadline else { throw StoreFault.away("the connection was lost again and again") }
    }

    private func connected(by deadline: ContinuousClock.Instant) throws -> PostgresSession {
        if let session, !session.isLost { return session }
        session = nil
        while true {
            do {
                let fresh = try PostgresSession.connect(url: url, readTimeout: settings.readTimeout)
                session = fresh
                return fresh
            } catch {
                guard ContinuousClock.now < deadline else {
                    logger.error("the database does not answer", metadata: ["error": "\(error)"])
                    throw StoreFault.away("the server does not answer")
                }
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
    }

    /// What became of a transaction whose commit was sent but never answered: the server remembers by its number
    /// (PostgreSQL documentation, section 9.27.5, `pg_xact_status`).
    private func isCommitted(_ number: String, by deadline: ContinuousClock.Instant) throws -> Bool {
        let query = SQL(text: "SELECT pg_xact_status('\(number)'::xid8)")
        while ContinuousClock.now < deadline {
            guard let session = try? connected(by: deadline) else { break }
            switch try? session.rows(query).first?.text(optional: 0) {
            case "committed": return true
            case "aborted": return false
            // The old connection's process may not have noticed yet.
            case "in progress": Thread.sleep(forTimeInterval: 0.05)
            default: if session.isLost { self.session = nil } else { throw StoreFault.unknownOutcome }
            }
        }
        throw StoreFault.unknownOutcome
    }
}
