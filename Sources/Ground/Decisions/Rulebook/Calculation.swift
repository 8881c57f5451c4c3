import FEEL
import Kernel

/// One computation: what a rulebook says of one situation. Every value is computed once for each period it is asked for.
///
/// Every formula may take as many steps as an expression by itself, and all together as many as the calculation was given: then nothing that
/// it says counts, and every value is null. Made for one thread; as many may run side by side as there are threads.
public final class Calculation {
    let rulebook: Rulebook
    let situation: Situation
    private let evaluation: Evaluation
    private var known: [Key: Value] = [:]
    let recorder: CalculationRecorder?

    struct Key: Hashable {
        var variable: Int
        var instance: Int
        var period: Period
    }

    /// Scales as functions, so that each is made once.
    private var scales: [ScaleKey: Value] = [:]

    private struct ScaleKey: Hashable {
        var parameter: Int
        var date: CivilDate
    }

    /// A step is a value that is asked for, or one of a formula's own.
    public static let defaultBudget = 10 * Evaluation.defaultBudget

    /// - Parameters:
    ///   - isExplained: keeps why each value is what it is, for `reasons`.
    ///   - budget: steps that all values together may take.
    public init(_ situation: Situation, isExplained: Bool = false, budget: Int = Calculation.defaultBudget) {
        rulebook = situation.rulebook
        self.situation = situation
        recorder = isExplained ? CalculationRecorder(situation.rulebook) : nil
        evaluation = Evaluation(now: nil, budget: budget)
    }

    /// Why no value counts; nil as long as the steps suffice.
    public var exhaustion: String? { evaluation.exhaustion }

    /// What `name` is for the `instance`-th of its entity in the period of its own kind that holds `date`; nil for an unknown name or instance.
    public func value(_ name: String, of instance: Int = 0, asOf date: CivilDate) -> Value? {
        guard let index = rulebook.variableIndex[name] else { return nil }
        return value(name, of: instance, in: rulebook.calendar.period(rulebook.variables[index].subject.period, containing: date))
    }

    public func value(_ name: String, of instance: Int = 0, in period: Period) -> Value? {
        guard let index = rulebook.variableIndex[name], situation.instances[rulebook.variables[index].entity].indices.contains(instance) else { return nil }
        let value = value(index, instance, period)
        return evaluation.isExhausted ? .null : value
    }

    // MARK: Periods

    /// A value for any period: its own, made of shorter ones, or a share of a longer one.
    func value(_ index: Int, _ instance: Int, _ period: Period) -> Value {
        let variable = rulebook.variables[index]
        let kind = variable.subject.period
        if kind == period.kind { return own(index, instance, period) }
        if kind == .forever { return own(index, instance, .forever) }
        if kind.rank < period.kind.rank {
            let parts = rulebook.calendar.parts(of: period, as: kind)
            switch variable.subject.across {
            case .first: return own(index, instance, parts[0])
            case .last: return own(index, instance, parts[parts.count - 1])
            case .sum: return sum(parts.map { own(index, instance, $0) })
            }
        }
        let longer = rulebook.calendar.period(kind, containing: period.start)
        let whole = own(index, instance, longer)
        guard variable.subject.across == .sum, case .number(let number) = whole else { return whole }
        return .finite(share(number, of: longer, for: period))
    }

    private func sum(_ values: [Value]) -> Value {
        var sum = Decimal128.zero
        for value in values {
            guard case .number(let number) = value else { return .null }
            sum = sum + number
        }
        return .finite(sum)
    }

    /// A month has a twelfth of a year's amount; a day its part of the days.
    private func share(_ number: Decimal128, of longer: Period, for period: Period) -> Decimal128 {
        if longer.kind == .year, period.kind == .month { return number / Decimal128(12) }
        return number * Decimal128(period.days) / Decimal128(longer.days)
    }

    // MARK: One value

    private func own(_ index: Int, _ instance: Int, _ period: Period) -> Value {
        guard evaluation.spend() else { return .null }
        let key = Key(variable: index, instance: instance, period: period)
        if let value = known[key] {
            recorder?.mention(key)
            return value
        }
        recorder?.begin(key)
        let value = given(index, instance, period) ?? computed(index, instance, period)
        recorder?.end(value)
        known[key] = value
        return value
    }

    /// What was given for the period, or follows from what was given for shorter or longer ones. A formula's value may be given too: it is then not computed.
    private func given(_ index: Int, _ instance: Int, _ period: Period) -> Value? {
        let variable = rulebook.variables[index]
        guard let given = situation.instances[variable.entity][instance].given[index] else { return nil }
        recorder?.note(.given)
        guard given.count < 8 || evaluation.spend(given.count / 4) else { return .null }
        if let exact = given.last(where: { $0.period == nil || $0.period == period }) { return exact.value }
        if let longer = given.last(where: { $0.period.map { $0.start <= period.start && $0.end >= period.end } ?? false }), let whole = longer.period {
            guard variable.subject.across == .sum, case .number(let number) = longer.value else { return longer.value }
            return .finite(share(number, of: whole, for: period))
        }
        let shorter = given.filter { $0.period.map { $0.start >= period.start && $0.end <= period.end } ?? false }
            .sorted { ($0.period?.start ?? period.start) < ($1.period?.start ?? period.start) }
        guard !shorter.isEmpty else { return nil }
        switch variable.subject.across {
        case .first: return shorter.first?.value
        case .last: return shorter.last?.value
        case .sum: return sum(shorter.map(\.value))
        }
    }

    private func computed(_ index: Int, _ instance: Int, _ period: Period) -> Value {
        let variable = rulebook.variables[index]
        guard let formula = variable.formula else {
            recorder?.note(.notGiven)
            return variable.subject.initial
        }
        var date = period.start
        if let lawOf = formula.lawOf {
            guard case .some(.date(let day)) = values(lawOf, variable, instance, period, date).map({ result(of: lawOf, $0) }) else {
                return variable.subject.initial
            }
            date = day
        }
        guard let version = formula.versions[on: date], let compiled = version.value else {
            recorder?.note(.noLaw(date))
            return variable.subject.initial
        }
        recorder?.take(version, compiled, of: formula, on: date)
        guard let inputs = values(compiled, variable, instance, period, date) else { return variable.subject.initial }
        let value = result(of: compiled, inputs)
        guard let rounding = formula.rounding, case .number(let number) = value else { return value }
        let rounded = rounding(number)
        if let recorder, rounded != number { recorder.noteUnrounded(number) }
        return .number(rounded)
    }

    /// With the steps that an expression has by itself, so that the same comes out for one case and for a column of them.
    private func result(of formula: Rulebook.CompiledFormula, _ inputs: Expression.Inputs) -> Value {
        evaluation.within(Evaluation.defaultBudget) { formula.expression.evaluate(inputs, in: evaluation) }
    }

    /// The values of the names that a formula uses; nil where a parameter has none on `date`.
    private func values(_ formula: Rulebook.CompiledFormula, _ variable: Rulebook.Variable, _ instance: Int, _ period: Period, _ date: CivilDate)
        -> Expression.Inputs?
    {
        var inputs = formula.expression.inputs
        for (name, place, need) in formula.needs {
            switch need {
            case .variable(let index): inputs.set(place, to: value(index, instance, period))
            case .parameter(let index):
                guard let value = parameter(index, on: date) else {
                    recorder?.note(.noParameter(name, date))
                    return nil
                }
                inputs.set(place, to: value)
            case .group(let entity, let variables):
                // Who is in none has null there.
                guard let group = situation.instances[variable.entity][instance].groups[entity] else { continue }
                inputs.set(place, to: record(variables, group, period))
            case .members(let role, let variables):
                let all = situation.instances[variable.entity][instance].members
                guard evaluation.spend(all.count) else { return nil }
                let members = all.filter { role == nil || $0.role == role }
                inputs.set(place, to: .list(members.map { record(variables, $0.instance, period) }))
            case .periodStart: inputs.set(place, to: .date(period.start))
            case .periodEnd: inputs.set(place, to: .date(period.lastDay))
            case .function(let function): inputs.set(place, to: .function(function))
            }
        }
        return inputs
    }

    private func record(_ variables: [Int], _ instance: Int, _ period: Period) -> Value {
        var context = Context(capacity: variables.count)
        for index in variables { context.append(rulebook.variables[index].id, value(index, instance, period)) }
        return .context(context)
    }

    // MARK: Parameters

    private func parameter(_ index: Int, on date: CivilDate) -> Value? {
        let definition = rulebook.definition.parameters[index]
        switch definition.content {
        case .value(let values):
            guard let dated = values[on: date], let value = dated.value else { return nil }
            recorder?.use(definition, dated)
            return .number(value)
        case .scale(let scale, _):
            let key = ScaleKey(parameter: index, date: date)
            if let known = scales[key] {
                recorder?.use(definition, scale, on: date)
                return known
            }
            guard let inForce = scale.inForce(on: date) else { return nil }
            recorder?.use(definition, scale, on: date)
            let function = inForce.function
            scales[key] = function
            return function
        }
    }
}
