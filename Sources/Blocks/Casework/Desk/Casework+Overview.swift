import Kernel
import Store

/// What waits at one place: a role of an organisation. Each count stops at a thousand.
public struct PlaceLoad: Sendable, Hashable {
    public var organisation: String
    public var role: String
    public var open: Int
    public var overdue: Int
    /// Of the first thousand, those that nobody has taken.
    public var untaken: Int
    public var oldest: Instant?
}

/// How many open tasks one officer holds. Each count stops at a thousand.
public struct OfficerLoad: Sendable, Hashable {
    public var account: AccountID
    public var open: Int
    public var overdue: Int
}

/// How many cases of a service stand where. Each count stops at a thousand.
public struct ServiceLoad: Sendable, Hashable {
    public var service: String
    public var stages: [Case.Stage: Int]
}

extension Casework {
    /// What waits within a supervisor's reach, place by place; places where nothing waits are left out.
    ///
    /// - Throws: `CASE-415` without the permission to supervise.
    public func loads(_ caller: Caller) async throws -> [PlaceLoad] {
        guard caller.actor.may(.superviseCases) else { throw CaseFault.notYours }
        let places = places(caller.actor, role: nil)
        let today = SortKeys.day(calendar.zone.date(of: clock.now()))
        return try await store.read { connection in
            try places.compactMap { place in
                let range = Self.range(place.organisation, place.role, QueueQuery())
                let open = try counted(range, connection)
                guard open > 0 else { return nil }
                let first: SQL = "SELECT assignee FROM casework_tasks t WHERE \(range) ORDER BY t.due_key LIMIT 1000"
                return PlaceLoad(
                    organisation: place.organisation, role: place.role, open: open, overdue: try counted(range + " AND t.due_key < \(today)", connection),
                    untaken: try connection.value("SELECT COUNT(*) FROM (\(first)) AS pressing WHERE assignee IS NULL", as: Int.self) ?? 0,
                    oldest: try connection.value("SELECT created_at FROM casework_tasks t WHERE \(range) ORDER BY t.new_key DESC LIMIT 1"))
            }
        }
    }

    /// What these officers hold, also where that is nothing: they are the ones who have room.
    public func loads(of accounts: [AccountID], _ caller: Caller) async throws -> [OfficerLoad] {
        guard caller.actor.may(.superviseCases) else { throw CaseFault.notYours }
        let today = SortKeys.day(calendar.zone.date(of: clock.now()))
        let officers = Array(accounts.prefix(500))
        return try await store.read { connection in
            let held = officers.map { account -> SQL in "t.assignee = \(account)" }
            let counts = try connection.rowsOfAll((held + held.map { $0 + " AND t.due_key < \(today)" }).map(Self.count)).map { try $0.first?.integer(0) ?? 0 }
            return officers.enumerated().map { OfficerLoad(account: $1, open: counts[$0], overdue: counts[officers.count + $0]) }
        }
    }

    private func counted(_ condition: SQL, _ connection: Connection) throws -> Int { try connection.value(Self.count(condition), as: Int.self) ?? 0 }

    /// Where the cases of the supervisor's services stand, but for those that are over.
    public func stages(_ caller: Caller) async throws -> [ServiceLoad] {
        guard caller.actor.may(.superviseCases) else { throw CaseFault.notYours }
        let names = workable(caller.actor).map(\.id)
        return try await store.read { connection in
            try names.map { name in
                var stages: [Case.Stage: Int] = [:]
                for stage in [Case.Stage.awaitingPayment, .inProgress, .awaitingApplicant, .waiting, .appealed] {
                    stages[stage] = try connection.value(
                        """
                        SELECT COUNT(*) FROM (SELECT 1 AS one FROM casework_cases WHERE service = \(name) AND stage = \(stage.rawValue) LIMIT 1000) AS counted
                        """)
                }
                return ServiceLoad(service: name, stages: stages)
            }
        }
    }
}
