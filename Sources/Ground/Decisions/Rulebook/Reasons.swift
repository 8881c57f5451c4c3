import FEEL
import Kernel

/// Why a value of a rulebook is what it is: the formula that was in force, the dated parameters it used, and the values it was computed from.
public struct Reasons: Sendable {
    public enum Basis: Sendable, Hashable {
        /// It was part of the case.
        case given
        /// Nothing was said, so its default holds.
        case notGiven
        /// `text` was in force from `from` on, by `source`.
        case formula(text: String, from: CivilDate, source: String?)
        /// No formula was in force on the day.
        case noLaw(CivilDate)
        /// A parameter that the formula needs had no value on the day.
        case noParameter(String, CivilDate)
        /// It is explained at an earlier place.
        case above
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
}

extension Calculation {
    /// Computes `name` anew and tells why it is what it is; nil for an unknown name or instance.
    public static func reasons(for name: String, of instance: Int = 0, in situation: Situation, asOf date: CivilDate) -> Reasons? {
        let calculation = Calculation(situation, recorder: CalculationRecorder())
        guard calculation.value(name, of: instance, asOf: date) != nil else { return nil }
        return calculation.recorder?.finished.first
    }
}

/// Builds the tree of reasons while values are computed.
final class CalculationRecorder {
    /// Beyond so many values, reasons are left out of the tree, so that a case of thousands stays small.
    static let limit = 2_000

    private var open: [Reasons] = []
    private(set) var finished: [Reasons] = []
    private var count = 0

    func begin(_ rulebook: Rulebook, _ index: Int, _ instance: Int, _ period: Period) {
        let subject = rulebook.variables[index].subject
        open.append(
            Reasons(id: subject.id, title: subject.title, unit: subject.unit, instance: instance, period: period, value: .null, basis: .notGiven))
    }

    func end(_ value: Value) {
        guard var done = open.popLast() else { return }
        done.value = value
        add(done)
    }

    /// A value that was computed before.
    func mention(_ rulebook: Rulebook, _ index: Int, _ instance: Int, _ period: Period, _ value: Value) {
        begin(rulebook, index, instance, period)
        note(.above)
        end(value)
    }

    private func add(_ done: Reasons) {
        count += 1
        guard let last = open.indices.last else { return finished.append(done) }
        if count <= Self.limit { open[last].parts.append(done) }
    }

    func note(_ basis: Reasons.Basis) { if let last = open.indices.last { open[last].basis = basis } }

    func take(_ version: DatedValue<Rulebook.CompiledFormula>, _ formula: Rulebook.CompiledFormula, of whole: Rulebook.LinkedFormula) {
        note(.formula(text: formula.expression.source, from: version.from, source: version.source ?? whole.source))
    }

    func use(_ parameter: RulebookDefinition.Parameter, _ dated: DatedValue<Decimal128>) {
        let steps = dated.value.map { [ScaleInForce.Step(threshold: .zero, rate: $0)] } ?? []
        add(parameter, steps, isScale: false, from: dated.from, source: dated.source)
    }

    func use(_ parameter: RulebookDefinition.Parameter, _ scale: Scale, on date: CivilDate) {
        let dates = scale.brackets.flatMap { [$0.threshold[on: date]?.from, $0.rate[on: date]?.from] }.compactMap { $0 }
        let sources = scale.brackets.flatMap { [$0.rate[on: date]?.source, $0.threshold[on: date]?.source] }.compactMap { $0 }
        add(parameter, scale.inForce(on: date)?.steps ?? [], isScale: true, from: dates.max() ?? date, source: sources.first)
    }

    private func add(_ parameter: RulebookDefinition.Parameter, _ steps: [ScaleInForce.Step], isScale: Bool, from: CivilDate, source: String?) {
        guard let last = open.indices.last else { return }
        open[last].parameters.append(
            .init(
                id: parameter.id, title: parameter.title, unit: parameter.unit, steps: steps, isScale: isScale, from: from,
                source: source ?? parameter.source))
    }
}
