import Capability
import Journal
import Kernel
import Store

extension Capability {
    /// The government's books. It provides the `Ledger` to later blocks.
    public static var ledger: Capability {
        Capability(
            id: "ledger", migrations: LedgerMigrations.all,
            open: { host in
                let (journal, store) = (host[Journal.self], host.store)
                let ledger = Ledger(identifiers: host.identifiers, seal: journal.seal(for: "ledger_entries"))
                let proof = LedgerProof(store: store, journal: journal, ledger: ledger)
                if host.isServed, journal.isTakingOver { try await proof.takeOver() }
                journal.verify(proof.committedEntries)
                host.provide(ledger)
                var offer = Offer()
                offer.loops = [BackgroundLoop("ledger.commit", every: .seconds(2)) { try await proof.commit() }]
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
    static let all = [first, proved]

    /// Which entries one act commits to, and what shows until then that this government posted them.
    static let proved = Migration(
        "ledger", 2,
        """
        ALTER TABLE ledger_entries ADD COLUMN batch TEXT;
        ALTER TABLE ledger_entries ADD COLUMN mac BYTES;
        CREATE INDEX ledger_entries_by_batch ON ledger_entries (batch, id);
        """)

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
