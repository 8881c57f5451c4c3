import Kernel

/// The company that takes cards, behind two calls. The card itself is never seen here: the payer types it on the
/// company's page.
public struct CardProcessor: Sendable {
    /// Announces a charge. The same charge id is the same charge.
    /// - Returns: the address of the page where the payer goes on.
    public var begin: @Sendable (_ charge: CardCharge) async throws -> String
    /// What has become of a charge. Asked when the payer comes back, and again by a job for those who never do.
    public var outcome: @Sendable (_ charge: Identifier<CardCharge>) async throws -> CardOutcome

    public init(
        begin: @escaping @Sendable (_ charge: CardCharge) async throws -> String,
        outcome: @escaping @Sendable (_ charge: Identifier<CardCharge>) async throws -> CardOutcome
    ) {
        self.begin = begin
        self.outcome = outcome
    }
}

/// One attempt to pay by card.
public struct CardCharge: Sendable, Hashable {
    public let id: Identifier<CardCharge>
    public let amount: Money
    public let title: String
    /// Where the payer is sent afterwards.
    public let returnAddress: String

    public init(id: Identifier<CardCharge>, amount: Money, title: String, returnAddress: String) {
        self.id = id
        self.amount = amount
        self.title = title
        self.returnAddress = returnAddress
    }
}

public enum CardOutcome: String, Sendable { case pending, paid, declined }
