import FEEL
import Kernel

extension Run {
    /// An intermediate event throws and the token goes on; unless what was thrown took it away, or it has to wait.
    mutating func throwHere(_ token: Token, _ result: EventResult) {
        record(.passed(node: token.node, scope: token.scope))
        // Compensation last: what comes after it would wait with the token.
        for part in result.parts.filter({ !$0.isCompensation }) + result.parts.filter(\.isCompensation) {
            switch part {
            case .compensation(let activity, let waits):
                if compensate(activity, token, isAwaited: waits), waits { return }
            case .link:
                if let target = model.nodes[token.node].draft.target { queue.append(Token(node: target, flow: nil, scope: token.scope)) }
                return
            default: if throwOut(part, token) { return }
            }
        }
        if let reason = takeOverrun() { return stopHere(token, reason) }
        leave(token.node, in: token.scope)
    }

    /// A token comes to its end (section 13.5.6).
    mutating func end(_ token: Token, _ result: EventResult) {
        record(.passed(node: token.node, scope: token.scope))
        note(end: token.node, in: token.scope)
        touched.insert(token.scope)
        for part in result.parts {
            switch part {
            case .terminate: clear(token.scope)
            case .compensation(let activity, _): compensate(activity, token, isAwaited: true)
            case .cancel: return cancelTransaction(token)
            default: if throwOut(part, token) { return }
            }
        }
        if let reason = takeOverrun() { stopHere(token, reason) }
    }

    /// - Returns: whether the token that threw it is gone.
    private mutating func throwOut(_ result: EventResult, _ token: Token) -> Bool {
        let element = model.nodes[token.node].element
        switch result {
        case .message(let message): send(message, token)
        case .signal(let name, let payload):
            let values = evaluate(payload, context(in: token.scope, locals: token.locals))
            effect(.broadcast(signal: name, payload: values))
            cleared.remove(token.scope)
            hear(name, values)
            // What heard it may have taken away everything here, the token that threw it too.
            return cleared.contains(token.scope) || state.scopes[token.scope] == nil
        case .error(let code):
            if !raise(code, reason: "", fromScope: token.scope) {
                effect(.uncaught(error: code, element: element.id))
                stopHere(token, "nothing catches the error '\(code)'")
            }
            return true
        case .escalation(let code):
            switch escalate(code, fromScope: token.scope) {
            case .uncaught: effect(.escalated(code: code, element: element.id))
            case .caught: break
            case .interrupted: return true
            }
        case .none, .terminate, .link, .cancel, .compensation, .multiple: break
        }
        return false
    }

    /// An instance of a multi-instance activity throws to the border of the whole (section 10.3.8.2).
    mutating func throwImplicitly(_ result: EventResult, from body: Ticket) {
        guard let rest = state.rests[body] else { return }
        for part in result.parts where state.rests[body] != nil {
            switch part {
            case .signal(let name, let payload):
                let values = evaluate(payload, context(in: body))
                effect(.broadcast(signal: name, payload: values))
                hear(name, values)
            case .message(let message): send(message, Token(node: rest.node, flow: nil, scope: body))
            case .escalation(let code):
                if escalate(code, from: body) == .uncaught { effect(.escalated(code: code, element: model.nodes[rest.node].element.id)) }
            case .error(let code):
                if !raise(code, reason: "", from: body) {
                    effect(.uncaught(error: code, element: model.nodes[rest.node].element.id))
                    stop(body, "nothing catches the error '\(code)'")
                }
            default: break
            }
        }
    }
}
