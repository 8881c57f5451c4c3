import FEEL
import Kernel

extension Run {
    /// A token comes to a node.
    mutating func enter(_ token: Token) {
        let node = model.nodes[token.node]
        guard node.element.isActivity else { return enterEvent(token, node) }
        if node.element.isGathering, let flow = token.flow, !gather(along: flow, in: token.scope) { return }
        if token.item == nil, node.element.isLooped { return openBody(token) }
        var token = token
        let call = node.element.call
        if call != nil || !node.element.input.isEmpty, !isCall(node) {
            var own = call?.takesAll == true ? snapshot(in: token.scope, locals: token.locals) : token.locals ?? Context()
            own.merge(evaluate(node.element.input, context(in: token.scope, locals: token.locals)))
            if let reason = takeOverrun() { return stopHere(token, reason) }
            token.locals = own
        }
        switch node.element.kind {
        case .task(let task): enter(token, task)
        case .subProcess: openScope(token)
        case .callActivity: openCall(token)
        default: break
        }
    }

    private func isCall(_ node: ProcessModel.Node) -> Bool { if case .callActivity = node.element.kind { true } else { false } }

    private mutating func enterEvent(_ token: Token, _ node: ProcessModel.Node) {
        switch node.element.kind {
        case .start, .boundary: pass(token)
        case .end(let result): end(token, result)
        case .throwEvent(let result): throwHere(token, result)
        case .catchEvent(let trigger): listen(token, trigger)
        case .gateway(let gateway): enter(token, gateway)
        case .subProcess: listenForEventSubProcess(token.node, in: token.scope)
        case .task, .callActivity: break
        }
    }

    /// Through a node without resting, and on along its flows.
    mutating func pass(_ token: Token) {
        record(.passed(node: token.node, scope: token.scope))
        let node = model.nodes[token.node]
        if node.draft.isCompensable { keep(token.node, scope: token.scope, locals: token.locals) }
        if token.item != nil { ended(item: token.item, of: token.scope, locals: token.locals ?? [:]) } else { leave(token.node, in: token.scope) }
    }

    @discardableResult
    mutating func rest(_ token: Token, _ wait: Instance.Wait) -> Ticket {
        let ticket = newTicket()
        record(.rested(ticket, node: token.node, scope: token.scope, host: nil, wait: wait, item: token.item, locals: token.locals))
        return ticket
    }

    mutating func stopHere(_ token: Token, _ reason: String) { stop(rest(token, .stopped), reason) }

    mutating func stop(_ ticket: Ticket, _ reason: String) {
        record(.stopped(ticket, reason: reason))
        guard let rest = state.rests[ticket] else { return }
        effect(.incident(ticket, element: model.nodes[rest.node].element.id, reason: reason))
    }
}
