import Kernel
import Store

/// What the books say about one account in one currency.
public struct LedgerBalance: Sendable, Hashable {
    public var account: LedgerAccount
    public var currency: Currency
    /// Debits and credits as they were posted; both positive.
    public var debits: Int64
    public var credits: Int64

    public init(account: LedgerAccount, currency: Currency, debits: Int64, credits: Int64) {
        self.account = account
        self.currency = currency
        self.debits = debits
        self.credits = credits
    }

    public var net: Money { Money(minorUnits: debits - credits, currency: currency) }
}

extension Ledger {
    /// Debits less credits of an account and all below it, of one organisation or of all.
    ///
    /// Reads the account's postings through their index: its cost grows with their number.
    public func balance(of account: LedgerAccount, currency: Currency, organisation: String? = nil, connection: Connection) throws -> Money {
        var condition: SQL =
            "currency = \(currency.code) AND (account = \(account.path) OR (account >= \(account.path + ":") AND account < \(account.path + ";")))"
        if let organisation { condition += " AND organisation = \(organisation)" }
        let sum = try connection.value("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM ledger_postings WHERE " + condition, as: Int64.self)
        return Money(minorUnits: sum ?? 0, currency: currency)
    }

    /// Debits less credits of one account in the entries whose key is `key`, or begins with it and a slash.
    public func sum(of account: LedgerAccount, inEntriesBelow key: String, connection: Connection) throws -> Int64 {
        try connection.value(
            """
            SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry
            WHERE p.account = \(account.path) AND (e.key = \(key) OR (e.key >= \(key + "/") AND e.key < \(key + "0")))
            """, as: Int64.self) ?? 0
    }

    /// Every account with its debits and credits, by path. Over all of it they are equal.
    public func trialBalance(organisation: String? = nil, connection: Connection) throws -> [LedgerBalance] {
        let condition: SQL = organisation.map { "WHERE organisation = \($0)" } ?? ""
        return try connection.rows(
            """
            SELECT account, currency, CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT)
            FROM ledger_postings \(condition) GROUP BY account, currency ORDER BY account, currency
            """
        ).compactMap { row in
            guard let account = LedgerAccount(try row.text(0)), let currency = Currency(try row.text(1)) else { return nil }
            return LedgerBalance(account: account, currency: currency, debits: try row.value(2), credits: try row.value(3))
        }
    }

    /// The keys of entries that do not balance, and the ids of those whose postings stand alone, at most a hundred of each: none,
    /// unless somebody wrote past this program.
    public func unbalancedEntries(connection: Connection) throws -> [String] {
        let alone = try connection.rows(
            "SELECT DISTINCT p.entry FROM ledger_postings p LEFT JOIN ledger_entries e ON e.id = p.entry WHERE e.id IS NULL ORDER BY p.entry LIMIT 100"
        ).map { try $0.text(0) }
        return try alone + unbalanced(connection)
    }

    private func unbalanced(_ connection: Connection) throws -> [String] {
        try connection.rows(
            """
            SELECT e.key FROM ledger_entries e LEFT JOIN ledger_postings p ON p.entry = e.id
            GROUP BY e.id, e.key, p.currency HAVING COALESCE(SUM(p.amount), 1) <> 0 OR COUNT(p.line) < 2 ORDER BY e.key LIMIT 100
            """
        ).map { try $0.text(0) }
    }
}
