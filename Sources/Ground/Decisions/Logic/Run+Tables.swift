import FEEL
import Kernel

extension Run {
    func value(_ table: DecisionTable, _ scope: Context) -> Value {
        var values: [Value] = []
        values.reserveCapacity(table.inputs.count)
        for input in table.inputs {
            let value = input.expression.map { self.value($0, scope) } ?? .null
            if let allowed = input.allowed, !value.isEqualToNull, !passes(allowed, value, scope) {
                return fail("\(value) is not among the values of '\(input.source)'")
            }
            values.append(value)
        }
        if explainer == nil, let index = table.index, let rules = matching(table, index, values, scope) { return value(table, rules, scope) }
        let matched = matching(table, values, scope)
        let (result, outranked) = self.result(table, matched.rules, scope)
        if let explainer {
            let inputs = zip(table.inputs, values).map { TableOutcome.Input(source: $0.source, value: $1) }
            let lower = Set(outranked)
            let deciding = matched.rules.filter { !lower.contains($0) }
            let passedOver = matched.passedOver + outranked.map { TableOutcome.PassedOver(rule: $0 + 1, why: .outranked) }
            explainer.add(
                TableOutcome(
                    number: table.number, inputs: inputs, matched: deciding.map { $0 + 1 }, locations: matched.rules.map { table.rules[$0].location },
                    annotations: deciding.map { table.rules[$0].annotations }, passedOver: passedOver.sorted { $0.rule < $1.rule }, value: result))
        }
        return result
    }

    private func passes(_ tests: UnaryTests, _ value: Value, _ scope: Context) -> Bool {
        if case .boolean(true) = tests.evaluate(value, scope, in: evaluation) { return true }
        guard case .list(let items) = value else { return false }
        return items.allSatisfy { passes(tests, $0, scope) }
    }

    /// The rules that match, found by the index; columns that have none are tested for the rules that are left. nil where a value is of a
    /// kind the index does not know.
    private func matching(_ table: DecisionTable, _ index: TableIndex, _ values: [Value], _ scope: Context) -> [Int]? {
        guard evaluation.spend(index.words) else { return [] }
        var matched: [Int] = []
        for word in 0..<index.words {
            var left: UInt64 = .max
            for position in values.indices {
                guard let column = index.columns[position] else { continue }
                guard let mask = column.mask(word, for: values[position]) else { return nil }
                left &= mask
            }
            while left != 0 {
                let rule = word * 64 + left.trailingZeroBitCount
                left &= left - 1
                guard rule < table.rules.count else { break }
                guard passesTheRest(table.rules[rule], index, values, scope) else { continue }
                matched.append(rule)
                if table.policy == .first { return matched }
            }
        }
        return matched
    }

    private func passesTheRest(_ rule: DecisionTable.Rule, _ index: TableIndex, _ values: [Value], _ scope: Context) -> Bool {
        if index.isComplete { return true }
        for position in rule.tests.indices where index.columns[position] == nil {
            switch rule.tests[position] {
            case .any: continue
            case .broken: return false
            case .tests(let tests): guard case .boolean(true) = tests.evaluate(values[position], scope, in: evaluation) else { return false }
            }
        }
        return true
    }

    private func matching(_ table: DecisionTable, _ values: [Value], _ scope: Context) -> (rules: [Int], passedOver: [TableOutcome.PassedOver]) {
        var (rules, passedOver): ([Int], [TableOutcome.PassedOver]) = ([], [])
        for (number, rule) in table.rules.enumerated() {
            guard evaluation.spend(1) else { break }
            var failure: TableOutcome.Failure?
            for (index, cell) in rule.tests.enumerated() {
                switch cell {
                case .any: continue
                case .broken(let text): failure = .init(input: index + 1, condition: text)
                case .tests(let tests):
                    if case .boolean(true) = tests.evaluate(values[index], scope, in: evaluation) { continue }
                    failure = .init(input: index + 1, condition: tests.source)
                }
                break
            }
            if let failure {
                if explainer != nil { passedOver.append(.init(rule: number + 1, why: .failed(failure))) }
                continue
            }
            rules.append(number)
            // The first match decides; the rules behind it are not looked at.
            guard table.policy == .first else { continue }
            if explainer != nil { passedOver += (number + 1..<table.rules.count).map { TableOutcome.PassedOver(rule: $0 + 1, why: .behind) } }
            break
        }
        return (rules, passedOver)
    }

    /// With the rules that match and whose results another's outranks.
    private func result(_ table: DecisionTable, _ rules: [Int], _ scope: Context) -> (value: Value, outranked: [Int]) {
        guard table.policy == .priority else { return (value(table, rules, scope), []) }
        let ranked = prioritised(table, rules, scope)
        guard let first = ranked.first else { return (standard(table, scope), []) }
        return (first.value, ranked.dropFirst().map(\.rule))
    }

    private func value(_ table: DecisionTable, _ rules: [Int], _ scope: Context) -> Value {
        if rules.isEmpty { return standard(table, scope) }
        switch table.policy {
        case .unique:
            guard rules.count == 1 else {
                return fail("rules \(rules.map { String($0 + 1) }.joined(separator: " and ")) match, but only one may (hit policy UNIQUE)")
            }
            return output(table, rules[0], scope)
        case .first: return output(table, rules[0], scope)
        case .any:
            let results = rules.map { output(table, $0, scope) }
            guard results.dropFirst().allSatisfy({ $0.isEqual(to: results[0]) == true }) else {
                return fail("the rules that match give different results (hit policy ANY)")
            }
            return results[0]
        case .priority: return prioritised(table, rules, scope).first?.value ?? .null
        case .outputOrder: return evaluation.admit(.list(prioritised(table, rules, scope).map(\.value)))
        case .ruleOrder, .collect(nil): return evaluation.admit(.list(rules.map { output(table, $0, scope) }))
        case .collect(let aggregation?): return aggregated(aggregation, rules.map { output(table, $0, scope) })
        }
    }

    /// The default output, or null, whatever the policy (section 10.3.2.10).
    private func standard(_ table: DecisionTable, _ scope: Context) -> Value {
        if table.outputs.contains(where: { $0.standard != nil }) {
            return composed(table, scope) { $0.standard }
        }
        return fail("no rule matches")
    }

    private func output(_ table: DecisionTable, _ rule: Int, _ scope: Context) -> Value {
        let results = table.rules[rule].results
        var index = -1
        return composed(table, scope) { _ in
            index += 1
            return results[index]
        }
    }

    /// One output is its value, several are a context of their names (section 8.2.9).
    private func composed(_ table: DecisionTable, _ scope: Context, _ expression: (DecisionTable.Output) -> Expression?) -> Value {
        func value(_ output: DecisionTable.Output) -> Value {
            guard let expression = expression(output) else { return .null }
            return converted(self.value(expression, scope), output.type, "'\(expression.source)'")
        }
        if table.outputs.count == 1 { return value(table.outputs[0]) }
        var context = Context()
        for output in table.outputs { context[output.name ?? ""] = value(output) }
        return evaluation.admit(.context(context))
    }

    /// By the first output's priority, then the next one's (section 8.2.8); a value that is not listed comes last.
    private func prioritised(_ table: DecisionTable, _ rules: [Int], _ scope: Context) -> [(rule: Int, value: Value)] {
        let results = rules.map { output(table, $0, scope) }
        let ranks = results.map { result in
            table.outputs.map { output -> Int in
                guard let values = output.values else { return 0 }
                let value =
                    if table.outputs.count == 1 { result } else if case .context(let context) = result { context[output.name ?? ""] ?? .null } else {
                        Value.null
                    }
                return values.position(of: value, scope, in: evaluation) ?? .max
            }
        }
        return results.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { (rules[$0], results[$0]) }
    }

    private func aggregated(_ aggregation: HitPolicy.Aggregation, _ values: [Value]) -> Value {
        if aggregation == .count { return .number(Decimal128(values.count)) }
        let names: [HitPolicy.Aggregation: String] = [.sum: "sum", .min: "min", .max: "max"]
        return Function.builtIn(names[aggregation] ?? "")?.invoke([.list(values)], names: [], in: evaluation) ?? .null
    }
}

/// Compares ranks from the left, then the place in the table.
private func < (a: ([Int], Int), b: ([Int], Int)) -> Bool {
    a.0 == b.0 ? a.1 < b.1 : a.0.lexicographicallyPrecedes(b.0)
}

extension Value {
    var isList: Bool { if case .list = self { true } else { false } }
}
