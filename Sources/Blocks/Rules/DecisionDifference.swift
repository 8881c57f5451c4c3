import Decisions
import Kernel

/// What a change of a decision model does, in words: a sentence for everything in which it decides otherwise than it did.
public struct DecisionDifference: Sendable {
    /// In the order of the new file; what is gone comes last.
    public private(set) var sentences: [String] = []
    private let language: Language

    public init(from old: WrittenModel, to new: WrittenModel, in language: Language = .english) {
        self.language = language
        let before = Dictionary(old.parts.map { (Key($0), $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(new.parts.map(Key.init))
        for part in new.parts {
            guard let earlier = before[Key(part)] else {
                say(.changeNew, ["title": title(part.name), "kind": .text(kind(part))])
                continue
            }
            let count = sentences.count
            compare(earlier, part)
            // Nothing that differs is passed over, whatever it is.
            if sentences.count == count, Self.onOneLine(earlier) != Self.onOneLine(part) {
                say(.changeOtherwise, ["title": title(part.name), "kind": .text(kind(part))])
            }
        }
        for part in old.parts where !after.contains(Key(part)) { say(.changeIsGone, ["title": title(part.name), "kind": .text(kind(part))]) }
    }

    private struct Key: Hashable {
        var kind: WrittenModel.Kind
        var name: String

        init(_ part: WrittenModel.Part) { (kind, name) = (part.kind, part.name) }
    }

    private mutating func say(_ phrase: Phrase, _ values: Phrase.Arguments) { sentences.append(language.say(phrase, values)) }

    private func title(_ name: String) -> Phrase.Argument { .text("‹\(name)›") }

    private func kind(_ part: WrittenModel.Part) -> String {
        switch part.kind {
        case .type: language.say(.kindType)
        case .input: language.say(.kindInput)
        case .decision: language.say(.kindDecision)
        case .function: language.say(.kindFunction)
        case .service: language.say(.kindService)
        }
    }

    private mutating func compare(_ old: WrittenModel.Part, _ new: WrittenModel.Part) {
        compare(old.type, new.type, .aspectValueType, of: new.name)
        if old.kind != .service {
            compare(old.takes.joined(separator: ", "), new.takes.joined(separator: ", "), .aspectMadeFrom, of: new.name)
        }
        switch (old.logic, new.logic) {
        case (.table(let was), .table(let isNow)): compare(was, isNow, of: new.name)
        case (.text(let was), .text(let isNow)) where new.kind != .type:
            let (was, isNow) = (Self.onOneLine(was), Self.onOneLine(isNow))
            if was != isNow { say(.changeLogic, ["title": title(new.name), "old": .text(was), "new": .text(isNow)]) }
        case (.text, .text): break
        case (.text(let was), .table): say(.changeToTable, ["title": title(new.name), "old": .text(Self.onOneLine(was))])
        case (.table, .text(let isNow)): say(.changeFromTable, ["title": title(new.name), "new": .text(Self.onOneLine(isNow))])
        }
    }

    private mutating func compare(_ old: String?, _ new: String?, _ aspect: Phrase, of name: String) {
        let (old, new) = (old.map(Self.onOneLine) ?? "", new.map(Self.onOneLine) ?? "")
        guard old != new else { return }
        say(
            .changeAspect,
            [
                "title": title(name), "what": .text(language.say(aspect)), "old": .text(old.isEmpty ? "–" : old), "new": .text(new.isEmpty ? "–" : new),
            ])
    }

    // MARK: - Tables

    private mutating func compare(_ old: WrittenModel.Table, _ new: WrittenModel.Table, of name: String) {
        compare(old.policy, new.policy, .aspectHitPolicy, of: name)
        for column in Self.united(old.inputs, new.inputs) {
            compare(Self.column(column, old.inputs)?.values, Self.column(column, new.inputs)?.values, .aspectAllowed, of: column ?? name)
        }
        compareRules(old, new, of: name)
        for column in Self.united(old.outputs, new.outputs) {
            let (was, isNow) = (Self.column(column, old.outputs), Self.column(column, new.outputs))
            compare(was?.values, isNow?.values, .aspectAllowed, of: column ?? name)
            let (before, after) = (was?.standard.map(Self.onOneLine), isNow?.standard.map(Self.onOneLine))
            guard before != after else { continue }
            say(
                .changeDefaultOutput,
                ["title": title(name), "output": title(column ?? name), "old": .text(before ?? "null"), "new": .text(after ?? "null")])
        }
    }

    private static func column(_ name: String?, _ columns: [WrittenModel.Table.Column]) -> WrittenModel.Table.Column? { columns.first { $0.name == name } }

    /// The names of both, in the order of the new one.
    private static func united(_ old: [WrittenModel.Table.Column], _ new: [WrittenModel.Table.Column]) -> [String?] {
        var seen: Set<String?> = []
        return (new + old).map(\.name).filter { seen.insert($0).inserted }
    }

    /// Rules that are the same are found first, then those of the same conditions, then those of the same results.
    private mutating func compareRules(_ old: WrittenModel.Table, _ new: WrittenModel.Table, of name: String) {
        let (was, isNow) = (old.rules.map(NormalRule.init), new.rules.map(NormalRule.init))
        var partner = [Int?](repeating: nil, count: isNow.count)
        var left = Set(was.indices)
        func pair<Feature: Hashable>(_ feature: (NormalRule) -> Feature) {
            var places: [Feature: [Int]] = [:]
            for index in left.sorted().reversed() { places[feature(was[index]), default: []].append(index) }
            for index in isNow.indices where partner[index] == nil {
                guard let place = places[feature(isNow[index])]?.popLast() else { continue }
                partner[index] = place
                left.remove(place)
            }
        }
        pair { $0 }
        pair(\.conditions)
        pair(\.results)
        for (index, rule) in isNow.enumerated() {
            let number = Phrase.Argument.text("\(index + 1)")
            guard let place = partner[index] else {
                say(
                    .changeNewRule,
                    ["title": title(name), "number": number, "conditions": .text(words(rule.conditions)), "results": .text(results(rule, of: name))])
                continue
            }
            let earlier = was[place]
            if earlier.conditions != rule.conditions {
                say(
                    .changeConditions,
                    [
                        "title": title(name), "number": number, "results": .text(results(rule, of: name)), "old": .text(words(earlier.conditions)),
                        "new": .text(words(rule.conditions)),
                    ])
            } else {
                for output in Set(earlier.results.keys).union(rule.results.keys).sorted() where earlier.results[output] != rule.results[output] {
                    say(
                        .changeResult,
                        [
                            "title": title(name), "number": number, "conditions": .text(words(rule.conditions)),
                            "output": title(output.isEmpty ? name : output), "old": .text(earlier.results[output] ?? "null"),
                            "new": .text(rule.results[output] ?? "null"),
                        ])
                }
            }
        }
        for index in left.sorted() {
            say(
                .changeRuleGone,
                [
                    "title": title(name), "number": .text("\(index + 1)"), "conditions": .text(words(was[index].conditions)),
                    "results": .text(results(was[index], of: name)),
                ])
        }
        let order = partner.compactMap { $0 }
        if order != order.sorted(), Self.isOrdered(old.policy) || Self.isOrdered(new.policy) { say(.changeOrder, ["title": title(name)]) }
    }

    /// Whether it matters which of two rules that hold stands first.
    private static func isOrdered(_ policy: String) -> Bool { ["FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"].contains(policy) }

    /// A rule without what makes no difference: white space, and the order of the columns.
    private struct NormalRule: Hashable {
        struct Condition: Hashable {
            var column: String
            var test: String
        }

        var conditions: [Condition]
        /// By the outputs' names; "" for the one of a table with one.
        var results: [String: String]

        init(_ rule: WrittenModel.Table.Rule) {
            conditions = rule.conditions.map { Condition(column: onOneLine($0.column ?? ""), test: onOneLine($0.text)) }
                .sorted { ($0.column, $0.test) < ($1.column, $1.test) }
            results = Dictionary(rule.results.map { (onOneLine($0.column ?? ""), onOneLine($0.text)) }, uniquingKeysWith: { first, _ in first })
        }
    }

    private func words(_ conditions: [NormalRule.Condition]) -> String {
        guard !conditions.isEmpty else { return language.say(.anythingGiven) }
        return conditions.map { language.say(.conditionHolds, ["input": title($0.column), "test": .text($0.test)]) }
            .joined(separator: language.say(.conditionsJoined))
    }

    private func results(_ rule: NormalRule, of name: String) -> String {
        rule.results.sorted { $0.key < $1.key }
            .map { language.say(.resultIs, ["output": title($0.key.isEmpty ? name : $0.key), "value": .text($0.value)]) }.joined(separator: ", ")
    }

    // MARK: - White space

    private static func onOneLine(_ text: String) -> String { RulebookDifference.onOneLine(text) }

    private static func onOneLine(_ part: WrittenModel.Part) -> WrittenModel.Part {
        var part = part
        switch part.logic {
        case .text(let text): part.logic = .text(onOneLine(text))
        case .table(var table):
            // Rules are told of one by one; the order of the columns makes no difference.
            table.rules = []
            table.inputs.sort { ($0.name ?? "") < ($1.name ?? "") }
            for index in table.inputs.indices { table.inputs[index].name = table.inputs[index].name.map(onOneLine) }
            for index in table.inputs.indices { table.inputs[index].values = table.inputs[index].values.map(onOneLine) }
            for index in table.outputs.indices { table.outputs[index].values = table.outputs[index].values.map(onOneLine) }
            for index in table.outputs.indices { table.outputs[index].standard = table.outputs[index].standard.map(onOneLine) }
            part.logic = .table(table)
        }
        return part
    }
}

extension Phrase {
    fileprivate static let changeNew = Phrase("rules.table_change.new", en: "{title} is new ({kind}).", es: "{title} aparece por primera vez ({kind}).")
    fileprivate static let changeIsGone = Phrase("rules.table_change.gone", en: "{title} is gone ({kind}).", es: "{title} desaparece ({kind}).")
    fileprivate static let changeOtherwise = Phrase(
        "rules.table_change.otherwise", en: "{title} is described otherwise ({kind}).", es: "{title} se describe de otro modo ({kind}).")
    fileprivate static let changeAspect = Phrase(
        "rules.table_change.aspect", en: "{title} changes in {what}: {new} instead of {old}.", es: "{title} cambia en {what}: {new} en lugar de {old}.")
    fileprivate static let changeLogic = Phrase(
        "rules.table_change.logic", en: "{title} is computed as «{new}» instead of «{old}».", es: "{title} se calcula como «{new}» en lugar de «{old}».")
    fileprivate static let changeToTable = Phrase(
        "rules.table_change.to_table", en: "{title} is decided by a table instead of computed as «{old}».",
        es: "{title} se decide con una tabla en lugar de calcularse como «{old}».")
    fileprivate static let changeFromTable = Phrase(
        "rules.table_change.from_table", en: "{title} is computed as «{new}» instead of decided by a table.",
        es: "{title} se calcula como «{new}» en lugar de decidirse con una tabla.")
    fileprivate static let changeNewRule = Phrase(
        "rules.table_change.new_rule", en: "{title} has a new rule {number}: {conditions}, {results}.",
        es: "{title} tiene una regla nueva, la {number}: {conditions}, {results}.")
    fileprivate static let changeRuleGone = Phrase(
        "rules.table_change.rule_gone", en: "{title} has lost its rule {number}: {conditions}, {results}.",
        es: "{title} ha perdido su regla {number}: {conditions}, {results}.")
    fileprivate static let changeResult = Phrase(
        "rules.table_change.result", en: "{title}, rule {number}: {conditions}, {output} is «{new}» instead of «{old}».",
        es: "{title}, regla {number}: {conditions}, {output} es «{new}» en lugar de «{old}».")
    fileprivate static let changeConditions = Phrase(
        "rules.table_change.conditions", en: "{title}, rule {number}: {results} holds {new}, instead of {old}.",
        es: "{title}, regla {number}: {results} se aplica {new}, en lugar de {old}.")
    fileprivate static let changeDefaultOutput = Phrase(
        "rules.table_change.default", en: "{title}: where no rule holds, {output} is «{new}» instead of «{old}».",
        es: "{title}: si no se cumple ninguna regla, {output} es «{new}» en lugar de «{old}».")
    fileprivate static let changeOrder = Phrase(
        "rules.table_change.order", en: "The rules of {title} stand in another order.", es: "Las reglas de {title} están en otro orden.")
    fileprivate static let conditionHolds = Phrase("rules.table_change.condition", en: "where {input} is «{test}»", es: "si {input} es «{test}»")
    fileprivate static let conditionsJoined = Phrase("rules.table_change.and", en: " and ", es: " y ")
    fileprivate static let anythingGiven = Phrase("rules.table_change.anything", en: "whatever is given", es: "en todos los casos")
    fileprivate static let resultIs = Phrase("rules.table_change.is", en: "{output} is «{value}»", es: "{output} es «{value}»")
    fileprivate static let aspectValueType = Phrase("rules.table_change.type", en: "what kind of value it is", es: "qué clase de valor es")
    fileprivate static let aspectMadeFrom = Phrase("rules.table_change.made_from", en: "what it is made from", es: "de qué se obtiene")
    fileprivate static let aspectHitPolicy = Phrase("rules.table_change.policy", en: "which of its rules count", es: "qué reglas suyas cuentan")
    fileprivate static let aspectAllowed = Phrase("rules.table_change.allowed", en: "the values it may have", es: "los valores que puede tener")
    fileprivate static let kindType = Phrase("rules.table_change.kind_type", en: "type", es: "tipo")
    fileprivate static let kindInput = Phrase("rules.table_change.kind_input", en: "input", es: "entrada")
    fileprivate static let kindDecision = Phrase("rules.table_change.kind_decision", en: "decision", es: "decisión")
    fileprivate static let kindFunction = Phrase("rules.table_change.kind_function", en: "function", es: "función")
    fileprivate static let kindService = Phrase("rules.table_change.kind_service", en: "decision service", es: "servicio de decisión")
}
