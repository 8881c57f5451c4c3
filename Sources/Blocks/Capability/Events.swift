import Kernel
import Store
import Synchronization

/// Something that happened in one capability, for those that react to it: a payment settled, a case decided.
///
/// The payload's schema has a version; a changed schema is a new version, and old reactions keep reading the old one.
public struct Event: Sendable, Hashable {
    /// `capability.what_happened`: `payments.invoice_settled`.
    public var name: String
    public var version: Int
    /// Ids, not personal values.
    public var payload: JSON

    public init(_ name: String, version: Int = 1, _ payload: JSON) {
        self.name = name
        self.version = version
        self.payload = payload
    }
}

/// What a capability does about another's event, inside the transaction in which it happened: both or neither.
public struct Reaction: Sendable {
    public var event: String
    public var react: @Sendable (_ event: Event, _ tx: Transaction) throws -> Void

    public init(to event: String, _ react: @escaping @Sendable (_ event: Event, _ tx: Transaction) throws -> Void) {
        self.event = event
        self.react = react
    }
}

/// Carries events from those that emit them to those that react. A block may thus tell a later one without knowing it.
public final class Events: Sendable {
    private let reactions = Mutex<[String: [Reaction]]>([:])

    public init() {}

    func add(_ more: [Reaction]) {
        reactions.withLock { reactions in
            for reaction in more { reactions[reaction.event, default: []].append(reaction) }
        }
    }

    /// Every reaction runs in the caller's transaction, in the order of the capabilities.
    public func emit(_ event: Event, in tx: Transaction) throws {
        for reaction in reactions.withLock({ $0[event.name] ?? [] }) { try reaction.react(event, tx) }
    }
}
