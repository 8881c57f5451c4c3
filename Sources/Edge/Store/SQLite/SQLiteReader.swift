import Kernel

/// A thread that answers reads, each in a snapshot of its own.
///
/// Unchecked because only its own thread touches the session once it runs.
final class SQLiteReader: @unchecked Sendable {
    private let session: SQLiteSession
    private let queue: WorkQueue<Pending>
    private let clock: Clock
    private let counters: Counters
    private let timeout: Duration

    init(session: SQLiteSession, queue: WorkQueue<Pending>, clock: Clock, counters: Counters, timeout: Duration) {
        self.session = session
        self.queue = queue
        self.clock = clock
        self.counters = counters
        self.timeout = timeout
    }

    func run() {
        while let request = queue.next() {
            counters.reads.count()
            do {
                session.limit(to: timeout)
                // Deferred: the snapshot is taken by the first query.
                try session.begin("BEGIN")
                try request.attempt(Connection(session: session, now: clock.now()))
                request.succeed()
            } catch {
                request.fail(error)
            }
            session.limit(to: nil)
            session.rollback()
        }
        session.close()
    }
}
