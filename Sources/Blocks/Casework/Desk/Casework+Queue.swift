import FEEL
import Kernel
import Store

/// The queue. A page is read by keyset from one index range for each queue that the actor reaches and asks for, so its cost
/// does not grow with the number of tasks.
extension Casework {
    /// A role at an organisation; for a supervisor every role of it.
    struct Place: Hashable {
        var organisation: String
        var role: String
    }

    func places(_ actor: Actor, role: String?) -> [Place] {
        var places: Set<Place> = []
        for grant in actor.grants {
            let roles: [String] =
                grant.permissions.contains(.superviseCases) ? government.roles.map(\.id) : grant.permissions.contains(.workCases) ? [grant.role] : []
            for organisation in grant.organisations { for role in roles { places.insert(Place(organisation: organisation, role: role)) } }
        }
        return places.filter { role == nil || $0.role == role }.sorted { ($0.organisation, $0.role) < ($1.organisation, $1.role) }
    }

    /// Open tasks that the actor's roles and organisations reach.
    ///
    /// A search by name or by words tells about the persons it finds, so it is written down for each of them.
    public func queue(_ query: QueueQuery, _ caller: Caller) async throws -> QueuePage {
        let limit = min(max(query.limit, 1), 200)
        let days = queueDays
        guard query.search.isEmpty else { return try await search(query, limit, days, caller) }
        let held = holders(query, caller.actor).compactMap { Self.held(by: $0, query, caller.actor) }
        let places = query.holder == nil && query.assignment != .mine ? places(caller.actor, role: query.role) : []
        guard !held.isEmpty || !places.isEmpty else { return QueuePage(rows: [], next: nil) }
        return try await store.read { connection in
            let ranges = try queues(places, query, caller.actor, connection).map { Self.range($0, query) }
            let walked = try rarest(query, connection)
            let found = try connection.rowsOfAll(
                held.map { Self.page($0, query, days, limit, .few) } + ranges.map { Self.page($0, query, days, limit, .many(walking: walked)) })
            return try withAnswers(page(found.flatMap { $0 }, query, limit), connection)
        }
    }

    /// Whose tasks are read by their holder: of one who is asked for, else one's own, which may lie in a queue that is not shown, and those of
    /// colleagues who are away.
    func holders(_ query: QueueQuery, _ actor: Actor) -> [AccountID] {
        if let holder = query.holder { return [holder] }
        switch query.assignment {
        case .mine, .anyone: return [actor.account].compactMap { $0 } + actor.standsInFor.map(\.absent)
        case .nobody: return []
        }
    }

    /// - Returns: nil where nothing that they hold can be within the actor's reach.
    static func held(by account: AccountID, _ query: QueueQuery, _ actor: Actor) -> SQL? {
        guard let reach = reach(actor.grants + actor.standsInFor.filter { $0.absent == account }.flatMap(\.grants)) else { return nil }
        var condition: SQL = "t.assignee = \(account) AND (\(reach))"
        if let service = query.service { condition += " AND t.service = \(service)" }
        if let role = query.role { condition += " AND t.role = \(role)" }
        if case .one(let team) = query.team { condition += " AND t.team = \(team)" }
        return condition
    }

    /// The tasks that grants let somebody work on; nil for none. As an expression, no index of places answers it: it is asked of tasks that
    /// are found by their holder or case.
    private static func reach(_ grants: [Grant]) -> SQL? {
        either(
            grants.compactMap { grant in
                let place: SQL = "(t.organisation || '') IN \(list: grant.organisations.sorted())"
                if grant.permissions.contains(.superviseCases) { return place }
                return grant.permissions.contains(.workCases) ? "t.role = \(grant.role) AND " + place : nil
            })
    }

    static func either(_ conditions: [SQL]) -> SQL? {
        guard let first = conditions.first else { return nil }
        return conditions.dropFirst().reduce(first) { $0 + " OR " + $1 }
    }

    /// Reads what the rows' cases are about, in one query for the page.
    private func withAnswers(_ page: QueuePage, _ connection: Connection) throws -> QueuePage {
        guard !page.rows.isEmpty else { return page }
        var page = page
        var answers: [String: [String: String]] = [:]
        let ids = Set(page.rows.map(\.caseID.text)).sorted()
        for row in try connection.rows("SELECT case_id, ticket, name, value FROM casework_filters WHERE case_id IN \(list: ids)") {
            let question = try row.text(2).split(separator: ".", maxSplits: 1).last.map(String.init) ?? ""
            answers["\(try row.text(0))/\(try row.integer(1))", default: [:]][question] = try row.text(3)
        }
        for index in page.rows.indices { page.rows[index].answers = answers["\(page.rows[index].caseID)/\(page.rows[index].ticket)"] ?? [:] }
        return page
    }

    private func page(_ found: [Row], _ query: QueueQuery, _ limit: Int) throws -> QueuePage {
        let column = query.order == .due ? "due_key" : "new_key"
        // A colleague's task may lie in a place of one's own too; its key is the same.
        let byKey = Dictionary(try found.map { (try $0.text(column), try Self.queueRow($0)) }, uniquingKeysWith: { first, _ in first })
        let rows = byKey.map { (key: $0.key, row: $0.value) }.sorted { $0.key < $1.key }
        let page = (query.isBackwards ? rows.suffix(limit) : rows.prefix(limit)).map { found in
            var found = found
            found.row.cursor = QueueQuery.Cursor(found.key)
            return found
        }
        let hasMore = rows.count > limit
        return QueuePage(
            rows: page.map(\.row), next: hasMore || query.isBackwards ? page.last.flatMap { QueueQuery.Cursor($0.key) } : nil,
            previous: query.isBackwards
                ? (hasMore ? page.first.flatMap { QueueQuery.Cursor($0.key) } : nil)
                : query.after == nil ? nil : page.first.flatMap { QueueQuery.Cursor($0.key) })
    }

    private static let columns: SQL =
        "t.case_id, t.ticket, t.reference, t.service, t.step, t.role, t.organisation, t.assignee, t.created_at, t.due, t.due_key, t.new_key, t.queue"

    /// The condition that names the index range.
    static func range(_ queue: WorkQueue, _ query: QueueQuery) -> SQL {
        var condition: SQL = "t.organisation = \(queue.organisation) AND t.queue = \(queue.key)"
        if let service = query.service { condition += " AND t.service = \(service)" }
        return condition
    }

    /// The days that tell what is overdue and what is due soon.
    struct QueueDays {
        var today: CivilDate
        /// The last on which a task is due soon.
        var soon: CivilDate

        var overdue: SQL { "< \(SortKeys.day(today))" }
        var near: SQL { "BETWEEN \(SortKeys.day(today)) AND \(SortKeys.day(soon.adding(days: 1)))" }
    }

    var queueDays: QueueDays {
        let today = calendar.zone.date(of: clock.now())
        return QueueDays(today: today, soon: calendar.date(after: today, workingDays: QueueQuery.soon))
    }

    /// How many tasks a condition may name, so that a page of them is found in the right way.
    enum Extent {
        /// Those of a queue: where there is a filter, an index of its own is walked in the order asked for. That of the filter named; the first by
        /// name where it is nil.
        case many(walking: String?)
        /// Those that somebody holds, or that a search found: filters are probed for each.
        case few
    }

    private static func tail(_ query: QueueQuery, _ days: QueueDays, _ keys: Keys) -> SQL {
        var tail = SQL.empty
        let column = query.order == .due ? keys.due : keys.newest
        if let after = query.after { tail += " AND \(column) > \(after.sortKey)" }
        if query.isBackwards, let before = query.before { tail += " AND \(column) < \(before.sortKey)" }
        switch query.due {
        case .any: break
        case .overdue: tail += " AND \(keys.due) \(days.overdue)"
        case .soon: tail += " AND \(keys.due) \(days.near)"
        case .thisWeek: tail += " AND \(keys.due) < \(SortKeys.day(days.today.adding(days: 8 - days.today.weekday)))"
        }
        if query.assignment == .nobody { tail += " AND t.assignee IS NULL" }
        return tail
    }

    /// The columns of the orders. A filter has copies of its own, so that its index can be walked in that order too.
    private struct Keys {
        var due: SQL
        var newest: SQL

        static let task = Keys(due: "t.due_key", newest: "t.new_key")
        static let filter = Keys(due: "f.due_key", newest: "f.new_key")
    }

    /// So far each of several filters is counted: what is beyond it is not rare.
    private static let mostCounted = 10_000

    /// The filter that has the fewest tasks, where there are several: each task that it gives is probed for the others, which would be most of
    /// a large queue behind a frequent one.
    func rarest(_ query: QueueQuery, _ connection: Connection) throws -> String? {
        guard let service = query.service, query.filters.count > 1 else { return nil }
        let filters = query.filters.sorted { $0.key < $1.key }
        let counts = try connection.rowsOfAll(
            filters.map { name, value in
                """
                SELECT COUNT(*) FROM (
                    SELECT 1 FROM casework_filters WHERE name = \(service + "." + name) AND value = \(value) LIMIT \(Self.mostCounted)
                ) AS counted
                """
            }
        ).map { try $0.first?.integer(0) ?? 0 }
        return zip(filters, counts).min { $0.1 < $1.1 }?.0.key
    }

    static func page(_ condition: SQL, _ query: QueueQuery, _ days: QueueDays, _ limit: Int, _ extent: Extent) -> SQL {
        var filters = query.service == nil ? [] : query.filters.sorted { $0.key < $1.key }
        var (keys, sql): (Keys, SQL) = (.task, "SELECT \(columns) FROM casework_tasks t WHERE \(condition)")
        if case .many(let walked) = extent, !filters.isEmpty {
            let filter = filters.remove(at: filters.firstIndex { $0.key == walked } ?? 0)
            sql = "SELECT \(columns) FROM casework_filters f JOIN casework_tasks t ON t.case_id = f.case_id AND t.ticket = f.ticket"
            sql += " WHERE f.name = \(name(of: filter.key, query)) AND f.value = \(filter.value)"
            sql += " AND f.organisation = t.organisation AND f.queue = t.queue AND \(condition)"
            keys = .filter
        }
        for (key, value) in filters {
            sql += " AND EXISTS (SELECT 1 FROM casework_filters g WHERE g.case_id = t.case_id AND g.ticket = t.ticket"
            sql += " AND g.name = \(name(of: key, query)) AND g.value = \(value))"
        }
        return sql + tail(query, days, keys) + " ORDER BY \(query.order == .due ? keys.due : keys.newest)" + (query.isBackwards ? " DESC" : "")
            + " LIMIT \(limit + 1)"
    }

    private static func name(of filter: String, _ query: QueueQuery) -> String { (query.service ?? "") + "." + filter }

    /// By reference number, by the beginnings of the applicant's names, or by what the case says.
    private func search(_ query: QueueQuery, _ limit: Int, _ days: QueueDays, _ caller: Caller) async throws -> QueuePage {
        let held = caller.actor.standsInFor.compactMap { Self.held(by: $0.absent, QueueQuery(), caller.actor) }
        guard let reach = Self.either([Self.reach(caller.actor.grants)].compactMap { $0 } + held) else { return QueuePage(rows: [], next: nil) }
        var condition: SQL = " AND (\(reach))"
        if let service = query.service { condition += " AND t.service = \(service)" }
        if let role = query.role { condition += " AND t.role = \(role)" }
        if case .one(let team) = query.team { condition += " AND t.team = \(team)" }
        if query.holder != nil || query.assignment == .mine { condition += " AND t.assignee IN \(list: holders(query, caller.actor))" }
        let reached = condition
        let found = try await store.read { connection in
            var rows: [Row] = []
            // Among many who bear a name, those with something to do are few and may be the last.
            let isPartial = try throughMatches(query.search, connection) { ids, _ in
                rows += try connection.rows(Self.page("t.case_id IN \(list: ids)" + reached, query, days, 1_000, .few))
            }
            var page = try withAnswers(page(rows, query, limit), connection)
            page.isPartial = isPartial
            return page
        }
        try await recordSearch(query.search, found.rows.map(\.caseID), caller)
        return found
    }

    private static func queueRow(_ row: Row) throws -> QueueRow {
        guard let reference = ReferenceNumber(try row.text("reference")) else { throw CaseFault.damaged("a task's reference") }
        let queue = WorkQueue(organisation: try row.text("organisation"), key: try row.text("queue"))
        return QueueRow(
            caseID: try row.identifier("case_id"), ticket: try row.integer("ticket"), reference: reference, service: try row.text("service"),
            step: try row.text("step"),
            role: try row.text("role"), organisation: queue.organisation, team: queue.team, skills: queue.skills,
            assignee: try row.identifier(optional: "assignee"),
            createdAt: try row.instant("created_at"), due: try row.date(optional: "due"))
    }
}

extension QueueQuery {
    var isBackwards: Bool { after == nil && before != nil }
}
