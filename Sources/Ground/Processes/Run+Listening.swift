import FEEL
import Kernel

extension Run {
    // MARK: Beginning to listen

    /// A token waits at an intermediate event.
    mutating func listen(_ token: Token, _ trigger: Trigger) {
        switch trigger {
        case .multiple(let parts): listen(rest(token, .choice), parts, token)
        case .parallelMultiple(let parts): listen(rest(token, .all), parts, token)
        case .link: pass(token)
        default:
            guard let wait = wait(for: trigger, token) else { return stopHere(token, takeOverrun() ?? "the timer gives no time") }
            announce(rest(token, wait), wait)
        }
    }

    private mutating func listen(_ ticket: Ticket, _ parts: [Trigger], _ token: Token) {
        for (index, part) in parts.enumerated() { watch(token.node, beside: ticket, part, part: index, token) }
    }

    /// Listens for an event beside what `host` names. Of several triggers each has a watcher of its own; those that must all come
    /// stand beside a watcher that waits for them.
    mutating func watch(_ node: Int, beside host: Ticket, _ trigger: Trigger, part: Int = 0, _ token: Token) {
        switch trigger {
        case .multiple(let parts): for (index, part) in parts.enumerated() { watch(node, beside: host, part, part: index, token) }
        case .parallelMultiple(let parts):
            let all = watch(node, beside: host, scope: token.scope, .all)
            for (index, part) in parts.enumerated() { watch(node, beside: all, part, part: index, token) }
        default:
            guard trigger.isListening else { return }
            guard let wait = wait(for: trigger, part: part, token) else {
                let reason = takeOverrun() ?? "'\(model.nodes[node].element.id)' gives no time"
                switch state.rests[host]?.wait {
                // What only waits for its events is tried again with all of them.
                case .choice, .all: return stop(host, reason)
                // What it stands beside goes on: it has no fault.
                default: return stop(watch(node, beside: host, scope: token.scope, .stopped), reason)
                }
            }
            watch(node, beside: host, scope: token.scope, wait)
        }
    }

    @discardableResult
    mutating func watch(_ node: Int, beside host: Ticket, scope: Ticket, _ wait: Instance.Wait) -> Ticket {
        let ticket = newTicket()
        record(.rested(ticket, node: node, scope: scope, host: host, wait: wait, item: nil, locals: nil))
        announce(ticket, wait)
        return ticket
    }

    /// An event that could not be listened for, or not all of its triggers: anew, with all of them.
    mutating func listenOnceMore(_ rest: Instance.Rest, beside host: Ticket) {
        for watcher in watchers(of: host) where state.rests[watcher]?.node == rest.node { drop(watcher) }
        if let trigger = model.nodes[rest.node].element.trigger { watch(rest.node, beside: host, trigger, beside(host, rest)) }
    }

    /// Where what listens beside `host` evaluates its expressions.
    func beside(_ host: Ticket, _ rest: Instance.Rest) -> Token {
        Token(node: rest.node, flow: nil, scope: rest.scope, locals: rest.scope == host ? nil : state.rests[host]?.locals)
    }

    private mutating func announce(_ ticket: Ticket, _ wait: Instance.Wait) {
        switch wait {
        case .timer(let due, _): effect(.schedule(ticket, at: due))
        case .condition: mayWake = true
        default: break
        }
    }

    mutating func wait(for trigger: Trigger, part: Int = 0, _ token: Token) -> Instance.Wait? {
        switch trigger {
        case .timer(let timer):
            guard let due = due(timer, token) else { return nil }
            return .timer(due: due, repeats: repeats(timer, token))
        case .message(let message):
            let key = message.key.map { evaluate($0, context(in: token.scope, locals: token.locals)) }
            return overrun == nil ? .message(message.name, key: key) : nil
        case .signal(let name): return .signal(name)
        case .conditional: return .condition(part: part, isArmed: true)
        default: return nil
        }
    }

    mutating func watchBoundaries(of host: Ticket, _ token: Token) {
        // Items of a multi-instance activity have no border of their own; their body has it.
        guard token.item == nil else { return }
        for boundary in model.nodes[token.node].boundaries {
            guard let trigger = model.nodes[boundary].element.boundaryTrigger else { continue }
            watch(boundary, beside: host, trigger, token)
        }
    }

    // MARK: Beside what is under way

    /// An event that came with a new version of the model listens beside everything that it belongs to and that does not have it yet.
    mutating func listen(to node: Int) {
        let element = model.nodes[node].element
        switch element.kind {
        case .boundary(_, let host, _): if let host = model.nodeIndex[host] { listen(to: node, besideAll: host) { $0.item == nil && $0.wait.isWork } }
        case .subProcess(.event):
            for scope in state.scopes.pairs.map(\.key) where contentNode(scope) == model.nodes[node].scope && state.scopes[scope]?.isClosed == false {
                listenForEventSubProcess(node, in: scope)
            }
        default: if let gateway = model.gateway(before: node) { listen(to: node, besideAll: gateway) { $0.wait == .choice } }
        }
    }

    private mutating func listen(to node: Int, besideAll host: Int, where isUnderWay: (Instance.Rest) -> Bool) {
        guard let trigger = model.nodes[node].element.boundaryTrigger ?? model.nodes[node].element.awaited else { return }
        for (ticket, rest) in state.rests.pairs where rest.node == host && rest.host == nil && isUnderWay(rest) {
            guard !watchers(of: ticket).contains(where: { state.rests[$0]?.node == node }) else { continue }
            watch(node, beside: ticket, trigger, Token(node: host, flow: nil, scope: rest.scope, locals: rest.locals))
        }
    }

    // MARK: Hearing

    /// Everything that waits for a signal now, with what it makes of it. Where that takes too much work, `overrun` is set.
    mutating func hearing(_ signal: String, _ payload: Context) -> [(ticket: Ticket, values: Context)] {
        let listening = state.listeners[.signal(signal)]?.tickets ?? []
        var hearing: [(ticket: Ticket, values: Context)] = []
        for ticket in listening { hearing.append((ticket, values(of: payload, at: ticket))) }
        return hearing
    }

    /// All of them hear it (section 10.5.1), unless one before has taken them away.
    mutating func hear(_ hearing: [(ticket: Ticket, values: Context)]) {
        for (ticket, values) in hearing where state.rests[ticket] != nil { trigger(ticket, taking: values) }
    }

    /// Wakes the oldest of those that wait for a condition and find it true; lets those rest again that find it false.
    ///
    /// - Returns: whether one was woken.
    mutating func wakeCondition() -> Bool {
        mayWake = false
        guard !state.conditions.isEmpty else { return false }
        for ticket in state.conditions.tickets {
            guard let rest = state.rests[ticket], case .condition(let part, let isArmed) = rest.wait, let condition = condition(part, at: rest.node)
            else { continue }
            let isTrue = holds(condition, in: rest.scope, locals: rest.host.flatMap { state.rests[$0]?.locals })
            if let reason = takeOverrun() {
                if rest.incident == nil { stop(ticket, reason) }
                continue
            }
            if rest.incident != nil { record(.resumed(ticket)) }
            if isTrue, isArmed {
                trigger(ticket)
                // One that could not take what it is given is asked again when something changes.
                if state.rests[ticket]?.incident != nil { continue }
                mayWake = true
                return true
            } else if !isTrue, !isArmed {
                record(.lapsed(ticket))
            }
        }
        return false
    }

    private func condition(_ part: Int, at node: Int) -> Formula? {
        guard let trigger = model.nodes[node].element.trigger else { return nil }
        let parts = trigger.parts
        guard parts.indices.contains(part), case .conditional(let formula) = parts[part] else { return nil }
        return formula
    }
}

extension Instance.Wait {
    /// An activity under way, with what listens on its border.
    fileprivate var isWork: Bool {
        switch self {
        case .task, .call, .process, .message, .scope, .adHoc: true
        case .timer, .signal, .condition, .choice, .all, .undoing, .stopped, .done: false
        }
    }
}

extension Element {
    var trigger: Trigger? {
        switch kind {
        case .start(let trigger, _), .catchEvent(let trigger), .boundary(let trigger, _, _): trigger
        default: nil
        }
    }
}
