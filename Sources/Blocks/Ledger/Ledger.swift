import Journal
import Kernel
import Store

/// The government's books: double entry, append-only, in integer minor units.
public struct Ledger: Sendable {
    let identifiers: Identifiers
    let seal: RowSeal?

    /// - Parameter seal: shows later that this government posted an entry.
    public init(identifiers: Identifiers, seal: RowSeal? = nil) {
        self.identifiers = identifiers
        self.seal = seal
    }

    /// Writes an entry. The same key a second time changes nothing.
    ///
    /// - Returns: whether it is new.
    /// - Throws: `LEDGER-110` when the key stands for other postings.
    @discardableResult
    public func post(_ entry: LedgerEntry, in tx: Transaction) throws -> Bool {
        let id: Identifier<LedgerEntry> = identifiers.next()
        let mac = seal?.code(over: StoredEntry(id: id, entry, postedAt: tx.now).bytes)
        let isNew =
            try tx.execute(
                """
                INSERT INTO ledger_entries (id, key, kind, organisation, day, posted_at, mac)
                VALUES (\(id), \(entry.key), \(entry.kind.rawValue), \(entry.organisation), \(entry.day), \(tx.now), \(mac))
                ON CONFLICT (key) DO NOTHING
                """) == 1
        guard isNew else {
            guard try postings(ofKey: entry.key, connection: tx) == entry.postings else {
                throw PolityError(.broken, "LEDGER-110", "This entry is already in the books with other amounts.", context: entry.key)
            }
            return false
        }
        try tx.executeAll(
            entry.postings.enumerated().map { line, posting in
                """
                INSERT INTO ledger_postings (entry, line, account, organisation, currency, amount)
                VALUES (\(id), \(line), \(posting.account.path), \(entry.organisation), \(posting.amount.currency.code), \(posting.amount.minorUnits))
                """
            })
        return true
    }

    /// An entry's postings in their order; empty when there is none with this key.
    public func postings(ofKey key: String, connection: Connection) throws -> [LedgerEntry.Posting] {
        try connection.rows(
            """
            SELECT p.account, p.currency, p.amount FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry
            WHERE e.key = \(key) ORDER BY p.line
            """
        ).map { row in
            guard let account = LedgerAccount(try row.text(0)), let currency = Currency(try row.text(1)) else { throw damaged(key) }
            return LedgerEntry.Posting(account, debit: Money(minorUnits: try row.value(2), currency: currency))
        }
    }

    private func damaged(_ key: String) -> PolityError { PolityError(.broken, "LEDGER-111", "The books are damaged.", context: key) }
}
