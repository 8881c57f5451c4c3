import Kernel
import Store
import StoreTesting
import Testing

@testable import Casework

/// How SQLite goes about the officers' lists, which must stay cheap with a million open tasks: one index range, read in its own
/// order, and nothing sorted.
@Suite struct QueuePlanTests {
    static func plan(_ sql: SQL) async throws -> [String] {
        try await withStore(.sqlite, CaseworkMigrations.all) { store in
            try await store.read { try $0.rows("EXPLAIN QUERY PLAN " + sql).map { try $0.text("detail") } }
        }
    }

    static let days = Casework.QueueDays(today: CivilDate(daysSinceEpoch: 20_000), soon: CivilDate(daysSinceEpoch: 20_003))
    static let queue = WorkQueue(organisation: "planning", key: "officer@north+structures")
    static let cursor = QueueQuery.Cursor("1020000:00000000000000001:a:1")

    static func isCheap(_ plan: [String], by index: String) -> Bool {
        plan.count == 1 && plan[0].hasPrefix("SEARCH") && plan[0].contains(index)
    }

    @Test(arguments: [
        QueueQuery(), QueueQuery(after: cursor), QueueQuery(before: cursor), QueueQuery(due: .overdue), QueueQuery(due: .soon),
        QueueQuery(due: .thisWeek, after: cursor),
        QueueQuery(assignment: .nobody, due: .overdue, before: cursor),
    ])
    func aPageByDeadlineIsARange(_ query: QueueQuery) async throws {
        let plan = try await Self.plan(Casework.page(Casework.range(Self.queue, query), query, Self.days, 25, .many(walking: nil)))
        #expect(Self.isCheap(plan, by: "INDEX casework_tasks_due (organisation=? AND queue=?"), "\(plan)")
    }

    @Test func theNewestAreARange() async throws {
        let query = QueueQuery(order: .newest, after: Self.cursor)
        let plan = try await Self.plan(Casework.page(Casework.range(Self.queue, query), query, Self.days, 25, .many(walking: nil)))
        #expect(Self.isCheap(plan, by: "INDEX casework_tasks_new (organisation=? AND queue=? AND new_key>?)"), "\(plan)")
    }

    @Test func oneServiceIsARange() async throws {
        let query = QueueQuery(service: "permits", due: .overdue)
        let plan = try await Self.plan(Casework.page(Casework.range(Self.queue, query), query, Self.days, 25, .many(walking: nil)))
        #expect(Self.isCheap(plan, by: "INDEX casework_tasks_service (organisation=? AND queue=? AND service=? AND due_key<?)"), "\(plan)")
    }

    /// The filter's index in its own order, and each of its tasks by their key; whatever is behind the page is not looked at.
    @Test(arguments: [QueueQuery.Order.due, .newest], [nil, cursor])
    func oneAnswerIsARange(_ order: QueueQuery.Order, after: QueueQuery.Cursor?) async throws {
        let query = QueueQuery(service: "permits", due: order == .due ? .overdue : .any, filters: ["kind": "extension"], order: order, after: after)
        let plan = try await Self.plan(Casework.page(Casework.range(Self.queue, query), query, Self.days, 25, .many(walking: nil)))
        let range = "name=? AND value=? AND organisation=? AND queue=?"
        let walked =
            order == .due
            ? "PRIMARY KEY (\(range) AND \(after == nil ? "due_key<?" : "due_key>? AND due_key<?"))"
            : "INDEX casework_filters_new (\(range)\(after == nil ? "" : " AND new_key>?"))"
        #expect(plan.count == 2 && plan[0] == "SEARCH f USING \(walked)" && plan[1].hasPrefix("SEARCH t USING PRIMARY KEY (case_id=? AND ticket=?)"), "\(plan)")
    }

    /// The one that is named is walked, and the other asked of each of its tasks.
    @Test func theRarerOfTwoAnswersIsTheRange() async throws {
        let query = QueueQuery(service: "permits", filters: ["area": "north", "kind": "extension"])
        for (walked, first) in [("area", "permits.area"), ("kind", "permits.kind")] {
            let sql = Casework.page(Casework.range(Self.queue, query), query, Self.days, 25, .many(walking: walked))
            let plan = try await Self.plan(sql)
            #expect(
                plan.first == "SEARCH f USING PRIMARY KEY (name=? AND value=? AND organisation=? AND queue=?)" && plan.contains { $0.contains("SEARCH g") },
                "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.hasPrefix("SCAN") }, "\(plan)")
            #expect(sql.values.first == .text(first))
        }
    }

    @Test func whatAnOfficerHoldsIsARange() async throws {
        let query = QueueQuery(due: .overdue)
        let plan = try await Self.plan(Casework.page("t.assignee = \("somebody")", query, Self.days, 25, .few))
        #expect(Self.isCheap(plan, by: "INDEX casework_tasks_assignee (assignee=? AND due_key<?)"), "\(plan)")
    }

    /// Whatever the holder's offices: the tasks of a place may be a million, those in one pair of hands are few.
    @Test func whatAnOfficerHoldsWithinAReachIsARange() async throws {
        let grants = [
            [Grant(role: "officer", organisations: ["planning"], permissions: [.workCases])],
            [Grant(role: "head", organisations: ["planning"], permissions: [.superviseCases])],
            [
                Grant(role: "officer", organisations: ["planning", "works"], permissions: [.workCases]),
                Grant(role: "head", organisations: ["treasury"], permissions: [.workCases, .superviseCases]),
            ],
        ]
        for grants in grants {
            let account = AccountID("01a20000-0000-7000-8000-000000000001")!
            let held = try #require(Casework.held(by: account, QueueQuery(), Actor(.account(account), grants: grants)))
            let page = try await Self.plan(Casework.page(held, QueueQuery(), Self.days, 25, .few))
            #expect(Self.isCheap(page, by: "INDEX casework_tasks_assignee (assignee=?)"), "\(page)")
            let count = try await Self.plan(Casework.count(held))
            #expect(count.contains { $0.contains("INDEX casework_tasks_assignee (assignee=?)") }, "\(count)")
        }
    }

    /// Of the few that somebody holds each is asked for its answer: most of a service's tasks may have it.
    @Test func whatAnOfficerHoldsOfOneAnswerIsARange() async throws {
        let query = QueueQuery(service: "permits", filters: ["area": "north", "kind": "extension"])
        let account = AccountID("01a20000-0000-7000-8000-000000000001")!
        let grants = [Grant(role: "officer", organisations: ["planning"], permissions: [.workCases])]
        let held = try #require(Casework.held(by: account, query, Actor(.account(account), grants: grants)))
        let plan = try await Self.plan(Casework.page(held, query, Self.days, 25, .few))
        #expect(plan.first?.hasPrefix("SEARCH t USING INDEX casework_tasks_assignee (assignee=?)") == true, "\(plan)")
        #expect(
            plan.filter { $0 == "SEARCH g USING COVERING INDEX casework_filters_task (case_id=? AND ticket=? AND name=? AND value=?)" }.count == 2, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.hasPrefix("SCAN") }, "\(plan)")
    }

    /// The index is entered once for each queue, and never walked.
    @Test func whereTasksStandIsFoundByTheirIndex() async throws {
        let plan = try await Self.plan(Casework.standing(in: ["planning", "works"]))
        let entries = plan.filter { $0.contains("SEARCH t USING COVERING INDEX casework_tasks_") }
        #expect(entries.count == 2 && entries[1].contains("(organisation=? AND queue>?)"), "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN t") }, "\(plan)")
    }

    /// The figures on the front page read no case.
    @Test(arguments: [
        (PublicFigures.decided(since: Instant(microseconds: 1)), "SEARCH casework_cases USING COVERING INDEX casework_cases_decided (closed_at>?)"),
        (PublicFigures.times(since: Instant(microseconds: 1)), "SEARCH casework_cases USING COVERING INDEX casework_cases_decided (closed_at>?)"),
        (PublicFigures.open, "SCAN casework_cases USING COVERING INDEX casework_cases_open"),
    ])
    func figuresComeFromAnIndex(_ query: SQL, _ expected: String) async throws { #expect(try await Self.plan(query) == [expected]) }

    @Test func casesFoundByNameAreReadByTheirKeys() async throws {
        let reach = [Casework.Reach(service: "permits"), Casework.Reach(service: "licences"), Casework.Reach(service: "taxes", stage: .appealed)]
        let plan = try await Self.plan(Casework.list("id IN \(list: ["a", "b", "c"]) AND " + Casework.condition(reach), CaseListQuery(), 25))
        #expect(plan.count == 1 && plan[0].hasPrefix("SEARCH casework_cases USING INDEX sqlite_autoindex_casework_cases_1 (id=?)"), "\(plan)")
    }

    @Test func casesOfAServiceAreARange() async throws {
        let all = try await Self.plan(Casework.list("service = \("permits")", CaseListQuery(after: Identifier("01a20000-0000-7000-8000-000000000001")), 25))
        #expect(Self.isCheap(all, by: "INDEX casework_cases_service (service=? AND id<?)"), "\(all)")
        let decided = try await Self.plan(Casework.list("service = \("permits") AND stage = \("decided")", CaseListQuery(), 25))
        #expect(Self.isCheap(decided, by: "INDEX casework_cases_stage (service=? AND stage=?)"), "\(decided)")
    }
}
