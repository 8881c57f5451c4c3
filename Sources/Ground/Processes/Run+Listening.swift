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
                // The process itself has no place to stop at: an event sub-process that cannot listen stands there as one.
                return host == .root ? stopHere(Token(node: model.nodes[node].scope, flow: nil, scope: .root), reason) : stop(host, reason)
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
        case .message(let message): return .message(message.name, key: message.key.map { evaluate($0, context(in: token.scope, locals: token.locals)) })
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

    // MARK: Hearing

    /// Everything that waits for a signal now hears it (section 10.5.1).
    ///
    /// - Returns: whether anything did.
    @discardableResult
    mutating func hear(_ signal: String, _ payload: Context) -> Bool {
        let listening = state.listeners[.signal(signal)]?.tickets ?? []
        for ticket in listening where state.rests[ticket] != nil { trigger(ticket, payload) }
        return !listening.isEmpty
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
                mayWake = true
                trigger(ticket)
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

extension Element {
    var trigger: Trigger? {
        switch kind {
        case .start(let trigger, _), .catchEvent(let trigger), .boundary(let trigger, _, _): trigger
        default: nil
        }
    }
}
