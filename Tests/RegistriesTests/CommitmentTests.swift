import Blueprint
import Capability
import FEEL
import Journal
import Kernel
import MerkleLog
import Privacy
import Store
import StoreTesting
import Testing

@testable import Registries

/// Every change of a record is an act in the public log, and one that was altered afterwards is found.
@Suite struct CommitmentTests {
    struct Fixture: Sendable {
        var store: Store
        var vault: PersonalVault
        var journal: Journal
        var registries: Registries

        func findings() async throws -> [String] {
            try await journal.sequence()
            return try await journal.verify().findings.map { "\($0)" }
        }

        func change(_ sql: SQL) async throws { try await store.write("test.tamper") { tx in _ = try tx.execute(sql) } }
    }

    /// A resident who was entered, moved, was corrected; and a street that belongs to nobody.
    static func on(_ kind: TestStore, _ body: (Fixture, RecordID) async throws -> Void) async throws {
        let clock = TestClock()
        let edition = try #require(TestTown.edition().0)
        try await withStore(kind, [Capability.journal, .registries].flatMap(\.migrations), clock: clock.clock) { store in
            let vault = try PersonalVault.inMemory(clock: clock.clock, random: .system)
            let signer = try #require(NoteSigner(name: "town.example/log", seed: Array(0..<32)))
            let journal = try await Journal.open(store: store, codec: vault.codec, signer: signer, clock: clock.clock, random: .system)
            let registries = Registries(
                book: edition[RegistryBook.self], store: store, vault: vault, identifiers: Identifiers(clock: clock.clock, random: .system), zone: .utc,
                recordRead: { _, _, _ in }, recordAct: { act, subject, tx in try journal.record(act, about: subject, in: tx) })
            journal.verify(Registries.committedChanges(journal: journal, codec: vault.codec))
            let id = try await store.write("test.enter") { tx in
                try registries.create("residents", ["name": .string("Ada Example"), "number": .string("18")], note: TestTown.note, in: tx)
            }
            try await store.write("test.update") { tx in
                try registries.update(id, ["name": .string("Ada Other")], from: registries.zone.date(of: tx.now).adding(days: 3), note: TestTown.note, in: tx)
            }
            try await body(Fixture(store: store, vault: vault, journal: journal, registries: registries), id)
        }
    }

    @Test("each change is an act of its own, sealed with the person's key", arguments: TestStores.all)
    func acts(_ kind: TestStore) async throws {
        try await Self.on(kind) { town, id in
            let acts = try await town.store.read { try town.journal.acts(reference: id.text, in: $0) }.compactMap(\.act.value)
            #expect(Set(acts.map(\.kind)) == ["record_created", "record_updated"] && acts.count == 2)
            #expect(acts.first { $0.kind == "record_updated" }?.content["version"]?.integer == 2)
            #expect(acts.allSatisfy { $0.author == .system("tests") && $0.organisation == "town" })
            #expect(try await town.findings() == [])
            let person = try #require(PersonID(id.text))
            try await town.store.write("test.erase") { try town.journal.recordErasure(of: person, in: $0) }
            try town.vault.destroyKeys(of: [person])
            #expect(try await town.findings() == [])
            #expect(try await town.journal.verify().erased == 2)
        }
    }

    /// Of an act that has ended nothing shows what it told of. A record whose values can be read has no such act.
    @Test("a change that names an act of somebody who was erased is found", arguments: TestStores.all)
    func changesOfEndedActs(_ kind: TestStore) async throws {
        try await Self.on(kind) { town, ada in
            let bob = PersonID("0198c5a0-0000-7000-8000-00000000dead")!
            let ended = try await town.store.write("test.act") { tx in
                let act = Act("record_updated", organisation: "town", by: .system("tests"), at: tx.now, content: .object([]))
                return try town.journal.record(act, about: bob, in: tx)
            }
            try await town.store.write("test.erase") { try town.journal.recordErasure(of: bob, in: $0) }
            try town.vault.destroyKeys(of: [bob])
            try await town.change(
                """
                INSERT INTO registry_changes (record, version, kind, recorded_at, actor, reason, act)
                SELECT record, 3, 'updated', recorded_at + 1, actor, reason, \(ended) FROM registry_changes WHERE version = 2
                """)
            try await town.change("UPDATE registry_records SET version = 3")
            #expect(try await town.findings() == ["No act commits to the registries.change \(ada), version 3."])
        }
    }

    @Test("whatever of a change is altered afterwards is found", arguments: TestStores.all)
    func tampering(_ kind: TestStore) async throws {
        let alterations: [SQL] = [
            "UPDATE registry_changes SET reason = 'Entered for a text' WHERE version = 1",
            "UPDATE registry_changes SET actor = 'system:other' WHERE version = 2",
            "UPDATE registry_changes SET kind = 'corrected' WHERE version = 2",
            "UPDATE registry_spans SET data = '{\"x\": 1}' WHERE version = 1",
            "UPDATE registry_spans SET valid_from = valid_from - 1 WHERE version = 1",
            "UPDATE registry_spans SET recorded_to = recorded_to - 1 WHERE version = 2",
            "UPDATE registry_spans SET ordinary = contact WHERE version = 2",
            "UPDATE registry_records SET organisation = 'other'",
            "UPDATE registry_records SET version = 1",
            "UPDATE registry_changes SET act = NULL WHERE version = 1",
            "UPDATE registry_changes SET act = 'x' WHERE version = 1",
            "DELETE FROM registry_changes WHERE version = 2",
            "DELETE FROM registry_spans WHERE version = 2",
            "INSERT INTO registry_changes (record, version, kind, recorded_at, actor, reason, act) SELECT record, 9, kind, 9, actor, reason, 'y' FROM registry_changes WHERE version = 1",
        ]
        for alteration in alterations {
            try await Self.on(kind) { town, _ in
                #expect(try await town.findings() == [])
                try await town.change(alteration)
                #expect(try await !town.findings().isEmpty, "not found: \(alteration)")
            }
        }
    }
}
