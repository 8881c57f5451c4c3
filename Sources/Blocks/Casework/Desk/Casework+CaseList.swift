import Kernel
import Store

/// Which cases to list, whether or not anybody has to do anything about them.
public struct CaseListQuery: Sendable, Hashable {
    public var service: String?
    public var stage: Case.Stage?
    /// A reference number, or a prefix of three and more letters of the applicant's name.
    public var search: String
    /// The last case of the page before.
    public var after: Identifier<Case>?
    public var limit: Int

    public init(service: String? = nil, stage: Case.Stage? = nil, search: String = "", after: Identifier<Case>? = nil, limit: Int = 25) {
        self.service = service
        self.stage = stage
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
}

public struct CaseListPage: Sendable, Hashable {
    public var rows: [CaseRow]
    public var next: Identifier<Case>?
    /// A search by name met more cases than are gone through; more letters of the name find the rest.
    public var isPartial = false
}

extension Casework {
    /// How many cases a search by name goes through, and how many of them at once.
    public static let mostMatches = 10_000
    static let matchesAtOnce = 500

    /// Cases of the services that the actor works on, the newest first.
    ///
    /// Ids are made in the order of time, so one index range for each service gives a page, however many cases there are.
    public func caseList(_ query: CaseListQuery, _ caller: Caller) async throws -> CaseListPage {
        let limit = min(max(query.limit, 1), 200)
        let reach = Self.reach(query, of: caller.actor, services: workable(caller.actor))
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

        var condition: SQL { stage.map { "service = \(service) AND stage = \($0.rawValue)" } ?? "service = \(service)" }
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

    private static let caseColumns: SQL = "id, reference, service, stage, outcome, opened_at, closed_at"

    static func list(_ condition: SQL, _ query: CaseListQuery, _ limit: Int) -> SQL {
        var condition = condition
        if let after = query.after { condition += " AND id < \(after)" }
        return "SELECT \(caseColumns) FROM casework_cases WHERE \(condition) ORDER BY id DESC LIMIT \(limit + 1)"
    }

    private func search(_ query: CaseListQuery, _ reach: [Reach], _ limit: Int, _ caller: Caller) async throws -> CaseListPage {
        let page = try await store.read { connection in
            var rows: [Row] = []
            let isPartial = try throughMatches(query.search, connection) { ids in
                rows += try connection.rows(Self.list("id IN \(list: ids) AND " + Self.condition(reach), query, limit))
            }
            var page = try Self.page(rows, limit)
            page.isPartial = isPartial
            return page
        }
        try await recordSearch(query.search, page.rows.map(\.id), caller)
        return page
    }

    /// All of it as one condition, for cases that are found by their keys.
    static func condition(_ reach: [Reach]) -> SQL {
        let whole = reach.filter { $0.stage == nil }.map(\.service)
        let parts = reach.filter { $0.stage != nil }.map(\.condition) + (whole.isEmpty ? [] : ["service IN \(list: whole)"])
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
            outcome: try row.text(optional: "outcome"), openedAt: try row.instant("opened_at"), closedAt: try row.instant(optional: "closed_at"))
    }

    /// Goes through the cases with this reference number, or whose applicant's names begin so.
    ///
    /// - Returns: whether there are more than are gone through.
    func throughMatches(_ search: String, _ connection: Connection, _ body: (_ ids: [String]) throws -> Void) throws -> Bool {
        if let reference = ReferenceNumber(search) {
            if let id = try cases.find(reference: reference, connection) { try body([id.text]) }
            return false
        }
        let tokens = neighbours.tokens(search, true)
        guard !tokens.isEmpty else { return false }
        var last: String?
        for _ in 0..<Self.mostMatches / Self.matchesAtOnce {
            let ids = try Self.names.search(all: tokens, after: last, limit: Self.matchesAtOnce, in: connection)
            if !ids.isEmpty { try body(ids) }
            guard ids.count == Self.matchesAtOnce else { return false }
            last = ids.last
        }
        return try !Self.names.search(all: tokens, after: last, limit: 1, in: connection).isEmpty
    }

    /// Whom a search by name found is told so, before anybody sees it. A number finds no person.
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
