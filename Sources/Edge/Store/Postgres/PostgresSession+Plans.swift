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
            let batch = PlanBatch(plans)
            let statements: [SQL] = ["BEGIN ISOLATION LEVEL READ COMMITTED"] + batch.statements + ["SELECT pg_current_xact_id()::text"]
            let (answers, error) = try roundTripAsFar(try statements.map(PostgresMessage.init))
            // Where somebody was first, a statement behind the update may have failed for the same reason.
            let stale = batch.stale(answers.dropFirst())
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
}
