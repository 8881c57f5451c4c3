import Kernel
import Store

/// Which cases to list, whether or not anybody has to do anything about them.
public struct CaseListQuery: Sendable, Hashable {
    public var service: String?
    public var stage: Case.Stage?
    public var due: Due
    /// A reference number; or words of what the case says or of the applicant's name, whole or with three and more letters of their beginnings.
    public var search: String
    /// The last case of the page before.
    public var after: Identifier<Case>?
    public var limit: Int

    /// By the day on which the service promised a decision.
    public enum Due: String, Sendable, CaseIterable {
        case any
        /// The days are near of which officers are warned.
        case near
        case late
    }

    public init(service: String? = nil, stage: Case.Stage? = nil, due: Due = .any, search: String = "", after: Identifier<Case>? = nil, limit: Int = 25) {
        self.service = service
        self.stage = stage
        self.due = due
        self.search = search
        self.after = after
        self.limit = limit
    }
}

/// One line of the list of cases. Nothing in it is about a person.
public struct CaseRow: Sendable, Hashable {
    public var id: Identifier<Case>
    public var reference: ReferenceNumber
    public var service: String
    public var stage: Case.Stage
    public var outcome: String?
    public var openedAt: Instant
    public var closedAt: Instant?
    /// The day by which its service promised a decision, while that time runs.
    public var decideBy: CivilDate?
}

public struct CaseListPage: Sendable, Hashable {
    public var rows: [CaseRow]
    public var next: Identifier<Case>?
    /// A search met more cases than are gone through; more letters or words find the rest.
    public var isPartial = false
}

extension Casework {
    /// How many cases a search goes through, and how many of them at once.
    public static let mostMatches = 10_000
    static let matchesAtOnce = 500

    /// Cases of the services that the actor works on, the newest first.
    ///
    /// Ids are made in the order of time, so one index range for each service gives a page, however many cases there are.
    public func caseList(_ query: CaseListQuery, _ caller: Caller) async throws -> CaseListPage {
        let limit = min(max(query.limit, 1), 200)
        let reach = Self.reach(query, of: caller.actor, services: workable(caller.actor)).map { part in
            var part = part
            part.due = services.service(part.service).flatMap { promised(query.due, $0) }
            return part
        }
        guard !reach.isEmpty else { return CaseListPage(rows: []) }
        guard query.search.isEmpty else { return try await search(query, reach, limit, caller) }
        return try await store.read { connection in
            let rows = try connection.rowsOfAll(reach.map { Self.list($0.condition, query, limit) }).flatMap { $0 }
            return try Self.page(rows, limit)
        }
    }

    /// The cases of a service that are asked for: all, or those at one stage.
    struct Reach: Hashable {
        var service: String
        var stage: Case.Stage?
        /// The promised days that are asked for; nil for all cases.
        var due: ClosedRange<CivilDate>? = nil

        var condition: SQL {
            var condition: SQL = "service = \(service)"
            if let stage { condition += " AND stage = \(stage.rawValue)" }
            if let due { condition += " AND decide_by BETWEEN \(due.lowerBound) AND \(due.upperBound)" }
            return condition
        }
    }

    /// The days on which a promised decision is late, or of which officers are warned; nil for any.
    func promised(_ due: CaseListQuery.Due, _ service: PublicService) -> ClosedRange<CivilDate>? {
        let today = calendar.zone.date(of: clock.now())
        switch due {
        case .any: return nil
        case .near: return today...calendar.date(after: today, workingDays: service.warnBefore)
        case .late: return CivilDate(daysSinceEpoch: 0)...today.adding(days: -1)
        }
    }

    /// Each service's cases within the actor's reach. Who decides on appeals alone sees the cases that were appealed and wait for it,
    /// and no others.
    static func reach(_ query: CaseListQuery, of actor: Actor, services: [PublicService]) -> [Reach] {
        services.compactMap { service in
            guard query.service == nil || service.id == query.service else { return nil }
            guard !actor.mayWork(on: service, hasAppeal: false) else { return Reach(service: service.id, stage: query.stage) }
            return query.stage == nil || query.stage == .appealed ? Reach(service: service.id, stage: .appealed) : nil
        }
    }

    /// The services with a step for the actor, or with any for a supervisor of their organisation.
    public func workable(_ actor: Actor) -> [PublicService] { services.all(in: .english).filter { actor.mayWork(on: $0, hasAppeal: true) } }

    private static let caseColumns: SQL = "id, reference, service, stage, outcome, opened_at, closed_at, decide_by"

    static func list(_ condition: SQL, _ query: CaseListQuery, _ limit: Int) -> SQL {
        var condition = condition
        if let after = query.after { condition += " AND id < \(after)" }
        return "SELECT \(caseColumns) FROM casework_cases WHERE \(condition) ORDER BY id DESC LIMIT \(limit + 1)"
    }

    /// The best first: who is called so, then where more of the words stand whole, then the newest.
    private func search(_ query: CaseListQuery, _ reach: [Reach], _ limit: Int, _ caller: Caller) async throws -> CaseListPage {
        let whole = neighbours.wordQuery(query.search).whole
        let page = try await store.read { connection in
            var ranks: [String: Int] = [:]
            let isPartial = try throughMatches(query.search, connection) { ids, isByName in
                let new = ids.filter { ranks[$0] == nil }
                let seen = try connection.rows("SELECT id FROM casework_cases WHERE id IN \(list: new) AND " + Self.condition(reach)).map { try $0.text(0) }
                let counts = isByName ? [:] : try Self.words.counts(of: whole, among: seen, in: connection)
                for id in seen { ranks[id] = isByName ? whole.count + 1 : counts[id] ?? 0 }
            }
            let found = ranks.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.map(\.key)
            var start = 0
            if let after = query.after {
                // A case that is found no more is no place to go on from: begun anew, the pages would never end.
                guard let place = found.firstIndex(of: after.text) else { return CaseListPage(rows: [], isPartial: isPartial) }
                start = place + 1
            }
            let ids = Array(found[start...].prefix(limit))
            let rows = try connection.rows("SELECT \(Self.caseColumns) FROM casework_cases WHERE id IN \(list: ids)").map(Self.caseRow)
            let byID = Dictionary(rows.map { ($0.id.text, $0) }, uniquingKeysWith: { first, _ in first })
            return CaseListPage(
                rows: ids.compactMap { byID[$0] }, next: found.count > start + limit ? ids.last.flatMap { Identifier($0) } : nil, isPartial: isPartial)
        }
        try await recordSearch(query.search, page.rows.map(\.id), caller)
        return page
    }

    /// All of it as one condition, for cases that are found by their keys.
    static func condition(_ reach: [Reach]) -> SQL {
        let whole = reach.filter { $0.stage == nil && $0.due == nil }.map(\.service)
        let parts = reach.filter { $0.stage != nil || $0.due != nil }.map(\.condition) + (whole.isEmpty ? [] : ["service IN \(list: whole)"])
        return "(" + (either(parts) ?? "1 = 0") + ")"
    }

    private static func page(_ rows: [Row], _ limit: Int) throws -> CaseListPage {
        let all = try rows.map(caseRow).sorted { $0.id > $1.id }
        let page = Array(all.prefix(limit))
        return CaseListPage(rows: page, next: all.count > limit ? page.last?.id : nil)
    }

    private static func caseRow(_ row: Row) throws -> CaseRow {
        guard let reference = ReferenceNumber(try row.text("reference")) else { throw CaseFault.damaged("a case's reference") }
        return CaseRow(
            id: try row.identifier("id"), reference: reference, service: try row.text("service"),
            stage: Case.Stage(rawValue: try row.text("stage")) ?? .inProgress,
            outcome: try row.text(optional: "outcome"), openedAt: try row.instant("opened_at"), closedAt: try row.instant(optional: "closed_at"),
            decideBy: try row.date(optional: "decide_by"))
    }

    /// Goes through the cases with this reference number, whose applicant's names begin so, or which say these words; some may come twice.
    ///
    /// - Returns: whether there are more than are gone through.
    func throughMatches(_ search: String, _ connection: Connection, _ body: (_ ids: [String], _ isByName: Bool) throws -> Void) throws -> Bool {
        if let reference = ReferenceNumber(search) {
            if let id = try cases.find(reference: reference, connection) { try body([id.text], true) }
            return false
        }
        let isPartial = try through(Self.names, neighbours.tokens(search, true), connection) { try body($0, true) }
        return try through(Self.words, neighbours.wordQuery(search).all, connection) { try body($0, false) } || isPartial
    }

    private func through(
        _ index: TokenIndex, _ tokens: Set<[UInt8]>, _ connection: Connection, _ body: (_ ids: [String]) throws -> Void
    ) throws -> Bool {
        guard !tokens.isEmpty else { return false }
        var last: String?
        for _ in 0..<Self.mostMatches / Self.matchesAtOnce {
            let ids = try index.search(all: tokens, after: last, limit: Self.matchesAtOnce, in: connection)
            if !ids.isEmpty { try body(ids) }
            guard ids.count == Self.matchesAtOnce else { return false }
            last = ids.last
        }
        return try !index.search(all: tokens, after: last, limit: 1, in: connection).isEmpty
    }

    /// Whom a search by name or by words found is told so, before anybody sees it. A number finds no person.
    func recordSearch(_ search: String, _ ids: [Identifier<Case>], _ caller: Caller) async throws {
        guard !ids.isEmpty, ReferenceNumber(search) == nil else { return }
        try await store.write("casework.record_search") { try recordSearch(ids, caller, $0) }
    }

    /// Under the law of the service in which they were found.
    private func recordSearch(_ ids: [Identifier<Case>], _ caller: Caller, _ tx: Transaction) throws {
        let rows = try tx.rows("SELECT service, subject FROM casework_cases WHERE id IN \(list: ids.map(\.text))")
        for (name, found) in Dictionary(
            grouping: try rows.map { (service: try $0.text(0), subject: try $0.identifier(1, of: DataSubject.self)) }, by: \.service)
        {
            try neighbours.recordRead(try officePurpose(services.service(name)?.legalBasis, reference: nil, caller), found.map(\.subject), tx)
        }
    }
}
