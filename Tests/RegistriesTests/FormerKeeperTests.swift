import FEEL
import Kernel
import Privacy
import Store
import StoreTesting
import Testing

@testable import Registries

/// Ada's dog is Bob's now: what becomes of it when one of them is erased.
@Suite struct FormerKeeperTests {
    struct Sold {
        var ada: PersonID
        var bob: PersonID
        var dog: RecordID
    }

    static func sell(_ town: TestTown) async throws -> Sold {
        let (ada, bob) = (try await town.resident("Ada"), try await town.resident("Bob"))
        let today = CivilZone.utc.date(of: town.clock.now)
        let dog = try await town.store.write("test.dog") { tx in
            try town.registries.create(
                "dogs", ["tag": .string("D1"), "keeper": .string(ada.text), "name": .string("Rex")], from: today.adding(days: -10), note: TestTown.note, in: tx)
        }
        // Bob buys it tomorrow: so both are in the index.
        try await town.store.write("test.sell") {
            try town.registries.update(dog, ["keeper": .string(bob.text)], from: today.adding(days: 1), note: TestTown.note, in: $0)
        }
        town.clock.advance(by: .seconds(5 * 86_400))
        return Sold(ada: try #require(PersonID(ada.text)), bob: try #require(PersonID(bob.text)), dog: dog)
    }

    @Test("the dog is found as before, and its tag stays taken", arguments: TestStores.all)
    func theFormerKeeperGoes(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let sold = try await Self.sell(town)
            try await town.erase(sold.ada)
            let found = try await town.registries.read(town.purpose()) { reader in
                (
                    try reader.record(in: "dogs", called: "D1")?.id, try reader.search("dogs", "rex").map(\.id), try reader.search("dogs", "D1").map(\.id),
                    try reader.records(in: "dogs", where: "keeper", refersTo: RecordID(sold.bob.text) ?? sold.dog).map(\.id),
                    try reader.records(in: "dogs", where: "keeper", refersTo: RecordID(sold.ada.text) ?? sold.dog).map(\.id)
                )
            }
            #expect(found.0 == sold.dog && found.1 == [sold.dog] && found.2 == [sold.dog] && found.3 == [sold.dog] && found.4.isEmpty)
            let error = await #expect(throws: PolityError.self) {
                try await town.store.write("test.twin") { tx in
                    try town.registries.create("dogs", ["tag": .string("D1"), "keeper": .string(sold.bob.text)], note: TestTown.note, in: tx)
                }
            }
            #expect(error?.code == "REGISTRY-106")
            #expect(try await IntegrityTests.findings(town) == [])
            // The verification looks at what is left of a record whose past is erased.
            try await town.store.write("test.change") { tx in _ = try tx.execute("DELETE FROM registry_identifiers WHERE field = 'tag'") }
            #expect(try await !IntegrityTests.findings(town).isEmpty)
        }
    }

    @Test("of the present keeper's nothing is left to find", arguments: TestStores.all)
    func thePresentKeeperGoes(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let sold = try await Self.sell(town)
            try await town.erase(sold.bob)
            let found = try await town.registries.read(town.purpose()) { try $0.search("dogs", "rex") }
            // What Ada called it finds what is left of it.
            #expect(found.allSatisfy { $0.isErased && $0.values["name"] == .null })
            #expect(try await IntegrityTests.findings(town) == [])
            let left = try await town.store.read { try $0.rows("SELECT field FROM registry_identifiers WHERE record = \(sold.dog)").count }
            let tokens = try await town.store.read { try $0.rows("SELECT token FROM store_tokens WHERE subject = \(sold.dog)").count }
            // Ada's days with it were over when Bob's began, but not when that was recorded.
            #expect(left == 1 && tokens > 0)
            try await town.erase(sold.ada)
            // Nor does a later change bring it back.
            try await town.store.write("test.end") { try town.registries.end(sold.dog, note: TestTown.note, in: $0) }
            let rest = try await town.store.read { connection in
                try ["registry_identifiers WHERE record", "registry_links WHERE record", "store_tokens WHERE subject"].map { place in
                    try connection.rows("SELECT 1 FROM \(raw: place) = \(sold.dog)").count
                }
            }
            #expect(rest == [0, 0, 0])
            #expect(try await town.registries.read(town.purpose()) { try $0.search("dogs", "rex") }.isEmpty)
            #expect(try await IntegrityTests.findings(town) == [])
        }
    }

    @Test("who asks for their data gets what was put aside as well", arguments: TestStores.all)
    func theExportIsWhole(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let sold = try await Self.sell(town)
            let today = CivilZone.utc.date(of: town.clock.now)
            try await town.store.write("test.correct") {
                try town.registries.correct(sold.dog, ["name": .string("Max")], from: today.adding(days: -30), note: TestTown.note, in: $0)
            }
            let export = try await town.store.read { try town.registries.personalData.export(sold.ada, $0).text }
            #expect(export.contains("Rex") && export.contains("Max") && export.contains("put_aside_at"))
        }
    }
}
