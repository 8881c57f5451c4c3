import Decisions
import FEEL
import Kernel

/// What of the law worked cases touch: formulas, values with the days from which they hold, and rows of tables. What none
/// touches is law that nobody has tried.
public struct LawCoverage: Sendable {
    private enum Part: Hashable {
        /// A formula, or an amount, with the day from which it holds.
        case dated(id: String, from: CivilDate)
        /// A row of a table, by the place where it stands.
        case row(SourceLocation)
    }

    private var untouched: [Part: (location: SourceLocation, words: String)] = [:]
    public private(set) var count = 0

    public init(_ law: TestedLaw) {
        switch law {
        case .rulebook(let book):
            for formula in book.definition.formulas {
                for version in formula.versions.all where version.value != nil {
                    let since = version.from > Period.forever.start ? " of \(version.from)" : ""
                    add(.dated(id: formula.subject.id, from: version.from), version.location, "the formula '\(formula.subject.id)'\(since)")
                }
            }
            for parameter in book.definition.parameters {
                for (from, location) in Self.dates(of: parameter) {
                    add(.dated(id: parameter.id, from: from), location, "'\(parameter.id)' as it is from \(from)")
                }
            }
        case .model(let model):
            for rule in model.tableRules { add(.row(rule.location), rule.location, "rule \(rule.number) of '\(rule.name)'") }
        }
    }

    private mutating func add(_ part: Part, _ location: SourceLocation, _ words: String) {
        untouched[part] = (location, words)
        count = untouched.count
    }

    /// The days on which a parameter changes; of a scale, on which any of its brackets does.
    private static func dates(of parameter: RulebookDefinition.Parameter) -> [(from: CivilDate, location: SourceLocation)] {
        switch parameter.content {
        case .value(let values): return values.all.filter { $0.value != nil }.map { ($0.from, $0.location) }
        case .scale(let scale, _):
            var places: [CivilDate: SourceLocation] = [:]
            for value in scale.brackets.flatMap({ $0.threshold.all + $0.rate.all }) where value.value != nil && places[value.from] == nil {
                places[value.from] = value.location
            }
            return places.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// Takes off what a case touches.
    public mutating func add(_ run: RuleCaseRun) {
        for reasons in run.reasons { touch(reasons) }
        for location in run.explanations.flatMap(\.ruleLocations) { untouched[.row(location)] = nil }
    }

    private mutating func touch(_ reasons: Reasons) {
        if let formula = reasons.formula { untouched[.dated(id: reasons.id, from: formula.from)] = nil }
        for parameter in reasons.parameters { untouched[.dated(id: parameter.id, from: parameter.from)] = nil }
        for part in reasons.parts { touch(part) }
    }

    /// A warning for each part that no case touches, in the order of the file.
    public var warnings: [Diagnostic] {
        untouched.values.map { Diagnostic(.warning, $0.location, "no case touches \($0.words)") }.sorted {
            ($0.location, $0.message) < ($1.location, $1.message)
        }
    }

    /// `41 of 52 formulas, dated values and rows of tables are touched by a case`
    public var summary: String { "\(count - untouched.count) of \(count) formulas, dated values and rows of tables are touched by a case" }
}
