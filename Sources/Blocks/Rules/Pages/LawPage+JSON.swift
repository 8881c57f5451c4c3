import Decisions
import FEEL
import Kernel

/// For programs: what holds on the day.
extension LawPage {
    var json: JSON {
        [
            "id": .string(book.id), "title": .string(definition.title[language.code]), "on": .string(date.description),
            "inputs": .array(definition.inputs.map { .object(describe($0.subject)) }),
            "parameters": .array(definition.parameters.compactMap { json($0) }), "formulas": .array(definition.formulas.compactMap { json($0) }),
        ]
    }

    private func describe(_ subject: RulebookDefinition.Subject) -> [JSON.Member] {
        var members: [JSON.Member] = [
            .init("id", .string(subject.id)), .init("title", .string(subject.title[language.code])), .init("of", .string(subject.entity)),
            .init("type", .string(subject.type.description)), .init("period", .string(subject.period.rawValue)),
        ]
        if let unit = subject.unit { members.append(.init("unit", .string(unit.description))) }
        if !subject.choices.isEmpty { members.append(.init("choices", .array(subject.choices.map(JSON.string)))) }
        if subject.initial != .null { members.append(.init("default", subject.initial.json)) }
        return members
    }

    /// nil where no formula is in force.
    private func json(_ formula: RulebookDefinition.Formula) -> JSON? {
        guard let version = formula.versions[on: date], let text = version.value?.text else { return nil }
        var members = describe(formula.subject) + [.init("formula", .string(text))]
        if version.from > Period.forever.start { members.append(.init("from", .string(version.from.description))) }
        if let rounding = formula.rounding { members.append(.init("round", rounding.json)) }
        if let lawOf = formula.lawOf { members.append(.init("law_of", .string(lawOf.text))) }
        if let source = version.source ?? formula.source { members.append(.init("source", .string(source))) }
        return .object(members)
    }

    /// nil where it has no value on the day.
    private func json(_ parameter: RulebookDefinition.Parameter) -> JSON? {
        var members: [JSON.Member] = [.init("id", .string(parameter.id)), .init("title", .string(parameter.title[language.code]))]
        if let unit = parameter.unit { members.append(.init("unit", .string(unit.description))) }
        var source = parameter.source
        switch parameter.content {
        case .value(let values):
            guard let dated = values[on: date], let value = dated.value else { return nil }
            members += [.init("value", .number(value)), .init("from", .string(dated.from.description))]
            source = dated.source ?? source
        case .scale(let scale, let base):
            guard let inForce = scale.inForce(on: date) else { return nil }
            members.append(.init("scale", .string(scale.kind.rawValue)))
            if let base { members.append(.init("base", .string(base.description))) }
            members.append(.init("steps", .array(inForce.steps.map { json($0) })))
            if let from = scale.since(date) { members.append(.init("from", .string(from.description))) }
        }
        if let source { members.append(.init("source", .string(source))) }
        return .object(members)
    }

    private func json(_ step: ScaleInForce.Step) -> JSON {
        let members: [JSON.Member] = [.init("threshold", .number(step.threshold)), .init("rate", .number(step.rate))]
        return .object(members + (step.source.map { [.init("source", .string($0))] } ?? []))
    }
}
