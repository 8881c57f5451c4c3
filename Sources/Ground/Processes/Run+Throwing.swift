import FEEL
import Kernel

/// One thing that an event throws, with its values.
struct Thrown {
    var result: EventResult
    /// Of a message: as it goes out.
    var message: Effect?
    /// Of a signal; and what those that wait for it make of that.
    var payload = Context()
    var hearing: [(ticket: Ticket, values: Context)] = []
}

extension Run {
    /// An intermediate event throws and the token goes on; unless what was thrown took it away, or it has to wait.
    mutating func throwHere(_ token: Token, _ result: EventResult) {
        let thrown = thrown(result, in: token.scope, locals: token.locals)
        if let reason = takeOverrun() { return stopHere(token, reason) }
        record(.passed(node: token.node, scope: token.scope))
        for part in thrown {
            switch part.result {
            case .compensation(let activity, let waits):
                if compensate(activity, token, isAwaited: waits), waits { return }
            case .link:
                if let target = model.nodes[token.node].draft.target { queue.append(Token(node: target, flow: nil, scope: token.scope)) }
                return
            default: if throwOut(part, token) { return }
            }
        }
        leave(token.node, in: token.scope)
    }

    /// A token comes to its end (section 13.5.6).
    mutating func end(_ token: Token, _ result: EventResult) {
        let thrown = thrown(result, in: token.scope, locals: token.locals)
        if let reason = takeOverrun() { return stopHere(token, reason) }
        record(.passed(node: token.node, scope: token.scope))
        note(end: token.node, in: token.scope)
        touched.insert(token.scope)
        for part in thrown {
            switch part.result {
            case .terminate: clear(token.scope)
            case .compensation(let activity, _): compensate(activity, token, isAwaited: true)
            case .cancel: return cancelTransaction(token)
            default: if throwOut(part, token) { return }
            }
        }
    }

    /// Evaluates all that an event throws before the first of it goes out: what is tried again has not happened yet.
    mutating func thrown(_ result: EventResult, in scope: Ticket, locals: Context? = nil) -> [Thrown] {
        var all: [Thrown] = []
        for part in result.inTurn {
            switch part {
            case .message(let message): all.append(Thrown(result: part, message: sent(message, in: scope, locals: locals)))
            case .signal(let name, let payload):
                let values = evaluate(payload, context(in: scope, locals: locals))
                all.append(Thrown(result: part, payload: values, hearing: hearing(name, values)))
            default: all.append(Thrown(result: part))
            }
        }
        return all
    }

    /// - Returns: whether the token that threw it is gone.
    private mutating func throwOut(_ thrown: Thrown, _ token: Token) -> Bool {
        let element = model.nodes[token.node].element
        switch thrown.result {
        case .message: if let message = thrown.message { effect(message) }
        case .signal(let name, _):
            effect(.broadcast(signal: name, payload: thrown.payload))
            cleared.remove(token.scope)
            hear(thrown.hearing)
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
    mutating func throwImplicitly(_ thrown: [Thrown], from body: Ticket) {
        guard let rest = state.rests[body] else { return }
        for part in thrown where state.rests[body] != nil {
            switch part.result {
            case .signal(let name, _):
                effect(.broadcast(signal: name, payload: part.payload))
                hear(part.hearing)
            case .message: if let message = part.message { effect(message) }
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

extension EventResult {
    /// Its parts as they were drawn, but what may take away the token that throws them after what cannot: all of them happen (section 10.5.5.6).
    fileprivate var inTurn: [EventResult] {
        let parts = parts
        guard parts.count > 1 else { return parts }
        return (0...4).flatMap { turn in parts.filter { $0.turn == turn } }
    }

    private var turn: Int {
        switch self {
        case .message, .none: 0
        case .signal: 1
        case .escalation: 2
        case .terminate, .link, .cancel, .compensation, .multiple: 3
        case .error: 4
        }
    }
}
