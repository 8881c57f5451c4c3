import Kernel
import Store

public struct QueueCounts: Sendable, Hashable {
    public var byRole: [String: Int]
    public var overdue: Int
    /// Those that are due within a few working days (`QueueQuery.soon`).
    public var soon: Int
    public var mine: Int
    /// Notes in which the officer is named, and which they have not seen.
    public var unread: Int
}

extension Casework {
    /// Open tasks by role, of those that the queue shows by itself, overdue, due soon and mine; each counted up to 1,000, which is what a page shows as "1,000 and more".
    public func queueCounts(_ caller: Caller) async throws -> QueueCounts {
        let actor = caller.actor
        let places = places(actor, role: nil)
        let days = queueDays
        let standIns: [(role: String, sql: SQL)] = actor.standsInFor.flatMap { standIn in
            Set(standIn.grants.flatMap { grant in grant.organisations.map { Place(organisation: $0, role: grant.role) } }).subtracting(places)
                .map { place -> (role: String, sql: SQL) in
                    (place.role, "t.assignee = \(standIn.absent) AND (t.organisation || '') = \(place.organisation) AND t.role = \(place.role)")
                }
        }
        let held = holders(QueueQuery(assignment: .mine), actor).compactMap { Self.held(by: $0, QueueQuery(), actor) }
        return try await store.read { connection in
            let queues = try queues(places, QueueQuery(), actor, connection)
            let ranges = queues.map { (role: $0.role, sql: Self.range($0, QueueQuery())) } + standIns
            // All in one round trip: a supervisor reaches every role of every office.
            let counted = ranges.map { Self.counts($0.sql, days) } + held.map(Self.count) + [MentionStore.countUnread(of: actor.account)]
            let found = try connection.rowsOfAll(counted).map(\.first)
            let others = try found.dropFirst(ranges.count).map { try $0?.integer(0) ?? 0 }
            var counts = QueueCounts(byRole: [:], overdue: 0, soon: 0, mine: others.dropLast().reduce(0, +), unread: others.last ?? 0)
            for (range, row) in zip(ranges, found) {
                counts.byRole[range.role, default: 0] += try row?.integer(0) ?? 0
                counts.overdue += try row?.integer(1) ?? 0
                counts.soon += try row?.integer(2) ?? 0
            }
            return counts
        }
    }

    /// How many there are, and how many of them are overdue and due soon. The most overdue come first, so one walk of a thousand counts all.
    private static func counts(_ range: SQL, _ days: QueueDays) -> SQL {
        """
        SELECT COUNT(*), COALESCE(SUM(CASE WHEN due_key \(days.overdue) THEN 1 ELSE 0 END), 0),
            COALESCE(SUM(CASE WHEN due_key \(days.near) THEN 1 ELSE 0 END), 0)
        FROM (SELECT t.due_key FROM casework_tasks t WHERE \(range) ORDER BY t.due_key LIMIT 1000) AS counted
        """
    }

    static func count(_ condition: SQL) -> SQL {
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM casework_tasks t WHERE \(condition) LIMIT 1000) AS counted"
    }
}
