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
    var rests = TicketMap<Rest>()
    /// Open scopes: the process (`.root`), sub-processes, bodies of multi-instance activities.
    var scopes = TicketMap<Scope>()
    /// Tickets by what they listen for. Follows from `rests`.
    var listeners: [Listening: TicketSet] = [:]
    /// Tickets that wait for a condition. Follows from `rests`.
    var conditions = TicketSet()

    enum Listening: Sendable, Hashable {
        case message(String, key: Value?)
        case signal(String)
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
        /// What it listens beside: the activity of a boundary event, the event-based gateway of a choice, the scope of an event
        /// sub-process.
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
        var members = TicketSet()
        /// What most scopes have nothing of, in one place, so that those cost little.
        private var besides: [Besides] = []

        struct Besides: Sendable, Hashable {
            /// Tokens waiting before joins, by flow.
            var arrivals: [Int: Int] = [:]
            /// Items of a multi-instance body, how many have ended where that is asked, and the results of those that ended.
            var results: [Int: Value] = [:]
            var items: [Value] = []
            var completed = 0
            /// What was completed in it and can be undone, oldest first; while it undoes, what is still to be undone.
            var done: [Completion] = []
            /// Complex gateways that have fired and wait for their reset, with the flows from which they have taken a token.
            var fired: [Int: Set<Int>] = [:]
            /// Event sub-processes of the process itself that listen; those of a sub-process stand with its own rest.
            var watchers: [Ticket] = []
            /// Nothing new begins in it: an event sub-process has interrupted it, or its ad-hoc work is complete.
            var isClosed = false

            static let nothing = Besides()
        }

        var arrivals: [Int: Int] { besides.first?.arrivals ?? [:] }
        var results: [Int: Value] { besides.first?.results ?? [:] }
        var items: [Value] { besides.first?.items ?? [] }
        var completed: Int { besides.first?.completed ?? 0 }
        var done: [Completion] { besides.first?.done ?? [] }
        var fired: [Int: Set<Int>] { besides.first?.fired ?? [:] }
        var watchers: [Ticket] { besides.first?.watchers ?? [] }
        var isClosed: Bool { besides.first?.isClosed ?? false }
        var isEmpty: Bool { members.isEmpty && arrivals.isEmpty }

        /// Changes what stands besides.
        var more: Besides {
            get { besides.first ?? .nothing }
            _modify {
                if besides.isEmpty { besides.append(.nothing) }
                yield &besides[0]
                if besides[0] == .nothing { besides = [] }
            }
        }
    }

    /// Something done that may have to be undone (section 13.5.5).
    struct Completion: Sendable, Hashable {
        var node: Int
        /// The whole of a loop or multi-instance activity; its turns stand in `inner`.
        var isBody: Bool
        /// As they were when it was completed.
        var variables: Context
        var inner: [Completion]
    }

    /// What a ticket waits for.
    public enum Wait: Sendable, Hashable {
        case task(due: Instant?)
        case call
        case timer(due: Instant, repeats: Int?)
        case message(String, key: Value?)
        case signal(String)
        /// `part`: which of several triggers of its event. `isArmed`: it has been false since it last happened (section 10.5.5), so
        /// that it can happen again.
        case condition(part: Int, isArmed: Bool)
        /// A called process: an instance of its own.
        case process
        /// An event-based gateway, or an event of several triggers: its watchers wait, and the first takes the token.
        case choice
        /// An event of several triggers that must all come.
        case all
        /// A sub-process, or the body of a loop or multi-instance activity: its own tokens are under way.
        case scope
        /// An ad-hoc sub-process: people choose what is done in it (`Command.activate`).
        case adHoc
        /// Compensation: handlers run, one after the other. `isAwaited`: the event that threw it goes on when all is undone.
        case undoing(isAwaited: Bool)
        /// Stopped by a fault. Beside something it is an event that could not be listened for.
        case stopped
        /// Done, and stopped by a fault where it had to be judged how it goes on: whether a loop ends, which flow is open.
        case done
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

    /// Everything it waits for, oldest first. O(n).
    public func waiting(in model: ProcessModel) -> [Waiting] {
        rests.pairs.map {
            Waiting(ticket: $0.key, element: model.nodes[$0.value.node].element.id, wait: $0.value.wait, incident: $0.value.incident)
        }
    }

    /// What listens beside one of them: the events on the border of an activity, in their order.
    public func waiting(beside host: Ticket, in model: ProcessModel) -> [Waiting] {
        (rests[host]?.watchers ?? []).compactMap { ticket in
            rests[ticket].map { Waiting(ticket: ticket, element: model.nodes[$0.node].element.id, wait: $0.wait, incident: $0.incident) }
        }
    }

    /// The element at which a ticket waits; nil when nothing waits under it any more.
    public func element(of ticket: Ticket, in model: ProcessModel) -> String? { rests[ticket].map { model.nodes[$0.node].element.id } }

    /// The end event at which it ended; nil before.
    public func end(in model: ProcessModel) -> String? { if case .ended(let node) = status { model.nodes[node].element.id } else { nil } }

    public func wait(of ticket: Ticket) -> Wait? { rests[ticket]?.wait }

    /// Whether `Command.deliver` of this message would be taken.
    public func hears(message: String, key: Value?) -> Bool {
        isRunning && (listeners[.message(message, key: nil)] != nil || key.map { listeners[.message(message, key: $0)] != nil } ?? false)
    }

    public func hears(signal: String) -> Bool { isRunning && listeners[.signal(signal)] != nil }

    /// The activities that a person may begin now in the ad-hoc sub-process of this ticket (`Command.activate`).
    public func offered(at ticket: Ticket, in model: ProcessModel) -> [String] {
        guard let rest = rests[ticket], case .adHoc = rest.wait, let adHoc = model.nodes[rest.node].element.adHoc, let scope = scopes[ticket],
            !scope.isClosed, !adHoc.isSequential || scope.isEmpty
        else { return [] }
        return model.offered(in: model.nodes[rest.node].element.id)
    }
}

extension ProcessModel {
    /// The activities of an ad-hoc sub-process that a person may begin.
    public func offered(in adHoc: String) -> [String] {
        nodes.filter { $0.element.parent == adHoc && $0.isOffered }.map(\.element.id)
    }
}
