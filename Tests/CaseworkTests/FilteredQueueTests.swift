import Kernel
import Store
import StoreTesting
import Testing

@testable import Casework

/// The queue by an answer that its service declares filterable.
@Suite struct FilteredQueueTests {
    /// Page after page, to the end and back, it is the queue without the other tasks.
    @Test(arguments: TestStores.all) func everyPageIsThatOfTheQueueWithoutTheOthers(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            for category in ["tree", "pothole", "tree", "tree", "graffiti", "tree", "pothole", "tree"] {
                try await report(category, town)
                town.clock.advance(by: .seconds(86_400))
            }
            let crew = town.officer("crew", at: "city_works")
            // A tree is to be looked at within a working day: all but the last are late.
            for order in QueueQuery.Order.allCases {
                for due in [QueueQuery.Due.any, .overdue] {
                    let all = try await town.casework.queue(QueueQuery(service: "report_a_problem", due: due, order: order), crew).rows
                    let wanted = all.filter { $0.answers["category"] == "tree" }.map(\.caseID)
                    var query = QueueQuery(service: "report_a_problem", due: due, filters: ["category": "tree"], order: order, limit: 2)
                    #expect(due == .any ? wanted.count == 5 : (1..<5).contains(wanted.count), "\(order) \(due): \(wanted.count)")
                    var found: [Identifier<Case>] = []
                    var last: QueuePage
                    repeat {
                        last = try await town.casework.queue(query, crew)
                        found += last.rows.map(\.caseID)
                        query.after = last.next
                    } while query.after != nil
                    #expect(found == wanted, "\(order) \(due)")
                    query.before = last.previous
                    guard query.before != nil else { continue }
                    let before = try await town.casework.queue(query, crew).rows.map(\.caseID)
                    #expect(before == Array(wanted.dropLast(last.rows.count).suffix(2)), "\(order) \(due), backwards")
                }
            }
        }
    }

    /// Of several filters the one with the fewest tasks is walked, and the page is the same.
    @Test(arguments: TestStores.all) func severalFiltersAreThoseThatAllHold(_ kind: TestStore) async throws {
        let service = SmallTown.service(
            """
            colour: {ask: Which?, type: choose_one, filterable: true, choices: {red: Red, blue: Blue}}
              size: {ask: How large?, type: choose_one, filterable: true, choices: {small: Small, large: Large}}
              shape: {ask: What shape?, type: choose_one, filterable: true, choices: {round: Round, square: Square}}
              wood: {ask: Of wood?, type: choose_one, filterable: true, choices: {oak: Oak, elm: Elm}}
            """,
            "steps:\n  - {id: look, task: {title: Look at it, role: clerk}}\n  - decide: [{outcome: done, because: It is done.}]")
        try await TestGovernment.on(kind, with: SmallTown.folder(["services/report/service.yaml": service])) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            for number in 0..<12 {
                let (id, _) = try await town.casework.start("report", caller)
                let answers = [
                    ("colour", number == 7 || number == 9 ? "blue" : "red"), ("size", number % 2 == 0 ? "small" : "large"),
                    ("shape", number % 3 == 0 ? "round" : "square"), ("wood", number < 10 ? "oak" : "elm"),
                ]
                #expect(try await town.answer(id, answers.map { ($0.0, [$0.0: $0.1]) }, caller) == [])
                _ = try await town.casework.submit(id, caller)
                town.clock.advance(by: .seconds(60))
            }
            let all = try await town.casework.queue(QueueQuery(service: "report"), clerk).rows
            #expect(all.count == 12)
            // Rare and frequent ones before and behind each other by name, and the fourth as well as the first.
            for filters in [
                ["colour": "blue", "size": "large"], ["colour": "red", "wood": "elm"], ["size": "large", "shape": "round", "wood": "oak"],
                ["colour": "blue", "wood": "elm"],
            ] {
                for order in QueueQuery.Order.allCases {
                    let wanted = try await town.casework.queue(QueueQuery(service: "report", order: order), clerk).rows
                        .filter { row in filters.allSatisfy { row.answers[$0.key] == $0.value } }.map(\.caseID)
                    let found = try await town.casework.queue(QueueQuery(service: "report", filters: filters, order: order), clerk).rows.map(\.caseID)
                    #expect(found == wanted, "\(filters)")
                }
            }
            let rarest = try await town.store.read { try town.casework.rarest(QueueQuery(service: "report", filters: ["colour": "red", "wood": "elm"]), $0) }
            #expect(rarest == "wood")
        }
    }

    private func report(_ category: String, _ town: TestGovernment) async throws {
        let caller = town.caller(town.person())
        let (id, _) = try await town.casework.start("report_a_problem", caller)
        let pages: [(String, [String: String])] = [
            ("category", ["category": category]), ("place", ["place.description": "By the bridge"]), ("details", [:]), ("photo", [:]), ("email", [:]),
        ]
        #expect(try await town.answer(id, pages, caller) == [])
        _ = try await town.casework.submit(id, caller)
    }

    /// Filters that were written before they had a key for the newest first are given the task's.
    @Test(arguments: TestStores.all) func whatStoodThereBeforeIsInEitherOrder(_ kind: TestStore) async throws {
        try await withStore(kind, CaseworkMigrations.all.filter { $0.number < 7 }) { store in
            try await store.write("test.tasks") { tx in
                for number in 1...3 {
                    try tx.execute(
                        """
                        INSERT INTO casework_tasks (case_id, ticket, reference, service, step, role, organisation, created_at, due_key, new_key)
                        VALUES ('a', \(number), 'R', 's', 'look', 'crew', 'works', 0, \("due\(number)"), \("new\(number)"))
                        """)
                    try tx.execute(
                        """
                        INSERT INTO casework_filters (name, value, organisation, role, due_key, case_id, ticket)
                        VALUES ('s.what', 'tree', 'works', 'crew', \("due\(number)"), 'a', \(number))
                        """)
                }
            }
            try await store.migrate(CaseworkMigrations.all)
            let keys = try await store.read { try $0.rows("SELECT new_key FROM casework_filters ORDER BY ticket").map { try $0.text(0) } }
            #expect(keys == ["new1", "new2", "new3"])
            // What waited before there were teams and skills waits for all of its role.
            for table in ["casework_tasks", "casework_filters"] {
                let queues = try await store.read { try $0.rows("SELECT queue FROM \(raw: table)").map { try $0.text(0) } }
                #expect(queues == ["crew", "crew", "crew"], "\(table)")
            }
        }
    }
}
