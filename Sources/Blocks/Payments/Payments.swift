import Capability
import Journal
import Kernel
import Ledger
import Store

/// Invoices and what is paid on them. Each step changes the invoice, the books and whoever waits for the money in one
/// transaction; those who can make nothing of money that has come are told of it by a job.
public struct Payments: Sendable {
    let store: Store
    let ledger: Ledger
    let seal: RowSeal?
    let emit: @Sendable (Event, Transaction) throws -> Void
    let identifiers: Identifiers
    let random: Random
    /// The government's day at a moment: books count days, not instants.
    let day: @Sendable (Instant) -> CivilDate
    /// The account whose statements are booked; any where the folder names none.
    let account: String?

    /// - Parameter seal: shows later that this government made an invoice, and for whom.
    public init(
        store: Store, ledger: Ledger, seal: RowSeal? = nil, identifiers: Identifiers, random: Random, account: String? = nil,
        day: @escaping @Sendable (Instant) -> CivilDate, emit: @escaping @Sendable (Event, Transaction) throws -> Void
    ) {
        self.store = store
        self.ledger = ledger
        self.seal = seal
        self.emit = emit
        self.identifiers = identifiers
        self.random = random
        self.day = day
        self.account = account
    }

    /// Makes an invoice; the one that is there when `order.key` has been asked for before.
    ///
    /// - Throws: `PAYMENTS-101` for an amount that is not positive: where nothing is owed there is no invoice.
    public func issue(_ order: InvoiceOrder, in tx: Transaction) throws -> Invoice {
        if let known = try InvoiceStore.find("key = \(order.key)", connection: tx) { return known }
        guard order.amount.minorUnits > 0 else {
            throw PolityError(.broken, "PAYMENTS-101", Phrase.wrongAmount, context: "\(order.amount) for \(order.key)")
        }
        let invoice = Invoice(
            id: identifiers.next(), reference: try newReference(), organisation: order.organisation, subject: order.subject, service: order.service,
            caseID: order.caseID, title: order.title, amount: order.amount, paid: Money(minorUnits: 0, currency: order.amount.currency), state: .open,
            dueDay: order.dueDay, madeAt: tx.now, version: 1)
        _ = try InvoiceStore.insert(invoice, key: order.key, seal: seal, in: tx)
        try ledger.post(invoice.issuing(on: day(tx.now)), in: tx)
        return invoice
    }

    /// Books a receipt on its invoice. The same receipt a second time changes nothing.
    ///
    /// Tells `payments.invoice_settled` once nothing is owed any more.
    @discardableResult
    public func receive(_ receipt: Receipt, for id: Identifier<Invoice>, telling: Telling = .now, in tx: Transaction) throws -> Invoice {
        let invoice = try invoice(id, connection: tx)
        guard try ledger.postings(ofKey: "payment/\(receipt.key)", connection: tx).isEmpty else { return invoice }
        let (paid, entry) = try invoice.paying(receipt)
        try InvoiceStore.update(paid, in: tx)
        try ledger.post(entry, in: tx)
        if paid.state == .settled { try tell(.settled, paid, telling, in: tx) }
        return paid
    }

    /// Tells `payments.invoice_cancelled`.
    public func cancel(_ id: Identifier<Invoice>, in tx: Transaction) throws {
        let (cancelled, entry) = try invoice(id, connection: tx).cancelling(on: day(tx.now))
        try InvoiceStore.update(cancelled, in: tx)
        try ledger.post(entry, in: tx)
        try tell(.cancelled, cancelled, in: tx)
    }

    /// Books a refund, each part the way it came; sending the money is the cashier's or the card company's work.
    ///
    /// Tells `payments.invoice_refunded` where the whole had been paid.
    public func refund(_ id: Identifier<Invoice>, in tx: Transaction) throws {
        let invoice = try invoice(id, connection: tx)
        let (refunded, entry) = try invoice.refunding(byCard: paidByCard(invoice, tx), on: day(tx.now))
        try InvoiceStore.update(refunded, in: tx)
        try ledger.post(entry, in: tx)
        if refunded.state == .refunded { try tell(.refunded, refunded, in: tx) }
    }

    /// How much of what is paid on an invoice came by card and has not gone back, as the books have it.
    private func paidByCard(_ invoice: Invoice, _ tx: Transaction) throws -> Money {
        let charges = try tx.rows("SELECT id FROM payments_charges WHERE invoice = \(invoice.id) AND state = \(CardOutcome.paid.rawValue)").map {
            try $0.text(0)
        }
        var cents: Int64 = 0
        for charge in charges {
            for posting in try ledger.postings(ofKey: "payment/card/\(charge)", connection: tx) where posting.account == .cards {
                cents += posting.amount.minorUnits
            }
        }
        // What another invoice needed no more, and an officer gave to this one, came by card as well.
        let given = try StatementLineStore.all("invoice = \(invoice.id) AND account = 'card' ORDER BY key LIMIT 100", connection: tx)
        for line in given {
            for posting in try ledger.postings(ofKey: "payment/\(line.key)/\(invoice.id)", connection: tx) where posting.account != .receivable {
                cents += posting.amount.minorUnits
            }
        }
        cents += try ledger.sum(of: .cards, inEntriesBelow: "refund/\(invoice.id)", connection: tx)
        return Money(minorUnits: min(max(cents, 0), invoice.paid.minorUnits), currency: invoice.paid.currency)
    }

    /// - Throws: `PAYMENTS-404`.
    public func invoice(_ id: Identifier<Invoice>, connection: Connection) throws -> Invoice {
        guard let invoice = try InvoiceStore.find("id = \(id)", connection: connection) else { throw Self.notFound }
        return invoice
    }

    /// - Throws: `PAYMENTS-404`.
    public func invoice(_ reference: CreditorReference, connection: Connection) throws -> Invoice {
        guard let invoice = try InvoiceStore.find("reference = \(reference.text)", connection: connection) else { throw Self.notFound }
        return invoice
    }

    /// A person's invoices, the newest first.
    public func invoices(of subject: Identifier<DataSubject>, limit: Int = 100, connection: Connection) throws -> [Invoice] {
        try InvoiceStore.all("subject = \(subject) ORDER BY made_at DESC, id DESC LIMIT \(limit)", connection: connection)
    }

    /// The invoices of a case, the oldest first.
    public func invoices(ofCase id: String, connection: Connection) throws -> [Invoice] {
        try InvoiceStore.all("case_id = \(id) ORDER BY made_at, id LIMIT 100", connection: connection)
    }

    public static let notFound = PolityError(.notFound, "PAYMENTS-404", Phrase.noSuchInvoice)

    /// Twenty digits of 64 random bits: knowing one invoice tells nothing of another.
    private func newReference() throws -> CreditorReference {
        let number = random.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let digits = String(number)
        let body = String(repeating: "0", count: 20 - digits.count) + digits
        guard let reference = CreditorReference(body: body) else { throw PolityError(.broken, "PAYMENTS-102", Phrase.damagedPayment) }
        return reference
    }
}
