import Kernel
import Logging

/// A PostgreSQL server: as many connections as settings say, each on a thread of its own. Most run bodies, taken from one
/// queue; some carry out plans and some answer single queries, so that those which wait together go together.
final class PostgresEngine: Engine {
    let dialect = Dialect.postgres
    private let queue: WorkQueue<PostgresRequest>
    private let plans: WorkQueue<PlannedWork>
    private let queries: WorkQueue<QueryWork>
    private let crew = Crew()
    private let counters = Counters()

    /// - Throws: `STORE-140` when the server does not answer now; later on it may be away for a while.
    init(url: String, clock: Clock, logger: Logger, settings: StoreSettings) throws {
        queue = WorkQueue(limit: settings.waitingLimit)
        plans = WorkQueue(limit: settings.waitingLimit)
        queries = WorkQueue(limit: settings.waitingLimit)
        let first = try PostgresSession.connect(url: url, readTimeout: settings.readTimeout)
        func line(_ session: PostgresSession? = nil) -> PostgresLine {
            PostgresLine(url: url, logger: logger, counters: counters, settings: settings, session: session)
        }
        let hotLabels = HotLabels()
        for index in 0..<max(1, settings.connections) {
            let worker = PostgresWorker(index: index, line: line(index == 0 ? first : nil), queue: queue, clock: clock, hotLabels: hotLabels)
            crew.start("store-\(index)") { worker.run() }
        }
        for index in 0..<max(1, settings.committers) {
            let committer = PostgresCommitter(line: line(), queue: plans)
            crew.start("store-plans-\(index)") { committer.run() }
        }
        for index in 0..<max(1, settings.askers) {
            let asker = PostgresAsker(line: line(), queue: queries)
            crew.start("store-queries-\(index)") { asker.run() }
        }
    }

    var statistics: StoreStatistics { counters.statistics(waiting: queue.waiting + plans.waiting + queries.waiting) }

    func read<T: Sendable>(_ label: StaticString, _ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await submit(.read, label, body)
    }

    func write<T: Sendable>(_ label: StaticString, alone: Bool, _ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await submit(alone ? .writeAlone : .write, label, body)
    }

    func rowsOfAll(_ label: StaticString, _ queries: [SQL]) async throws -> [[Row]] {
        try await withCheckedThrowingContinuation { self.queries.put(QueryWork(label, queries, $0)) }
    }

    func carryOut(_ label: StaticString, _ plan: Plan) async throws {
        try await withCheckedThrowingContinuation { plans.put(PlannedWork(label, plan, $0)) }
    }

    /// Rewrites every table.
    func scrub() async throws {
        try await submit(.outside, "store.scrub") { (connection: Connection) in
            let tables = try connection.rows("SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1")
            for table in tables { try connection.session.script("VACUUM FULL \"\(try table.text(0))\"") }
        }
    }

    func close() async {
        queue.close()
        plans.close()
        queries.close()
        await crew.finished()
    }

    private func submit<Answer: Sendable, Access: Connection>(
        _ kind: PostgresRequest.Kind, _ label: StaticString, _ body: @escaping @Sendable (Access) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let pending = PendingWork(label, body, continuation)
            switch queue.push(PostgresRequest(kind: kind, pending: pending)) {
            case nil: break
            case .full(let waiting): pending.fail(StoreFault.overloaded(waiting: waiting))
            case .closed: pending.fail(StoreFault.closed)
            }
        }
    }
}

struct PostgresRequest: Sendable {
    enum Kind { case read, write, writeAlone, outside }
    let kind: Kind
    let pending: Pending
}
