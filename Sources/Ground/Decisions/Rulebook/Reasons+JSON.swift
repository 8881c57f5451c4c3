import FEEL
import Kernel

extension Reasons {
    /// For programs: the tree of values, each with the formula and the dated parameters behind it, in one language.
    public func json(in language: String) -> JSON {
        var members: [JSON.Member] = [.init("id", .string(id)), .init("title", .string(title[language])), .init("value", value.json)]
        if let unit { members.append(.init("unit", .string(unit.description))) }
        switch basis {
        case .given: members.append(.init("basis", "given"))
        case .notGiven: members.append(.init("basis", "not_given"))
        case .above: members.append(.init("basis", "above"))
        case .noLaw(let date): members += [.init("basis", "no_law"), .init("on", .string(date.description))]
        case .noParameter(let name, let date):
            members += [.init("basis", "no_parameter"), .init("parameter", .string(name)), .init("on", .string(date.description))]
        case .formula(let text, let from, let source):
            members += [.init("basis", "formula"), .init("formula", .string(text))]
            if from > Period.forever.start { members.append(.init("from", .string(from.description))) }
            if let source { members.append(.init("source", .string(source))) }
        }
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters.map { $0.json(in: language) }))) }
        if !parts.isEmpty { members.append(.init("parts", .array(parts.map { $0.json(in: language) }))) }
        return .object(members)
    }
}

extension Reasons.Parameter {
    fileprivate func json(in language: String) -> JSON {
        var members: [JSON.Member] = [.init("id", .string(id)), .init("title", .string(title[language]))]
        if isScale {
            members.append(.init("steps", .array(steps.map { ["threshold": .number($0.threshold), "rate": .number($0.rate)] })))
        } else if let step = steps.first {
            members.append(.init("value", .number(step.rate)))
        }
        if let unit { members.append(.init("unit", .string(unit.description))) }
        members.append(.init("from", .string(from.description)))
        if let source { members.append(.init("source", .string(source))) }
        return .object(members)
    }
}
