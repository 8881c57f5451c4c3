import Decisions
import Kernel

/// A formula as a sentence's part: titles in place of names, and FEEL's own words and signs as people write them.
struct FormulaWords {
    private let language: Language
    private var titles: [String: String] = [:]
    /// Of texts that formulas compare with, in quotation marks.
    private var choices: [String: String] = [:]

    /// For what stands in decision tables.
    ///
    /// - Parameter choices: of what a cell is compared with; nil for an expression that may name several things.
    init(_ words: RuleWords, language: Language, choices own: [String: LocalizedText]? = nil) {
        self.language = language
        for (name, subject) in words.subjects {
            titles[name] = subject.title[language.code]
            if own == nil { for (choice, title) in subject.choices { add(choice, title[language.code]) } }
        }
        for (choice, title) in own ?? [:] { choices[choice] = title[language.code] }
    }

    init(_ book: Rulebook, language: Language) {
        self.language = language
        for entity in book.definition.entities { for role in entity.roles { titles[role.id] = role.title[language.code] } }
        for parameter in book.definition.parameters { titles[parameter.id] = parameter.title[language.code] }
        for name in book.names {
            guard let subject = book.subject(name) else { continue }
            titles[name] = subject.title[language.code]
            for choice in subject.choices { add(choice, subject.title(of: choice)[language.code]) }
        }
    }

    /// A formula does not say whose text it compares with: where two word it otherwise, it stays as it is written.
    private mutating func add(_ choice: String, _ title: String) { choices[choice] = choices[choice, default: title] == title ? title : choice }

    private static let words: [String: Phrase] = [
        "if": .formulaIf, "then": .formulaThen, "else": .formulaElse, "and": .formulaAnd, "or": .formulaOr, "null": .lawNothing, "true": .lawYes,
        "false": .lawNo,
    ]
    private static let functions: [String: Phrase] = [
        "max": .formulaMax, "min": .formulaMin, "sum": .formulaSum, "count": .formulaCount, "floor": .formulaFloor, "ceiling": .formulaCeiling,
        "not": .formulaNot,
    ]
    private static let signs = [">=": "≥", "<=": "≤", "!=": "≠", "*": "×"]

    func text(_ formula: String) -> String {
        var rest = formula.split(whereSeparator: \.isWhitespace).joined(separator: " ")[...]
        var result = ""
        while let first = rest.first {
            if first == "\"" {
                let end = rest.dropFirst().firstIndex(of: "\"") ?? rest.index(before: rest.endIndex)
                let quoted = rest[...end]
                result += choices[String(quoted.dropFirst().dropLast())].map { "\"\($0)\"" } ?? String(quoted)
                rest = rest[rest.index(after: end)...]
            } else if let number = Self.number(rest) {
                rest = rest.dropFirst(number.count)
                result += Decimal128(String(number)).map { language.format($0) } ?? String(number)
            } else if Self.isWord(first) {
                let word = name(rest) ?? String(rest.prefix(while: Self.isWord))
                rest = rest.dropFirst(word.count)
                result += self.word(word, isCalled: rest.first == "(")
            } else {
                let sign = Self.signs.keys.first { rest.hasPrefix($0) }
                result += sign.flatMap { Self.signs[$0] } ?? String(first)
                rest = rest.dropFirst(sign?.count ?? 1)
            }
        }
        return result
    }

    /// Digits, with a point among them; nil where no number begins.
    private static func number(_ text: Substring) -> Substring? {
        let whole = text.prefix { $0.isASCII && $0.isNumber }
        guard !whole.isEmpty else { return nil }
        var rest = text.dropFirst(whole.count)
        let part = rest.first == "." ? rest.dropFirst().prefix { $0.isASCII && $0.isNumber } : ""
        if !part.isEmpty { rest = rest.dropFirst(part.count + 1) }
        // `1e40` is no number as people write it.
        return rest.first.map(isWord) == true ? nil : text.prefix(whole.count + (part.isEmpty ? 0 : part.count + 1))
    }

    /// A path that has a title as a whole: `site.zone`.
    private func name(_ text: Substring) -> String? {
        let path = text.prefix { Self.isWord($0) || $0 == "." }
        return path.contains(".") && titles[String(path)] != nil ? String(path) : nil
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }

    private func word(_ word: String, isCalled: Bool) -> String {
        if let title = titles[word] { return "‹\(title)›" }
        if isCalled, let phrase = Self.functions[word] { return language.say(phrase) + " " }
        return Self.words[word].map { language.say($0) } ?? word.replacing("_", with: " ")
    }
}

extension Phrase {
    fileprivate static let formulaIf = Phrase("rules.formula.if", en: "if", es: "si")
    fileprivate static let formulaThen = Phrase("rules.formula.then", en: "then", es: "entonces")
    fileprivate static let formulaElse = Phrase("rules.formula.else", en: "else", es: "si no")
    fileprivate static let formulaAnd = Phrase("rules.formula.and", en: "and", es: "y")
    fileprivate static let formulaOr = Phrase("rules.formula.or", en: "or", es: "o")
    fileprivate static let formulaNot = Phrase("rules.formula.not", en: "not", es: "no")
    fileprivate static let formulaMax = Phrase("rules.formula.max", en: "the greatest of", es: "el mayor de")
    fileprivate static let formulaMin = Phrase("rules.formula.min", en: "the least of", es: "el menor de")
    fileprivate static let formulaSum = Phrase("rules.formula.sum", en: "the sum of", es: "la suma de")
    fileprivate static let formulaCount = Phrase("rules.formula.count", en: "the number of", es: "el número de")
    fileprivate static let formulaFloor = Phrase("rules.formula.floor", en: "rounded down:", es: "redondeado hacia abajo:")
    fileprivate static let formulaCeiling = Phrase("rules.formula.ceiling", en: "rounded up:", es: "redondeado hacia arriba:")
}
