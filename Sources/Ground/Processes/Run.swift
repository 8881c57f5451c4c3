import FEEL
import Kernel

/// One command being carried out. Every change is an event that is applied at once.
struct Run {
    let engine: ProcessEngine
    let now: Instant
    let facts: Context
    private let hasJoins: Bool
    var outcome: ProcessEngine.Outcome
    /// Tokens on their way: they have left one node and not yet come to the next.
    var queue: [Token] = []
    var next = 0
    /// Scopes in which a token ended: they may be over.
    var touched = TicketSet()
    /// Scopes in which a token moved: an inclusive join in them may have become ready. Others cannot have changed.
    var moved = TicketSet()
    /// The node at which a token of the process itself ended last.
    var lastEnd: Int?
    /// Scopes whose tokens were all taken away since somebody asked.
    var cleared = TicketSet()
    /// Whether a condition that is waited for may have become true or false.
    var mayWake = false
    /// An expression that took too much work.
    var overrun: String?
    private var steps = 0
    var root: Context?

    struct Token {
        var node: Int
        var flow: Int?
        var scope: Ticket
        var item: Int?
        var locals: Context?
    }

    /// A process that moves so often without resting goes in circles.
    static let stepLimit = 200_000

    init(engine: ProcessEngine, instance: Instance, now: Instant, facts: Context) {
        self.engine = engine
        self.now = now
        self.facts = facts
        hasJoins = !engine.model.joins.isEmpty
        outcome = ProcessEngine.Outcome(instance: instance)
        outcome.events.reserveCapacity(8)
    }

    var model: ProcessModel { _read { yield engine.model } }
    var state: Instance { _read { yield outcome.instance } }

    mutating func record(_ event: ProcessEvent) {
        switch event {
        case .started, .assigned:
            root = nil
            mayWake = true
        case .passed(_, let scope), .arrived(_, let scope), .joined(_, let scope, _), .activated(_, let scope, _), .reset(_, let scope, _):
            if hasJoins { moved.insert(scope) }
        case .left(let ticket), .dropped(let ticket): if hasJoins, let scope = state.rests[ticket]?.scope { moved.insert(scope) }
        default: break
        }
        outcome.instance.apply(event)
        outcome.events.append(event)
    }

    mutating func note(end node: Int, in scope: Ticket) { if scope == .root { lastEnd = node } }

    mutating func effect(_ effect: Effect) { outcome.effects.append(effect) }

    func newTicket() -> Ticket { Ticket(state.nextTicket) }

    // MARK: Moving until everything rests

    mutating func settle() throws(Rejection) {
        while state.isRunning {
            if mayWake, wakeCondition() {
                try count()
            } else if next < queue.count {
                let token = queue[next]
                next += 1
                if next == queue.count {
                    queue.removeAll(keepingCapacity: true)
                    next = 0
                }
                try count()
                enter(token)
            } else if !fireJoin(), !finishScope() {
                return
            }
        }
    }

    private mutating func count() throws(Rejection) {
        steps += 1
        guard steps < Self.stepLimit else { throw .endless }
    }

    /// Sends a token along every flow that is open to it. A node that is no gateway may have several: all of them, those with a
    /// condition only when it holds (section 13.3.1), and the default one when no other is open. Where a condition takes too much work it
    /// goes along none, and waits to be judged again.
    mutating func leave(_ node: Int, in scope: Ticket) {
        let place = model.nodes[node]
        let before = queue.count
        var isOpen = false
        for flow in place.outgoing where flow != place.otherwise {
            if let condition = model.flows[flow].condition, !holds(condition, in: scope) { continue }
            for _ in 0..<place.element.quantity.completion { send(along: flow, in: scope) }
            isOpen = true
        }
        if let reason = takeOverrun() {
            queue.removeLast(queue.count - before)
            return stop(rest(Token(node: node, flow: nil, scope: scope), .done), reason)
        }
        if !isOpen, let otherwise = place.otherwise { for _ in 0..<place.element.quantity.completion { send(along: otherwise, in: scope) } }
        // Without a way on, the token ends here (an implicit end, section 13.5.1).
        if place.outgoing.isEmpty { note(end: node, in: scope) }
        touched.insert(scope)
    }

    mutating func send(along flow: Int, in scope: Ticket) {
        queue.append(Token(node: model.flows[flow].to, flow: flow, scope: scope))
    }
}
