import FEEL
import Foundation
import Kernel
import Privacy
import Store
import StoreTesting
import Testing

@testable import Registries

@Suite struct RecordTests {
    @Test(arguments: TestStores.all) func valuesComeBackAsTheirFieldsSay(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let born = CivilDate(daysSinceEpoch: 7_000)
            let address: FEEL.Value = .context(["line_1": .string("1 Harbour Square"), "town": .string("Smalltown")])
            let benefit = try #require(Decimal128("12.50"))
            let id = try await town.resident("Ada Example", ["born": .date(born), "address": address, "illness": .string("None"), "benefit": .number(benefit)])
            let record = try #require(try await town.record(id))
            #expect(record.title == "Ada Example" && record.subject?.text == id.text && record.version == 1 && !record.isErased)
            #expect(record.values["id"] == .string(id.text))
            #expect(record.values["born"] == .date(born) && record.values["address"] == address && record.values["benefit"] == .number(benefit))
            // Nothing personal lies open.
            let data = try await town.store.read { try $0.value("SELECT data FROM registry_spans", as: String.self) }
            #expect(data == "{}")
        }
    }

    @Test(
        arguments: [
            ("residents", ["name": "Ada"], "REGISTRY-105", "number"), ("residents", ["name": "Ada", "number": "1234"], "REGISTRY-104", "number"),
            ("residents", ["name": "Ada", "number": "18", "height": "2"], "REGISTRY-103", "height"),
            ("dogs", ["tag": "1", "keeper": "nobody"], "REGISTRY-104", "keeper"),
            ("dogs", ["tag": "1", "kind": "huge"], "REGISTRY-104", "kind"), ("dogs", ["tag": "1"], "REGISTRY-105", "keeper"),
        ] as [(String, [String: String], String, String)])
    func aWrongValueIsRefused(_ registry: String, _ values: [String: String], _ code: String, _ field: String) async throws {
        try await TestTown.on(.sqlite) { town in
            var context = Context()
            for (name, value) in values { context[name] = .string(value) }
            let complete = context
            let error = await #expect(throws: PolityError.self) {
                try await town.store.write("test.create") { try town.registries.create(registry, complete, note: TestTown.note, in: $0) }
            }
            #expect(error?.code == code && error?.field == field)
        }
    }

    @Test(arguments: TestStores.all) func ofTwoWhoChangeTheSameVersionOneWins(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let id = try await town.resident("Ada")
            let outcomes = await withTaskGroup(of: String.self) { group in
                for index in 0..<6 {
                    group.addTask {
                        do {
                            try await town.store.write("test.update") { tx in
                                try town.registries.update(id, ["name": .string("Ada \(index)")], expecting: 1, note: TestTown.note, in: tx)
                            }
                            return "won"
                        } catch let error as PolityError { return error.code } catch { return "\(error)" }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == "won" }.count == 1 && outcomes.filter { $0 == "REGISTRY-107" }.count == 5)
            // Without an expected version each is decided again on the new state, and none is lost.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<6 {
                    group.addTask {
                        try await town.store.write("test.update") { tx in
                            try town.registries.update(id, ["illness": .string("\(index)")], note: TestTown.note, in: tx)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await town.record(id)?.version == 8)
        }
    }

    @Test(arguments: TestStores.all) func aUniqueValueIsTakenOnce(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let outcomes = await withTaskGroup(of: String.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        do {
                            try await town.resident("Resident \(index)", number: "1 8")
                            return "won"
                        } catch let error as PolityError { return error.code } catch { return "\(error)" }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == "won" }.count == 1 && outcomes.filter { $0 == "REGISTRY-106" }.count == 7)
            let holder = try #require(try await town.registries.read(town.purpose()) { try $0.record(in: "residents", called: "1 8") })
            // The number is free again once its holder's days are over, and not a day earlier.
            let today = CivilZone.utc.date(of: town.clock.now)
            try await town.store.write("test.end") { try town.registries.end(holder.id, on: today.adding(days: 3), note: TestTown.note, in: $0) }
            await #expect(throws: PolityError.self) { try await town.resident("Too early", number: "1 8", from: today.adding(days: 2)) }
            let next = try await town.resident("Next", number: "1 8", from: today.adding(days: 3))
            town.clock.advance(by: .seconds(4 * 86_400))
            #expect(try await town.registries.read(town.purpose()) { try $0.record(in: "residents", called: "1 8") }?.id == next)
        }
    }

    /// Each state of a record is sealed under the key of whose data it was then.
    @Test(arguments: TestStores.all) func aNewKeeperGetsTheirOwnSeal(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let (ada, bob) = (try await town.resident("Ada"), try await town.resident("Bob"))
            let today = CivilZone.utc.date(of: town.clock.now)
            let dog = try await town.store.write("test.dog") { tx in
                try town.registries.create(
                    "dogs", ["tag": .string("D1"), "keeper": .string(ada.text), "name": .string("Rex")], from: today.adding(days: -10), note: TestTown.note,
                    in: tx)
            }
            try await town.store.write("test.sell") { try town.registries.update(dog, ["keeper": .string(bob.text)], note: TestTown.note, in: $0) }
            let dogs = try await town.registries.read(town.purpose()) { reader in
                (try reader.records(in: "dogs", where: "keeper", refersTo: bob), try reader.records(of: try #require(PersonID(ada.text)), in: "dogs"))
            }
            #expect(dogs.0.map(\.id) == [dog] && dogs.1.isEmpty)
            try town.vault.destroyKeys(of: [try #require(PersonID(ada.text))])
            let (now, before) = (try #require(try await town.record(dog)), try #require(try await town.record(dog, on: today.adding(days: -5))))
            #expect(now.values["name"] == .string("Rex") && !now.isErased)
            #expect(before.values["name"] == .null && before.isErased && before.values["tag"] == .string("D1"))
        }
    }

    @Test(arguments: TestStores.all) func aRenamedFieldKeepsItsData(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            let id = try await town.resident("Ada Example", number: "18")
            var files = TestTown.files
            files["residents"] = files["residents"]?.replacingOccurrences(of: "  name:", with: "  full_name:")
                .replacingOccurrences(of: "record_title: name", with: "record_title: full_name")
                .replacingOccurrences(of: "type: person_name,", with: "type: person_name, was: name,")
                .replacingOccurrences(of: "  number:", with: "  code:").replacingOccurrences(
                    of: "title: Number, type: text, personal: identifier", with: "title: Code, was: number, type: text, personal: identifier")
            let (edition, diagnostics) = TestTown.edition(files)
            let book = try #require(edition?[RegistryBook.self], "\(diagnostics.sorted)")
            let renamed = Registries(
                book: book, store: town.store, vault: town.vault, identifiers: town.identifiers, zone: .utc, recordRead: { _, _, _ in },
                recordAct: { _, _, _ in town.identifiers.next() })
            let record = try await renamed.read(town.purpose()) { try $0.record(in: "residents", called: "18") }
            #expect(record?.id == id && record?.values["full_name"] == .string("Ada Example") && record?.title == "Ada Example")
            #expect(try await renamed.read(town.purpose()) { try $0.search("residents", "exam") }.map(\.id) == [id])
            try await town.store.write("test.update") { try renamed.update(id, ["full_name": .string("Ada Other")], note: TestTown.note, in: $0) }
            #expect(try await town.record(id)?.values["name"] == .string("Ada Other"))
        }
    }
}
