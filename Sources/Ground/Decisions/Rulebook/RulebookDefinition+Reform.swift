import FEEL
import Kernel

extension RulebookDefinition {
    /// With a reform: what it gives anew is added, dated values and formulas stand in place of the old from their first day on, each with the
    /// reform's own source. What a reform says otherwise than the law and cannot change is an error where it says so.
    public func reformed(by reform: RulebookDefinition, diagnostics: inout Diagnostics) -> RulebookDefinition {
        var merger = ReformMerger(law: self, reform: reform)
        merger.merge()
        diagnostics.append(contentsOf: merger.diagnostics)
        return merger.result
    }
}

/// Lays a reform over the law.
///
/// Only values and the expressions of formulas have dates. What has none (a rounding, `law_of`, a scale's kind, choices, defaults) would hold on the
/// days before the reform too, and is refused where the law has such days of its own.
private struct ReformMerger {
    let reform: RulebookDefinition
    private(set) var result: RulebookDefinition
    private(set) var diagnostics = Diagnostics()

    init(law: RulebookDefinition, reform: RulebookDefinition) {
        self.reform = reform
        result = law
    }

    mutating func merge() {
        if let place = reform.stated["year_begins"], reform.calendar != result.calendar { refuse("year_begins", "another day on which years begin", place) }
        mergeEntities()
        mergeInputs()
        mergeParameters()
        mergeFormulas()
        result.functions.merge(reform.functions) { _, new in new }
        if reform.stated["results"] != nil { result.results = reform.results }
    }

    private mutating func refuse(_ key: String, _ what: String, _ place: SourceLocation) {
        diagnostics.error(
            place, "a reform cannot give \(what)", mend: "Leave '\(key)' out, or give what is new a name of its own.")
    }

    /// Whether the law's own values hold on days before those of the reform; a reform that brings none changes all days.
    private static func holdsBefore<Value>(_ new: DatedValues<Value>, _ old: DatedValues<Value>) -> Bool {
        guard let first = new.all.first, let own = old.all.first else { return false }
        return own.from < first.from
    }

    /// Who says the value: the reform's own source, or the reform itself, never the law that it changes.
    private func source(_ own: String?) -> String { own ?? reform.title.text }

    // MARK: Whom it is about

    /// Roles that only the reform has are added: until something says who has them, nobody does.
    private mutating func mergeEntities() {
        for entity in reform.entities {
            guard let index = result.entities.firstIndex(where: { $0.id == entity.id }) else {
                result.entities.append(entity)
                continue
            }
            let known = result.entities[index]
            if let members = entity.members, members != known.members { refuse("members", "'\(entity.id)' other members", entity.location) }
            result.entities[index].roles += entity.roles.filter { role in !known.roles.contains { $0.id == role.id } }
        }
    }

    // MARK: Inputs

    private mutating func mergeInputs() {
        for input in reform.inputs {
            if let index = result.inputs.firstIndex(where: { $0.subject.id == input.subject.id }) {
                result.inputs[index].subject = merged(input.subject, over: result.inputs[index].subject)
            } else if result.formulas.contains(where: { $0.subject.id == input.subject.id }) {
                refuse("inputs", "'\(input.subject.id)', which the law computes, as an input", input.subject.location)
            } else {
                result.inputs.append(input)
            }
        }
    }

    /// What inputs and formulas have in common.
    private mutating func merged(_ new: RulebookDefinition.Subject, over old: RulebookDefinition.Subject) -> RulebookDefinition.Subject {
        var old = old
        let name = "'\(new.id)'"
        func place(_ key: String, _ differs: Bool) -> SourceLocation? { differs ? new.stated[key] : nil }
        if let place = place("of", new.entity != old.entity) { refuse("of", "\(name) to somebody else", place) }
        if let place = place("type", new.type != old.type) { refuse("type", "\(name) another type", place) }
        if let place = place("unit", new.unit != old.unit) { refuse("unit", "\(name) another unit", place) }
        if let place = place("period", new.period != old.period) { refuse("period", "\(name) another period", place) }
        if let place = place("across", new.across != old.across) { refuse("across", "\(name) another way across periods", place) }
        if new.stated["title"] != nil { old.title = new.title }
        if new.stated["choices"] != nil { (old.choices, old.choiceTitles) = (new.choices, new.choiceTitles) }
        if new.stated["default"] != nil, new.type == old.type { old.initial = new.initial }
        return old
    }

    // MARK: Parameters

    private mutating func mergeParameters() {
        for parameter in reform.parameters {
            guard let index = result.parameters.firstIndex(where: { $0.id == parameter.id }) else {
                result.parameters.append(parameter)
                continue
            }
            let name = "'\(parameter.id)'"
            if let place = parameter.stated["unit"], parameter.unit != result.parameters[index].unit { refuse("unit", "\(name) another unit", place) }
            if parameter.stated["title"] != nil { result.parameters[index].title = parameter.title }
            let source = source(parameter.source)
            switch (result.parameters[index].content, parameter.content) {
            case (.value(let old), .value(let new)): result.parameters[index].content = .value(old.replaced(by: new.sourced(source)))
            case (.scale(let old, let base), .scale(let new, let newBase)):
                if let place = parameter.stated["base"], newBase != base { refuse("base", "\(name) another base", place) }
                let kind = parameter.stated["scale"] == nil ? old.kind : new.kind
                if let place = parameter.stated["scale"], kind != old.kind, Self.holdsBefore(new, old) {
                    refuse("scale", "\(name) another kind of scale for the time before it", place)
                }
                result.parameters[index].content = .scale(Self.merged(old, new, kind, source), base: base)
            case (.value, .scale): refuse("brackets", "a scale in place of the amount \(name)", parameter.location)
            case (.scale, .value): refuse("values", "an amount in place of the scale \(name)", parameter.location)
            }
        }
    }

    /// A scale is replaced bracket by bracket; brackets that only the reform has are added.
    private static func merged(_ old: Scale, _ new: Scale, _ kind: Scale.Kind, _ source: String) -> Scale {
        var brackets = old.brackets
        for (index, bracket) in new.brackets.enumerated() {
            let (threshold, rate) = (bracket.threshold.sourced(source), bracket.rate.sourced(source))
            if index < brackets.count {
                brackets[index].threshold = brackets[index].threshold.replaced(by: threshold)
                brackets[index].rate = brackets[index].rate.replaced(by: rate)
            } else {
                brackets.append(.init(threshold: threshold, rate: rate))
            }
        }
        return Scale(kind, brackets)
    }

    private static func holdsBefore(_ new: Scale, _ old: Scale) -> Bool {
        let values = { (scale: Scale) in scale.brackets.flatMap { $0.threshold.all.map(\.from) + $0.rate.all.map(\.from) } }
        guard let first = values(new).min(), let own = values(old).min() else { return false }
        return own < first
    }

    // MARK: Formulas

    private mutating func refuseUndated(_ new: RulebookDefinition.Formula, over old: RulebookDefinition.Formula) {
        guard Self.holdsBefore(new.versions, old.versions) else { return }
        let name = "'\(new.subject.id)'"
        func place(_ key: String, _ differs: Bool) -> SourceLocation? { differs ? new.subject.stated[key] : nil }
        if let place = place("round", new.rounding != old.rounding) { refuse("round", "\(name) another rounding for the time before it", place) }
        if let place = place("law_of", new.lawOf?.text != old.lawOf?.text) { refuse("law_of", "\(name) another day of law for the time before it", place) }
        if let place = place("choices", new.subject.choices != old.subject.choices) {
            refuse("choices", "\(name) other choices for the time before it", place)
        }
        if let place = place("default", new.subject.initial != old.subject.initial) {
            refuse("default", "\(name) another default for the time before it", place)
        }
    }

    private mutating func mergeFormulas() {
        for formula in reform.formulas {
            guard let index = result.formulas.firstIndex(where: { $0.subject.id == formula.subject.id }) else {
                if result.inputs.contains(where: { $0.subject.id == formula.subject.id }) {
                    refuse("formulas", "a formula for '\(formula.subject.id)', which is an input of the law", formula.subject.location)
                } else {
                    result.formulas.append(formula)
                }
                continue
            }
            refuseUndated(formula, over: result.formulas[index])
            result.formulas[index].subject = merged(formula.subject, over: result.formulas[index].subject)
            result.formulas[index].versions = result.formulas[index].versions.replaced(by: formula.versions.sourced(source(formula.source)))
            if formula.subject.stated["round"] != nil { result.formulas[index].rounding = formula.rounding }
            if let lawOf = formula.lawOf { result.formulas[index].lawOf = lawOf }
        }
    }
}

extension DatedValues {
    /// With this source on each value that has none of its own.
    fileprivate func sourced(_ source: String) -> DatedValues {
        DatedValues(
            all.map { value in
                var value = value
                value.source = value.source ?? source
                return value
            })
    }
}
