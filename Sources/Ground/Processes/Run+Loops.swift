import FEEL
import Kernel

extension Run {
    func isStandardLoop(_ node: Int) -> Bool { if case .standard = model.nodes[node].element.loop { true } else { false } }

    /// A looped activity begins: it becomes a scope in which its turns or instances run.
    mutating func openBody(_ token: Token) {
        switch model.nodes[token.node].element.loop {
        case .once: break
        case .standard(let loop): openLoop(token, loop)
        case .multiple(let each): openInstances(token, each)
        }
    }

    // MARK: Standard loops (section 13.3.6)

    private mutating func openLoop(_ token: Token, _ loop: Element.StandardLoop) {
        if loop.testsBefore, !goesOn(loop, after: 0, in: token.scope) {
            if let reason = takeOverrun() { return stopHere(token, reason) }
            record(.passed(node: token.node, scope: token.scope))
            return leave(token.node, in: token.scope)
        }
        let body = rest(token, .scope)
        watchBoundaries(of: body, token)
        touched.insert(body)
        queue.append(turn(token.node, 0, in: body))
    }

    private func turn(_ node: Int, _ index: Int, in body: Ticket) -> Token {
        Token(node: node, flow: nil, scope: body, item: index, locals: ["loopCounter": .number(Decimal128(index + 1))])
    }

    private mutating func goesOn(_ loop: Element.StandardLoop, after turns: Int, in scope: Ticket) -> Bool {
        if let maximum = loop.maximum, turns >= maximum { return false }
        guard let condition = loop.condition else { return true }
        return holds(condition, in: scope, locals: ["loopCounter": .number(Decimal128(turns))])
    }

    // MARK: Several instances (section 13.3.7)

    /// No one waits for more; a generated list beyond it stops with an incident.
    static let instanceLimit = 100_000

    private mutating func openInstances(_ token: Token, _ each: Element.MultiInstance) {
        guard let items = items(token, each) else { return }
        let body = rest(token, .scope)
        record(.itemised(body, items: items))
        watchBoundaries(of: body, token)
        touched.insert(body)
        for index in each.isSequential ? items.indices.prefix(1) : items.indices[...] {
            queue.append(instance(token.node, index, items[index], each, in: body))
        }
    }

    private mutating func items(_ token: Token, _ each: Element.MultiInstance) -> [Value]? {
        let (formula, kind): (Formula, String) =
            switch each.source {
            case .items(let list, _): (list, "list")
            case .count(let count): (count, "number")
            }
        let value = evaluate(formula, context(in: token.scope, locals: token.locals))
        var items: [Value]?
        switch (each.source, value) {
        case (.items, .list(let list)) where list.count <= Self.instanceLimit: items = list
        case (.count, .number(let number)):
            if let count = Int(exactly: number.rounded(scale: 0)), (0...Self.instanceLimit).contains(count) { items = Array(repeating: .null, count: count) }
        default: break
        }
        if items == nil { stopHere(token, takeOverrun() ?? "'\(formula.source.text)' gives no \(kind) of at most \(Self.instanceLimit)") }
        return items
    }

    private func instance(_ node: Int, _ index: Int, _ item: Value, _ each: Element.MultiInstance, in body: Ticket) -> Token {
        var locals: Context = ["loopCounter": .number(Decimal128(index + 1))]
        if case .items(_, let name?) = each.source { locals[name] = item }
        return Token(node: node, flow: nil, scope: body, item: index, locals: locals)
    }

    // MARK: The end of one

    /// One turn or instance of a looped activity is done.
    mutating func ended(item: Int?, of body: Ticket, locals: Context) {
        touched.insert(body)
        guard let item, let rest = state.rests[body] else { return }
        switch model.nodes[rest.node].element.loop {
        case .once: break
        case .standard(let loop):
            let goesOn = goesOn(loop, after: item + 1, in: rest.scope)
            if let reason = takeOverrun() { return stop(body, reason) }
            if goesOn { queue.append(turn(rest.node, item + 1, in: body)) }
        case .multiple(let each): ended(item, of: body, rest, each, locals)
        }
    }

    private mutating func ended(_ item: Int, of body: Ticket, _ rest: Instance.Rest, _ each: Element.MultiInstance, _ locals: Context) {
        if let collect = each.collect { record(.collected(body, item: item, evaluate(collect.value, context(in: rest.scope, locals: locals)))) }
        if each.isWatched {
            record(.turned(body))
            throwImplicitly(each, body, rest, locals)
            guard let counts = counts(body, each) else { return }
            if let completion = each.completion, holds(completion, in: rest.scope, locals: counts.context(over: locals)) { return clear(body) }
        }
        if let reason = takeOverrun() { return stop(body, reason) }
        guard each.isSequential, let next = state.scopes[body].flatMap({ item + 1 < $0.items.count ? $0.items[item + 1] : nil }) else { return }
        queue.append(instance(rest.node, item + 1, next, each, in: body))
    }

    private func counts(_ body: Ticket, _ each: Element.MultiInstance) -> MultiInstanceCounts? {
        state.scopes[body].map {
            MultiInstanceCounts(all: $0.items.count, completed: $0.completed, active: each.isSequential ? 0 : $0.items.count - $0.completed)
        }
    }

    private mutating func throwImplicitly(_ each: Element.MultiInstance, _ body: Ticket, _ rest: Instance.Rest, _ locals: Context) {
        guard let counts = counts(body, each) else { return }
        switch each.behavior {
        case .all: break
        case .one(let event): if counts.completed == 1 { throwImplicitly(event, from: body) }
        case .each(let event): throwImplicitly(event, from: body)
        case .complex(let cases):
            for entry in cases where holds(entry.condition, in: rest.scope, locals: counts.context(over: locals)) { throwImplicitly(entry.event, from: body) }
        }
    }
}

extension Element.MultiInstance {
    /// Whether the end of each instance is looked at.
    var isWatched: Bool {
        if completion != nil { return true }
        if case .all = behavior { return false }
        return true
    }
}

/// Table 10.31, at the end of an instance.
struct MultiInstanceCounts {
    var all: Int
    var completed: Int
    var active: Int

    static let names = ["numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances", "numberOfTerminatedInstances"]

    func context(over locals: Context) -> Context {
        var context = locals
        for (name, count) in zip(Self.names, [all, active, completed, 0]) { context[name] = .number(Decimal128(count)) }
        return context
    }
}
