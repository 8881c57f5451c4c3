import FEEL
import Kernel

/// Why a value of a rulebook is what it is: the formula that was in force, the dated parameters it used, and the values it was computed from.
public struct Reasons: Sendable {
    public enum Basis: Sendable, Hashable {
        /// It was part of the case.
        case given
        /// Nothing was said, so its default holds.
        case notGiven
        case formula(Formula)
        /// No formula was in force on the day.
        case noLaw(CivilDate)
        /// A parameter that the formula needs had no value on the day.
        case noParameter(String, CivilDate)
        /// It is explained at an earlier place.
        case above
        /// It takes more steps than there are.
        case tooManySteps
    }

    /// What was computed.
    public struct Formula: Sendable, Hashable {
        public var text: String
        /// It was in force from this day on.
        public var from: CivilDate
        public var source: String?
        /// The day whose law holds, where the formula names it itself.
        public var lawOf: CivilDate?
        public var rounding: Rounding?
        /// What it gave before it was rounded, where that is another number.
        public var unrounded: Decimal128?
    }

    public struct Parameter: Sendable, Hashable {
        public var id: String
        public var title: LocalizedText
        public var unit: Unit?
        /// A number alone, or a scale's steps.
        public var steps: [ScaleInForce.Step]
        public var isScale: Bool
        public var from: CivilDate
        public var source: String?
    }

    public var id: String
    public var title: LocalizedText
    public var unit: Unit?
    /// Which one of its kind, where there are several.
    public var instance: Int
    public var period: Period
    public internal(set) var value: Value
    public internal(set) var basis: Basis
    public internal(set) var parameters: [Parameter] = []
    /// What it was computed from, in the order of computing.
    public internal(set) var parts: [Reasons] = []

    /// nil for what was not computed.
    public var formula: Formula? { if case .formula(let formula) = basis { formula } else { nil } }
}

extension Calculation {
    /// Computes `name` anew and tells why it is what it is; nil for an unknown name or instance.
    public static func reasons(for name: String, of instance: Int = 0, in situation: Situation, asOf date: CivilDate) -> Reasons? {
        Calculation(situation, isExplained: true).reasons(for: name, of: instance, asOf: date)
    }

    /// Why `name` is what it is; nil for an unknown name or instance, and where the calculation is not explained.
    ///
    /// What several results are computed from is computed once, and told with each of them.
    public func reasons(for name: String, of instance: Int = 0, asOf date: CivilDate) -> Reasons? {
        guard let value = value(name, of: instance, asOf: date), let index = rulebook.variableIndex[name] else { return nil }
        let period = rulebook.calendar.period(rulebook.variables[index].subject.period, containing: date)
        let key = Key(variable: index, instance: instance, period: period)
        guard exhaustion == nil else { return recorder?.nothing(key) }
        var reasons = recorder?.reasons(for: key)
        reasons?.value = value
        return reasons
    }
}

/// Keeps why values are what they are while they are computed: each once, with the places of those it was computed from.
final class CalculationRecorder {
    /// Beyond so many values, reasons are left out of a tree, so that a case of thousands stays small.
    static let limit = 2_000
    /// As many values are kept at all.
    static let mostKept = 20_000

    private struct Entry {
        var reasons: Reasons
        var parts: [Calculation.Key] = []
        let isKept: Bool
    }

    private let rulebook: Rulebook
    private var open: [(key: Calculation.Key, entry: Entry)] = []
    private var kept: [Calculation.Key: Entry] = [:]
    private var begun = 0

    init(_ rulebook: Rulebook) { self.rulebook = rulebook }

    /// What is asked for comes before what it is computed from, so that of many values the first ones are kept.
    func begin(_ key: Calculation.Key) {
        begun += 1
        open.append((key, Entry(reasons: nothing(key, basis: .notGiven), isKept: open.isEmpty || begun <= Self.mostKept)))
    }

    func end(_ value: Value) {
        guard var done = open.popLast() else { return }
        done.entry.reasons.value = value
        guard done.entry.isKept else { return }
        kept[done.key] = done.entry
        mention(done.key)
    }

    /// A value that the one being computed needs.
    func mention(_ key: Calculation.Key) {
        guard let last = open.indices.last, open[last].entry.parts.count < Self.limit else { return }
        open[last].entry.parts.append(key)
    }

    /// The tree of a value's reasons, in the order of computing: what stands in it already is told as "above".
    func reasons(for key: Calculation.Key) -> Reasons? {
        var (told, left): (Set<Calculation.Key>, Int) = ([], Self.limit)
        return tree(key, &told, &left)
    }

    private func tree(_ key: Calculation.Key, _ told: inout Set<Calculation.Key>, _ left: inout Int) -> Reasons? {
        guard left > 0, let entry = kept[key] else { return nil }
        left -= 1
        var reasons = entry.reasons
        guard told.insert(key).inserted else {
            (reasons.basis, reasons.parameters) = (.above, [])
            return reasons
        }
        for part in entry.parts {
            guard let part = tree(part, &told, &left) else { continue }
            reasons.parts.append(part)
        }
        return reasons
    }

    /// A value of which nothing is told but that it is null.
    func nothing(_ key: Calculation.Key, basis: Reasons.Basis = .tooManySteps) -> Reasons {
        let subject = rulebook.variables[key.variable].subject
        return Reasons(
            id: subject.id, title: subject.title, unit: subject.unit, instance: key.instance, period: key.period, value: .null, basis: basis)
    }

    func note(_ basis: Reasons.Basis) { if let last = open.indices.last { open[last].entry.reasons.basis = basis } }

    func take(_ version: DatedValue<Rulebook.CompiledFormula>, _ formula: Rulebook.CompiledFormula, of whole: Rulebook.LinkedFormula, on date: CivilDate) {
        note(
            .formula(
                .init(
                    text: formula.expression.source, from: version.from, source: version.source ?? whole.source, lawOf: whole.lawOf.map { _ in date },
                    rounding: whole.rounding)))
    }

    /// What the formula gave, where its rounding made another number of it.
    func noteUnrounded(_ number: Decimal128) {
        guard let last = open.indices.last, case .formula(var formula) = open[last].entry.reasons.basis else { return }
        formula.unrounded = number
        open[last].entry.reasons.basis = .formula(formula)
    }

    func use(_ parameter: RulebookDefinition.Parameter, _ dated: DatedValue<Decimal128>) {
        let steps = dated.value.map { [ScaleInForce.Step(threshold: .zero, rate: $0)] } ?? []
        add(parameter, steps, isScale: false, from: dated.from, source: dated.source)
    }

    func use(_ parameter: RulebookDefinition.Parameter, _ scale: Scale, on date: CivilDate) {
        add(parameter, scale.inForce(on: date)?.steps ?? [], isScale: true, from: scale.since(date) ?? date, source: nil)
    }

    private func add(_ parameter: RulebookDefinition.Parameter, _ steps: [ScaleInForce.Step], isScale: Bool, from: CivilDate, source: String?) {
        guard let last = open.indices.last else { return }
        open[last].entry.reasons.parameters.append(
            .init(
                id: parameter.id, title: parameter.title, unit: parameter.unit, steps: steps, isScale: isScale, from: from,
                source: source ?? parameter.source))
    }
}
