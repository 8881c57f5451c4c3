import Kernel

extension PostgresSession {
    /// Carries plans out in one transaction: all their statements in one piece, then the commit.
    ///
    /// READ COMMITTED, because a plan holds no snapshot: an update waits for whoever is at its row, and then finds its version or
    /// does not (PostgreSQL documentation, section 13.2.1). The version says whether the plan still holds.
    /// - Returns: the indices of those whose version is gone. Where there are any, nothing of the transaction happens.
    func carryOut(_ plans: [Plan]) throws -> Set<Int> {
        reset()
        do {
            let steps = plans.flatMap(\.steps)
            let statements: [SQL] = ["BEGIN ISOLATION LEVEL READ COMMITTED"] + steps.map(\.sql) + ["SELECT pg_current_xact_id()::text"]
            let (answers, error) = try roundTripAsFar(try statements.map(PostgresMessage.init))
            // Where somebody was first, a statement behind the update may have failed for the same reason.
            let stale = Self.stale(plans, answers.dropFirst())
            guard stale.isEmpty else {
                rollback()
                return stale
            }
            if let error { throw error }
            transactionNumber = try answers.last?.rows.first?.text(0)
            guard try roundTrip([PostgresMessage("COMMIT")])[0].tag == "COMMIT" else { throw StoreFault.badStatement("the server rolled back") }
            return []
        } catch {
            rollback()
            throw error
        }
    }

    private static func stale(_ plans: [Plan], _ answers: ArraySlice<PostgresAnswer>) -> Set<Int> {
        var answers = answers
        var stale: Set<Int> = []
        for (index, plan) in plans.enumerated() {
            for step in plan.steps {
                guard let answer = answers.popFirst() else { return stale }
                if step.isVersioned, answer.changed != 1 { stale.insert(index) }
            }
        }
        return stale
    }
}
