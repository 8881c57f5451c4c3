import FEEL
import Kernel

extension Run {
    mutating func handle(_ command: Command) throws(Rejection) {
        if case .start(let variables) = command {
            guard state.status == .new else { throw .alreadyStarted }
            record(.started(variables: variables))
            if let start = model.starts[-1] { queue.append(Token(node: start, flow: nil, scope: .root)) }
            return try settle()
        }
        guard state.isRunning else { throw .notRunning }
        switch command {
        case .start: break
        case .complete(let ticket, let output): try complete(ticket, output)
        case .fail(let ticket, let code, let reason): try fail(ticket, code, reason)
        case .fire(let ticket): try fire(ticket)
        case .deliver(let message, let key, let payload): try deliver(message, key, payload)
        case .move(let ticket, let due): try move(ticket, due)
        case .retry(let ticket): try retry(ticket)
        case .cancel:
            for ticket in sortedMembers(of: .root) { drop(ticket) }
            record(.cancelled)
        }
        try settle()
    }

    private func rest(_ ticket: Ticket) throws(Rejection) -> Instance.Rest {
        guard let rest = state.rests[ticket] else { throw .notWaiting(ticket) }
        return rest
    }

    private mutating func complete(_ ticket: Ticket, _ output: Context) throws(Rejection) {
        let rest = try rest(ticket)
        switch rest.wait {
        case .task, .call: break
        default: throw .wrongKind(ticket)
        }
        if rest.item == nil {
            assign(output, from: rest.scope)
            finish(ticket)
        } else {
            finish(ticket, output: output)
        }
    }

    private mutating func fail(_ ticket: Ticket, _ code: String, _ reason: String) throws(Rejection) {
        let rest = try rest(ticket)
        switch rest.wait {
        case .task, .call: break
        default: throw .wrongKind(ticket)
        }
        if !raise(code, from: ticket) { stop(ticket, reason) }
    }

    private mutating func fire(_ ticket: Ticket) throws(Rejection) {
        let rest = try rest(ticket)
        guard case .timer(let due, let repeats) = rest.wait else { throw .wrongKind(ticket) }
        guard due <= now else { throw .tooEarly(ticket, due: due) }
        trigger(ticket)
        // A cycle goes on from the moment it was due, so that a late clock loses none.
        if let host = rest.host, state.rests[host] != nil, repeats != 1, case .boundary(.timer(.every(let term, _)), _, _) = model.nodes[rest.node].element.kind
        {
            let again = term.end(from: due, in: engine.calendar)
            watch(rest.node, beside: host, scope: rest.scope, .timer(due: again, repeats: repeats.map { $0 - 1 }))
        }
    }

    private mutating func deliver(_ message: String, _ key: Value?, _ payload: Context) throws(Rejection) {
        // One message has one receiver: the one that has waited longest among those that asked for this key or for any.
        let exact = key.flatMap { state.listeners[Instance.Listening(message: message, key: $0)]?.min() }
        let any = state.listeners[Instance.Listening(message: message, key: nil)]?.min()
        guard let ticket = [exact, any].compactMap({ $0 }).min(), let rest = state.rests[ticket] else { throw .nobodyWaits(message: message) }
        assign(payload, from: rest.scope)
        trigger(ticket)
        if let host = rest.host, state.rests[host] != nil, case .boundary(_, _, interrupts: false) = model.nodes[rest.node].element.kind {
            watch(rest.node, beside: host, scope: rest.scope, rest.wait)
        }
    }

    private mutating func move(_ ticket: Ticket, _ due: Instant) throws(Rejection) {
        switch try rest(ticket).wait {
        case .timer:
            record(.moved(ticket, due: due))
            effect(.schedule(ticket, at: due))
        case .task: record(.moved(ticket, due: due))
        default: throw .wrongKind(ticket)
        }
    }

    private mutating func retry(_ ticket: Ticket) throws(Rejection) {
        let rest = try rest(ticket)
        guard rest.incident != nil else { throw .wrongKind(ticket) }
        record(.resumed(ticket))
        if case .call = rest.wait {
            call(ticket, rest)
        } else {
            record(.left(ticket))
            queue.append(Token(node: rest.node, flow: nil, scope: rest.scope, item: rest.item, locals: rest.locals))
        }
    }
}
