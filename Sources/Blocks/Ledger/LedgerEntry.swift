import Kernel

/// One business event in the books: its postings add up to zero in every currency. It is never changed; a mistake is
/// set right by another entry.
public struct LedgerEntry: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable { case invoice, payment, refund, cancellation, assignment }

    /// An amount on one account: positive is a debit, negative a credit.
    public struct Posting: Sendable, Hashable {
        public var account: LedgerAccount
        public var amount: Money

        public init(_ account: LedgerAccount, debit amount: Money) {
            self.account = account
            self.amount = amount
        }

        /// - Precondition: the amount is not the least an Int64 can hold.
        public init(_ account: LedgerAccount, credit amount: Money) {
            self.account = account
            self.amount = Money(minorUnits: -amount.minorUnits, currency: amount.currency)
        }
    }

    public let kind: Kind
    /// Names the event once for ever: `invoice/<id>`. The same key is posted once, however often it is asked.
    public let key: String
    /// The organisation whose books these are.
    public let organisation: String
    /// The day it counts for.
    public let day: CivilDate
    public let postings: [Posting]

    /// - Throws: `LEDGER-101` for fewer than two postings, a posting of nothing or a sum that is not zero.
    public init(_ kind: Kind, key: String, organisation: String, day: CivilDate, postings: [Posting]) throws(PolityError) {
        guard (2...100).contains(postings.count), postings.allSatisfy({ $0.amount.minorUnits != 0 && $0.amount.minorUnits != .min }), Self.isBalanced(postings)
        else {
            throw PolityError(.broken, "LEDGER-101", "This entry does not balance.", context: key)
        }
        self.kind = kind
        self.key = key
        self.organisation = organisation
        self.day = day
        self.postings = postings
    }

    /// In wider numbers than the amounts have, so that no sum can overflow into balance.
    static func isBalanced(_ postings: [Posting]) -> Bool {
        var sums: [Currency: Int128] = [:]
        for posting in postings { sums[posting.amount.currency, default: 0] += Int128(posting.amount.minorUnits) }
        return sums.values.allSatisfy { $0 == 0 }
    }
}
