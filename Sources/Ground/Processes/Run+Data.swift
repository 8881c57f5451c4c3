import FEEL
import Kernel

extension Run {
    // MARK: Names

    /// Facts, then the process's variables, then those of the scopes around and of the item.
    mutating func context(in scope: Ticket, locals: Context? = nil) -> Context {
        var context: Context
        if scope == .root {
            context = rootContext()
        } else {
            let around = scopeVariables(scope)
            context = around.isCalled ? facts : rootContext()
            context.merge(around.variables)
        }
        if let locals { context.merge(locals) }
        return context
    }

    private mutating func rootContext() -> Context {
        if let root { return root }
        var context = facts
        context.merge(state.variables)
        root = context
        return context
    }

    /// The variables of the scopes around, the innermost last; and whether they are all there are, because what is called sees no others.
    private func scopeVariables(_ scope: Ticket) -> (variables: Context, isCalled: Bool) {
        var chain: [Context] = []
        var (ticket, isCalled) = (scope, false)
        while ticket != .root, !isCalled, let rest = state.rests[ticket] {
            if let own = rest.locals { chain.append(own) }
            isCalled = self.isCalled(ticket)
            ticket = rest.scope
        }
        var variables = Context()
        for own in chain.reversed() { variables.merge(own) }
        return (variables, isCalled)
    }

    /// Whether a scope is that of a called process.
    private func isCalled(_ scope: Ticket) -> Bool { contentNode(scope).map { $0 != -1 && model.nodes[$0].element.call != nil } ?? false }

    /// All variables as they are seen in a scope, without the facts: what compensation is given later.
    func snapshot(in scope: Ticket, locals: Context?) -> Context {
        let around = scopeVariables(scope)
        var variables = around.isCalled ? Context() : state.variables
        variables.merge(around.variables)
        if let locals { variables.merge(locals) }
        return variables
    }

    /// Sets variables where they are declared: in the innermost scope that has one of the name, else in the process, the called one if it is one.
    mutating func assign(_ values: Context, from scope: Ticket) {
        for entry in values.entries {
            var ticket = scope
            while ticket != .root, let rest = state.rests[ticket] {
                if rest.locals?[entry.name] != nil || isCalled(ticket) { break }
                ticket = rest.scope
            }
            record(.assigned(entry.name, entry.value, scope: ticket))
        }
    }

    // MARK: Expressions

    /// Evaluates within the work that one expression may take. One that takes more gives null and leaves its text in `overrun`.
    mutating func evaluate(_ formula: Formula, _ context: Context) -> Value {
        guard let value = formula.evaluate(context, budget: engine.budget) else {
            overrun = formula.source.text
            return .null
        }
        return value
    }

    mutating func holds(_ formula: Formula, in scope: Ticket, locals: Context? = nil) -> Bool {
        if let constant = formula.constant { return constant == .boolean(true) }
        return evaluate(formula, context(in: scope, locals: locals)) == .boolean(true)
    }

    mutating func evaluate(_ lines: [Assignment], _ context: Context) -> Context {
        var values = Context()
        for line in lines { values[line.name] = evaluate(line.value, context) }
        return values
    }

    /// Why the last expressions gave no value; asking forgets it.
    mutating func takeOverrun() -> String? {
        defer { overrun = nil }
        return overrun.map { "'\($0)' took too many steps" }
    }

    // MARK: What comes in and goes out

    /// What an activity or event was given becomes variables: as its output mappings say, else as it came. If one takes too much work nothing
    /// is set.
    mutating func take(_ given: Context, at node: Int, scope: Ticket, locals: Context? = nil) {
        let output = model.nodes[node].element.output
        guard !output.isEmpty else { return assign(given, from: scope) }
        var inner = locals ?? Context()
        inner.merge(given)
        let values = evaluate(output, context(in: scope, locals: inner))
        if overrun == nil { assign(values, from: scope) }
    }
}

extension Context {
    mutating func merge(_ other: Context) {
        if count == 0 { self = other; return }
        for entry in other.entries { self[entry.name] = entry.value }
    }
}
