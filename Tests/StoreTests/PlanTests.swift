import Kernel
import StoreTesting
import Testing

@testable import Store

/// How SQLite goes about the questions that must stay cheap however much there is. Its planner has no statistics here, as
/// in a fresh database.
@Suite struct PlanTests {
    static func plan(_ sql: SQL) async throws -> [String] {
        try await withStore(.sqlite) { store in
            try await store.read { try $0.rows("EXPLAIN QUERY PLAN " + sql).map { try $0.text("detail") } }
        }
    }

    @Test func dueJobsAreFoundByTheirTime() async throws {
        let plan = try await Self.plan(Store.dueJobs(kinds: ["a", "b"], at: TestClock().now, limit: 5))
        #expect(plan.first == "SEARCH store_jobs USING INDEX store_jobs_waiting (run_at<?)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") })
    }

    @Test func boxesAreFoundByTheirCells() async throws {
        let box = try #require(Box(west: 12_000_000, south: 55_000_000, east: 12_004_000, north: 55_004_000))
        let plan = try await Self.plan(BoxIndex("parcels").query(box, after: "a", limit: 5))
        let searches = plan.filter { $0.hasPrefix("SEARCH") }
        #expect(searches.count > 1)
        #expect(
            Set(searches).isSubset(of: [
                "SEARCH store_boxes USING PRIMARY KEY (scope=? AND cell>? AND cell<?)", "SEARCH store_boxes USING PRIMARY KEY (scope=? AND cell=?)",
            ]))
        #expect(!plan.contains { $0.hasPrefix("SCAN store_boxes") })
    }

    @Test func tokensAreFoundFromTheRarestOn() async throws {
        let plan = try await Self.plan(TokenIndex("people").query([[1], [2], [3]], after: "a", limit: 5))
        #expect(plan.count == 3)
        #expect(plan.first == "SEARCH t0 USING PRIMARY KEY (scope=? AND token=? AND subject>?)")
        // The others are probed by their whole key, in the order of the table or of its other index.
        for probe in plan.dropFirst() {
            #expect(["scope=?", "token=?", "subject=?"].allSatisfy { probe.contains($0) }, "\(probe)")
        }
    }
}
