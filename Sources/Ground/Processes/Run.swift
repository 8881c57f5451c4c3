import FEEL
import Kernel

/// One command being carried out. Every change is an event that is applied at once.
struct Run {
    let engine: ProcessEngine
    let now: Instant
    let facts: Context
    var outcome: ProcessEngine.Outcome
    /// Tokens on their way: they have left one node and not yet come to the next.
    var queue: [Token] = []
    var next = 0
    /// Scopes in which a token ended: they may be over.
    var touched: Set<Ticket> = []
    /// Scopes in which a token moved: an inclusive join in them may have become ready. Others cannot have changed.
    var moved: Set<Ticket> = []
    /// The end event reached last in each scope.
    var lastEnd: [Ticket: Int] = [:]
    private var steps = 0
    private var root: Context?

    struct Token { var node: Int; var flow: Int?; var scope: Ticket; var item: Int?; var locals: Context? }

    /// A process that moves so often without resting goes in circles.
    static let stepLimit = 200_000

    init(engine: ProcessEngine, instance: Instance, now: Instant, facts: Context) {
        self.engine = engine
        self.now = now
        self.facts = facts
        outcome = ProcessEngine.Outcome(instance: instance)
    }

    var model: ProcessModel { engine.model }
    var state: Instance { _read { yield outcome.instance } }

    mutating func record(_ event: ProcessEvent) {
        switch event {
        case .started, .assigned: root = nil
        case .passed(_, let scope), .arrived(_, let scope), .joined(_, let scope, _): moved.insert(scope)
        case .left(let ticket), .dropped(let ticket): if let scope = state.rests[ticket]?.scope { moved.insert(scope) }
        default: break
        }
        outcome.instance.apply(event)
        outcome.events.append(event)
    }

    mutating func effect(_ effect: Effect) { outcome.effects.append(effect) }

    func newTicket() -> Ticket { Ticket(state.nextTicket) }

    // MARK: Moving until everything rests

    mutating func settle() throws(Rejection) {
        while state.isRunning {
            if next < queue.count {
                let token = queue[next]
                next += 1
                if next == queue.count {
                    queue.removeAll(keepingCapacity: true)
                    next = 0
                }
                steps += 1
                guard steps < Self.stepLimit else { throw .endless }
                enter(token)
            } else if !fireInclusiveJoin(), !finishScope() {
                return
            }
        }
    }

    /// Sends a token along every flow that is open to it. A node that is no gateway may have several: all of them, those with a
    /// condition only when it holds (section 13.3.1).
    mutating func leave(_ node: Int, in scope: Ticket) {
        let flows = model.nodes[node].outgoing
        for flow in flows {
            if let condition = model.flows[flow].condition, !condition.holds(context(in: scope)) { continue }
            send(along: flow, in: scope)
        }
        // Without a way on, the token ends here (an implicit end, section 13.5.1).
        touched.insert(scope)
    }

    mutating func send(along flow: Int, in scope: Ticket) {
        queue.append(Token(node: model.flows[flow].to, flow: flow, scope: scope))
    }

    // MARK: Names

    /// Facts, then the process's variables, then those of the scopes around and of the item.
    mutating func context(in scope: Ticket, locals: Context? = nil) -> Context {
        var context = rootContext()
        var chain: [Context] = []
        var ticket = scope
        while ticket != .root, let rest = state.rests[ticket] {
            if let own = rest.locals { chain.append(own) }
            ticket = rest.scope
        }
        for own in chain.reversed() { for name in own.names { context[name] = own[name] } }
        if let locals { for name in locals.names { context[name] = locals[name] } }
        return context
    }

    private mutating func rootContext() -> Context {
        if let root { return root }
        var context = facts
        for name in state.variables.names { context[name] = state.variables[name] }
        root = context
        return context
    }

    /// Sets variables where they are declared: in the innermost scope that has one of the name, else in the process.
    mutating func assign(_ values: Context, from scope: Ticket) {
        for name in values.names {
            guard let value = values[name] else { continue }
            var ticket = scope
            while ticket != .root, let rest = state.rests[ticket] {
                if rest.locals?[name] != nil { break }
                ticket = rest.scope
            }
            record(.assigned(name, value, scope: ticket))
        }
    }
}
