import Blueprint
import Capability
import Kernel
import Store
import StoreTesting
import Testing
import WebTesting

@testable import Rules

/// Decision tables of other days: what the folders said that were served then.
@Suite struct TableHistoryTests {
    private static let composition = Composition([.rules])

    /// A government whose permits cost this, by a band that services share.
    private static func edition(fee: Int, limit: Int = 10, name: String = "M") throws -> Edition {
        let shared = Town.head.replacing("urn:m", with: "urn:law").replacing("name=\"m\"", with: "name=\"Bands\"") + Town.input("cost", "number")
        let bands =
            shared + Town.table("band", type: "string", of: ["cost"], [(["< \(limit)"], "\"a\"", []), ([">= \(limit)"], "\"b\"", [])]) + "</definitions>"
        let permit = Town.model(Town.input("cost", "number") + Town.table("fee", of: ["cost"], [([">= 0"], "\(fee)", [])]))
        let files = [
            ("polity.yaml", "name: \(name)\nlanguages: [en, es]\ncurrency: EUR\ntime_zone: UTC\n"), ("rules/bands.dmn", bands),
            ("services/permit/rules.dmn", permit.replacing("name=\"m\"", with: "name=\"Permit\"")),
        ]
        let (edition, diagnostics) = composition.edition(of: FolderSnapshot(files: files.map { .init(path: $0.0, bytes: Array($0.1.utf8)) }))
        return try #require(edition, "\(diagnostics.sorted)")
    }

    /// - Parameter days: editions, each served from a day of 2026 on; the clock then stands at the last day named.
    private static func serve(
        _ kind: TestStore, _ days: [(String, Edition)], today: String, _ body: (Visitor) async throws -> Void
    ) async throws {
        let clock = TestClock()
        try await withStore(kind, clock: clock.clock) { store in
            var running: RunningGovernment?
            for (day, edition) in days {
                clock.advance(to: try #require(Instant(day + "T12:00:00Z")))
                running = try await RunningGovernment.open(
                    composition, edition: edition, store: store, clock: clock.clock, random: .system,
                    settings: HostSettings(dataDirectory: "", keyDirectory: "", publicAddress: "http://localhost"), logger: .silent)
            }
            clock.advance(to: try #require(Instant(today + "T12:00:00Z")))
            try await LawPageTests.serve(try #require(running).offers.flatMap(\.routes)) { server in try await body(Visitor(port: server.port)) }
        }
    }

    @Test(arguments: TestStores.all) func eachDayHasItsTables(_ kind: TestStore) async throws {
        let (cheap, dear) = (try Self.edition(fee: 40), try Self.edition(fee: 70))
        // A folder that changes elsewhere changes no table; one that is changed back has the old tables again.
        let days = [("2026-03-01", cheap), ("2026-04-01", try Self.edition(fee: 40, name: "N")), ("2026-05-01", dear), ("2026-06-01", cheap)]
        try await Self.serve(kind, days, today: "2026-07-01") { visitor in
            func fee(_ query: String) async throws -> (fee: String?, since: String?) {
                let tables = try JSON(parsing: try await visitor.call("GET", "/rules/services/permit" + query).body)
                return (
                    tables["decisions"]?.array?.first?["tables"]?.array?.first?["rules"]?.array?.first?["results"]?.array?.first?.string,
                    tables["since"]?.string
                )
            }
            for (query, expected, since) in [
                ("", "40", "2026-06-01"), ("?on=2026-05-31", "70", "2026-05-01"), ("?on=2026-05-01", "70", "2026-05-01"),
                ("?on=2026-04-30", "40", "2026-03-01"),
                ("?on=2020-01-01", "40", "2026-03-01"), ("?on=2030-01-01", "40", "2026-06-01"),
            ] {
                let found = try await fee(query)
                #expect(found.fee == expected && found.since == since, "\(query): \(found)")
            }
            let tables = try JSON(parsing: try await visitor.call("GET", "/rules/services/permit").body)
            #expect(tables["changes"]?.text == #"["2026-03-01","2026-05-01","2026-06-01"]"#)
            // A case is decided by the tables of its day.
            let may = try await visitor.call("POST", "/rules/services/permit", ["as_of": "2026-05-20", "inputs": ["cost": 5]])
            #expect(try JSON(parsing: may.body)["values"]?["fee"] == 70, "\(may.body)")
            let june = try await visitor.call("POST", "/rules/services/permit", ["as_of": "2026-06-20", "inputs": ["cost": 5]])
            #expect(try JSON(parsing: june.body)["values"]?["fee"] == 40, "\(june.body)")
        }
    }

    @Test func thePageSaysWhichDayItIsOf() async throws {
        let days = [("2026-03-01", try Self.edition(fee: 40)), ("2026-05-01", try Self.edition(fee: 70, limit: 20))]
        try await Self.serve(.sqlite, days, today: "2026-07-01") { visitor in
            let today = try await visitor.get("/rules/services/permit").body
            #expect(today.contains("as they are applied today") && today.contains("href=\"/rules/services/permit?on=2026-03-01\""), "\(today)")
            let april = try await visitor.get("/rules/services/permit?day.day=3&day.month=4&day.year=2026").body
            #expect(april.contains("as they were applied on 3 April 2026") && april.contains("value=\"2026-04-03\""), "\(april)")
            let before = try await visitor.get("/rules/services/permit?on=2020-01-01").body
            #expect(before.contains("What was applied before 1 March 2026 is not known here"), "\(before)")
            let bands = try await visitor.get("/rules/models/bands?on=2026-04-01").body
            #expect(bands.contains("as they were applied on 1 April 2026") && bands.contains("10") && !bands.contains("20</"), "\(bands)")
            let wrong = try await visitor.get("/rules/services/permit?day.day=31&day.month=2&day.year=2026")
            #expect(wrong.status == 422 && wrong.body.contains("href=\"#day\""), "\(wrong.body)")
        }
    }
}
