import Capability
import Kernel
import Store

extension Capability {
    /// The government's books. It provides the `Ledger` to later blocks.
    public static var ledger: Capability {
        Capability(
            id: "ledger", migrations: [LedgerMigrations.first],
            open: { host in
                host.provide(Ledger(identifiers: host.identifiers))
                return Offer()
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
