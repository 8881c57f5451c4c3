import Capability
import Kernel
import MerkleLog
import Privacy
import Store
import StoreTesting

@testable import Journal

/// A journal on an empty store, with keys in memory, a clock that stands still and seeded randomness.
struct JournalFixture: Sendable {
    let store: Store
    let clock: TestClock
    let vault: PersonalVault
    let random: Random
    let journal: Journal

    static let signer = NoteSigner(name: "arden.example/log", seed: Array(0..<32))!

    func subject() -> Identifier<DataSubject> { Identifiers(clock: clock.clock, random: random).next() }

    /// Another process on the same store.
    func another(
        signer: NoteSigner = signer, settings: JournalSettings = JournalSettings(), head: ReplacedFile? = nil,
        onSequenced: @escaping @Sendable ([SequencedAct], Transaction) throws -> Void = { _, _ in }
    ) async throws -> Journal {
        try await Journal.open(
            store: store, codec: vault.codec, signer: signer, clock: clock.clock, random: random, settings: settings, head: head, onSequenced: onSequenced)
    }

    /// As consent erases somebody: what is about them is listed and removed, then their key is destroyed.
    func erase(_ subject: Identifier<DataSubject>) async throws {
        try await store.write("test.erase") { try journal.personalData.erase(subject, $0) }
        try vault.destroyKeys(of: [subject])
    }

    /// Records an act in a transaction of its own, a millisecond after the one before.
    @discardableResult
    func record(
        _ kind: String = "decision_made", _ content: JSON = ["outcome": "granted"], about subject: Identifier<DataSubject>? = nil,
        reference: String? = "ARD-7K3M"
    ) async throws -> ActID {
        clock.advance(by: .milliseconds(1))
        return try await store.write("test.record") { tx in
            try journal.record(
                Act(
                    kind, organisation: "planning", reference: reference, by: .office("planning_officer"), purpose: "planning_act", at: tx.now, content: content
                ),
                about: subject, in: tx)
        }
    }
}

func withJournal(
    _ kind: TestStore, migrations: [Migration] = [], settings: JournalSettings = JournalSettings(), seed: UInt64 = 1,
    _ body: (JournalFixture) async throws -> Void
) async throws {
    let clock = TestClock()
    try await withStore(kind, Journal.migrations + migrations, clock: clock.clock) { store in
        let random = Random.seeded(seed)
        let vault = try PersonalVault.inMemory(clock: clock.clock, random: random)
        let journal = try await Journal.open(
            store: store, codec: vault.codec, signer: JournalFixture.signer, clock: clock.clock, random: random, settings: settings)
        try await body(JournalFixture(store: store, clock: clock, vault: vault, random: random, journal: journal))
    }
}

extension Opened {
    /// For a test that knows the value is there.
    func get() throws -> Content {
        guard let value else { throw PolityError(.broken, "TEST-101", "The value was erased.") }
        return value
    }
}
