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
        /// The bank takes an earlier movement back.
        case reversal
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
    /// What a new movement means, given the invoice its reference names. Only the exact amount pays by itself, and nothing that the bank
    /// takes back is set right by itself: what it was paid for may have been issued.
    static func decide(_ movement: BankStatement.Line, invoice: Invoice?) -> (State, Reason?) {
        let (amount, reference) = (movement.amount, movement.reference)
        if movement.isReversal, amount.minorUnits != 0 { return (.waiting, .reversal) }
        guard amount.minorUnits > 0 else { return (.outgoing, nil) }
        guard reference.flatMap({ CreditorReference($0) }) != nil else { return (.waiting, .noReference) }
        guard let invoice else { return (.waiting, .unknownReference) }
        guard invoice.amount.currency == amount.currency else { return (.waiting, .otherCurrency) }
        guard invoice.state == .open else { return (.waiting, .notOpen) }
        if amount.minorUnits < invoice.outstanding.minorUnits { return (.waiting, .tooLittle) }
        if amount.minorUnits > invoice.outstanding.minorUnits { return (.waiting, .tooMuch) }
        return (.matched, nil)
    }

    /// Whether it is money that the bank took back: less than nothing came.
    public var isTakenBack: Bool { amount.minorUnits < 0 }

    /// Money that came and has no invoice yet: the government holds it, and owes it. What was taken back is owed to the government.
    func holding(at place: LedgerAccount) throws(PolityError) -> LedgerEntry {
        try LedgerEntry(
            isTakenBack ? .refund : .payment, key: "held/\(key)", organisation: organisation, day: day,
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
        return (line, Receipt(organisation == invoice.organisation ? .held : .cleared, key: "\(key)/\(invoice.id)", amount: part, day: day))
    }

    /// Takes off an invoice what the bank has taken back.
    ///
    /// - Throws: `PAYMENTS-140` when nothing of it waits.
    func takingBack(from invoice: Invoice, on day: CivilDate) throws(PolityError) -> (StatementLine, Invoice, LedgerEntry) {
        guard state == .waiting, isTakenBack else { throw PolityError(.conflict, "PAYMENTS-140", Phrase.lineDone) }
        let place: LedgerAccount = organisation == invoice.organisation ? .unassigned : .clearing
        let owed = Money(minorUnits: -amount.minorUnits, currency: amount.currency)
        let (open, entry) = try invoice.owingAgain(owed, key: "\(key)/\(invoice.id)", instead: place, on: day)
        var line = self
        line.invoice = invoice.id
        line.assigned = amount.minorUnits
        line.state = .assigned
        return (line, open, entry)
    }

    /// What the books of the organisation that held the money say when it goes to another's invoice; nil when it is its own.
    func handingOver(_ part: Money, to invoice: Invoice, on day: CivilDate) throws(PolityError) -> LedgerEntry? {
        guard organisation != invoice.organisation else { return nil }
        return try LedgerEntry(
            .assignment, key: "handed_over/\(key)/\(invoice.id)", organisation: organisation, day: day,
            postings: [.init(.unassigned, debit: part), .init(.clearing, credit: part)])
    }

    /// Sends what no invoice took back to the payer. Of what the bank itself took back, the turned entry: it is even with the payment that
    /// had come.
    ///
    /// - Throws: `PAYMENTS-140` when nothing of it waits.
    func returning(on day: CivilDate, from place: LedgerAccount) throws(PolityError) -> (StatementLine, LedgerEntry) {
        guard state == .waiting, rest.minorUnits != 0 else { throw PolityError(.conflict, "PAYMENTS-140", Phrase.lineDone) }
        let entry = try LedgerEntry(
            .refund, key: "returned/\(key)", organisation: organisation, day: day,
            postings: [.init(.unassigned, debit: rest), .init(place, credit: rest)])
        var line = self
        line.state = .returned
        return (line, entry)
    }
}
