import Kernel
import Store

/// Where an open case stands: no answer, no name.
public struct CaseStanding: Sendable, Hashable {
    public var caseID: Identifier<Case>
    public var service: String
    public var stage: Case.Stage
    /// The last decision's.
    public var outcome: String?
    public var account: AccountID?
    public var language: String
    public var openedAt: Instant
}

extension Casework {
    /// All cases that are not closed, the oldest first. It shows no page; it is for those who watch over the whole.
    ///
    /// - Complexity: O(cases).
    public func openCases() async throws -> [CaseStanding] {
        try await store.read { connection in
            try connection.rows(
                "SELECT id, service, stage, outcome, account, language, opened_at FROM casework_cases WHERE closed_at IS NULL ORDER BY opened_at, id"
            ).map { row in
                CaseStanding(
                    caseID: try row.identifier(0), service: try row.text(1), stage: Case.Stage(rawValue: try row.text(2)) ?? .inProgress,
                    outcome: try row.text(optional: 3), account: try row.identifier(optional: 4), language: try row.text(5), openedAt: try row.instant(6))
            }
        }
    }
}
