import FEEL
import Kernel

extension Run {
    mutating func enter(_ token: Token, _ task: Element.Task) {
        switch task {
        case .user(let role, let timer):
            let due = timer.flatMap { self.due($0, token) }
            if let reason = takeOverrun() { return stopHere(token, reason) }
            let ticket = rest(token, .task(due: due))
            effect(.createTask(ticket, element: model.nodes[token.node].element.id, role: role, due: due))
            watchBoundaries(of: ticket, token)
        case .service: beginCall(token, .call)
        case .script(let lines): run(lines, token)
        case .rules(let decision, let result):
            guard let value = engine.decide(decision, context(in: token.scope, locals: token.locals)) else {
                return stopHere(token, "there is no decision '\(decision)'")
            }
            give([result: value], token)
        case .send(let message):
            let sent = sent(message, in: token.scope, locals: token.locals)
            if let reason = takeOverrun() { return stopHere(token, reason) }
            effect(sent)
            pass(token)
        case .receive(let message):
            guard let wait = wait(for: .message(message), token) else { return stopHere(token, takeOverrun() ?? "") }
            watchBoundaries(of: rest(token, wait), token)
        case .manual: give([:], token)
        }
    }

    /// Sets variables one after the other. If one takes too much work nothing is set, and the token stops.
    private mutating func run(_ lines: [Assignment], _ token: Token) {
        var values = Context()
        for line in lines {
            var inner = token.locals ?? Context()
            inner.merge(values)
            values[line.name] = evaluate(line.value, context(in: token.scope, locals: inner))
            if let reason = takeOverrun() { return stopHere(token, reason) }
        }
        give(values, token)
    }

    /// A task that ends at once gives its values: to the item of a multi-instance activity, or around.
    private mutating func give(_ values: Context, _ token: Token) {
        var token = token
        if token.item != nil, !isStandardLoop(token.node) {
            var own = token.locals ?? Context()
            own.merge(mapped(values, token.node, token.scope, own))
            token.locals = own
        } else {
            take(values, at: token.node, scope: token.scope, locals: token.locals)
        }
        if let reason = takeOverrun() { return stopHere(token, reason) }
        token.flow = nil
        pass(token)
    }

    // MARK: Calls

    private mutating func beginCall(_ token: Token, _ wait: Instance.Wait) {
        let ticket = rest(token, wait)
        if let rest = state.rests[ticket] { call(ticket, rest) }
        watchBoundaries(of: ticket, token)
    }

    mutating func openCall(_ token: Token) { beginCall(token, .process) }

    mutating func call(_ ticket: Ticket, _ rest: Instance.Rest) {
        let element = model.nodes[rest.node].element
        let context = context(in: rest.scope, locals: rest.locals)
        switch element.kind {
        case .task(.service(let name, let lines)):
            let input = evaluate(lines, context)
            if let reason = takeOverrun() { return stop(ticket, reason) }
            effect(.call(ticket, service: name, element: element.id, input: input))
        case .callActivity(let process):
            let input = element.input.isEmpty ? snapshot(in: rest.scope, locals: rest.locals) : evaluate(element.input, context)
            if let reason = takeOverrun() { return stop(ticket, reason) }
            effect(.startProcess(ticket, process: process, element: element.id, input: input))
        default: break
        }
    }

    // MARK: Messages

    /// A message with its values, ready to go out.
    mutating func sent(_ message: Message, in scope: Ticket, locals: Context?) -> Effect {
        let context = context(in: scope, locals: locals)
        let payload = evaluate(message.payload, context)
        return .send(message: message.name, key: message.key.map { evaluate($0, context) }, payload: payload, keep: message.keep)
    }
}
