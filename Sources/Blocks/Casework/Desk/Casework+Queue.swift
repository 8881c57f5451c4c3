import FEEL
import Kernel
import Store

public struct QueueCounts: Sendable, Hashable {
    public var byRole: [String: Int]
    public var overdue: Int
    public var mine: Int
}

/// The queue. A page is read by keyset from one index range for each role and organisation that the actor reaches, so its cost
/// does not grow with the number of tasks.
extension Casework {
    /// One range of the index: a role at an organisation, or every role of it for a supervisor.
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
    /// A search by name tells about the persons it finds, so it is written down for each of them.
    public func queue(_ query: QueueQuery, _ caller: Caller) async throws -> QueuePage {
        let limit = min(max(query.limit, 1), 200)
        let places = places(caller.actor, role: query.role)
        let today = calendar.zone.date(of: clock.now())
        let account = caller.actor.account
        guard !places.isEmpty else { return QueuePage(rows: [], next: nil) }
        guard query.search.isEmpty else { return try await search(query, places, limit, caller) }
        return try await store.read { connection in
            let found: [[Row]]
            if let account = query.holder ?? (query.assignment == .mine ? account : nil) {
                let service: SQL = query.service.map { " AND t.service = \($0)" } ?? ""
                found = [try connection.rows(Self.page("t.assignee = \(account)" + service + Self.tail(query, today), query, limit))]
            } else {
                found = try connection.rowsOfAll(
                    places.map { place in Self.page(Self.range(place.organisation, place.role, query) + Self.tail(query, today), query, limit) })
            }
            return try withAnswers(page(found.flatMap { $0 }, query, Set(places), limit), connection)
        }
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

    private func page(_ found: [Row], _ query: QueueQuery, _ places: Set<Place>, _ limit: Int) throws -> QueuePage {
        let column = query.order == .due ? "due_key" : "new_key"
        let rows = try found.map { (key: try $0.text(column), row: try Self.queueRow($0)) }
            .filter { places.contains(Place(organisation: $0.row.organisation, role: $0.row.role)) }.sorted { $0.key < $1.key }
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
        "t.case_id, t.ticket, t.reference, t.service, t.step, t.role, t.organisation, t.assignee, t.created_at, t.due, t.due_key, t.new_key"

    /// The condition that names the index range.
    static func range(_ organisation: String, _ role: String, _ query: QueueQuery) -> SQL {
        var condition: SQL = "t.organisation = \(organisation) AND t.role = \(role)"
        if let service = query.service { condition += " AND t.service = \(service)" }
        return condition
    }

    static func tail(_ query: QueueQuery, _ today: CivilDate) -> SQL {
        var tail = SQL.empty
        let column = key(query.order, query)
        let due = key(.due, query)
        if let after = query.after { tail += " AND \(column) > \(after.sortKey)" }
        if query.isBackwards, let before = query.before { tail += " AND \(column) < \(before.sortKey)" }
        switch query.due {
        case .any: break
        case .overdue: tail += " AND \(due) < \(SortKeys.day(today))"
        case .thisWeek: tail += " AND \(due) < \(SortKeys.day(today.adding(days: 8 - today.weekday)))"
        }
        if query.assignment == .nobody { tail += " AND t.assignee IS NULL" }
        return tail
    }

    /// The column of an order. A filter has copies of its own, so that its index can be walked in that order too.
    private static func key(_ order: QueueQuery.Order, _ query: QueueQuery) -> SQL {
        switch (order, query.isFiltered) {
        case (.due, false): "t.due_key"
        case (.newest, false): "t.new_key"
        case (.due, true): "f.due_key"
        case (.newest, true): "f.new_key"
        }
    }

    static func page(_ condition: SQL, _ query: QueueQuery, _ limit: Int) -> SQL {
        let order: SQL = " ORDER BY \(key(query.order, query))" + (query.isBackwards ? " DESC" : "") + " LIMIT \(limit + 1)"
        guard let filter = query.filters.min(by: { $0.key < $1.key }), let service = query.service else {
            return "SELECT \(columns) FROM casework_tasks t WHERE \(condition)" + order
        }
        // One filter walks its own index in the order asked for; any others are probed for each row it gives.
        var sql: SQL = "SELECT \(columns) FROM casework_filters f JOIN casework_tasks t ON t.case_id = f.case_id AND t.ticket = f.ticket"
        sql +=
            " WHERE f.name = \(service + "." + filter.key) AND f.value = \(filter.value) AND f.organisation = t.organisation AND f.role = t.role AND \(condition)"
        for (name, value) in query.filters.sorted(by: { $0.key < $1.key }).dropFirst() {
            sql +=
                " AND EXISTS (SELECT 1 FROM casework_filters g WHERE g.case_id = t.case_id AND g.ticket = t.ticket AND g.name = \(service + "." + name) AND g.value = \(value))"
        }
        return sql + order
    }

    /// By reference number, or by the beginnings of the applicant's names.
    private func search(_ query: QueueQuery, _ places: [Place], _ limit: Int, _ caller: Caller) async throws -> QueuePage {
        try await store.write("casework.search_queue") { tx in
            var condition = SQL.empty
            if let service = query.service { condition += " AND t.service = \(service)" }
            if let holder = query.holder ?? (query.assignment == .mine ? caller.actor.account : nil) { condition += " AND t.assignee = \(holder)" }
            let tail = condition + Self.tail(query, calendar.zone.date(of: tx.now))
            var rows: [Row] = []
            // Among many who bear a name, those with something to do are few and may be the last.
            let isPartial = try throughMatches(query.search, tx) { ids in
                rows += try tx.rows(Self.page("t.case_id IN \(list: ids)" + tail, query, 1_000))
            }
            var page = try withAnswers(page(rows, query, Set(places), limit), tx)
            page.isPartial = isPartial
            if ReferenceNumber(query.search) == nil { try recordSearch(page.rows.map(\.caseID), caller, tx) }
            return page
        }
    }

    private static func queueRow(_ row: Row) throws -> QueueRow {
        guard let reference = ReferenceNumber(try row.text("reference")) else { throw CaseFault.damaged("a task's reference") }
        return QueueRow(
            caseID: try row.identifier("case_id"), ticket: try row.integer("ticket"), reference: reference, service: try row.text("service"),
            step: try row.text("step"),
            role: try row.text("role"), organisation: try row.text("organisation"), assignee: try row.identifier(optional: "assignee"),
            createdAt: try row.instant("created_at"), due: try row.date(optional: "due"))
    }

    /// Open tasks by role, overdue and mine; each counted up to 1,000, which is what a page shows as "1,000 and more".
    public func queueCounts(_ caller: Caller) async throws -> QueueCounts {
        let places = places(caller.actor, role: nil)
        let today = calendar.zone.date(of: clock.now())
        let account = caller.actor.account
        return try await store.read { connection in
            // All in one round trip: a supervisor reaches every role of every office.
            let late: SQL = " AND t.due_key < \(SortKeys.day(today))"
            let ranges = places.map { Self.range($0.organisation, $0.role, QueueQuery()) }
            let own = account.map { [Self.count("t.assignee = \($0)")] } ?? []
            let found = try connection.rowsOfAll(ranges.map { Self.count($0) } + ranges.map { Self.count($0 + late) } + own)
                .map { try $0.first?.integer(0) ?? 0 }
            var counts = QueueCounts(byRole: [:], overdue: 0, mine: own.isEmpty ? 0 : found.last ?? 0)
            for (index, place) in places.enumerated() {
                counts.byRole[place.role, default: 0] += found[index]
                counts.overdue += found[places.count + index]
            }
            return counts
        }
    }

    static func count(_ condition: SQL) -> SQL {
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM casework_tasks t WHERE \(condition) LIMIT 1000) AS counted"
    }
}

extension QueueQuery {
    var isBackwards: Bool { after == nil && before != nil }
    var isFiltered: Bool { service != nil && !filters.isEmpty }
}
