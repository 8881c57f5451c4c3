import Kernel
import Store

/// What waits in one queue: for a role of an organisation, of one of its teams or of none, with the same skills. Each count stops at a thousand.
public struct PlaceLoad: Sendable, Hashable {
    public var organisation: String
    public var role: String
    public var team: String?
    public var skills: [String]
    public var open: Int
    public var overdue: Int
    public var soon: Int
    /// Of the first thousand, those that nobody has taken.
    public var untaken: Int
    public var oldest: Instant?
}

/// How many open tasks one officer holds. Each count stops at a thousand.
public struct OfficerLoad: Sendable, Hashable {
    public var account: AccountID
    public var open: Int
    public var overdue: Int
    public var soon: Int
}

/// How many cases of a service stand where. Each count stops at a thousand.
public struct ServiceLoad: Sendable, Hashable {
    public var service: String
    public var stages: [Case.Stage: Int]
    /// Cases that are about to be decided later than the service promised, and those that are late.
    public var near: Int
    public var late: Int
}

extension Casework {
    /// What waits within a supervisor's reach, queue by queue; those in which nothing waits are left out.
    ///
    /// - Throws: `CASE-415` without the permission to supervise.
    public func loads(_ caller: Caller) async throws -> [PlaceLoad] {
        guard caller.actor.may(.superviseCases) else { throw CaseFault.notYours }
        let places = places(caller.actor, role: nil)
        let days = queueDays
        // Three round trips, however many places there are.
        return try await store.read { connection in
            let queues = try queues(places, QueueQuery(team: .any, skills: .any), caller.actor, connection)
            let ranges = queues.map { Self.range($0, QueueQuery()) }
            let open = try connection.rowsOfAll(ranges.map(Self.count)).map { try $0.first?.integer(0) ?? 0 }
            let busy = queues.indices.filter { open[$0] > 0 }
            let details = try connection.rowsOfAll(busy.flatMap { Self.details(of: ranges[$0], days) })
            return try busy.enumerated().map { number, index in
                let own = details[(4 * number)...].prefix(4).map(\.first)
                return PlaceLoad(
                    organisation: queues[index].organisation, role: queues[index].role, team: queues[index].team, skills: queues[index].skills,
                    open: open[index], overdue: try own[0]?.integer(0) ?? 0, soon: try own[1]?.integer(0) ?? 0, untaken: try own[2]?.integer(0) ?? 0,
                    oldest: try own[3]?.instant(0))
            }
        }
    }

    /// How many are overdue, how many are due soon, how many of the most pressing nobody has taken, and since when the longest waits.
    private static func details(of range: SQL, _ days: QueueDays) -> [SQL] {
        let first: SQL = "SELECT assignee FROM casework_tasks t WHERE \(range) ORDER BY t.due_key LIMIT 1000"
        return [
            count(range + " AND t.due_key \(days.overdue)"), count(range + " AND t.due_key \(days.near)"),
            "SELECT COUNT(*) FROM (\(first)) AS pressing WHERE assignee IS NULL",
            "SELECT created_at FROM casework_tasks t WHERE \(range) ORDER BY t.new_key DESC LIMIT 1",
        ]
    }

    /// What these officers hold within a supervisor's reach, also where that is nothing: they are the ones who have room.
    public func loads(of accounts: [AccountID], _ caller: Caller) async throws -> [OfficerLoad] {
        guard caller.actor.may(.superviseCases) else { throw CaseFault.notYours }
        let days = queueDays
        let officers = Array(accounts.prefix(500))
        return try await store.read { connection in
            let held = officers.map { Self.held(by: $0, QueueQuery(), caller.actor) ?? "1 = 0" }
            let parts = held + held.map { $0 + " AND t.due_key \(days.overdue)" } + held.map { $0 + " AND t.due_key \(days.near)" }
            let counts = try connection.rowsOfAll(parts.map(Self.count)).map { try $0.first?.integer(0) ?? 0 }
            return officers.enumerated().map { number, account in
                OfficerLoad(
                    account: account, open: counts[number], overdue: counts[officers.count + number], soon: counts[2 * officers.count + number])
            }
        }
    }

    /// Where the cases of the supervisor's services stand, but for those that are over.
    public func stages(_ caller: Caller) async throws -> [ServiceLoad] {
        guard caller.actor.may(.superviseCases) else { throw CaseFault.notYours }
        let services = workable(caller.actor)
        let stages = [Case.Stage.awaitingPayment, .inProgress, .awaitingApplicant, .waiting, .appealed]
        let reaches = services.flatMap { service in
            stages.map { Reach(service: service.id, stage: $0) }
                + [CaseListQuery.Due.near, .late].map { Reach(service: service.id, stage: nil, due: promised($0, service)) }
        }
        return try await store.read { connection in
            let counts = try connection.rowsOfAll(
                reaches.map { "SELECT COUNT(*) FROM (SELECT 1 AS one FROM casework_cases WHERE \($0.condition) LIMIT 1000) AS counted" }
            ).map { try $0.first?.integer(0) ?? 0 }
            return services.enumerated().map { number, service in
                let own = Array(counts.dropFirst(number * (stages.count + 2)).prefix(stages.count + 2))
                return ServiceLoad(
                    service: service.id, stages: Dictionary(uniqueKeysWithValues: zip(stages, own)), near: own[stages.count], late: own[stages.count + 1])
            }
        }
    }
}
