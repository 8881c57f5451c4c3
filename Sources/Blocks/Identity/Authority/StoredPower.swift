import Kernel
import Store

/// A row that lets somebody do what they otherwise may not: a mandate, an absence with its stand-in, a machine client. `PowerActs` records what becomes of it.
protocol StoredPower: Sendable {
    /// What it is called in findings.
    static var word: String { get }
    /// The kind of the act that tells of a new one.
    static var begun: String { get }
    /// Of the act, if any, after which it says something else; there is one at most.
    static var changed: String? { get }
    /// Of the act, if any, after which it gives nobody anything.
    static var ended: String? { get }
    /// Whether it may end with its person, of which no act of its own tells.
    static var endsUntold: Bool { get }

    var id: String { get }
    /// With whose key its acts are sealed; nil where they name nobody.
    var subject: PersonID? { get }
    var organisation: String { get }
    var isEnded: Bool { get }
    /// What its acts say: everything that must not be otherwise in the store.
    var told: JSON { get }

    /// Those that a condition names, in the order of their ids, a page at most.
    static func read(_ condition: SQL, _ connection: Connection) throws -> [Self]
}

extension StoredPower {
    static var changed: String? { nil }
    static var ended: String? { nil }
    static var endsUntold: Bool { false }
    static var page: Int { 500 }
    /// Between whom it is, is their own business.
    static var wholeGovernment: String { "government" }
    var isEnded: Bool { false }
}
