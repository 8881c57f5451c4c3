import Capability
import Kernel
import Store

extension Capability {
    /// The government's books. It provides the `Ledger` to later blocks.
    public static var ledger: Capability {
        Capability(
            id: "ledger", migrations: [LedgerMigrations.first],
            open: { host in
                let (ledger, store) = (Ledger(identifiers: host.identifiers), host.store)
                host.provide(ledger)
                var offer = Offer()
                offer.integrity = [
                    IntegrityCheck("ledger.balance") {
                        try await store.read { try ledger.unbalancedEntries(connection: $0) }.map { "The entry \($0) does not balance." }
                    }
                ]
                return offer
            })
    }
}

enum LedgerMigrations {
    static let first = Migration(
        "ledger", 1,
        """
        CREATE TABLE ledger_entries (
            id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, organisation TEXT NOT NULL, day BIGINT NOT NULL, posted_at BIGINT NOT NULL
        );
        CREATE TABLE ledger_postings (
            entry TEXT NOT NULL REFERENCES ledger_entries (id), line BIGINT NOT NULL, account TEXT NOT NULL, organisation TEXT NOT NULL,
            currency TEXT NOT NULL, amount BIGINT NOT NULL CHECK (amount <> 0), PRIMARY KEY (entry, line)
        );
        CREATE INDEX ledger_postings_by_account ON ledger_postings (account, currency, organisation, amount);
        """)
}
