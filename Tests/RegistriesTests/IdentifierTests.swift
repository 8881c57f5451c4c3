import FEEL
import Kernel
import Privacy
import Store
import StoreTesting
import Testing

@testable import Registries

/// Unique values: whose they are on which day, and in which form.
@Suite struct IdentifierTests {
    /// The present holder keeps the number until the day from which it is promised, and may be changed meanwhile.
    @Test(arguments: TestStores.all) func aPromisedNumberStaysItsHoldersUntilThen(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let today = CivilZone.utc.date(of: town.clock.now)
            let holder = try await town.resident("Ada", number: "18")
            try await town.store.write("test.end") { try town.registries.end(holder, on: today.adding(days: 10), note: TestTown.note, in: $0) }
            let next = try await town.resident("Bob", number: "18", from: today.adding(days: 10))
            func found(on day: CivilDate? = nil) async throws -> RecordID? {
                try await town.registries.read(town.purpose()) { try $0.record(in: "residents", called: "18", on: day)?.id }
            }
            #expect(try await found() == holder)
            #expect(try await found(on: today.adding(days: 10)) == next)
            #expect(try await IntegrityTests.findings(town) == [])
            try await town.store.write("test.change") { try town.registries.update(holder, ["illness": .string("A cold")], note: TestTown.note, in: $0) }
            #expect(try await found() == holder)
            for day in [0, 9, 10, 12] {
                let error = await #expect(throws: PolityError.self) { try await town.resident("Eve", number: "18", from: today.adding(days: day)) }
                #expect(error?.code == "REGISTRY-106")
            }
            town.clock.advance(by: .seconds(10 * 86_400))
            #expect(try await found() == next)
            #expect(try await found(on: today) == holder)
            #expect(try await IntegrityTests.findings(town) == [])
        }
    }

    /// Of several who ask for one number from different days on, whose days overlap, one gets it.
    @Test(arguments: TestStores.all) func overlappingClaimsAreOneAfterAnother(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let today = CivilZone.utc.date(of: town.clock.now)
            let outcomes = await withTaskGroup(of: String.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        do {
                            try await town.resident("Resident \(index)", number: "18", from: today.adding(days: -index))
                            return "won"
                        } catch let error as PolityError { return error.code } catch { return "\(error)" }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == "won" }.count == 1 && outcomes.filter { $0 == "REGISTRY-106" }.count == 7, "\(outcomes)")
        }
    }

    /// A number with check digits is one number, with or without what it is printed with.
    @Test(arguments: TestStores.all) func dashesAndSpacesMakeNoOtherNumber(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let ada = try await town.resident("Ada", number: "7992-739 8713")
            #expect(try await town.record(ada)?.values["number"] == .string("79927398713"))
            for other in ["79927398713", "7992 7398-713", "7992-739 8713"] {
                let error = await #expect(throws: PolityError.self) { try await town.resident("Eve", number: other) }
                #expect(error?.code == "REGISTRY-106")
                let found = try await town.registries.read(town.purpose()) { reader in
                    [try reader.record(in: "residents", called: other)?.id, try reader.search("residents", other).first?.id]
                }
                #expect(found == [ada, ada])
            }
            #expect(try await IntegrityTests.findings(town) == [])
        }
    }

    /// Rows that an earlier version wrote: without a first day, and with the number as it was typed.
    @Test(arguments: TestStores.all) func whatWasWrittenEarlierIsFound(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let ada = try await town.resident("Ada", number: "7992-739 8713")
            let typed = try town.registries.tokens(#require(town.registries.book["residents"]), #require(town.registries.book["residents"]?.field("number")))
                .whole("7992-739 8713")
            try await town.store.write("test.early") { tx in
                try tx.execute("UPDATE registry_identifiers SET value = \(typed) WHERE record = \(ada)")
            }
            #expect(try await town.registries.read(town.purpose()) { try $0.record(in: "residents", called: "7992-739 8713")?.id } == ada)
        }
    }

    @Test(arguments: TestStores.all) func identifiersBeginWithTheirRecord(_ kind: TestStore) async throws {
        try await withStore(kind, Array(RegistryMigrations.all.prefix(2))) { store in
            try await store.write("test.early") { tx in
                for (version, from, to) in [(1, 100, 200), (2, 200, Int(CivilDate.never.daysSinceEpoch))] {
                    try tx.execute(
                        """
                        INSERT INTO registry_spans (record, version, valid_from, valid_to, recorded_from, recorded_to, data)
                        VALUES ('r', \(version), \(from), \(to), 1, \(Instant.never), '{}')
                        """)
                }
                try tx.execute(
                    """
                    INSERT INTO registry_identifiers (registry, field, value, record, valid_to)
                    VALUES ('dogs', 'tag', \([1, 2, 3] as [UInt8]), 'r', \(CivilDate.never))
                    """)
            }
            try await store.migrate(RegistryMigrations.all)
            let rows = try await store.read { connection in
                try connection.rows("SELECT record, valid_from, valid_to FROM registry_identifiers").map { row in
                    [try row.text(0), "\(try row.integer(1) as Int)", "\(try row.integer(2) as Int)"]
                }
            }
            #expect(rows == [["r", "100", "\(CivilDate.never.daysSinceEpoch)"]])
        }
    }
}
