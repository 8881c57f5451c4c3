/// One visible string in English and Spanish; declared once, so that a missing translation does not compile.
///
/// ```swift
/// extension Phrase {
///     static let queueTitle = Phrase("desk.queue_title", en: "Your queue", es: "Su bandeja")
///     static let casesWaiting = Phrase("desk.cases_waiting",
///         en: .plural(one: "{count} case is waiting", other: "{count} cases are waiting"),
///         es: .plural(one: "{count} caso espera", other: "{count} casos esperan"))
/// }
/// language.say(.casesWaiting, ["count": 3])
/// ```
public struct Phrase: Sendable {
    public let key: String
    public let english: Template
    public let spanish: Template

    public init(_ key: String, en english: Template, es spanish: Template) {
        self.key = key
        self.english = english
        self.spanish = spanish
    }

    /// A text with `{name}` places, or one for each plural category; `{count}` chooses among those.
    public enum Template: Sendable, Hashable, ExpressibleByStringLiteral {
        case text(String)
        /// In a box of its own, so that handing on a phrase is not handing on six texts.
        indirect case plural(zero: String? = nil, one: String? = nil, two: String? = nil, few: String? = nil, many: String? = nil, other: String)

        public init(stringLiteral value: String) { self = .text(value) }

        /// The names of its places, in any of its forms.
        public var names: Set<String> {
            let texts: [String?] =
                switch self {
                case .text(let text): [text]
                case .plural(let zero, let one, let two, let few, let many, let other): [zero, one, two, few, many, other]
                }
            return Set(texts.compactMap(\.self).flatMap { $0.matches(of: /\{([a-z_]+)\}/).map { String($0.1) } })
        }

        /// The form that stands in for the others.
        public var other: String { text(for: .other) }

        func text(for category: PluralCategory) -> String {
            switch self {
            case .text(let text): return text
            case .plural(let zero, let one, let two, let few, let many, let other):
                let chosen: String? =
                    switch category {
                    case .zero: zero
                    case .one: one
                    case .two: two
                    case .few: few
                    case .many: many
                    case .other: other
                    }
                return chosen ?? other
            }
        }
    }

    /// What stands in a `{name}` place; written in the form of the language.
    public enum Argument: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
        case text(String)
        case count(Int)
        case number(Decimal128)
        case date(CivilDate)
        case money(Money)
        /// Texts of the folder, in a row.
        case texts([LocalizedText])

        public init(stringLiteral value: String) { self = .text(value) }
        public init(integerLiteral value: Int) { self = .count(value) }
    }

    public typealias Arguments = KeyValuePairs<String, Argument>
}

extension Language {
    /// The phrase in this language with its places filled.
    public func say(_ phrase: Phrase, _ arguments: Phrase.Arguments = [:]) -> String {
        fill(template(of: phrase), arguments)
    }

    func template(of phrase: Phrase) -> Phrase.Template {
        if let own = translations?.templates[phrase.key] { return own }
        return base == .spanish ? phrase.spanish : phrase.english
    }

    /// Fills a template that came from a file (a letter, a message of the folder).
    public func fill(_ template: Phrase.Template, _ arguments: Phrase.Arguments) -> String {
        var category = PluralCategory.other
        if case .plural = template, case .count(let count)? = arguments.first(where: { $0.key == "count" })?.value {
            category = pluralCategory(of: count)
        }
        let text = template.text(for: category)
        guard !arguments.isEmpty else { return text }
        var result = ""
        // Byte by byte: braces stand for themselves wherever they are (RFC 3629, section 1), and letters are slow to tell apart.
        var rest = text.utf8[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "{")), let close = rest[open...].firstIndex(of: UInt8(ascii: "}")) {
            result += Substring(rest[..<open])
            let name = Substring(rest[rest.index(after: open)..<close])
            if let argument = arguments.first(where: { $0.key == name }) {
                result += format(argument.value)
            } else {
                result += Substring(rest[open...close])
            }
            rest = rest[rest.index(after: close)...]
        }
        result += Substring(rest)
        return result
    }

    private func format(_ argument: Phrase.Argument) -> String {
        switch argument {
        case .text(let text): text
        case .count(let count): format(count)
        case .number(let number): format(number)
        case .date(let date): format(date)
        case .money(let money): format(money)
        case .texts(let texts): texts.map { $0[code] }.joined(separator: ", ")
        }
    }
}
