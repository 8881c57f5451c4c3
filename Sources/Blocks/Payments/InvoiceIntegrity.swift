import Kernel
import Ledger
import Store

/// Compares invoices with the books, to which acts commit: what each asks for, and what all open ones are still owed together.
struct InvoiceIntegrity {
    private static let limit = 100

    static func findings(_ connection: Connection) throws -> [String] {
        let issued = try connection.rows(
            """
            SELECT i.reference FROM payments_invoices i
            LEFT JOIN ledger_entries e ON e.key = 'invoice/' || i.id LEFT JOIN ledger_postings p ON p.entry = e.id AND p.line = 0
            WHERE p.amount IS NULL OR p.amount <> i.amount OR p.currency <> i.currency OR e.organisation <> i.organisation
            ORDER BY i.reference LIMIT \(limit)
            """
        ).map { "The invoice \(try $0.text(0)) asks for something else than the books." }
        let owed = try sums("SELECT organisation, currency, CAST(SUM(amount - paid) AS BIGINT) FROM payments_invoices WHERE state = 'open'", connection)
        let booked = try sums(
            "SELECT organisation, currency, CAST(SUM(amount) AS BIGINT) FROM ledger_postings WHERE account = \(LedgerAccount.receivable.path)", connection)
        let unlike = Set(owed.keys).union(booked.keys).filter { owed[$0, default: 0] != booked[$0, default: 0] }.sorted()
        return issued
            + unlike.map { "The open invoices of \($0) come to \(owed[$0, default: 0]), and its books to \(booked[$0, default: 0]), in the smallest unit." }
    }

    private static func sums(_ query: SQL, _ connection: Connection) throws -> [String: Int64] {
        let rows = try connection.rows(query + " GROUP BY organisation, currency")
        return Dictionary(try rows.map { ("\(try $0.text(0)) in \(try $0.text(1))", try $0.value(2)) }, uniquingKeysWith: +)
    }
}
