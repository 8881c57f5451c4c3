import FEEL
import Kernel

extension Instance {
    /// Changes the state by one event. The engine calls it while it decides and a reader calls it on replay: there is no other
    /// way, so both give the same state.
    public mutating func apply(_ event: ProcessEvent) {
        version += 1
        switch event {
        case .started(let variables):
            self.variables = variables
            scopes[.root] = Scope()
            status = .running
        case .rested(let ticket, let node, let scope, let host, let wait, let item, let locals):
            rest(ticket, Rest(node: node, scope: scope, host: host, wait: wait, item: item, locals: locals))
        case .itemised(let ticket, let items):
            scopes[ticket]?.more.items = items
        case .moved(let ticket, let due, let left):
            switch rests[ticket]?.wait {
            case .task: rests[ticket]?.wait = .task(due: due)
            case .timer(_, let repeats): rests[ticket]?.wait = .timer(due: due, repeats: left ?? repeats)
            default: break
            }
        case .left(let ticket), .dropped(let ticket):
            remove(ticket)
        case .passed: break
        case .arrived(let flow, let scope):
            scopes[scope]?.more.arrivals[flow, default: 0] += 1
        case .joined(_, let scope, let flows):
            take(flows, from: scope)
        case .assigned(let name, let value, let scope):
            if scope == .root { variables[name] = value } else { rests[scope]?.locals?[name] = value }
        case .collected(let ticket, let item, let value):
            scopes[ticket]?.more.results[item] = value
        case .turned(let ticket): scopes[ticket]?.more.completed += 1
        case .completed(let completion):
            let inner = completion.from.flatMap { scopes[$0]?.done } ?? []
            scopes[completion.scope]?.more.done.append(
                Completion(node: completion.node, isBody: completion.isBody, variables: completion.variables, inner: inner))
        case .closed(let scope): scopes[scope]?.more.isClosed = true
        case .undoing(let ticket, let scope, let node): undo(ticket, scope, node)
        case .undone(let ticket, let into): undone(ticket, into)
        case .activated(let node, let scope, let flows):
            take(flows, from: scope)
            scopes[scope]?.more.fired[node] = Set(flows)
        case .reset(let node, let scope, let flows):
            take(flows, from: scope)
            scopes[scope]?.more.fired[node] = nil
        case .lapsed(let ticket):
            if case .condition(let part, _) = rests[ticket]?.wait { rests[ticket]?.wait = .condition(part: part, isArmed: true) }
        case .stopped(let ticket, let reason): rests[ticket]?.incident = reason
        case .resumed(let ticket): rests[ticket]?.incident = nil
        case .ended(let node):
            status = .ended(node: node)
            scopes.removeAll()
        case .cancelled:
            status = .cancelled
            scopes.removeAll()
        }
    }

    private mutating func take(_ flows: [Int], from scope: Ticket) {
        for flow in flows {
            let left = (scopes[scope]?.arrivals[flow] ?? 0) - 1
            scopes[scope]?.more.arrivals[flow] = left > 0 ? left : nil
        }
    }

    private mutating func rest(_ ticket: Ticket, _ rest: Rest) {
        rests[ticket] = rest
        nextTicket = max(nextTicket, ticket.number + 1)
        if let host = rest.host {
            if host == .root { scopes[.root]?.more.watchers.append(ticket) } else { rests[host]?.watchers.append(ticket) }
        } else {
            scopes[rest.scope]?.members.insert(ticket)
        }
        switch rest.wait {
        case .scope, .adHoc, .undoing: scopes[ticket] = Scope()
        case .condition: conditions.insert(ticket)
        default: if let listening = rest.wait.listening { listeners[listening, default: TicketSet()].insert(ticket) }
        }
    }

    /// What a ticket waits for becomes another of the same kind.
    mutating func wait(_ wait: Wait, at ticket: Ticket) {
        guard let old = rests[ticket]?.wait, old != wait else { return }
        if let listening = old.listening { forget(ticket, listening) }
        rests[ticket]?.wait = wait
        if let listening = wait.listening { listeners[listening, default: TicketSet()].insert(ticket) }
    }

    private mutating func forget(_ ticket: Ticket, _ listening: Listening) {
        listeners[listening]?.remove(ticket)
        if listeners[listening]?.isEmpty == true { listeners[listening] = nil }
    }

    private mutating func remove(_ ticket: Ticket) {
        guard let rest = rests.removeValue(forKey: ticket) else { return }
        if let host = rest.host {
            if host == .root { scopes[.root]?.more.watchers.removeAll { $0 == ticket } } else { rests[host]?.watchers.removeAll { $0 == ticket } }
        } else {
            scopes[rest.scope]?.members.remove(ticket)
        }
        switch rest.wait {
        case .scope, .adHoc, .undoing: scopes[ticket] = nil
        case .condition: conditions.remove(ticket)
        default: if let listening = rest.wait.listening { forget(ticket, listening) }
        }
    }

    // MARK: Undoing

    /// What was done in `scope` (all, or by one node) becomes the work of `ticket`, before what it has already.
    private mutating func undo(_ ticket: Ticket, _ scope: Ticket, _ node: Int?) {
        let done = scopes[scope]?.done ?? []
        scopes[scope]?.more.done = node == nil ? [] : done.filter { $0.node != node }
        scopes[ticket]?.more.done += node == nil ? done : done.filter { $0.node == node }
    }

    /// The last completion of `ticket` is dealt with. What was completed inside goes to `into`: to a sub-process's own handler, or to
    /// `ticket` itself, which then undoes it.
    private mutating func undone(_ ticket: Ticket, _ into: Ticket?) {
        guard let completion = scopes[ticket]?.more.done.popLast(), let into else { return }
        scopes[into]?.more.done += completion.inner
    }
}

extension Instance.Wait {
    var listening: Instance.Listening? {
        switch self {
        case .message(let name, let key): .message(name, key: key)
        case .signal(let name): .signal(name)
        default: nil
        }
    }
}
