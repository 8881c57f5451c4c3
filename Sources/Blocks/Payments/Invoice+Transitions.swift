import Kernel
import Ledger

/// What can become of an invoice. Each step answers with the invoice after it and the entry for the books; nothing here
/// touches the store.
extension Invoice {
    /// The fee is owed from the day the invoice is made.
    func issuing(on day: CivilDate) throws(PolityError) -> LedgerEntry {
        try LedgerEntry(
            .invoice, key: "invoice/\(id)", organisation: organisation, day: day,
            postings: [.init(.receivable, debit: amount), .init(.fees(of: service), credit: amount)])
    }

    /// Takes a receipt of what is owed or a part of it.
    ///
    /// - Throws: `PAYMENTS-110` when nothing is owed any more, `PAYMENTS-111` for more than is owed or another currency.
    func paying(_ receipt: Receipt) throws(PolityError) -> (Invoice, LedgerEntry) {
        guard state == .open else { throw PolityError(.conflict, "PAYMENTS-110", Phrase.invoiceNotOpen, context: state.rawValue) }
        guard receipt.amount.currency == amount.currency, (1...outstanding.minorUnits).contains(receipt.amount.minorUnits) else {
            throw PolityError(.conflict, "PAYMENTS-111", Phrase.wrongAmount, context: "\(receipt.amount) for \(outstanding)")
        }
        var paidInvoice = self
        paidInvoice.paid.minorUnits += receipt.amount.minorUnits
        if paidInvoice.outstanding.minorUnits == 0 { paidInvoice.state = .settled }
        let entry = try LedgerEntry(
            .payment, key: "payment/\(receipt.key)", organisation: organisation, day: receipt.day,
            postings: [.init(receipt.method.account, debit: receipt.amount), .init(.receivable, credit: receipt.amount)])
        return (paidInvoice, entry)
    }

    /// Owes again what the bank has taken back from it.
    ///
    /// - Parameter place: where the loss stands so far.
    /// - Throws: `PAYMENTS-113` unless so much is paid on it, `PAYMENTS-111` for another currency.
    func owingAgain(_ part: Money, key: String, instead place: LedgerAccount, on day: CivilDate) throws(PolityError) -> (Invoice, LedgerEntry) {
        guard part.currency == amount.currency else { throw PolityError(.conflict, "PAYMENTS-111", Phrase.wrongAmount, context: "\(part)") }
        guard state == .settled || state == .open, paid.minorUnits >= part.minorUnits else {
            throw PolityError(.conflict, "PAYMENTS-113", Phrase.notSettled, context: state.rawValue)
        }
        var open = self
        open.state = .open
        open.paid.minorUnits -= part.minorUnits
        let entry = try LedgerEntry(
            .assignment, key: "taken_back/\(key)", organisation: organisation, day: day,
            postings: [.init(.receivable, debit: part), .init(place, credit: part)])
        return (open, entry)
    }

    /// Gives up what nobody has paid: the entry of issue, turned round.
    ///
    /// - Throws: `PAYMENTS-110` unless it is open, `PAYMENTS-112` when a part was paid: that is refunded first.
    func cancelling(on day: CivilDate) throws(PolityError) -> (Invoice, LedgerEntry) {
        guard state == .open else { throw PolityError(.conflict, "PAYMENTS-110", Phrase.invoiceNotOpen, context: state.rawValue) }
        guard paid.minorUnits == 0 else { throw PolityError(.conflict, "PAYMENTS-112", Phrase.partlyPaid) }
        var cancelled = self
        cancelled.state = .cancelled
        let entry = try LedgerEntry(
            .cancellation, key: "cancellation/\(id)", organisation: organisation, day: day,
            postings: [.init(.fees(of: service), debit: amount), .init(.receivable, credit: amount)])
        return (cancelled, entry)
    }

    /// Pays everything back that was paid: `byCard` to the card, the rest to the account it came from. What was paid whole is then
    /// refunded for good; an invoice of which a part was paid is owed again as a whole, and may be paid or cancelled.
    ///
    /// - Throws: `PAYMENTS-113` when nothing was paid.
    func refunding(byCard: Money, on day: CivilDate) throws(PolityError) -> (Invoice, LedgerEntry) {
        guard state == .settled || state == .open, paid.minorUnits > 0 else {
            throw PolityError(.conflict, "PAYMENTS-113", Phrase.notSettled, context: state.rawValue)
        }
        var refunded = self
        refunded.state = state == .settled ? .refunded : .open
        refunded.paid.minorUnits = 0
        let byTransfer = Money(minorUnits: paid.minorUnits - byCard.minorUnits, currency: paid.currency)
        let ways = [(LedgerAccount.cards, byCard), (.bank, byTransfer)].filter { $0.1.minorUnits != 0 }
        let entry = try LedgerEntry(
            .refund, key: state == .settled ? "refund/\(id)" : "refund/\(id)/\(version)", organisation: organisation, day: day,
            postings: [.init(state == .settled ? .fees(of: service) : .receivable, debit: paid)] + ways.map { .init($0.0, credit: $0.1) })
        return (refunded, entry)
    }
}
