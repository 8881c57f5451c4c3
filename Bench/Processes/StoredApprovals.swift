import FEEL
import Kernel
import Processes
import Store

/// The approval process with every step durable: a row for the instance's state, one for the task that waits, and each step a
/// transaction of the store that decides by the state it read. `approval_stored.py` does the same on SpiffWorkflow.
struct StoredApprovals: Sendable {
    private let approval: ApprovalProcess
    private let store: Store

    init(_ place: Workshop.Place) async throws {
        approval = try ApprovalProcess()
        store = try await Store.open(StoreLocation(place.database), clock: .wall, logger: .silent)
        let tables = """
            CREATE TABLE bench_instances (id BIGINT PRIMARY KEY, state BYTES NOT NULL, version BIGINT NOT NULL);
            CREATE TABLE bench_tasks (instance BIGINT NOT NULL, ticket BIGINT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (instance, ticket)) WITHOUT ROWID;
            """
        try await store.migrate([Migration("bench", 1, tables)])
    }

    func close() async { await store.close() }

    /// Runs these instances to their ends, `clients` at a time, and reads afterwards whether each got there.
    ///
    /// - Returns: instances a second.
    func rate(_ numbers: Range<Int>, clients: Int) async throws -> Double {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<clients {
                group.addTask { for number in stride(from: numbers.lowerBound + client, to: numbers.upperBound, by: clients) { try await run(number) } }
            }
            try await group.waitForAll()
        }
        let rate = Double(numbers.count) / seconds(ContinuousClock.now - start)
        try await check(numbers)
        return rate
    }

    private func run(_ number: Int) async throws {
        let engine = approval.engine
        try await store.decide("bench.start") { tx in
            var instance = Instance()
            let begun = try engine.handle(.start(["amount": .number(Decimal128(number))]), advancing: &instance, now: tx.now)
            guard case .createTask(let ticket, _, let role, _)? = begun.effects.first else { throw BenchFault("the approval process asks for no task") }
            try tx.write("INSERT INTO bench_instances (id, state, version) VALUES (\(number), \(instance.json(in: engine.model).bytes), 1)")
            try tx.write("INSERT INTO bench_tasks (instance, ticket, role) VALUES (\(number), \(ticket.number), \(role ?? ""))")
        }
        let query: SQL = "SELECT i.state, i.version, t.ticket FROM bench_instances i JOIN bench_tasks t ON t.instance = i.id WHERE i.id = \(number)"
        let known = KnownRows(query, try await store.rows("bench.instance", query))
        try await store.decide("bench.complete", knowing: [known]) { tx in
            guard let row = try tx.row(query) else { throw BenchFault("an instance is not there") }
            let (version, ticket) = (try row.integer(1), try row.integer(2))
            var instance = try Instance(JSON(parsing: try row.bytes(0)), in: engine.model)
            _ = try engine.handle(.complete(Ticket(ticket), output: ["approve": .boolean(number % 2 == 0)]), advancing: &instance, now: tx.now)
            let state = instance.json(in: engine.model).bytes
            try tx.update("UPDATE bench_instances SET state = \(state), version = \(version + 1) WHERE id = \(number) AND version = \(version)")
            try tx.write("DELETE FROM bench_tasks WHERE instance = \(number) AND ticket = \(ticket)")
        }
    }

    private func check(_ numbers: Range<Int>) async throws {
        let model = approval.engine.model
        let (first, end) = (numbers.lowerBound, numbers.upperBound)
        let ended = try await store.read { connection in
            let rows = try connection.rows("SELECT id, state FROM bench_instances WHERE id >= \(first) AND id < \(end)")
            let waiting = try connection.value("SELECT COUNT(*) FROM bench_tasks", as: Int.self) ?? 0
            return try rows.count { row in
                let (number, instance) = (try row.integer(0), try Instance(JSON(parsing: try row.bytes(1)), in: model))
                let fee = Decimal128(number % 2 == 0 ? number * 2 : 0)
                return instance.end(in: model) == "end" && instance.variables["fee"] == .number(fee)
            } - waiting
        }
        guard ended == numbers.count else { throw BenchFault("of \(numbers.count) stored approvals \(ended) came to their ends") }
    }
}
