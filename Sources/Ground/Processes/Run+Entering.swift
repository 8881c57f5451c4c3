import FEEL
import Kernel

extension Run {
    /// A token comes to a node.
    mutating func enter(_ token: Token) {
        let node = model.nodes[token.node]
        if case .multiple(let each) = node.element.loop, case .items(let list, let item) = each.source, token.item == nil, node.isActivity {
            return openBody(token, list, item ?? "item", each.isSequential)
        }
        switch node.element.kind {
        case .start: pass(token)
        case .end(let result): end(token, result)
        case .throwEvent(let result):
            if case .message(let message) = result { send(message, token) }
            pass(token)
        case .catchEvent(let trigger): wait(token, trigger)
        case .boundary: pass(token)
        case .gateway(let gateway): enter(token, gateway)
        case .task(let task): enter(token, task)
        case .subProcess: openScope(token)
        case .callActivity: stopHere(token, "call activities cannot run yet")
        }
    }

    /// Through a node without resting, and on along its flows.
    mutating func pass(_ token: Token) {
        record(.passed(node: token.node, scope: token.scope))
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

    private mutating func enter(_ token: Token, _ task: Element.Task) {
        switch task {
        case .user(let role, let timer):
            let due = timer.flatMap { self.due($0, token) }
            let ticket = rest(token, .task(due: due))
            effect(.createTask(ticket, element: model.nodes[token.node].element.id, role: role, due: due))
            watchBoundaries(of: ticket, token)
        case .service:
            let ticket = rest(token, .call)
            if let rest = state.rests[ticket] { call(ticket, rest) }
            watchBoundaries(of: ticket, token)
        case .script(let lines):
            var locals = token.locals
            for line in lines {
                let value = line.value.evaluate(context(in: token.scope, locals: locals))
                if token.item != nil { locals?[line.name] = value } else { assign([line.name: value], from: token.scope) }
            }
            pass(Token(node: token.node, flow: nil, scope: token.scope, item: token.item, locals: locals))
        case .rules(let decision, let result):
            guard let value = engine.decide(decision, context(in: token.scope, locals: token.locals)) else {
                return stopHere(token, "there is no decision '\(decision)'")
            }
            var locals = token.locals
            if token.item != nil { locals?[result] = value } else { assign([result: value], from: token.scope) }
            pass(Token(node: token.node, flow: nil, scope: token.scope, item: token.item, locals: locals))
        case .send(let message):
            send(message, token)
            pass(token)
        case .receive(let message):
            let ticket = rest(token, .message(message.name, key: message.key?.evaluate(context(in: token.scope, locals: token.locals))))
            watchBoundaries(of: ticket, token)
        case .manual: pass(token)
        }
    }

    mutating func call(_ ticket: Ticket, _ rest: Instance.Rest) {
        guard case .task(.service(let name, let lines)) = model.nodes[rest.node].element.kind else { return }
        let context = context(in: rest.scope, locals: rest.locals)
        var input = Context()
        for line in lines { input[line.name] = line.value.evaluate(context) }
        effect(.call(ticket, service: name, element: model.nodes[rest.node].element.id, input: input))
    }

    private mutating func send(_ message: Message, _ token: Token) {
        let context = context(in: token.scope, locals: token.locals)
        var payload = Context()
        for line in message.payload { payload[line.name] = line.value.evaluate(context) }
        effect(.send(message: message.name, key: message.key?.evaluate(context), payload: payload))
    }

    // MARK: Events

    private mutating func wait(_ token: Token, _ trigger: Trigger) {
        guard let wait = wait(for: trigger, token) else { return stopHere(token, "the timer gives no time") }
        let ticket = rest(token, wait)
        if case .timer(let due, _) = wait { effect(.schedule(ticket, at: due)) }
    }

    mutating func wait(for trigger: Trigger, _ token: Token) -> Instance.Wait? {
        switch trigger {
        case .timer(let timer):
            guard let due = due(timer, token) else { return nil }
            if case .every(_, let times) = timer { return .timer(due: due, repeats: times) }
            return .timer(due: due, repeats: 1)
        case .message(let message): return .message(message.name, key: message.key?.evaluate(context(in: token.scope, locals: token.locals)))
        default: return nil
        }
    }

    mutating func due(_ timer: Timer, _ token: Token) -> Instant? {
        switch timer {
        case .after(let term), .every(let term, _): return term.end(from: now, in: engine.calendar)
        case .duration, .cycle: return nil
        case .workingDays(let count):
            guard case .number(let number) = count.evaluate(context(in: token.scope, locals: token.locals)), let days = Int(exactly: number.rounded(scale: 0))
            else { return nil }
            return Term(days, .workingDays).end(from: now, in: engine.calendar)
        case .at(let moment):
            switch moment.evaluate(context(in: token.scope, locals: token.locals)) {
            case .date(let date): return engine.calendar.zone.start(of: date)
            case .dateAndTime(let moment): return Instant(Value.dateAndTime(moment).json.string ?? "")
            case .string(let text):
                return Instant(text) ?? CivilDate(text).map { engine.calendar.zone.start(of: $0) } ?? Term(text)?.end(from: now, in: engine.calendar)
            default: return nil
            }
        }
    }

    private mutating func end(_ token: Token, _ result: EventResult) {
        record(.passed(node: token.node, scope: token.scope))
        lastEnd[token.scope] = token.node
        switch result {
        case .message(let message): send(message, token)
        case .terminate:
            // Everything else of this scope stops (section 13.5.6).
            for ticket in sortedMembers(of: token.scope) { drop(ticket) }
            forgetMoving(in: token.scope)
            clearArrivals(in: token.scope)
        case .error(let code):
            if !raise(code, fromScope: token.scope) { stopHere(token, "nothing catches the error '\(code)'") }
        default: break
        }
        touched.insert(token.scope)
    }

    // MARK: Scopes

    private mutating func openScope(_ token: Token) {
        let ticket = rest(token, .scope)
        watchBoundaries(of: ticket, token)
        if let start = model.starts[token.node] { queue.append(Token(node: start, flow: nil, scope: ticket)) }
    }

    private mutating func openBody(_ token: Token, _ list: Formula, _ item: String, _ isSequential: Bool) {
        guard case .list(let items) = list.evaluate(context(in: token.scope)) else {
            return stopHere(token, "'\(list.source.text)' gives no list")
        }
        let body = rest(token, .scope)
        record(.itemised(body, items: items))
        watchBoundaries(of: body, token)
        touched.insert(body)
        for index in isSequential ? items.indices.prefix(1) : items.indices[...] {
            queue.append(Token(node: token.node, flow: nil, scope: body, item: index, locals: [item: items[index]]))
        }
    }
}
