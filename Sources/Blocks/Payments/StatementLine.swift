import Kernel
import Ledger

/// A movement on the bank account, or a card payment that found its invoice closed, and what became of it.
public struct StatementLine: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        /// Paid its invoice.
        case matched
        /// Waits for an officer.
        case waiting
        /// An officer gave all of it to invoices.
        case assigned
        /// Went back to the payer.
        case returned
        /// Money that went out: nothing to match.
        case outgoing
    }

    /// Why nobody but an officer can say what the money is for.
    public enum Reason: String, Sendable, CaseIterable {
        case noReference = "no_reference", unknownReference = "unknown_reference", otherCurrency = "other_currency"
        case notOpen = "not_open", tooLittle = "too_little", tooMuch = "too_much"
    }

    /// Names the movement once for ever.
    public let key: String
    public let account: String
    public let statement: String
    public let organisation: String
    public let day: CivilDate
    public let amount: Money
    public let reference: String?
    public var state: State
    public var reason: Reason?
    public var invoice: Identifier<Invoice>?
    /// How much of it an invoice took.
    public var assigned: Int64
    public var version: Int

    public var rest: Money { Money(minorUnits: amount.minorUnits - assigned, currency: amount.currency) }
}

extension StatementLine {
    /// What a new movement means, given the invoice its reference names. Only the exact amount pays by itself.
    static func decide(_ amount: Money, reference: String?, invoice: Invoice?) -> (State, Reason?) {
        guard amount.minorUnits > 0 else { return (.outgoing, nil) }
        guard reference.flatMap({ CreditorReference($0) }) != nil else { return (.waiting, .noReference) }
        guard let invoice else { return (.waiting, .unknownReference) }
        guard invoice.amount.currency == amount.currency else { return (.waiting, .otherCurrency) }
        guard invoice.state == .open else { return (.waiting, .notOpen) }
        if amount.minorUnits < invoice.outstanding.minorUnits { return (.waiting, .tooLittle) }
        if amount.minorUnits > invoice.outstanding.minorUnits { return (.waiting, .tooMuch) }
        return (.matched, nil)
    }

    /// Money that came and has no invoice yet: the government holds it, and owes it.
    func holding(at place: LedgerAccount) throws(PolityError) -> LedgerEntry {
        try LedgerEntry(
            .payment, key: "held/\(key)", organisation: organisation, day: day,
            postings: [.init(place, debit: amount), .init(.unassigned, credit: amount)])
    }

    /// The part an invoice takes, as a receipt out of what is held.
    ///
    /// - Throws: `PAYMENTS-140` when nothing of it waits, `PAYMENTS-110` when the invoice asks for nothing any more.
    func assigning(to invoice: Invoice, on day: CivilDate) throws(PolityError) -> (StatementLine, Receipt) {
        guard state == .waiting, rest.minorUnits > 0 else { throw PolityError(.conflict, "PAYMENTS-140", Phrase.lineDone) }
        guard invoice.state == .open else { throw PolityError(.conflict, "PAYMENTS-110", Phrase.invoiceNotOpen, context: invoice.state.rawValue) }
        let part = Money(minorUnits: min(rest.minorUnits, invoice.outstanding.minorUnits), currency: amount.currency)
        var line = self
        line.invoice = invoice.id
        line.assigned += part.minorUnits
        // What no invoice has taken yet still waits for somebody to say where it goes.
        (line.state, line.reason) = line.rest.minorUnits == 0 ? (.assigned, line.reason) : (.waiting, .tooMuch)
        return (line, Receipt(.held, key: "\(key)/\(invoice.id)", amount: part, day: day))
    }

    /// Sends what no invoice took back to the payer.
    ///
    /// - Throws: `PAYMENTS-140` when nothing of it waits.
    func returning(on day: CivilDate, from place: LedgerAccount) throws(PolityError) -> (StatementLine, LedgerEntry) {
        guard state == .waiting, rest.minorUnits > 0 else { throw PolityError(.conflict, "PAYMENTS-140", Phrase.lineDone) }
        let entry = try LedgerEntry(
            .refund, key: "returned/\(key)", organisation: organisation, day: day,
            postings: [.init(.unassigned, debit: rest), .init(place, credit: rest)])
        var line = self
        line.state = .returned
        return (line, entry)
    }
}
