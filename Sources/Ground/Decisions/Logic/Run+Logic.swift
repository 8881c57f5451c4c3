import FEEL
import Kernel

extension Run {
    /// The value of a boxed expression.
    func value(_ logic: Logic, _ scope: Context) -> Value {
        guard evaluation.spend(1) else { return .null }
        switch logic {
        case .literal(let expression, let source, let type):
            guard let expression else { return fail("'\(source)' could not be read") }
            return converted(value(expression, scope), type, "'\(source)'")
        case .table(let table): return value(table, scope)
        case .context(let entries, let result): return context(entries, result, scope)
        case .invocation(let callee, let bindings):
            guard case .function(let function) = value(callee, scope) else { return fail("what is invoked is not a function") }
            let arguments = bindings.map { value($0.logic, scope) }
            return function.invoke(arguments, names: bindings.map(\.name), in: evaluation)
        case .list(let items, let type): return converted(evaluation.admit(.list(items.map { value($0, scope) })), type, "the list")
        case .relation(let columns, let rows):
            return evaluation.admit(
                .list(
                    rows.map { row in
                        var context = Context()
                        for (column, cell) in zip(columns, row) { context[column] = value(cell, scope) }
                        return .context(context)
                    }))
        case .function(let function): return .function(closure(function, scope))
        case .external(let function): return function.map(Value.function) ?? fail("this function outside of FEEL is not available")
        case .conditional(let condition, let then, let otherwise):
            switch value(condition, scope) {
            case .boolean(true): return value(then, scope)
            case .boolean(false), .null: return value(otherwise, scope)
            default: return fail("the condition is neither true nor false")
            }
        case .filter(let list, let match): return filter(list, match, scope)
        case .iteration(let loop, let list, let body): return iteration(loop, list, body, scope)
        case .quantified(let every, let variable, let list, let condition): return quantified(every, variable, list, condition, scope)
        case .nothing(let reason): return fail(reason)
        }
    }

    /// Each entry sees the ones before it; the result entry, where there is one, is the value (section 10.2.1.4).
    private func context(_ entries: [Logic.Entry], _ result: Logic?, _ outer: Context) -> Value {
        var (scope, context) = (outer, Context())
        for entry in entries {
            var value = Value.null
            if case .function(let function) = entry.logic {
                value = .function(closure(function, scope, ownName: entry.name))
            } else {
                value = converted(self.value(entry.logic, scope), entry.type, "'\(entry.name)'")
            }
            scope[entry.name] = value
            context[entry.name] = value
        }
        return result.map { value($0, scope) } ?? evaluation.admit(.context(context))
    }

    /// A function that takes its scope along.
    func closure(_ logic: FunctionLogic, _ scope: Context, ownName: String? = nil) -> Function {
        let model = model
        return Function(parameters: logic.parameters.map { Function.Parameter($0.name, $0.type.type) }, result: logic.result.type) {
            arguments, evaluation, this in
            let run = Run(model, inputs: Context(), evaluation: evaluation)
            var inner = scope
            if let ownName { inner[ownName] = .function(this) }
            for (parameter, argument) in zip(logic.parameters, arguments) {
                guard let value = parameter.type.convert(argument, evaluation) else { return run.fail("'\(parameter.name)' is not an allowed value") }
                inner[parameter.name] = value
            }
            return evaluation.nested { run.converted(run.value(logic.body, inner), logic.result, "the function's result") }
        }
    }

    private func items(_ logic: Logic, _ scope: Context) -> [Value]? {
        switch value(logic, scope) {
        case .list(let items): items
        case .null: nil
        case let single: [single]
        }
    }

    private func filter(_ list: Logic, _ match: Logic, _ scope: Context) -> Value {
        guard let items = items(list, scope) else { return fail("there is nothing to filter") }
        var kept: [Value] = []
        for item in items {
            guard evaluation.spend(1) else { return .null }
            var inner = scope
            if case .context(let members) = item { for name in members.names { inner[name] = members[name] } }
            inner["item"] = item
            switch value(match, inner) {
            case .boolean(true): kept.append(item)
            case .boolean(false): break
            default: return fail("the condition of the filter is neither true nor false")
            }
        }
        return .list(kept)
    }

    private func iteration(_ loop: Logic.Loop, _ list: Logic, _ body: Logic, _ scope: Context) -> Value {
        guard let items = items(list, scope) else { return fail("there is no list to go through") }
        var results: [Value] = []
        for item in items {
            guard evaluation.spend(1) else { return .null }
            var inner = scope
            inner[loop.variable] = item
            // A second holder of the results makes each addition copy them all.
            if loop.readsPartial { inner["partial"] = evaluation.admit(.list(results)) }
            results.append(value(body, inner))
        }
        return evaluation.admit(.list(results))
    }

    private func quantified(_ every: Bool, _ variable: String, _ list: Logic, _ condition: Logic, _ scope: Context) -> Value {
        guard let items = items(list, scope) else { return fail("there is no list to go through") }
        for item in items {
            guard evaluation.spend(1) else { return .null }
            var inner = scope
            inner[variable] = item
            guard case .boolean(let answer) = value(condition, inner) else { return fail("the condition is neither true nor false for an item") }
            if answer != every { return .boolean(answer) }
        }
        return .boolean(every)
    }
}
