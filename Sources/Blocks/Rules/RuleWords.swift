import Decisions
import Kernel

/// What people read for the names and the texts of decision tables: for `work` its question, for `new` the choice, for a decision its label.
public struct RuleWords: Sendable {
    public struct Subject: Sendable {
        public var title: LocalizedText
        /// The texts that it can be, as people read them.
        public var choices: [String: LocalizedText]
        /// What it counts.
        public var unit: Unit?

        public init(_ title: LocalizedText, choices: [String: LocalizedText] = [:], unit: Unit? = nil) {
            self.title = title
            self.choices = choices
            self.unit = unit
        }
    }

    /// What the service is called whose tables they are.
    public var service: LocalizedText?
    /// By name, `work`, or by path, `site.zone`.
    private(set) var subjects: [String: Subject]

    public static let none = RuleWords([:])

    public init(_ subjects: [String: Subject], service: LocalizedText? = nil) {
        self.subjects = subjects
        self.service = service
    }

    /// The labels of a model's own elements.
    init(labelsOf model: DecisionModel) {
        self.init(Dictionary(model.labels.map { ($0.name, Subject($0.text)) }, uniquingKeysWith: { first, _ in first }))
    }

    /// These, and those of others for what these say nothing of; a label of the model itself goes before a title of somewhere else.
    public func adding(_ others: RuleWords) -> RuleWords {
        let all = subjects.merging(others.subjects) { own, other in Subject(own.title, choices: other.choices, unit: other.unit) }
        return RuleWords(all, service: service ?? others.service)
    }

    /// `permit_fee` as people write it, where nobody says what they read: `Permit fee`.
    static func plain(_ name: String) -> String {
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    // MARK: In a language

    /// A decision or an input by itself: in a heading, at a field.
    func title(of name: String, in language: Language) -> String { subjects[name]?.title[language.code] ?? Self.plain(name) }

    /// What a column looks at, by itself; an expression that is no name has the titles of what it names in it.
    public func heading(_ expression: String, in language: Language) -> String {
        subjects[expression]?.title[language.code] ?? formulas(in: language).text(expression)
    }

    /// A table by its decision, `permit_fee`, or `permit_fee 2` for the second one of it.
    func table(_ name: String, in language: Language) -> String {
        let parts = name.split(separator: " ")
        guard subjects[name] == nil, let number = parts.last, parts.count > 1, number.allSatisfy(\.isNumber) else { return title(of: name, in: language) }
        return title(of: String(name.dropLast(number.count + 1)), in: language) + " " + number
    }

    func formulas(in language: Language) -> FormulaWords { FormulaWords(self, language: language) }

    /// A condition on one line: titles in place of names, choices in place of their ids.
    public func formula(_ text: String, in language: Language) -> String { formulas(in: language).text(text) }

    /// What a cell of a column asks for.
    func condition(_ text: String, of expression: String, in language: Language) -> String {
        FormulaWords(self, language: language, choices: subjects[expression]?.choices).text(text)
    }

    /// One of the texts that a name can be.
    func choice(_ text: String, of name: String, in language: Language) -> String {
        subjects[name]?.choices[text]?[language.code] ?? text.replacing("_", with: " ")
    }

    /// What a table looked at, as people write it: `£3,000.00`, `Put up a new building`.
    public func text(_ value: JSON, of expression: String, in language: Language) -> String {
        let subject = subjects[expression]
        switch value {
        case .string(let text): return subject?.choices[text]?[language.code] ?? CivilDate(text).map { language.format($0) } ?? text
        case .number(let number): return subject?.unit.map { LawWords(language: language).number(number, unit: $0) } ?? language.format(number)
        case .bool(let isTrue): return language.say(isTrue ? .lawYes : .lawNo)
        case .null: return language.say(.lawNothing)
        case .array(let items): return items.map { text($0, of: expression, in: language) }.joined(separator: ", ")
        default: return value.text
        }
    }
}

/// The words of the tables of each service, by its id: the service's questions and choices, and the titles of what it looks up.
public struct ServiceRuleWords: Sendable {
    let byService: [String: RuleWords]

    public init(byService: [String: RuleWords]) { self.byService = byService }
}
