import Capability
import Journal
import Kernel
import MerkleLog
import Privacy
import Store
import StoreTesting
import Testing

@testable import Ledger

/// Acts commit to the books: whatever is changed, taken out or slipped in is found.
@Suite struct LedgerProofTests {
    struct Fixture: Sendable {
        var store: Store
        var journal: Journal
        var ledger: Ledger
        var proof: LedgerProof

        func post(_ key: String, of organisation: String = "licensing") async throws {
            let entry = try LedgerEntry(
                .payment, key: key, organisation: organisation, day: CivilDate(daysSinceEpoch: 20_000),
                postings: [.init(.bank, debit: Self.money), .init(.receivable, credit: Self.money)])
            try await store.write("test.post") { tx in _ = try ledger.post(entry, in: tx) }
        }

        static let money = Money(minorUnits: 1_250, currency: Currency("EUR")!)

        func findings() async throws -> [Finding] {
            try await journal.sequence()
            return try await journal.verify().findings
        }

        func change(_ sql: SQL) async throws { try await store.write("test.change") { tx in _ = try tx.execute(sql) } }
    }

    static func on(_ kind: TestStore, _ body: (Fixture) async throws -> Void) async throws {
        let clock = TestClock()
        try await withStore(kind, Capability.journal.migrations + LedgerMigrations.all, clock: clock.clock) { store in
            let vault = try PersonalVault.inMemory(clock: clock.clock, random: .system)
            let signer = try #require(NoteSigner(name: "town.example/log", seed: Array(0..<32)))
            let journal = try await Journal.open(store: store, codec: vault.codec, signer: signer, clock: clock.clock, random: .system)
            let ledger = Ledger(identifiers: Identifiers(clock: clock.clock, random: .system), seal: journal.seal(for: "ledger_entries"))
            let proof = LedgerProof(store: store, journal: journal, ledger: ledger)
            journal.verify(proof.committedEntries)
            try await body(Fixture(store: store, journal: journal, ledger: ledger, proof: proof))
        }
    }

    @Test(arguments: TestStores.all) func oneActForAllThatCame(_ kind: TestStore) async throws {
        try await Self.on(kind) { books in
            for number in 0..<3 { try await books.post("payment/\(number)") }
            try await books.post("payment/of-another", of: "treasury")
            #expect(try await books.findings() == [])
            try await books.proof.commit()
            try await books.proof.commit()
            try await books.post("payment/later")
            let report = try await books.journal.verify()
            #expect(report.findings == [] && report.waiting == 2 && report.contents == 2)
        }
    }

    /// Balanced, so that the sum alone shows nothing.
    @Test(
        arguments: TestStores.all,
        [
            "UPDATE ledger_postings SET amount = amount / 10",
            "UPDATE ledger_postings SET account = 'assets:cards' WHERE line = 0",
            "UPDATE ledger_postings SET organisation = 'treasury'",
            "UPDATE ledger_postings SET currency = 'USD'",
            "UPDATE ledger_entries SET day = day + 1",
            "UPDATE ledger_entries SET key = 'payment/9' WHERE key = 'payment/1'",
            "UPDATE ledger_entries SET kind = 'refund'",
            "UPDATE ledger_entries SET organisation = 'treasury'",
            "UPDATE ledger_entries SET posted_at = posted_at + 1",
            "UPDATE ledger_entries SET batch = 'x'",
            "UPDATE ledger_entries SET batch = NULL, mac = NULL WHERE key = 'payment/1'",
        ] as [SQL])
    func whateverIsChangedIsFound(_ kind: TestStore, _ change: SQL) async throws {
        for isCommitted in [true, false] {
            try await Self.on(kind) { books in
                for number in 0..<2 { try await books.post("payment/\(number)") }
                if isCommitted { try await books.proof.commit() }
                #expect(try await books.findings() == [])
                try await books.change(change)
                #expect(try await !books.findings().isEmpty)
                // What was changed before an act committed to it is not committed to afterwards.
                try await books.proof.commit()
                #expect(try await !books.findings().isEmpty)
            }
        }
    }

    @Test(arguments: TestStores.all) func whatIsTakenOutOrSlippedInIsFound(_ kind: TestStore) async throws {
        try await Self.on(kind) { books in
            for number in 0..<2 { try await books.post("payment/\(number)") }
            try await books.proof.commit()
            try await books.change(
                """
                INSERT INTO ledger_entries (id, key, kind, organisation, day, posted_at, mac)
                SELECT 'planted', 'planted', kind, organisation, day, posted_at, mac FROM ledger_entries WHERE key = 'payment/0'
                """)
            try await books.change(
                "INSERT INTO ledger_postings SELECT 'planted', line, account, organisation, currency, amount FROM ledger_postings WHERE entry <> 'planted' AND entry IN (SELECT id FROM ledger_entries WHERE key = 'payment/0')"
            )
            try await books.proof.commit()
            #expect(try await books.findings() == [.contentWithoutAct(name: "ledger.entries", id: "planted")])
            try await books.change("DELETE FROM ledger_postings WHERE entry IN (SELECT id FROM ledger_entries WHERE key <> 'payment/1')")
            try await books.change("DELETE FROM ledger_entries WHERE key <> 'payment/1'")
            let findings = try await books.findings()
            #expect(findings.count == 1 && findings.first?.description.contains("ledger.entries is not what act") == true, "\(findings)")
        }
    }

    /// Entries of earlier versions are sealed once, at the first start of this one.
    @Test(arguments: TestStores.all) func earlierEntriesAreTakenOver(_ kind: TestStore) async throws {
        try await Self.on(kind) { books in
            for number in 0..<3 { try await books.post("payment/\(number)") }
            try await books.change("UPDATE ledger_entries SET mac = NULL")
            #expect(try await books.findings().count == 3)
            try await books.proof.takeOver()
            try await books.proof.commit()
            #expect(try await books.findings() == [])
        }
    }
}
