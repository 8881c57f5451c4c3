import FEEL
import Kernel

extension Run {
    /// A token has come to an activity that several begin (table 10.3). It takes them from its flows in the order they were drawn.
    ///
    /// - Returns: whether there are enough.
    mutating func gather(along flow: Int, in ticket: Ticket) -> Bool {
        record(.arrived(flow: flow, scope: ticket))
        let index = model.flows[flow].to
        let flows = waiting(before: index, in: ticket)
        guard flows.count >= model.nodes[index].element.quantity.start else {
            touched.insert(ticket)
            return false
        }
        record(.joined(node: index, scope: ticket, flows: flows))
        return true
    }

    /// The flows from which a join or an activity takes the tokens that have come: one from each, or as many as begin the activity.
    func waiting(before index: Int, in ticket: Ticket) -> [Int] {
        let node = model.nodes[index]
        let arrivals = state.scopes[ticket]?.arrivals ?? [:]
        guard node.element.isGathering else { return node.incoming.filter { arrivals[$0] != nil } }
        let all = node.incoming.flatMap { Array(repeating: $0, count: arrivals[$0] ?? 0) }
        return Array(all.prefix(node.element.quantity.start))
    }

    /// Fires one inclusive join, or resets one complex gateway, that no moving or resting token can feed any more. Called when no
    /// token moves.
    ///
    /// - Returns: whether one fired.
    mutating func fireJoin() -> Bool {
        for scope in moved.tickets {
            for join in joinsWaiting(in: scope) {
                if fire(join, in: scope) { return true }
            }
            moved.remove(scope)
        }
        return false
    }

    private func joinsWaiting(in ticket: Ticket) -> [Int] {
        guard let scope = state.scopes[ticket], !scope.arrivals.isEmpty || !scope.fired.isEmpty else { return [] }
        let waiting = scope.arrivals.keys.map { model.flows[$0].to }.filter { model.joins[$0] != nil }
        return Set(waiting + scope.fired.keys).sorted()
    }

    private mutating func fire(_ join: Int, in ticket: Ticket) -> Bool {
        guard let rule = model.joins[join], let scope = state.scopes[ticket] else { return false }
        let waiting = Set(scope.arrivals.keys.filter { model.flows[$0].to == join })
        if case .gateway(.complex) = model.nodes[join].element.kind {
            // Before its activation only its condition counts.
            guard let taken = scope.fired[join], rule.mayFire(waiting: waiting.union(taken), tokens: tokens(in: scope, but: join)) else { return false }
            reset(join, in: ticket, flows: waiting.subtracting(taken).sorted())
            return true
        }
        guard rule.mayFire(waiting: waiting, tokens: tokens(in: scope, but: join)) else { return false }
        record(.joined(node: join, scope: ticket, flows: waiting.sorted()))
        split(Token(node: join, flow: nil, scope: ticket))
        return true
    }

    /// Where tokens are. Those that wait before another join count as if they stood in the gateway they wait for.
    private func tokens(in scope: Instance.Scope, but join: Int) -> Set<Int> {
        var tokens = Set(scope.members.tickets.compactMap { state.rests[$0]?.node })
        for flow in scope.arrivals.keys where model.flows[flow].to != join { tokens.insert(model.flows[flow].to) }
        return tokens
    }

    // MARK: Complex gateways (section 13.4.5)

    /// A token has come: when the gateway waits for its start and the condition holds, it takes one token from each flow that has one.
    mutating func activate(_ node: Int, in ticket: Ticket, _ activation: Formula?) {
        guard let scope = state.scopes[ticket], scope.fired[node] == nil, let activation else { return }
        var counts = Context()
        var sum = 0
        for flow in model.nodes[node].incoming {
            let count = scope.arrivals[flow] ?? 0
            counts[model.flows[flow].countName] = .number(Decimal128(count))
            sum += count
        }
        counts["activationCount"] = .number(Decimal128(sum))
        counts["waitingForStart"] = .boolean(true)
        let isActive = holds(activation, in: ticket, locals: counts)
        // One that could not be judged before is judged with the token that has come now.
        let stopped = scope.members.tickets.first { state.rests[$0].map { $0.node == node && $0.incident != nil && $0.locals == nil } ?? false }
        if let reason = takeOverrun() {
            if stopped == nil { stopHere(Token(node: node, flow: nil, scope: ticket), reason) }
            return
        }
        if let stopped {
            record(.left(stopped))
            touched.insert(ticket)
        }
        guard isActive else { return }
        let flows = model.nodes[node].incoming.filter { scope.arrivals[$0] != nil }
        record(.activated(node: node, scope: ticket, flows: flows))
        split(Token(node: node, flow: nil, scope: ticket, locals: ["waitingForStart": .boolean(true)]))
    }

    /// All that can still come has come: it takes a token from each flow that had none before, sends tokens where a condition holds
    /// now (there need be none), and waits for its start again.
    private mutating func reset(_ node: Int, in ticket: Ticket, flows: [Int]) {
        // First, so that one whose conditions cannot be judged stops, and does not fire for ever.
        record(.reset(node: node, scope: ticket, flows: flows))
        goOnFromReset(node, in: ticket)
    }

    private mutating func goOnFromReset(_ node: Int, in ticket: Ticket) {
        guard let open = openFlows(Token(node: node, flow: nil, scope: ticket, locals: ["waitingForStart": .boolean(false)])) else { return }
        // The standard gives each outgoing flow a condition; one drawn without means the activation alone.
        for flow in open where model.flows[flow].condition != nil { send(along: flow, in: ticket) }
        touched.insert(ticket)
        if case .gateway(.complex(let activation, _)) = model.nodes[node].element.kind { activate(node, in: ticket, activation) }
    }

    /// A complex gateway that stopped goes on with what it could not judge: its activation, for which the tokens still wait before it, or what it
    /// sends on at its reset.
    ///
    /// - Returns: false where its token goes on like any other.
    mutating func goOn(_ rest: Instance.Rest) -> Bool {
        guard model.joins[rest.node] != nil, case .gateway(.complex(let activation, _)) = model.nodes[rest.node].element.kind else { return false }
        switch rest.locals?["waitingForStart"] {
        case .boolean(true)?: return false
        case .boolean(false)?: goOnFromReset(rest.node, in: rest.scope)
        default:
            touched.insert(rest.scope)
            activate(rest.node, in: rest.scope, activation)
        }
        return true
    }
}
