import Forms
import Kernel
import Processes
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Casework

/// Applications that are sent twice, at the same moment, or with a number that is taken.
@Suite struct SubmissionTests {
    /// A report that only waits to be sent.
    private func report(_ town: TestGovernment) async throws -> (Identifier<Application>, Caller) {
        let (id, secret) = try await town.casework.start("report_a_problem", town.caller())
        let visitor = town.caller(secret: try #require(secret))
        let pages: [(String, [String: String])] = [
            ("category", ["category": "street_light"]), ("place", ["place.longitude": "-0.1234567", "place.latitude": "51.5"]),
            ("details", ["details": "It is dark."]), ("photo", [:]), ("email", ["email": "reporter@arden.example"]),
        ]
        #expect(try await town.answer(id, pages, visitor) == [])
        return (id, visitor)
    }

    private func count(_ table: String, _ town: TestGovernment) async throws -> Int {
        try await town.store.read { try $0.value("SELECT COUNT(*) FROM \(raw: table)", as: Int.self) ?? 0 }
    }

    @Test(arguments: TestStores.all) func clicksAtTheSameMomentAreOneApplication(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (id, visitor) = try await report(town)
            let cases = try await withThrowingTaskGroup(of: Submission.self) { group in
                for _ in 0..<8 { group.addTask { try await town.casework.submit(id, visitor) } }
                return try await group.reduce(into: Set<Submission>()) { $0.insert($1) }
            }
            #expect(cases.count == 1)
            for table in ["casework_cases", "casework_tasks", "journal_acts", "messages_messages"] { #expect(try await count(table, town) == 1, "\(table)") }
        }
    }

    @Test(arguments: TestStores.all) func manyAtOnceAreAllThere(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            var drafts: [(Identifier<Application>, Caller)] = []
            for _ in 0..<40 { drafts.append(try await report(town)) }
            let cases = try await withThrowingTaskGroup(of: Submission.self) { group in
                for (id, visitor) in drafts { group.addTask { try await town.casework.submit(id, visitor) } }
                return try await group.reduce(into: Set<Submission>()) { $0.insert($1) }
            }
            #expect(cases.count == 40)
            for table in ["casework_cases", "casework_tasks", "journal_acts", "messages_messages"] { #expect(try await count(table, town) == 40, "\(table)") }
        }
    }

    /// What `Store.decide` is for: a query in the body would have it decided twice on SQLite, and on PostgreSQL in a transaction of its own, which
    /// halves how many can be taken in a second. SQLite counts such a snapshot as one more read.
    @Test func itIsDecidedByWhatWasReadBefore() async throws {
        try await TestGovernment.on(.sqlite) { town in
            let (id, visitor) = try await report(town)
            let before = town.store.statistics.reads
            _ = try await town.casework.submit(id, visitor)
            #expect(town.store.statistics.reads - before == 1, "the draft itself, and nothing else")
        }
    }

    @Test(arguments: TestStores.all) func aNumberThatIsTakenIsDrawnAgain(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let own = town.casework
            let draws = Mutex(0)
            let random = Random { count in
                let draw = draws.withLock { draws in
                    draws += 1
                    return draws
                }
                return draw <= 3 ? (0..<UInt8(count)).map { $0 } : Random.system.bytes(count)
            }
            let casework = Casework(
                store: own.store, clock: own.clock, identifiers: own.identifiers, random: random, codec: own.codec, services: own.services,
                government: own.government, neighbours: own.neighbours)
            let (first, second) = (try await report(town), try await report(town))
            let one = try await casework.submit(first.0, first.1)
            let other = try await casework.submit(second.0, second.1)
            #expect(draws.withLock { $0 } == 4)
            #expect(one.reference != other.reference)
            #expect(try await count("casework_cases", town) == 2)
        }
    }

    /// A submission that was thought out before its person was erased is thought out again.
    @Test(arguments: TestStores.all) func anErasureEndsDraftsAndChangesTheirVersion(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (id, caller) = try await report(town)
            func version() async throws -> Int? { try await town.store.read { try $0.value("SELECT version FROM casework_applications WHERE id = \(id)") } }
            let before = try #require(try await version())
            try await town.store.write("test.erase") { tx in
                let subject = try #require(try tx.value("SELECT subject FROM casework_applications WHERE id = \(id)", as: Identifier<DataSubject>.self))
                try town.casework.personalData.erase(subject, tx)
            }
            #expect(try await version() == before + 1)
            // Until their key is destroyed it still opens what they had answered, and yet nothing of it is sent any more.
            await expectCode(CaseFault.notFound.code) { try await town.casework.submit(id, caller) }
            #expect(try await count("casework_cases", town) == 0)
        }
    }
}
