import FEEL
import Kernel

extension RulebookLinker {
    /// Days on which a formula says that it holds, and an amount that it names has no value: what it gives then, nobody has written on purpose.
    ///
    /// A formula without a date is meant to hold as long as its amounts do, and before the first amount of all the rulebook knows nothing.
    mutating func reportGaps(_ rulebook: Rulebook) {
        let beginning = definition.parameters.compactMap(\.stretch.first).min() ?? Period.forever.start
        for variable in rulebook.variables {
            // A formula with 'law_of' reads the amounts of another day.
            guard let formula = variable.formula, formula.lawOf == nil else { continue }
            let versions = formula.versions.all
            for (index, version) in versions.enumerated() {
                guard let compiled = version.value, version.from > Period.forever.start else { continue }
                let next = index + 1 < versions.count ? versions[index + 1].from : nil
                for parameter in compiled.parameters.map({ definition.parameters[$0] }) where !compiled.asksWhetherThereIs(parameter.id) {
                    report(parameter, for: variable.id, max(version.from, beginning), next, version.location)
                }
            }
        }
    }

    /// What holds for ever has no day whose law could hold: its amounts, its versions and the formulas of a year that it names would be those of the
    /// first day there is.
    mutating func checkTimeless(_ variables: [Rulebook.Variable]) {
        for variable in variables where variable.subject.period == .forever {
            guard let formula = variable.formula else { continue }
            for version in formula.versions.all {
                if version.from > Period.forever.start, formula.lawOf == nil {
                    timeless(version.location, "'\(variable.id)' is for ever, so no day tells whether its version of \(version.from) holds")
                } else if let compiled = version.value {
                    timeless(compiled, variable.id, hasDay: formula.lawOf != nil, variables, version.location)
                }
            }
            if let lawOf = formula.lawOf { timeless(lawOf, variable.id, hasDay: false, variables, variable.subject.location) }
        }
    }

    private mutating func timeless(
        _ formula: Rulebook.CompiledFormula, _ id: String, hasDay: Bool, _ variables: [Rulebook.Variable], _ location: SourceLocation
    ) {
        for parameter in hasDay ? [] : formula.parameters {
            timeless(location, "'\(id)' is for ever, so no day tells which '\(definition.parameters[parameter].id)' holds")
        }
        for need in formula.variables.map({ variables[$0] }) where need.formula != nil && need.subject.period != .forever {
            diagnostics.tightened(
                location, "'\(id)' is for ever, but it reads '\(need.id)', which is another one for each \(need.subject.period.rawValue)",
                mend: "Give it the 'period' of what it reads.")
        }
    }

    private mutating func timeless(_ location: SourceLocation, _ message: String) {
        diagnostics.tightened(location, message, mend: "Give it 'law_of' with the day whose law holds, or another 'period'.")
    }

    private mutating func report(
        _ parameter: RulebookDefinition.Parameter, for id: String, _ from: CivilDate, _ next: CivilDate?, _ location: SourceLocation
    ) {
        let (first, end) = parameter.stretch
        if let first, from < first, next.map({ from < $0 }) ?? true {
            diagnostics.warning(
                location, "'\(id)' holds from \(from), and '\(parameter.id)' has no value before \(first)",
                mend: "Begin the formula with it, or say what '\(parameter.id)' was before.")
        }
        if let end, next.map({ $0 > end }) ?? true {
            diagnostics.warning(
                location, "'\(id)' goes on when '\(parameter.id)' ends on \(end)",
                mend: "Add a version of the formula from that day, or 'ends' there; or ask for it: if \(parameter.id) = null then … else ….")
        }
    }
}

extension RulebookDefinition.Parameter {
    /// From when it has values, and the day from which it has none any more.
    fileprivate var stretch: (first: CivilDate?, end: CivilDate?) {
        switch content {
        case .value(let values): (values.all.first { $0.value != nil }?.from, values.all.last.flatMap { $0.value == nil ? $0.from : nil })
        case .scale(let scale, _):
            // From when any of its brackets has both.
            (
                scale.brackets.compactMap { bracket in bracket.threshold.all.first.flatMap { a in bracket.rate.all.first.map { max(a.from, $0.from) } } }.min(),
                nil
            )
        }
    }
}

extension Rulebook.CompiledFormula {
    /// Whether the formula itself looks at the absence of a value: `if rate = null then …`.
    fileprivate func asksWhetherThereIs(_ name: String) -> Bool {
        func asks(_ syntax: Syntax) -> Bool {
            if case .comparison(_, let a, let b) = syntax.kind {
                for (one, other) in [(a, b), (b, a)] {
                    if case .name(name) = one.kind, case .literal(.null) = other.kind { return true }
                }
            }
            return syntax.kind.children.contains(where: asks)
        }
        return asks(expression.syntax)
    }
}
