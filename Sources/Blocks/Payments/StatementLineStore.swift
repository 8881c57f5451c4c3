import Kernel
import Store

/// Movements in the store.
enum StatementLineStore {
    static func insert(_ line: StatementLine, by officer: String, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO payments_statement_lines
                (key, account, statement, organisation, day, currency, amount, reference, state, reason, invoice, assigned, imported_at, imported_by, version)
            VALUES (\(line.key), \(line.account), \(line.statement), \(line.organisation), \(line.day), \(line.amount.currency.code),
                \(line.amount.minorUnits), \(line.reference), \(line.state.rawValue), \(line.reason?.rawValue), \(line.invoice), \(line.assigned),
                \(tx.now), \(officer), \(line.version))
            ON CONFLICT (key) DO NOTHING
            """) == 1
    }

    /// Whether a movement stands under the key that an earlier version gave it; another may have had the same.
    static func holds(_ line: StatementLine, under key: String, in tx: Transaction) throws -> Bool {
        guard let row = try tx.row("SELECT currency, reference FROM payments_statement_lines WHERE key = \(key)") else { return false }
        return try row.text(0) == line.amount.currency.code && row.text(optional: 1) == line.reference
    }

    static func update(_ line: StatementLine, in tx: Transaction) throws {
        try tx.update(
            """
            UPDATE payments_statement_lines SET state = \(line.state.rawValue), reason = \(line.reason?.rawValue), invoice = \(line.invoice), assigned = \(line.assigned),
                version = \(line.version + 1)
            WHERE key = \(line.key) AND version = \(line.version)
            """)
    }

    static func all(_ rest: SQL, connection: Connection) throws -> [StatementLine] {
        try connection.rows(
            """
            SELECT key, account, statement, organisation, day, currency, amount, reference, state, reason, invoice, assigned, version
            FROM payments_statement_lines WHERE
            """ + " " + rest
        ).map(line)
    }

    private static func line(_ row: Row) throws -> StatementLine {
        guard let currency = Currency(try row.text("currency")), let state = StatementLine.State(rawValue: try row.text("state")) else {
            throw PolityError(.broken, "PAYMENTS-120", Phrase.damagedPayment, context: try row.text("key"))
        }
        return StatementLine(
            key: try row.text("key"), account: try row.text("account"), statement: try row.text("statement"), organisation: try row.text("organisation"),
            day: try row.date("day"), amount: Money(minorUnits: try row.value("amount"), currency: currency), reference: try row.text(optional: "reference"),
            state: state, reason: try row.text(optional: "reason").flatMap(StatementLine.Reason.init), invoice: try row.identifier(optional: "invoice"),
            assigned: try row.value("assigned"), version: try row.integer("version"))
    }
}
