import FEEL
import Kernel

extension Run {
    mutating func handle(_ command: Command) throws(Rejection) {
        switch command {
        case .start(let variables):
            try begin(variables)
            return try settle()
        case .startAt(let element, let given):
            try begin(at: element, given)
            return try settle()
        default: break
        }
        guard state.isRunning else { throw .notRunning }
        switch command {
        case .start, .startAt: break
        case .complete(let ticket, let output): try complete(ticket, output)
        case .fail(let ticket, let code, let reason): try fail(ticket, code, reason)
        case .fire(let ticket): try fire(ticket)
        case .deliver(let message, let key, let payload): try deliver(message, key, payload)
        case .signal(let name, let payload):
            let hearing = hearing(name, payload)
            guard !hearing.isEmpty else { throw .nobodyHears(signal: name) }
            try refuseOverrun()
            hear(hearing)
        case .escalate(let ticket, let code): try escalate(ticket, code)
        case .activate(let ticket, let element): try activate(ticket, element)
        case .reconsider:
            root = nil
            mayWake = true
        case .assign(let values, let ticket): try assign(values, at: ticket)
        case .move(let ticket, let due, let repeats): try move(ticket, due, repeats)
        case .listen(let elements): for element in elements { if let node = model.nodeIndex[element] { listen(to: node) } }
        case .stopListening(let ticket):
            guard try rest(ticket).host != nil else { throw .wrongKind(ticket) }
            drop(ticket)
        case .retry(let ticket): try retry(ticket)
        case .cancel:
            for ticket in sortedMembers(of: .root) { drop(ticket) }
            dropWatchers(of: .root)
            record(.cancelled)
        }
        try settle()
    }

    private func rest(_ ticket: Ticket) throws(Rejection) -> Instance.Rest {
        guard let rest = state.rests[ticket] else { throw .notWaiting(ticket) }
        return rest
    }

    /// What somebody outside works on.
    private func work(_ ticket: Ticket) throws(Rejection) -> Instance.Rest {
        let rest = try rest(ticket)
        switch rest.wait {
        case .task, .call, .process: return rest
        default: throw .wrongKind(ticket)
        }
    }

    private mutating func complete(_ ticket: Ticket, _ output: Context) throws(Rejection) {
        if case .adHoc = try rest(ticket).wait { return try completeAdHoc(ticket) }
        _ = try work(ticket)
        let values = values(of: output, at: ticket)
        try refuseOverrun()
        finish(ticket, taking: values)
    }

    /// What comes from outside is given back rather than lost: nothing has changed yet.
    private mutating func refuseOverrun() throws(Rejection) { if let reason = takeOverrun() { throw .tooMuchWork(reason) } }

    private mutating func fail(_ ticket: Ticket, _ code: String, _ reason: String) throws(Rejection) {
        _ = try work(ticket)
        if !raise(code, reason: reason, from: ticket) { stop(ticket, reason) }
    }

    private mutating func escalate(_ ticket: Ticket, _ code: String) throws(Rejection) {
        let rest = try work(ticket)
        if escalate(code, from: ticket) == .uncaught { effect(.escalated(code: code, element: model.nodes[rest.node].element.id)) }
    }

    private mutating func fire(_ ticket: Ticket) throws(Rejection) {
        guard case .timer(let due, _) = try rest(ticket).wait else { throw .wrongKind(ticket) }
        guard due <= now else { throw .tooEarly(ticket, due: due) }
        trigger(ticket)
    }

    private mutating func deliver(_ message: String, _ key: Value?, _ payload: Context) throws(Rejection) {
        // One message has one receiver: the one that has waited longest among those that asked for this key or for any.
        let exact = key.flatMap { state.listeners[.message(message, key: $0)]?.first }
        let any = state.listeners[.message(message, key: nil)]?.first
        guard let ticket = [exact, any].compactMap({ $0 }).min() else { throw .nobodyWaits(message: message) }
        let values = values(of: payload, at: ticket)
        try refuseOverrun()
        trigger(ticket, taking: values)
    }

    private mutating func assign(_ values: Context, at ticket: Ticket) throws(Rejection) {
        var scope = ticket
        if ticket != .root {
            // The item of a multi-instance activity, and a sub-process, have variables of their own; what listens beside them sees those.
            scope = try rest(ticket).host ?? ticket
            if let rest = state.rests[scope], rest.locals == nil { scope = rest.scope }
        }
        assign(values, from: scope)
    }

    private mutating func move(_ ticket: Ticket, _ due: Instant, _ repeats: Int?) throws(Rejection) {
        switch try rest(ticket).wait {
        case .timer:
            record(.moved(ticket, due: due, repeats: repeats))
            effect(.schedule(ticket, at: due))
        case .task: record(.moved(ticket, due: due))
        default: throw .wrongKind(ticket)
        }
    }

    private mutating func retry(_ ticket: Ticket) throws(Rejection) {
        let rest = try rest(ticket)
        guard rest.incident != nil else { throw .wrongKind(ticket) }
        record(.resumed(ticket))
        switch rest.wait {
        case .call, .process: call(ticket, rest)
        // It is still waited for, as if nothing had been.
        case .task, .message: break
        // It had come to its end, and could not go on from there.
        case .scope, .adHoc: touched.insert(ticket)
        case .condition: mayWake = true
        // Its time has come already.
        case .timer: trigger(ticket)
        case .done:
            record(.left(ticket))
            if let item = rest.item { ended(item: item, of: rest.scope, locals: rest.locals ?? Context()) } else { leave(rest.node, in: rest.scope) }
        default:
            if let host = rest.host { return listenOnceMore(rest, beside: host) }
            dropWatchers(of: ticket)
            record(.left(ticket))
            if rest.incident != Self.waitsInVain, goOn(rest) { return }
            if rest.incident == Self.waitsInVain {
                record(.joined(node: rest.node, scope: rest.scope, flows: waiting(before: rest.node, in: rest.scope)))
            }
            queue.append(Token(node: rest.node, flow: nil, scope: rest.scope, item: rest.item, locals: rest.locals))
        }
    }
}
