import FEEL
import Kernel

extension Run {
    mutating func enter(_ token: Token, _ gateway: Element.Gateway) {
        switch gateway {
        case .exclusive: choose(token)
        case .parallel: join(token)
        case .inclusive: if !wait(token) { split(token) }
        case .eventBased, .parallelEventBased: offer(token)
        case .complex(let activation, _): if wait(token) { activate(token.node, in: token.scope, activation) } else { split(token) }
        }
    }

    /// The first flow whose condition holds, in the order they were drawn; else the default (section 13.4.2).
    private mutating func choose(_ token: Token) {
        let node = model.nodes[token.node]
        var chosen = node.otherwise
        for flow in node.outgoing where flow != node.otherwise {
            guard let condition = model.flows[flow].condition else { chosen = flow; break }
            if holds(condition, in: token.scope) { chosen = flow; break }
        }
        if let reason = takeOverrun() { return stopHere(token, reason) }
        guard let chosen else {
            return node.outgoing.isEmpty ? pass(token) : stopHere(token, "no condition holds and there is no default flow")
        }
        record(.passed(node: token.node, scope: token.scope))
        send(along: chosen, in: token.scope)
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
        if model.nodes[node].outgoing.isEmpty { note(end: node, in: scope) }
        touched.insert(scope)
    }

    /// Every flow whose condition holds; none: the default (section 13.4.3).
    mutating func split(_ token: Token) {
        guard var open = openFlows(token) else { return }
        let node = model.nodes[token.node]
        if open.isEmpty, let otherwise = node.otherwise { open = [otherwise] }
        if open.isEmpty, !node.outgoing.isEmpty { return stopHere(token, "no condition holds and there is no default flow") }
        record(.passed(node: token.node, scope: token.scope))
        for flow in open { send(along: flow, in: token.scope) }
        if open.isEmpty { note(end: token.node, in: token.scope) }
        touched.insert(token.scope)
    }

    /// - Returns: nil when a condition took too much work and the token stopped.
    mutating func openFlows(_ token: Token) -> [Int]? {
        let node = model.nodes[token.node]
        var open: [Int] = []
        for flow in node.outgoing where flow != node.otherwise {
            if let condition = model.flows[flow].condition, !holds(condition, in: token.scope, locals: token.locals) { continue }
            open.append(flow)
        }
        if let reason = takeOverrun() {
            stopHere(Token(node: token.node, flow: nil, scope: token.scope, locals: token.locals), reason)
            return nil
        }
        return open
    }

    /// A token that must wait at a join for others.
    private mutating func wait(_ token: Token) -> Bool {
        guard model.joins[token.node] != nil, let flow = token.flow else { return false }
        record(.arrived(flow: flow, scope: token.scope))
        touched.insert(token.scope)
        return true
    }

    /// An event-based gateway rests and listens for all its events; the first one takes the token (section 13.4.4).
    private mutating func offer(_ token: Token) {
        let gateway = rest(token, .choice)
        for flow in model.nodes[token.node].outgoing {
            let target = model.flows[flow].to
            if let trigger = model.nodes[target].element.awaited { watch(target, beside: gateway, trigger, token) }
        }
    }
}
