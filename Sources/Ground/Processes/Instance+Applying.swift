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
            scopes[ticket]?.items = items
        case .moved(let ticket, let due):
            switch rests[ticket]?.wait {
            case .task: rests[ticket]?.wait = .task(due: due)
            case .timer(_, let repeats): rests[ticket]?.wait = .timer(due: due, repeats: repeats)
            default: break
            }
        case .left(let ticket), .dropped(let ticket):
            remove(ticket)
        case .passed: break
        case .arrived(let flow, let scope):
            scopes[scope]?.arrivals[flow, default: 0] += 1
        case .joined(_, let scope, let flows):
            for flow in flows {
                let left = (scopes[scope]?.arrivals[flow] ?? 0) - 1
                scopes[scope]?.arrivals[flow] = left > 0 ? left : nil
            }
        case .assigned(let name, let value, let scope):
            if scope == .root { variables[name] = value } else { rests[scope]?.locals?[name] = value }
        case .collected(let ticket, let item, let value):
            scopes[ticket]?.results[item] = value
        case .stopped(let ticket, let reason): rests[ticket]?.incident = reason
        case .resumed(let ticket): rests[ticket]?.incident = nil
        case .ended(let node):
            status = .ended(node: node)
            scopes = [:]
        case .cancelled:
            status = .cancelled
            scopes = [:]
        }
    }

    private mutating func rest(_ ticket: Ticket, _ rest: Rest) {
        rests[ticket] = rest
        nextTicket = max(nextTicket, ticket.number + 1)
        if let host = rest.host {
            rests[host]?.watchers.append(ticket)
        } else {
            scopes[rest.scope]?.members.insert(ticket)
            if rest.item != nil { scopes[rest.scope]?.begun += 1 }
        }
        switch rest.wait {
        case .scope: scopes[ticket] = Scope()
        case .message(let name, let key): listeners[Listening(message: name, key: key), default: []].insert(ticket)
        default: break
        }
    }

    private mutating func remove(_ ticket: Ticket) {
        guard let rest = rests.removeValue(forKey: ticket) else { return }
        if let host = rest.host {
            rests[host]?.watchers.removeAll { $0 == ticket }
        } else {
            scopes[rest.scope]?.members.remove(ticket)
        }
        switch rest.wait {
        case .scope: scopes[ticket] = nil
        case .message(let name, let key):
            let listening = Listening(message: name, key: key)
            listeners[listening]?.remove(ticket)
            if listeners[listening]?.isEmpty == true { listeners[listening] = nil }
        default: break
        }
    }
}
