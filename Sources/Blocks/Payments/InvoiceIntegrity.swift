import Kernel
import Ledger
import Store

/// Compares invoices with the books, to which acts commit: what each asks for, what was paid on it and what became of it, and what all open ones are
/// still owed together. For whom, for what and until when each was made shows its seal.
struct InvoiceIntegrity {
    let payments: Payments

    private static let limit = 100
    private static let page = 500

    func findings() async throws -> [String] {
        try await payments.store.read { try Self.findings($0) } + foreign()
    }

    /// Those that this government did not make, or not so.
    private func foreign() async throws -> [String] {
        guard let seal = payments.seal else { return [] }
        return try await payments.store.findings(limit: Self.limit, after: "") { after, connection in
            let invoices = try SealedInvoice.read(after: after, limit: Self.page, connection)
            return (invoices.last?.id, invoices.filter { !seal.fits($0.mac, over: $0.bytes) }.map { "The invoice \($0.reference) is not as it was made." })
        }
    }

    /// Invoices that earlier versions made have no seal.
    func takeOver() async throws {
        guard let seal = payments.seal else { return }
        try await payments.store.writePages("payments.take_over", after: "") { after, tx in
            let page = try SealedInvoice.read(after: after, limit: Self.page, tx)
            let bare = page.filter { $0.mac == nil }
            try tx.executeAll(bare.map { "UPDATE payments_invoices SET mac = \(seal.code(over: $0.bytes)) WHERE id = \($0.id)" })
            return page.last?.id
        }
    }

    private static func findings(_ connection: Connection) throws -> [String] {
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
        return try issued + missing(connection) + settled(connection) + charges(connection)
            + unlike.map { "The open invoices of \($0) come to \(owed[$0, default: 0]), and its books to \(booked[$0, default: 0]), in the smallest unit." }
    }

    /// The books remember each that was made.
    private static func missing(_ connection: Connection) throws -> [String] {
        try connection.rows(
            """
            SELECT e.key FROM ledger_entries e LEFT JOIN payments_invoices i ON e.key = 'invoice/' || i.id
            WHERE e.kind = 'invoice' AND i.id IS NULL ORDER BY e.key LIMIT \(limit)
            """
        ).map { "The books have \(try $0.text(0)), which is no invoice." }
    }

    /// The books' entries name the invoice in their keys, or the charge or the movement that paid it. An invoice's own state and amount must follow
    /// from them: the sums of a whole organisation would not show that one was paid in another's place.
    private static func settled(_ connection: Connection) throws -> [String] {
        let (receivable, cards, bank) = (LedgerAccount.receivable.path, LedgerAccount.cards.path, LedgerAccount.bank.path)
        // An id has 36 characters, at the end of these keys or behind `refund/`.
        return try connection.rows(
            """
            SELECT i.reference FROM payments_invoices i LEFT JOIN (
                SELECT invoice, CAST(SUM(amount) AS BIGINT) AS paid FROM (
                    SELECT c.invoice AS invoice, -p.amount AS amount FROM payments_charges c
                        JOIN ledger_entries e ON e.key = 'payment/card/' || c.id JOIN ledger_postings p ON p.entry = e.id AND p.account = \(receivable)
                    UNION ALL
                    SELECT l.invoice, -p.amount FROM payments_statement_lines l
                        JOIN ledger_entries e ON e.key = 'payment/' || l.key JOIN ledger_postings p ON p.entry = e.id AND p.account = \(receivable)
                    UNION ALL
                    SELECT SUBSTR(e.key, LENGTH(e.key) - 35), -p.amount FROM ledger_entries e
                        JOIN ledger_postings p ON p.entry = e.id AND p.account = \(receivable)
                        WHERE e.kind IN ('payment', 'assignment')
                    UNION ALL
                    SELECT SUBSTR(e.key, 8, 36), p.amount FROM ledger_entries e
                        JOIN ledger_postings p ON p.entry = e.id AND p.account IN (\(cards), \(bank))
                        WHERE e.kind = 'refund' AND e.key LIKE 'refund/%'
                ) booked GROUP BY invoice
            ) b ON b.invoice = i.id
            LEFT JOIN ledger_entries c ON c.key = 'cancellation/' || i.id LEFT JOIN ledger_entries r ON r.key = 'refund/' || i.id
            WHERE i.paid <> COALESCE(b.paid, 0) OR i.state <> CASE WHEN c.id IS NOT NULL THEN 'cancelled' WHEN r.id IS NOT NULL THEN 'refunded'
                WHEN COALESCE(b.paid, 0) = i.amount THEN 'settled' ELSE 'open' END
            ORDER BY i.reference LIMIT \(limit)
            """
        ).map { "What was paid on the invoice \(try $0.text(0)), or what became of it, is not what the books say." }
    }

    /// A charge counts as paid because its money was booked, on its invoice or as held.
    private static func charges(_ connection: Connection) throws -> [String] {
        try connection.rows(
            """
            SELECT c.id FROM payments_charges c
            LEFT JOIN ledger_entries e ON e.key = 'payment/card/' || c.id LEFT JOIN ledger_entries h ON h.key = 'held/card/' || c.id
            WHERE (c.state = \(CardOutcome.paid.rawValue)) <> (e.id IS NOT NULL OR h.id IS NOT NULL) ORDER BY c.id LIMIT \(limit)
            """
        ).map { "Whether the charge \(try $0.text(0)) was paid is not what the books say." }
    }

    private static func sums(_ query: SQL, _ connection: Connection) throws -> [String: Int64] {
        let rows = try connection.rows(query + " GROUP BY organisation, currency")
        return Dictionary(try rows.map { ("\(try $0.text(0)) in \(try $0.text(1))", try $0.value(2)) }, uniquingKeysWith: +)
    }
}
