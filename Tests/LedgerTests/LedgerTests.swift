import Kernel
import Store
import StoreTesting
import Testing

@testable import Ledger

struct LedgerTests {
    private let clock = TestClock()
    private var ledger: Ledger { Ledger(identifiers: Identifiers(clock: clock.clock, random: .seeded(1))) }
    private static let day = CivilDate(daysSinceEpoch: 20_000)

    private static func money(_ minorUnits: Int64, _ code: String = "EUR") -> Money {
        guard let currency = Currency(code) else { preconditionFailure("a test's currency") }
        return Money(minorUnits: minorUnits, currency: currency)
    }

    private static func entry(_ key: String, _ amount: Int64 = 1_250, _ code: String = "EUR") throws -> LedgerEntry {
        try LedgerEntry(
            .invoice, key: key, organisation: "licensing", day: day,
            postings: [.init(.receivable, debit: money(amount, code)), .init(.fees(of: "licence"), credit: money(amount, code))])
    }

    @Test(arguments: [
        [LedgerEntry.Posting(.bank, debit: money(5))],
        [.init(.bank, debit: money(5)), .init(.receivable, credit: money(4))],
        [.init(.bank, debit: money(5)), .init(.receivable, credit: money(5, "USD"))],
        [.init(.bank, debit: money(0)), .init(.receivable, credit: money(0))],
        [.init(.bank, debit: money(.max)), .init(.bank, debit: money(.max)), .init(.receivable, debit: money(2))],
        [],
    ])
    func unbalancedCannotBeMade(postings: [LedgerEntry.Posting]) {
        #expect { try LedgerEntry(.payment, key: "x", organisation: "o", day: Self.day, postings: postings) } throws: {
            ($0 as? PolityError)?.code == "LEDGER-101"
        }
    }

    @Test(arguments: TestStores.all) func postsOnce(_ kind: TestStore) async throws {
        try await withStore(kind, LedgerMigrations.all, clock: clock.clock) { store in
            let ledger = ledger
            let first = try await store.write("test") { try ledger.post(Self.entry("a"), in: $0) }
            let again = try await store.write("test") { try ledger.post(Self.entry("a"), in: $0) }
            #expect(first)
            #expect(!again)
            await #expect { try await store.write("test") { try ledger.post(Self.entry("a", 99), in: $0) } } throws: {
                ($0 as? PolityError)?.code == "LEDGER-110"
            }
            let currency = Self.money(0).currency
            let balance = try await store.read { try ledger.balance(of: .receivable, currency: currency, connection: $0) }
            #expect(balance == Self.money(1_250))
        }
    }

    @Test(arguments: TestStores.all) func balancesIncludeAccountsBelow(_ kind: TestStore) async throws {
        try await withStore(kind, LedgerMigrations.all, clock: clock.clock) { store in
            let ledger = ledger
            try await store.write("test") { tx in
                try ledger.post(Self.entry("a", 100), in: tx)
                try ledger.post(Self.entry("b", 7, "USD"), in: tx)
                try ledger.post(
                    LedgerEntry(
                        .invoice, key: "c", organisation: "parks", day: Self.day,
                        postings: [.init(.receivable, debit: Self.money(30)), .init(.fees(of: "fishing"), credit: Self.money(30))]), in: tx)
            }
            let income = try #require(LedgerAccount("income"))
            let currency = Self.money(0).currency
            let (all, parks, other, trial) = try await store.read { connection in
                (
                    try ledger.balance(of: income, currency: currency, connection: connection),
                    try ledger.balance(of: income, currency: currency, organisation: "parks", connection: connection),
                    try ledger.balance(of: .fees(of: "licenc"), currency: currency, connection: connection),
                    try ledger.trialBalance(connection: connection)
                )
            }
            #expect([all, parks, other] == [Self.money(-130), Self.money(-30), Self.money(0)])
            #expect(
                trial.map(\.account.path) == ["assets:receivable", "assets:receivable", "income:fees:fishing", "income:fees:licence", "income:fees:licence"])
            #expect(trial.reduce(0) { $0 + $1.debits } == trial.reduce(0) { $0 + $1.credits })
        }
    }

    /// Any entries that can be made keep the books balanced, whatever fails and is repeated between them.
    @Test(arguments: TestStores.all, [1, 2, 3] as [UInt64]) func booksAlwaysAddUpToNothing(_ kind: TestStore, seed: UInt64) async throws {
        try await withStore(kind, LedgerMigrations.all, clock: clock.clock) { store in
            let ledger = ledger
            let bytes = Random.seeded(seed).bytes(120)
            for step in 0..<30 {
                let amount = Int64(bytes[step * 4]) * 256 + Int64(bytes[step * 4 + 1]) + 1
                let accounts: [LedgerAccount] = [.bank, .cards, .receivable, .unassigned, .fees(of: "x")]
                let (from, to) = (accounts[Int(bytes[step * 4 + 2]) % 5], accounts[Int(bytes[step * 4 + 3]) % 5])
                let part = Self.money(amount / 2 + 1, step % 3 == 0 ? "JPY" : "EUR")
                let postings: [LedgerEntry.Posting] = [.init(from, debit: part), .init(to, credit: part)]
                let entry = try LedgerEntry(.payment, key: "k\(step % 20)/\(amount)", organisation: "o", day: Self.day, postings: postings)
                let fails = step % 7 == 3
                _ = try? await store.write("test") { tx in
                    try ledger.post(entry, in: tx)
                    if fails { throw Undone() }
                }
            }
            let (sums, unbalanced) = try await store.read { connection in
                let sums = try connection.rows("SELECT CAST(SUM(amount) AS BIGINT) FROM ledger_postings GROUP BY currency").map { try $0.integer(0) }
                return (sums, try ledger.unbalancedEntries(connection: connection))
            }
            #expect(sums == [0, 0])
            #expect(unbalanced == [])
        }
    }

    @Test(arguments: TestStores.all) func tamperingIsFound(_ kind: TestStore) async throws {
        try await withStore(kind, LedgerMigrations.all, clock: clock.clock) { store in
            let ledger = ledger
            try await store.write("test") { tx in
                for key in ["a", "b", "c", "d"] { try ledger.post(Self.entry(key), in: tx) }
                try tx.execute("UPDATE ledger_postings SET amount = 1251 WHERE line = 0 AND entry IN (SELECT id FROM ledger_entries WHERE key = 'b')")
                try tx.execute("DELETE FROM ledger_postings WHERE entry IN (SELECT id FROM ledger_entries WHERE key = 'd')")
            }
            #expect(try await store.read { try ledger.unbalancedEntries(connection: $0) } == ["b", "d"])
            // Postings whose entry is gone balance, and are found all the same. The tables are copied because their references
            // would not let it happen.
            let alone = try await store.write("test.remove") { tx in
                let id = try tx.value("SELECT id FROM ledger_entries WHERE key = 'c'", as: String.self) ?? ""
                try tx.execute("CREATE TABLE copy AS SELECT * FROM ledger_postings")
                try tx.execute("DROP TABLE ledger_postings")
                try tx.execute("ALTER TABLE copy RENAME TO ledger_postings")
                try tx.execute("DELETE FROM ledger_entries WHERE key = 'c'")
                return id
            }
            #expect(try await store.read { try ledger.unbalancedEntries(connection: $0) } == [alone, "b", "d"])
        }
    }

    @Test(arguments: [
        ("assets:bank", true), ("income:fees:a_1", true), ("assets", true), ("", false), ("bank", false), ("assets:", false), ("assets:Bank", false),
        ("assets::bank", false), ("assets:b;", false),
    ])
    func accounts(path: String, exists: Bool) { #expect((LedgerAccount(path) != nil) == exists) }
}

private struct Undone: Error {}
