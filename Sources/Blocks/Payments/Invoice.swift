import Kernel
import Ledger

/// What a party is asked to pay, and how far it has been paid.
public struct Invoice: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case open, settled, cancelled, refunded
    }

    public let id: Identifier<Invoice>
    /// What the payer quotes.
    public let reference: CreditorReference
    public let organisation: String
    public let subject: Identifier<DataSubject>
    /// The service it is for; fees are booked under it.
    public let service: String
    /// The case that waits for it.
    public let caseID: String?
    /// What it is for. Nothing personal: it goes to the card company.
    public let title: String
    public let amount: Money
    public var paid: Money
    public var state: State
    public let dueDay: CivilDate
    public let madeAt: Instant
    public var version: Int

    public var outstanding: Money { Money(minorUnits: amount.minorUnits - paid.minorUnits, currency: amount.currency) }
}

/// An invoice as a block asks for it.
public struct InvoiceOrder: Sendable, Hashable {
    /// The same key makes one invoice, however often it is asked.
    public var key: String
    public var organisation: String
    public var subject: Identifier<DataSubject>
    public var service: String
    public var caseID: String?
    public var title: String
    public var amount: Money
    public var dueDay: CivilDate

    public init(
        key: String, organisation: String, subject: Identifier<DataSubject>, service: String, caseID: String? = nil, title: String, amount: Money,
        dueDay: CivilDate
    ) {
        self.key = key
        self.organisation = organisation
        self.subject = subject
        self.service = service
        self.caseID = caseID
        self.title = title
        self.amount = amount
        self.dueDay = dueDay
    }
}

/// Money that came in, by whichever way.
public struct Receipt: Sendable, Hashable {
    public enum Method: String, Sendable, CaseIterable {
        case card, transfer
        /// Out of money that came earlier without an invoice.
        case held
        /// The same, held by another organisation.
        case cleared

        /// Where the money stands once it has come.
        var account: LedgerAccount {
            switch self {
            case .card: .cards
            case .transfer: .bank
            case .held: .unassigned
            case .cleared: .clearing
            }
        }
    }

    public var method: Method
    /// Names the payment once for ever, as the card company or the bank does.
    public var key: String
    public var amount: Money
    public var day: CivilDate

    public init(_ method: Method, key: String, amount: Money, day: CivilDate) {
        self.method = method
        self.key = key
        self.amount = amount
        self.day = day
    }
}
