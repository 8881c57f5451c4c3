import Kernel
import Ledger
import Store

/// What of an invoice's row a seal covers: everything that paying does not change.
struct SealedInvoice {
    var id: String
    var reference: String
    var bytes: [UInt8]
    /// The seal; nil where there is none.
    var mac: [UInt8]?

    init(_ invoice: Invoice, key: String) {
        self.init(
            id: invoice.id.text, key: key, reference: invoice.reference.text, organisation: invoice.organisation, subject: invoice.subject.text,
            service: invoice.service, caseID: invoice.caseID, title: invoice.title, currency: invoice.amount.currency.code, amount: invoice.amount.minorUnits,
            dueDay: invoice.dueDay, madeAt: invoice.madeAt)
    }

    private init(
        id: String, key: String, reference: String, organisation: String, subject: String, service: String, caseID: String?, title: String, currency: String,
        amount: Int64, dueDay: CivilDate, madeAt: Instant
    ) {
        self.id = id
        self.reference = reference
        let fields: [String?] = [
            id, key, reference, organisation, subject, service, caseID, title, currency, "\(amount)", "\(dueDay.daysSinceEpoch)", "\(madeAt.microseconds)",
        ]
        bytes = JSON.array(fields.map { $0.map(JSON.string) ?? .null }).canonicalBytes
    }

    /// Those that follow, in the order of their ids.
    static func read(after last: String, limit: Int, _ connection: Connection) throws -> [SealedInvoice] {
        try connection.rows(
            """
            SELECT id, key, reference, organisation, subject, service, case_id, title, currency, amount, due_day, made_at, mac FROM payments_invoices
            WHERE id > \(last) ORDER BY id LIMIT \(limit)
            """
        ).map { row in
            var invoice = SealedInvoice(
                id: try row.text(0), key: try row.text(1), reference: try row.text(2), organisation: try row.text(3), subject: try row.text(4),
                service: try row.text(5), caseID: try row.text(optional: 6), title: try row.text(7), currency: try row.text(8), amount: try row.value(9),
                dueDay: try row.date(10), madeAt: try row.instant(11))
            invoice.mac = try row.bytes(optional: 12)
            return invoice
        }
    }
}
