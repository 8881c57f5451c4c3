import Blueprint
import Decisions
import FEEL
import Kernel

/// Turns the checked tree of a file of rules into a definition, and reports what its schema cannot say.
struct RulebookReader {
    let file: Checked
    var diagnostics = Diagnostics()

    init(_ file: Checked) { self.file = file }

    mutating func read(id: String) -> RulebookDefinition {
        let entities = file.dictionary("entities").map { key, node in
            RulebookDefinition.Entity(
                id: key.value, title: title(key, node), members: node.optionalText("members"),
                roles: node.dictionary("roles").map { .init(id: $0.key.value, title: $0.value.localized) }, location: key.location)
        }
        let inputs = file.dictionary("inputs").map { RulebookDefinition.Input(subject($0.key, $0.value, entities)) }
        let parameters = file.dictionary("parameters").compactMap { parameter($0.key, $0.value) }
        let formulas = file.dictionary("formulas").map { formula($0.key, $0.value, entities) }
        return RulebookDefinition(
            id: id, title: file.localized("title"), calendar: calendar(), entities: entities, inputs: inputs, parameters: parameters, formulas: formulas,
            results: file.texts("results"), location: file.location, stated: stated(file, ["year_begins", "results"]))
    }

    /// Where each of these keys stands, of those that do.
    private func stated(_ node: Checked, _ keys: [String]) -> [String: SourceLocation] {
        Dictionary(keys.filter(node.has).map { ($0, node.keyLocation(of: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func calendar() -> LawCalendar {
        guard let text = file["year_begins"] else { return .civil }
        if let calendar = LawCalendar(yearBegins: text.text) { return calendar }
        diagnostics.error(text.location, "'\(text.text)' is no day on which a year can begin", mend: "Write month and day, up to the 28th: 04-06.")
        return .civil
    }

    private func title(_ key: Located<String>, _ node: Checked) -> LocalizedText {
        node.optionalLocalized("title") ?? LocalizedText(key.value.replacing("_", with: " "))
    }

    private mutating func unit(_ node: Checked, _ key: String) -> Unit? {
        guard let text = node[key] else { return nil }
        if let unit = Unit(text.text) { return unit }
        diagnostics.error(text.location, "'\(text.text)' is no unit", mend: "Write what is counted: GBP, m2, GBP/m2, rate.")
        return nil
    }

    // MARK: Inputs and formulas

    private mutating func subject(_ key: Located<String>, _ node: Checked, _ entities: [RulebookDefinition.Entity]) -> RulebookDefinition.Subject {
        let type: FEELType =
            switch node.text("type", or: "number") {
            case "boolean": .boolean
            case "date": .date
            case "text": .string
            default: .number
            }
        let across: RulebookDefinition.Across = type == .number ? .sum : .first
        let choices = choices(node)
        return RulebookDefinition.Subject(
            id: key.value, title: title(key, node), entity: node.text("of", or: entities.first?.id ?? ""), type: type, choices: choices.map(\.id),
            choiceTitles: Dictionary(choices.compactMap { choice in choice.title.map { (choice.id, $0) } }, uniquingKeysWith: { first, _ in first }),
            unit: unit(node, "unit"), period: node.choice("period", or: .year), across: node.choice("across", or: across),
            initial: initial(node, type), location: key.location,
            stated: stated(node, ["title", "of", "type", "choices", "unit", "period", "across", "default", "round", "law_of"]))
    }

    /// The values of a text: a list of ids, or ids with what people read.
    private func choices(_ node: Checked) -> [(id: String, title: LocalizedText?)] {
        guard let choices = node["choices"], choices.isMap else { return node.texts("choices").map { ($0, nil) } }
        return choices.dictionary.map { ($0.key.value, $0.value.localized) }
    }

    private mutating func initial(_ node: Checked, _ type: FEELType) -> Value {
        guard let given = node["default"] else {
            switch type {
            case .number: return .number(.zero)
            case .boolean: return .boolean(false)
            default: return .null
            }
        }
        switch type {
        case .number: if let number = Decimal128(given.text) { return .number(number) }
        case .boolean: if ["true", "false"].contains(given.text) { return .boolean(given.boolean) }
        case .date: if let date = given.date { return .date(date) }
        default: return .string(given.text)
        }
        diagnostics.error(given.location, "the default is not \(type.plainName)", mend: "Give a default of the type, or change 'type'.")
        return .null
    }

    private mutating func formula(_ key: Located<String>, _ node: Checked, _ entities: [RulebookDefinition.Entity]) -> RulebookDefinition.Formula {
        var rounding: Rounding?
        if let round = node["round"], round.isMap {
            rounding = Rounding(to: round.number("to") ?? .zero, round.choice("mode", or: .halfEven))
            if rounding == nil {
                diagnostics.error(
                    round.location(of: "to"), "results are rounded to 1, 2 or 5 times a power of ten", mend: "Write 0.01 for cents, 1 for whole units.")
            }
        }
        return RulebookDefinition.Formula(
            subject(key, node, entities), versions: DatedValues(versions(key, node)), source: node.optionalText("source"), rounding: rounding,
            lawOf: node.source("law_of"))
    }

    /// The first day there is: a formula without a date always held.
    private static let always = CivilDate(daysSinceEpoch: -719_162)

    private mutating func versions(_ key: Located<String>, _ node: Checked) -> [DatedValue<SourceText>] {
        var versions: [DatedValue<SourceText>] = []
        if let value = node.source("value") {
            if node.has("versions") {
                diagnostics.error(
                    node.keyLocation(of: "versions"), "'\(key.value)' has both 'value' and 'versions'", mend: "Move the value among the versions.")
            }
            versions.append(.init(from: node.date("from") ?? Self.always, value: value, location: value.location))
        } else {
            for (day, version) in node.dictionary("versions") {
                guard let from = date(day) else { continue }
                let isEnd = version.isText && version.text == "ends"
                versions.append(
                    .init(
                        from: from, value: isEnd ? nil : version.isMap ? version.source("value") : version.source,
                        source: version.isMap ? version.optionalText("source") : nil, location: day.location))
            }
        }
        if versions.isEmpty { diagnostics.error(key.location, "'\(key.value)' has no formula", mend: "Write it under 'value:', or by date under 'versions:'.") }
        if let until = node.date("until") { versions.append(.init(from: until.adding(days: 1), value: nil, location: node.location(of: "until"))) }
        return versions
    }

    // MARK: Parameters

    private mutating func parameter(_ key: Located<String>, _ node: Checked) -> RulebookDefinition.Parameter? {
        let content: RulebookDefinition.Parameter.Content
        if let brackets = node["brackets"] {
            let scale = Scale(
                node.choice("scale", or: .marginal), brackets.list.map { .init(threshold: values($0["threshold"]), rate: values($0["rate"])) })
            content = .scale(scale, base: unit(node, "base"))
        } else if node.has("values") {
            content = .value(values(node["values"]))
        } else {
            diagnostics.error(key.location, "'\(key.value)' has no values", mend: "Give them under 'values:', or under 'brackets:' for a scale.")
            return nil
        }
        return RulebookDefinition.Parameter(
            id: key.value, title: title(key, node), unit: unit(node, "unit"), source: node.optionalText("source"), content: content, location: key.location,
            stated: stated(node, ["title", "unit", "base", "scale"]))
    }

    private mutating func values(_ node: Checked?) -> DatedValues<Decimal128> {
        var values: [DatedValue<Decimal128>] = []
        for (day, value) in node?.dictionary ?? [] {
            guard let from = date(day) else { continue }
            let isEnd = value.isText && value.text == "ends"
            values.append(
                .init(
                    from: from, value: isEnd ? nil : value.isMap ? value.number("value") : value.number,
                    source: value.isMap ? value.optionalText("source") : nil,
                    location: day.location))
        }
        return DatedValues(values)
    }

    private mutating func date(_ key: Located<String>) -> CivilDate? {
        if let date = CivilDate(key.value) { return date }
        diagnostics.error(key.location, "'\(key.value)' is no day", mend: "Write the day from which it holds: 2024-04-06.")
        return nil
    }
}
