import FEEL
import Kernel
import Privacy
import Store
import StoreTesting
import Testing

@testable import Registries

/// What records are found by is compared with what they say.
@Suite struct IntegrityTests {
    static func findings(_ town: TestTown) async throws -> [String] { try await RegistryIntegrity(registries: town.registries).findings() }

    /// A resident who moved and changed their number, their dog, and a parcel.
    static func settle(_ town: TestTown) async throws -> RecordID {
        let id = try await town.resident("Ada Example", number: "18")
        let today = town.registries.zone.date(of: town.clock.now)
        try await town.store.write("test.settle") { tx in
            try town.registries.create("dogs", ["tag": .string("D1"), "keeper": .string(id.text), "name": .string("Rex")], note: TestTown.note, in: tx)
            try town.registries.create("parcels", ["number": .string("P1")], note: TestTown.note, in: tx)
            try town.registries.update(id, ["number": .string("26")], from: today.adding(days: 5), note: TestTown.note, in: tx)
        }
        return id
    }

    @Test("what is found is what is said", arguments: TestStores.all)
    func sound(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let id = try await Self.settle(town)
            #expect(try await Self.findings(town) == [])
            // A number whose holder's days with it are over is another's.
            town.clock.advance(by: .seconds(10 * 86_400))
            try await town.resident("Eve Other", number: "18")
            #expect(try await Self.findings(town) == [])
            try await town.store.write("test.end") { tx in try town.registries.end(id, note: TestTown.note, in: tx) }
            #expect(try await Self.findings(town) == [])
            try await town.erase(try #require(PersonID(id.text)))
            #expect(try await Self.findings(town) == [])
        }
    }

    @Test(
        "a row by which a record is found, changed, added or taken away",
        arguments: TestStores.all,
        [
            "UPDATE registry_identifiers SET valid_to = valid_to - 1 WHERE field = 'tag'",
            "UPDATE registry_identifiers SET valid_from = valid_from + 1 WHERE field = 'tag'",
            "DELETE FROM registry_identifiers WHERE field = 'tag'",
            "UPDATE registry_identifiers SET record = (SELECT MIN(id) FROM registry_records WHERE registry = 'parcels') WHERE field = 'tag'",
            "UPDATE registry_links SET record = (SELECT MIN(id) FROM registry_records WHERE registry = 'parcels')",
            "DELETE FROM registry_links",
            "UPDATE registry_links SET record = 'x'",
            "INSERT INTO store_tokens (scope, token, subject) SELECT 'registries.parcels', token, (SELECT MIN(id) FROM registry_records WHERE registry = 'parcels') FROM store_tokens WHERE scope = 'registries.residents'",
            "UPDATE store_tokens SET subject = (SELECT MIN(id) FROM registry_records WHERE registry = 'residents') WHERE scope = 'registries.dogs'",
        ] as [SQL])
    func tampered(_ kind: TestStore, _ change: SQL) async throws {
        try await TestTown.on(kind) { town in
            _ = try await Self.settle(town)
            #expect(try await Self.findings(town) == [])
            try await town.store.write("test.change") { tx in _ = try tx.execute(change) }
            #expect(try await !Self.findings(town).isEmpty)
        }
    }
}
