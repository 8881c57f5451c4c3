import FEEL
import Kernel

/// The whole state of one running process, as a value. It changes by `apply(_:)` alone.
public struct Instance: Sendable, Hashable {
    public internal(set) var status: Status = .new
    /// Variables of the process itself.
    public internal(set) var variables = Context()
    /// Events applied so far.
    public internal(set) var version = 0
    var nextTicket = 1
    /// Where tokens rest, and what is listened for beside them.
    var rests: [Ticket: Rest] = [:]
    /// Open scopes: the process (`.root`), sub-processes, bodies of multi-instance activities.
    var scopes: [Ticket: Scope] = [:]
    /// Tickets by what they listen for. Follows from `rests`.
    var listeners: [Listening: Set<Ticket>] = [:]

    struct Listening: Sendable, Hashable {
        var message: String
        var key: Value?
    }

    public init() {}

    public enum Status: Sendable, Hashable {
        case new, running
        /// At the end event reached last; `end(in:)` names it.
        case ended(node: Int)
        case cancelled
    }

    struct Rest: Sendable, Hashable {
        var node: Int
        var scope: Ticket
        /// What it listens beside: the activity of a boundary event, the event-based gateway of a choice.
        var host: Ticket?
        var wait: Wait
        /// Which item of a multi-instance activity, from 0.
        var item: Int?
        /// Variables of this item or sub-process.
        var locals: Context?
        /// What listens beside it.
        var watchers: [Ticket] = []
        /// Why it cannot go on; an operator mends it and tries again.
        var incident: String?
    }

    struct Scope: Sendable, Hashable {
        /// Tokens that rest directly in it.
        var members: Set<Ticket> = []
        /// Tokens waiting before joins, by flow.
        var arrivals: [Int: Int] = [:]
        /// Items of a multi-instance body that have not begun (sequential), and the results of those that ended.
        var results: [Int: Value] = [:]
        var items: [Value] = []
        var begun = 0

        var isEmpty: Bool { members.isEmpty && arrivals.isEmpty }
    }

    /// What a ticket waits for.
    public enum Wait: Sendable, Hashable {
        case task(due: Instant?)
        case call
        case timer(due: Instant, repeats: Int?)
        case message(String, key: Value?)
        /// An event-based gateway: its watchers wait.
        case choice
        /// A sub-process or multi-instance body: its own tokens are under way.
        case scope
        /// Stopped by a fault.
        case stopped
    }
}

// MARK: - Reading

extension Instance {
    public var isRunning: Bool { status == .running }

    /// One thing the process waits for.
    public struct Waiting: Sendable, Hashable {
        public var ticket: Ticket
        public var element: String
        public var wait: Wait
        public var incident: String?
    }

    /// Everything it waits for, oldest first. O(n log n).
    public func waiting(in model: ProcessModel) -> [Waiting] {
        rests.sorted { $0.key < $1.key }.map {
            Waiting(ticket: $0.key, element: model.nodes[$0.value.node].element.id, wait: $0.value.wait, incident: $0.value.incident)
        }
    }

    /// The element at which a ticket waits; nil when nothing waits under it any more.
    public func element(of ticket: Ticket, in model: ProcessModel) -> String? { rests[ticket].map { model.nodes[$0.node].element.id } }

    /// The end event at which it ended; nil before.
    public func end(in model: ProcessModel) -> String? { if case .ended(let node) = status { model.nodes[node].element.id } else { nil } }

    public func wait(of ticket: Ticket) -> Wait? { rests[ticket]?.wait }
}
