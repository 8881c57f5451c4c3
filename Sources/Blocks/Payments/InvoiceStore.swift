import Journal
import Kernel
import Ledger
import Store

/// Invoices in the store.
enum InvoiceStore {
    static func insert(_ invoice: Invoice, key: String, seal: RowSeal?, in tx: Transaction) throws -> Bool {
        let mac = seal?.code(over: SealedInvoice(invoice, key: key).bytes)
        return try tx.execute(
            """
            INSERT INTO payments_invoices
                (id, key, reference, organisation, subject, service, case_id, title, currency, amount, paid, state, due_day, made_at, version, mac)
            VALUES (\(invoice.id), \(key), \(invoice.reference.text), \(invoice.organisation), \(invoice.subject), \(invoice.service), \(invoice.caseID),
                \(invoice.title), \(invoice.amount.currency.code), \(invoice.amount.minorUnits), \(invoice.paid.minorUnits),
                \(invoice.state.rawValue), \(invoice.dueDay), \(invoice.madeAt), \(invoice.version), \(mac))
            ON CONFLICT (key) DO NOTHING
            """) == 1
    }

    static func update(_ invoice: Invoice, in tx: Transaction) throws {
        try tx.update(
            """
            UPDATE payments_invoices SET paid = \(invoice.paid.minorUnits), state = \(invoice.state.rawValue), version = \(invoice.version + 1)
            WHERE id = \(invoice.id) AND version = \(invoice.version)
            """)
    }

    static func find(_ condition: SQL, connection: Connection) throws -> Invoice? { try all(condition + " LIMIT 1", connection: connection).first }

    /// - Parameter rest: what follows `WHERE`, with its order and limit.
    static func all(_ rest: SQL, connection: Connection) throws -> [Invoice] {
        try connection.rows(
            """
            SELECT id, reference, organisation, subject, service, case_id, title, currency, amount, paid, state, due_day, made_at, version
            FROM payments_invoices WHERE
            """ + " " + rest
        ).map(invoice)
    }

    private static func invoice(_ row: Row) throws -> Invoice {
        guard let reference = CreditorReference(try row.text("reference")), let currency = Currency(try row.text("currency")),
            let state = Invoice.State(rawValue: try row.text("state"))
        else { throw PolityError(.broken, "PAYMENTS-120", Phrase.damagedPayment, context: try row.text("id")) }
        return Invoice(
            id: try row.identifier("id"), reference: reference, organisation: try row.text("organisation"), subject: try row.identifier("subject"),
            service: try row.text("service"), caseID: try row.text(optional: "case_id"), title: try row.text("title"),
            amount: Money(minorUnits: try row.value("amount"), currency: currency), paid: Money(minorUnits: try row.value("paid"), currency: currency),
            state: state, dueDay: try row.date("due_day"), madeAt: try row.instant("made_at"), version: try row.integer("version"))
    }
}
