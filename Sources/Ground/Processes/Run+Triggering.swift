import FEEL
import Kernel

extension Run {
    /// What comes by itself has come: a time, or what a condition asks. Where it cannot be taken, it stops there.
    mutating func trigger(_ ticket: Ticket) {
        let values = values(of: [:], at: ticket)
        if let reason = takeOverrun() { return stop(ticket, reason) }
        trigger(ticket, taking: values)
    }

    /// What a watcher, catch event or receive task waited for has come.
    ///
    /// - Parameter values: what `values(of:at:)` made of what came with it.
    mutating func trigger(_ ticket: Ticket, taking values: Context) {
        guard let rest = state.rests[ticket] else { return }
        guard let host = rest.host else { return finish(ticket, taking: values) }
        assign(values, from: rest.scope)
        if let hosting = state.rests[host] {
            switch hosting.wait {
            case .choice: return choose(ticket, rest, host, hosting)
            case .all:
                record(.left(ticket))
                // One part that could not be listened for has not come.
                if watchers(of: host).isEmpty, hosting.incident == nil { trigger(host) }
                return
            default: break
            }
        }
        record(.left(ticket))
        if case .start = model.nodes[rest.node].element.kind {
            beginEventSubProcess(rest.node, in: host)
        } else {
            if interrupts(rest.node) { drop(host) }
            queue.append(Token(node: rest.node, flow: nil, scope: rest.scope))
        }
        listenAgain(rest)
    }

    /// The first event behind an event-based gateway, or of an event that waits for any of several, takes the token.
    private mutating func choose(_ ticket: Ticket, _ rest: Instance.Rest, _ host: Ticket, _ hosting: Instance.Rest) {
        // An event of several triggers goes on as itself; behind a gateway the event was passed.
        if hosting.node == rest.node {
            record(.left(ticket))
            return finish(host)
        }
        dropWatchers(of: host, but: ticket)
        record(.left(ticket))
        record(.left(host))
        record(.passed(node: rest.node, scope: rest.scope))
        leave(rest.node, in: rest.scope)
    }

    func interrupts(_ node: Int) -> Bool {
        switch model.nodes[node].element.kind {
        case .boundary(_, _, let interrupts), .start(_, let interrupts): interrupts
        default: true
        }
    }

    /// An event that does not interrupt can happen again, as long as what it listens beside is there.
    private mutating func listenAgain(_ rest: Instance.Rest) {
        guard let host = rest.host, !interrupts(rest.node), state.rests[host] != nil || host == .root, !isClosed(host, rest) else { return }
        switch rest.wait {
        case .timer(let due, let repeats):
            guard repeats != 1 else { return }
            guard let again = nextDue(after: due, repeats, beside(host, rest)) else {
                if isOver(after: due, beside(host, rest)) { return }
                let reason = takeOverrun() ?? "'\(model.nodes[rest.node].element.id)' gives no time"
                return stop(watch(rest.node, beside: host, scope: rest.scope, .stopped), reason)
            }
            watch(rest.node, beside: host, scope: rest.scope, .timer(due: again, repeats: repeats.map { $0 - 1 }))
        case .condition(let part, _): watch(rest.node, beside: host, scope: rest.scope, .condition(part: part, isArmed: false))
        case .all:
            guard let trigger = model.nodes[rest.node].element.trigger else { return }
            watch(rest.node, beside: host, trigger, beside(host, rest))
        default: watch(rest.node, beside: host, scope: rest.scope, rest.wait)
        }
    }

    private func isClosed(_ host: Ticket, _ rest: Instance.Rest) -> Bool {
        if case .start = model.nodes[rest.node].element.kind { state.scopes[host]?.isClosed != false } else { false }
    }

    // MARK: Event sub-processes (section 13.5.4)

    mutating func listenForEventSubProcesses(in scope: Ticket, of node: Int) {
        for event in model.contents[node]?.eventSubProcesses ?? [] { listen(to: event, in: scope) }
    }

    mutating func listenForEventSubProcess(_ node: Int, in scope: Ticket) {
        for event in model.contents[model.nodes[node].scope]?.eventSubProcesses ?? [] where event.node == node { listen(to: event, in: scope) }
    }

    private mutating func listen(to event: ProcessModel.EventSubProcess, in scope: Ticket) {
        guard let trigger = model.nodes[event.start].element.trigger else { return }
        watch(event.start, beside: scope, trigger, Token(node: event.start, flow: nil, scope: scope))
    }

    /// - Parameters:
    ///   - start: its start event.
    ///   - fault: why it cannot go on from there.
    mutating func beginEventSubProcess(_ start: Int, in scope: Ticket, stoppedBy fault: String? = nil) {
        if interrupts(start) { closeScope(scope) }
        let ticket = rest(Token(node: model.nodes[start].scope, flow: nil, scope: scope), .scope)
        listenForEventSubProcesses(in: ticket, of: model.nodes[start].scope)
        let token = Token(node: start, flow: nil, scope: ticket)
        if let fault { stopHere(token, fault) } else { queue.append(token) }
    }

    /// Everything in a scope stops, and nothing new begins there but what follows.
    mutating func closeScope(_ scope: Ticket) {
        clear(scope)
        for watcher in watchers(of: scope) {
            if let rest = state.rests[watcher], case .start = model.nodes[rest.node].element.kind { drop(watcher) }
        }
        record(.closed(scope))
    }
}
