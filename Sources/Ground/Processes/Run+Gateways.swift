import FEEL
import Kernel

extension Run {
    mutating func enter(_ token: Token, _ gateway: Element.Gateway) {
        switch gateway {
        case .exclusive: choose(token)
        case .parallel: join(token)
        case .inclusive:
            if model.inclusiveJoins[token.node] != nil, let flow = token.flow {
                record(.arrived(flow: flow, scope: token.scope))
                touched.insert(token.scope)
            } else {
                split(token)
            }
        case .eventBased: offer(token)
        case .complex, .parallelEventBased: stopHere(token, "this gateway cannot run yet")
        }
    }

    /// The first flow whose condition holds, in the order they were drawn; else the default (section 13.4.2).
    private mutating func choose(_ token: Token) {
        let node = model.nodes[token.node]
        let context = context(in: token.scope)
        let open = node.outgoing.first { flow in
            flow != node.otherwise && (model.flows[flow].condition?.holds(context) ?? true)
        }
        guard let flow = open ?? node.otherwise else {
            if node.outgoing.isEmpty { return pass(token) }
            return stopHere(token, "no condition holds and there is no default flow")
        }
        record(.passed(node: token.node, scope: token.scope))
        send(along: flow, in: token.scope)
    }

    /// One token from each incoming flow, then one along each outgoing (section 13.4.1).
    private mutating func join(_ token: Token) {
        let incoming = model.nodes[token.node].incoming
        guard incoming.count > 1, let flow = token.flow else { return passAll(token.node, in: token.scope) }
        record(.arrived(flow: flow, scope: token.scope))
        guard let arrivals = state.scopes[token.scope]?.arrivals, incoming.allSatisfy({ arrivals[$0] != nil }) else {
            touched.insert(token.scope)
            return
        }
        record(.joined(node: token.node, scope: token.scope, flows: incoming))
        passAll(token.node, in: token.scope)
    }

    private mutating func passAll(_ node: Int, in scope: Ticket) {
        record(.passed(node: node, scope: scope))
        for flow in model.nodes[node].outgoing { send(along: flow, in: scope) }
        touched.insert(scope)
    }

    /// Every flow whose condition holds; none: the default (section 13.4.3).
    private mutating func split(_ token: Token) {
        let node = model.nodes[token.node]
        let context = context(in: token.scope)
        var open = node.outgoing.filter { $0 != node.otherwise && (model.flows[$0].condition?.holds(context) ?? true) }
        if open.isEmpty, let otherwise = node.otherwise { open = [otherwise] }
        if open.isEmpty, !node.outgoing.isEmpty { return stopHere(token, "no condition holds and there is no default flow") }
        record(.passed(node: token.node, scope: token.scope))
        for flow in open { send(along: flow, in: token.scope) }
        touched.insert(token.scope)
    }

    /// Fires one inclusive join that no moving or resting token can feed any more. Called when no token moves.
    ///
    /// - Returns: whether one fired.
    mutating func fireInclusiveJoin() -> Bool {
        for scope in moved.sorted() {
            for join in joinsWaiting(in: scope) {
                if fire(join, in: scope) { return true }
            }
            moved.remove(scope)
        }
        return false
    }

    private func joinsWaiting(in scope: Ticket) -> [Int] {
        guard let arrivals = state.scopes[scope]?.arrivals, !arrivals.isEmpty else { return [] }
        return Set(arrivals.keys.map { model.flows[$0].to }.filter { model.inclusiveJoins[$0] != nil }).sorted()
    }

    private mutating func fire(_ join: Int, in ticket: Ticket) -> Bool {
        guard let rule = model.inclusiveJoins[join], let scope = state.scopes[ticket] else { return false }
        let waiting = Set(scope.arrivals.keys.filter { model.flows[$0].to == join })
        // Tokens before another join count as if they stood in the gateway they wait for.
        var tokens = Set(scope.members.compactMap { state.rests[$0]?.node })
        for flow in scope.arrivals.keys where model.flows[flow].to != join { tokens.insert(model.flows[flow].to) }
        guard rule.mayFire(waiting: waiting, tokens: tokens) else { return false }
        record(.joined(node: join, scope: ticket, flows: waiting.sorted()))
        split(Token(node: join, flow: nil, scope: ticket))
        return true
    }

    /// An event-based gateway rests and listens for all its events; the first one takes the token (section 13.4.4).
    private mutating func offer(_ token: Token) {
        let gateway = rest(token, .choice)
        for flow in model.nodes[token.node].outgoing {
            let target = model.flows[flow].to
            let trigger: Trigger? =
                switch model.nodes[target].element.kind {
                case .catchEvent(let trigger): trigger
                case .task(.receive(let message)): .message(message)
                default: nil
                }
            if let trigger, let wait = wait(for: trigger, token) {
                watch(target, beside: gateway, scope: token.scope, wait)
            } else {
                stop(gateway, "'\(model.nodes[target].element.id)' gives no time")
            }
        }
    }
}
