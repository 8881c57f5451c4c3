import Kernel

extension Store {
    /// One query in a snapshot of its own. On PostgreSQL those that wait together share a round trip.
    public func rows(_ label: StaticString, _ query: SQL) async throws -> [Row] { try await engine.rowsOfAll(label, [query])[0] }

    /// Several queries in the same round trip. On PostgreSQL each has a snapshot of its own, the later ones newer: where they have to fit
    /// each other, use `read`.
    public func rowsOfAll(_ label: StaticString, _ queries: [SQL]) async throws -> [[Row]] { try await engine.rowsOfAll(label, queries) }

    /// The first answer; nil when there is none.
    public func row(_ label: StaticString, _ query: SQL) async throws -> Row? { try await rows(label, query).first }

    /// One transaction, as `write`, for a body that decides by an aggregate and names its version in `update`.
    ///
    /// The body thinks before the transaction begins, beside others, and only its statements stand in the line for the
    /// disk: on SQLite the one writing thread is spared all else, on PostgreSQL several such transactions go in one, with
    /// one commit. When the version it read is gone, it decides again, inside a transaction. It does so too when it asks for more
    /// than a plan can give: the answer of a statement, or what it has written itself.
    ///
    /// What the body reads beside the aggregate may be a moment older than the commit. Where that must not be, use `write`.
    ///
    /// - Parameter known: rows that the caller has read already; the body's own query for them, before it writes, is answered
    ///   with them. They have to hold the version.
    public func decide<T: Sendable>(
        _ label: StaticString, knowing known: [KnownRows] = [], _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        guard let (answer, plan) = try await plan(label, known, body) else { return try await write(label, body) }
        // Nothing is to be written, so nothing has to be durable.
        if plan.steps.isEmpty, plan.hooks.isEmpty { return answer }
        do {
            try await engine.carryOut(label, plan)
            return answer
        } catch is VersionConflict {
            return try await write(label, body)
        }
    }

    /// - Returns: nil when the body needs the transaction.
    private func plan<T: Sendable>(
        _ label: StaticString, _ known: [KnownRows], _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> (T, Plan)? {
        let session = PlanningSession(dialect: dialect, known: known)
        switch try Self.think(session, clock.now(), body) {
        case .thought(let answer, let plan): return (answer, plan)
        case .needs(.transaction): return nil
        // A connection to PostgreSQL that has a snapshot is a transaction already, and would have to be waited for twice.
        case .needs(.snapshot) where dialect == .postgres: return nil
        case .needs(.snapshot):
            return try await engine.read(label) { [dialect] connection in
                let session = PlanningSession(dialect: dialect, snapshot: connection.session)
                guard case .thought(let answer, let plan) = try Self.think(session, connection.now, body) else { return nil }
                return (answer, plan)
            }
        }
    }

    private enum Thought<T: Sendable>: Sendable {
        case thought(T, Plan)
        case needs(PlanningSession.Need)
    }

    private static func think<T: Sendable>(_ session: PlanningSession, _ now: Instant, _ body: (Transaction) throws -> T) throws -> Thought<T> {
        let transaction = Transaction(session: session, now: now)
        do {
            let answer = try body(transaction)
            if let need = session.need { return .needs(need) }
            return .thought(answer, Plan(steps: session.steps, hooks: transaction.hooks))
        } catch {
            // A refusal that rests on what a plan could not tell is none.
            if let need = session.need { return .needs(need) }
            throw error
        }
    }
}
