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
        let limit = model.nodes[token.node].draft.isForPeople && !each.isSequential ? engine.taskLimit : ProcessEngine.instanceLimit
        var items: [Value]?
        switch (each.source, value) {
        case (.items, .list(let list)) where list.count <= limit: items = list
        case (.count, .number(let number)):
            if let count = Int(exactly: number.rounded(scale: 0)), (0...limit).contains(count) { items = Array(repeating: .null, count: count) }
        default: break
        }
        if items == nil { stopHere(token, takeOverrun() ?? "'\(formula.source.text)' gives no \(kind) of at most \(limit)") }
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
            if let reason = takeOverrun() { return stopDone(rest.node, item, in: body, locals, reason) }
            if goesOn { queue.append(turn(rest.node, item + 1, in: body)) }
        case .multiple(let each): ended(item, of: body, rest, each, locals)
        }
    }

    private mutating func ended(_ item: Int, of body: Ticket, _ rest: Instance.Rest, _ each: Element.MultiInstance, _ locals: Context) {
        // All that is to be evaluated comes first: what is judged again is not done again.
        let collected = each.collect.map { evaluate($0.value, context(in: rest.scope, locals: locals)) }
        let counts = each.isWatched ? counts(body, each).context(over: locals) : Context()
        let thrown = each.isWatched ? implicit(each, body, rest, counts) : []
        let isComplete = each.completion.map { holds($0, in: rest.scope, locals: counts) } ?? false
        if let reason = takeOverrun() { return stopDone(rest.node, item, in: body, locals, reason) }
        if let collected { record(.collected(body, item: item, collected)) }
        if each.isWatched {
            record(.turned(body))
            throwImplicitly(thrown, from: body)
            guard state.scopes[body] != nil else { return }
            if isComplete { return clear(body) }
        }
        guard each.isSequential, let next = state.scopes[body].flatMap({ item + 1 < $0.items.count ? $0.items[item + 1] : nil }) else { return }
        queue.append(instance(rest.node, item + 1, next, each, in: body))
    }

    /// A turn or an instance is done, and how the loop goes on could not be judged.
    private mutating func stopDone(_ node: Int, _ item: Int, in body: Ticket, _ locals: Context, _ reason: String) {
        stop(rest(Token(node: node, flow: nil, scope: body, item: item, locals: locals), .done), reason)
    }

    /// With the instance that ends now.
    private func counts(_ body: Ticket, _ each: Element.MultiInstance) -> MultiInstanceCounts {
        let scope = state.scopes[body]
        let (all, completed) = (scope?.items.count ?? 0, (scope?.completed ?? 0) + 1)
        return MultiInstanceCounts(all: all, completed: completed, active: each.isSequential ? 0 : all - completed)
    }

    /// What the end of an instance throws.
    private mutating func implicit(_ each: Element.MultiInstance, _ body: Ticket, _ rest: Instance.Rest, _ counts: Context) -> [Thrown] {
        switch each.behavior {
        case .all: return []
        case .one(let event): return state.scopes[body]?.completed == 0 ? thrown(event, in: body) : []
        case .each(let event): return thrown(event, in: body)
        case .complex(let cases):
            var all: [Thrown] = []
            for entry in cases where holds(entry.condition, in: rest.scope, locals: counts) { all += thrown(entry.event, in: body) }
            return all
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
