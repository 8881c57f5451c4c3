/// A place in the tree of accounts: `assets:bank`, `income:fees:renew_driving_licence`.
///
/// What is left of a colon is the account above, whose balance includes all below it.
public struct LedgerAccount: Hashable, Sendable, CustomStringConvertible {
    /// The five sides of a balance sheet and a statement of income.
    public enum Side: String, Sendable, CaseIterable { case assets, liabilities, equity, income, expenses }

    public let path: String

    /// - Returns: nil unless `path` begins with a side and goes on in names of small letters, digits and `_`, at most 200 characters.
    public init?(_ path: String) {
        let parts = path.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard path.utf8.count <= 200, parts.count <= 8, let first = parts.first, Side(rawValue: String(decoding: first, as: UTF8.self)) != nil,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isName) })
        else { return nil }
        self.path = path
    }

    private init(known path: String) { self.path = path }

    /// What payers still owe.
    public static let receivable = LedgerAccount(known: "assets:receivable")
    /// The government's bank account.
    public static let bank = LedgerAccount(known: "assets:bank")
    /// What the card company has taken and not yet paid out.
    public static let cards = LedgerAccount(known: "assets:cards")
    /// Money received that no invoice asked for; it belongs to the payer.
    public static let unassigned = LedgerAccount(known: "liabilities:unassigned")

    /// Between two organisations of the government, one of which holds what the other is owed. Over all of them it comes to nothing.
    public static let clearing = LedgerAccount(known: "assets:clearing")

    /// The fees of one service.
    public static func fees(of service: String) -> LedgerAccount {
        LedgerAccount("income:fees:\(service)") ?? LedgerAccount(known: "income:fees:other")
    }

    public var description: String { path }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
