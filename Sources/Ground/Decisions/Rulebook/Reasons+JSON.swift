import FEEL
import Kernel

extension Reasons {
    /// For programs: the trees of several values, each with the formula and the dated parameters behind it, in one language.
    ///
    /// Small, because they travel with every answer: what was told once is later only named, and `source` is a place in `sources`, from 0.
    public static func json(_ all: [Reasons], in language: String) -> (reasons: JSON, sources: JSON) {
        var writer = ReasonsWriter(language: language)
        let trees = all.map { writer.write($0) }
        return (.array(trees), .array(writer.sources.map(JSON.string)))
    }
}

/// Writes trees of reasons that share parameters and sources.
private struct ReasonsWriter {
    let language: String
    private(set) var sources: [String] = []
    private var places: [String: Int] = [:]
    /// What was told, so that it is only named from then on.
    private var toldParameters: [String: [Reasons.Parameter]] = [:]
    private var toldValues: Set<Told> = []

    private struct Told: Hashable {
        var id: String
        var instance: Int
        var period: Period
    }

    init(language: String) { self.language = language }

    mutating func write(_ reasons: Reasons) -> JSON {
        var members: [JSON.Member] = [.init("id", .string(reasons.id))]
        // The same value, reached on another way.
        guard toldValues.insert(Told(id: reasons.id, instance: reasons.instance, period: reasons.period)).inserted, reasons.basis != .above else {
            return .object(members + [.init("value", reasons.value.json), .init("basis", "above")])
        }
        members += [.init("title", .string(reasons.title[language])), .init("value", reasons.value.json)]
        if let unit = reasons.unit { members.append(.init("unit", .string(unit.description))) }
        members += basis(reasons.basis)
        if !reasons.parameters.isEmpty { members.append(.init("parameters", .array(reasons.parameters.map { write($0) }))) }
        if !reasons.parts.isEmpty { members.append(.init("parts", .array(reasons.parts.map { write($0) }))) }
        return .object(members)
    }

    private mutating func basis(_ basis: Reasons.Basis) -> [JSON.Member] {
        switch basis {
        case .given: return [.init("basis", "given")]
        case .notGiven: return [.init("basis", "not_given")]
        case .above: return [.init("basis", "above")]
        case .tooManySteps: return [.init("basis", "too_many_steps")]
        case .noLaw(let date): return [.init("basis", "no_law"), .init("on", .string(date.description))]
        case .noParameter(let name, let date):
            return [.init("basis", "no_parameter"), .init("parameter", .string(name)), .init("on", .string(date.description))]
        case .formula(let formula):
            var members: [JSON.Member] = [.init("basis", "formula"), .init("formula", .string(Self.onOneLine(formula.text)))]
            if formula.from > Period.forever.start { members.append(.init("from", .string(formula.from.description))) }
            if let day = formula.lawOf { members.append(.init("law_of", .string(day.description))) }
            if let rounding = formula.rounding { members.append(.init("round", rounding.json)) }
            if let unrounded = formula.unrounded { members.append(.init("unrounded", .number(unrounded))) }
            if let source = formula.source { members.append(.init("source", .integer(place(of: source)))) }
            return members
        }
    }

    private static func onOneLine(_ text: String) -> String {
        let lines = text.utf8.split { $0 == 10 || $0 == 13 }.map { $0.drop { $0 == 32 } }
        return String(decoding: Array(lines.joined(separator: CollectionOfOne(UInt8(32)))), as: UTF8.self)
    }

    private mutating func write(_ parameter: Reasons.Parameter) -> JSON {
        var members: [JSON.Member] = [.init("id", .string(parameter.id))]
        if toldParameters[parameter.id]?.contains(parameter) ?? false { return .object(members) }
        toldParameters[parameter.id, default: []].append(parameter)
        members.append(.init("title", .string(parameter.title[language])))
        if parameter.isScale {
            members.append(.init("steps", .array(parameter.steps.map { write($0) })))
        } else if let step = parameter.steps.first {
            members.append(.init("value", .number(step.rate)))
        }
        if let unit = parameter.unit { members.append(.init("unit", .string(unit.description))) }
        members.append(.init("from", .string(parameter.from.description)))
        if let source = parameter.source { members.append(.init("source", .integer(place(of: source)))) }
        return .object(members)
    }

    private mutating func write(_ step: ScaleInForce.Step) -> JSON {
        let members: [JSON.Member] = [.init("threshold", .number(step.threshold)), .init("rate", .number(step.rate))]
        return .object(members + (step.source.map { [.init("source", .integer(place(of: $0)))] } ?? []))
    }

    private mutating func place(of source: String) -> Int {
        if let place = places[source] { return place }
        sources.append(source)
        places[source] = sources.count - 1
        return sources.count - 1
    }
}
