import Kernel
import Logging

/// The one thread that writes, with group commit: requests that wait together share one transaction, each in a savepoint
/// of its own, and each is answered only after the commit is on the disk. One fsync then serves many.
///
/// Unchecked because only its own thread touches the session once it runs.
final class SQLiteWriter: @unchecked Sendable {
    private let session: SQLiteSession
    private let queue: WorkQueue<Pending>
    private let clock: Clock
    private let logger: Logger
    private let counters: Counters
    private let settings: StoreSettings
    private let checkpointer: SQLiteCheckpointer?

    /// The log's pages when its other thread was last told.
    private var pagesTold = 0
    /// The log's pages when the writer last stopped for it.
    private var pagesTried = 0
    /// While the writer goes on, the log never gets shorter. When nobody has asked for anything for so long, it is put in place to its end and
    /// begins anew: the sync of the file, 20 ms for some hundred pages here and there, keeps nobody waiting then.
    private static let pause = Duration.milliseconds(50)
    /// When the log is as many times longer than what is put in place at once, the writer stops for it however much it has to do.
    private static let longestLog = 64
    /// The shortest of the last commits: what the disk takes, whatever a batch had to write.
    private var commitTime: Duration { recentCommits.min() ?? .zero }
    private var recentCommits: [Duration] = []
    /// A batch takes no more requests after this, so that the first of them is not kept waiting. Where the disk is slow it
    /// grows, because the first waits for the commit anyway: ten commits' time, so that a tenth of the thread goes into them.
    private var batchTime: Duration { min(max(.milliseconds(10), commitTime * 10), .milliseconds(60)) }
    /// Whoever reads from the log when it is to begin anew is waited for no longer than this.
    private static let shortestRead = Duration.milliseconds(10)
    /// A chore waits for locks no longer than this: everybody's writes wait behind it.
    private static let longestChore = Duration.seconds(1)
    /// Who writes longer than this keeps others waiting, and the operator is told of it.
    private static let longestWrite = Duration.milliseconds(100)
    /// Even a request that waited long in the queue bears another process's short transaction.
    private static let shortestWait = Duration.milliseconds(100)

    init(
        session: SQLiteSession, queue: WorkQueue<Pending>, clock: Clock, logger: Logger, counters: Counters, settings: StoreSettings,
        checkpointer: SQLiteCheckpointer?
    ) {
        self.session = session
        self.queue = queue
        self.clock = clock
        self.logger = logger
        self.counters = counters
        self.settings = settings
        self.checkpointer = checkpointer
    }

    func run() {
        var hasTried = false
        while true {
            switch queue.next(within: session.logPages > settings.checkpointPages && !hasTried ? Self.pause : nil) {
            case .item(let first):
                hasTried = false
                if first.isOutside { performOutside(first) } else { commitBatch(startingWith: first) }
                putLogInPlace()
            case .none:
                hasTried = true
                beginLogAnew(shortens: session.logPages > settings.checkpointPages * Self.longestLog / 4)
            case .closed: return
            }
        }
    }

    /// Behind the answers of a batch.
    private func putLogInPlace() {
        let pages = session.logPages
        guard let checkpointer else { return }
        // The log began anew: everything was in place.
        if pages < pagesTold { (pagesTold, pagesTried) = (0, 0) }
        guard pages - pagesTold >= settings.checkpointPages else { return }
        pagesTold = pages
        let longest = settings.checkpointPages * Self.longestLog
        guard pages > longest, pages - pagesTried >= longest / 4 else { return checkpointer.wake() }
        pagesTried = pages
        beginLogAnew(shortens: false)
    }

    /// Lets the next batch write the log from its beginning.
    ///
    /// While somebody reads for long (a backup), it cannot: it is tried again when the log has grown by a quarter of its longest.
    private func beginLogAnew(shortens: Bool) {
        guard let checkpointer else { return }
        checkpointer.waitUntilAtRest()
        do { try session.beginLogAnew(waiting: Self.shortestRead, shortens: shortens) } catch { session.forgive() }
    }

    func close() { session.close() }

    private func performOutside(_ chore: Pending) {
        checkpointer?.waitUntilAtRest()
        session.wait(atMost: Self.longestChore)
        do {
            try chore.attempt(Connection(session: session, now: clock.now()))
            chore.succeed()
        } catch {
            session.rollback()
            chore.fail(error)
        }
    }

    private func commitBatch(startingWith first: Pending) {
        var done: [Done] = []
        do {
            // Another process may hold the file. Who waits behind the first has waited as long, so each is answered in time.
            session.wait(atMost: max(settings.patience - (ContinuousClock.now - first.since), Self.shortestWait))
            try session.begin("BEGIN IMMEDIATE")
        } catch {
            session.rollback()
            first.fail(error)
            return
        }
        let end = ContinuousClock.now + batchTime
        var next: Pending? = first
        while let request = next {
            let began = ContinuousClock.now
            let result = perform(request)
            noteTime(of: request, ContinuousClock.now - began)
            switch result {
            case .success(let hooks): done.append(Done(request: request, hooks: hooks))
            case .failure(let error):
                request.fail(error)
                if let broken = session.breakdown ?? session.failure { return giveUp(done, broken) }
            }
            next = done.count < settings.batchLimit && ContinuousClock.now < end ? queue.nextIfAny { !$0.isOutside } : nil
        }
        let start = ContinuousClock.now
        do {
            _ = try session.execute("COMMIT")
        } catch {
            return commitFailed(done, error)
        }
        if recentCommits.count == 16 { recentCommits.removeFirst() }
        recentCommits.append(ContinuousClock.now - start)
        counters.commits.count()
        counters.writes.count(done.count)
        for done in done {
            for hook in done.hooks { hook() }
            done.request.succeed()
        }
    }

    private func noteTime(of request: Pending, _ time: Duration) {
        guard time > Self.longestWrite else { return }
        logger.notice("a write kept others waiting", metadata: ["write": "\(request.label)", "milliseconds": "\(time / .milliseconds(1))"])
    }

    private struct Done {
        let request: Pending
        let hooks: [@Sendable () -> Void]
    }

    /// One request in its savepoint, again after a version conflict.
    private func perform(_ request: Pending) -> Result<[@Sendable () -> Void], any Error> {
        for attempt in 1... {
            do {
                _ = try session.execute("SAVEPOINT request")
                let transaction = Transaction(session: session, now: clock.now())
                try request.attempt(transaction)
                // A body may have hidden the error of a statement; the request cannot be saved by that.
                if let failure = session.failure { throw failure }
                if session.isStale { throw VersionConflict() }
                _ = try session.execute("RELEASE request")
                return .success(transaction.hooks)
            } catch {
                guard session.breakdown == nil, undoSavepoint() else { return .failure(error) }
                guard error is VersionConflict, request.isWorthAnotherAttempt else { return .failure(error) }
                // One thread writes, so the new state is there already: a second look decides it.
                guard attempt < min(3, settings.retryLimit) else { return .failure(StoreFault.conflict(attempts: attempt)) }
                counters.retries.count()
            }
        }
        preconditionFailure("the loop ends by returning")
    }

    private func undoSavepoint() -> Bool {
        session.forgive()
        do {
            _ = try session.execute("ROLLBACK TO request")
            _ = try session.execute("RELEASE request")
            return true
        } catch {
            return false
        }
    }

    /// The whole batch is gone before its commit: nobody's request happened.
    private func giveUp(_ done: [Done], _ error: PolityError) {
        session.rollback()
        logger.error("a batch was given up", metadata: ["error": "\(error)", "requests": "\(done.count)"])
        for done in done { done.request.fail(error) }
    }

    /// The commit itself failed: its frames may stand in the log although their fsync failed, and after a crash they
    /// might be taken for a commit. The next durable commit overwrites them, so one is made at once; when it succeeds
    /// nothing of the batch happened, for certain. When it fails too, nobody knows, and that is what is said. Only of a full
    /// disk it is known anyway: frames are written in their order, the one that makes a commit of them last, and it found no room.
    private func commitFailed(_ done: [Done], _ error: any Error) {
        let foundNoRoom = session.isOutOfRoom
        session.rollback()
        let isCertain = overwriteFailedFrames() || foundNoRoom
        logger.error("a commit failed", metadata: ["error": "\(error)", "requests": "\(done.count)", "undone": "\(isCertain)"])
        for done in done { done.request.fail(isCertain ? error : StoreFault.unknownOutcome) }
    }

    private func overwriteFailedFrames() -> Bool {
        do {
            try session.begin("BEGIN IMMEDIATE")
            guard case .integer(let version) = try session.pragma("user_version") else { return false }
            try session.pragma("user_version = \((version + 1) & 0x7FFF_FFFF)")
            _ = try session.execute("COMMIT")
            return true
        } catch {
            session.rollback()
            return false
        }
    }
}
