import Kernel

/// What a bank says came and went on an account (ISO 20022 camt.053), as far as matching payments needs it.
public struct BankStatement: Sendable, Hashable {
    /// The bank's own id of the statement.
    public var id: String
    /// The account's IBAN or the bank's other number for it.
    public var account: String
    public var lines: [Line]

    /// One booked movement, or one part of a batch.
    public struct Line: Sendable, Hashable {
        /// Positive when it came in.
        public var amount: Money
        public var day: CivilDate
        /// The structured creditor reference as the bank gives it; nil when there is none.
        public var reference: String?
        /// The bank's name for this movement, or for several of them: a batch, a day. Two statements that hold the same movement give the
        /// same.
        public var bankReference: String
        /// What the payer and the banks call the payment (EndToEndId, TxId); nil when they call it nothing.
        public var payment: String?
        /// Whether it takes an earlier movement back (RvslInd).
        public var isReversal = false
        /// Which it is of those in its message that are alike in everything: 1 for the first.
        public var number = 1
        /// The same of those in its statement that are alike in name, day and amount: how movements were told apart once.
        var earlierNumber = 1
    }
}
