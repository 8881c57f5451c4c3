import FEEL
import Kernel

extension Question {
    /// An answer as people read it, a line each; empty when there is none.
    public func lines(_ answer: Value, in language: Language, currency: Currency) -> [String] {
        switch (kind, answer) {
        case (_, .null): []
        case (.yesNo, .boolean(let isYes)): [language.say(isYes ? .answerYes : .answerNo)]
        case (.chooseOne(let choices), .string(let id)): [Self.label(id, choices, language)]
        case (.chooseMany(let choices), .list(let items)):
            items.compactMap { if case .string(let id) = $0 { Self.label(id, choices, language) } else { nil } }
        case (.money, .number(let amount)):
            [amount.minorUnits(of: currency).map { language.format(Money(minorUnits: $0, currency: currency)) } ?? language.format(amount)]
        case (.files, .list(let files)): files.compactMap { $0.member("name")?.plainText(in: language) }
        case (.address, .context(let address)): QuestionKind.addressFields.compactMap { address[$0]?.plainText(in: language) }
        case (.place, .context(let place)): Self.place(place, language)
        case (.group(let group), .list(let items)):
            items.map { item in
                group.questions.flatMap { $0.lines(item.member($0.id) ?? .null, in: language, currency: currency) }.joined(separator: ", ")
            }
        case (.longText, .string(let text)): text.split(separator: "\n").map(String.init)
        default: answer.plainText(in: language).map { [$0] } ?? []
        }
    }

    private static func label(_ id: String, _ choices: [QuestionKind.Choice], _ language: Language) -> String {
        choices.first { $0.id == id }?.label[language.code] ?? id
    }

    private static func place(_ place: Context, _ language: Language) -> [String] {
        var lines = place["description"]?.plainText(in: language).map { [$0] } ?? []
        if case .number(let longitude)? = place["longitude"], case .number(let latitude)? = place["latitude"] {
            lines.append("\(latitude), \(longitude)")
        }
        return lines
    }
}

extension Value {
    /// A value as people read it where no question says more about it; nil for null.
    public func plainText(in language: Language) -> String? {
        switch self {
        case .null: nil
        case .string(let text): text
        case .number(let number): language.format(number)
        case .date(let date): language.format(date)
        case .boolean(let value): language.say(value ? .answerYes : .answerNo)
        case .list(let items): items.compactMap { $0.plainText(in: language) }.joined(separator: ", ")
        case .context(let context): context.names.compactMap { context[$0]?.plainText(in: language) }.joined(separator: ", ")
        default: json.string
        }
    }

    /// A value in lines as people read it: an address has one for each of its parts.
    public func lines(in language: Language) -> [String] {
        guard case .context(let address) = self, address["line_1"] != nil else { return plainText(in: language).map { [$0] } ?? [] }
        return QuestionKind.addressFields.compactMap { address[$0]?.plainText(in: language) }
    }

    func member(_ name: String) -> Value? { if case .context(let context) = self { context[name] } else { nil } }
}

extension Decimal128 {
    /// The amount in minor units; nil when it is too large or has more digits than the currency.
    public func minorUnits(of currency: Currency) -> Int64? {
        var unit = Decimal128(1)
        for _ in 0..<currency.digits { unit = unit * Decimal128(10) }
        return Int(exactly: self * unit).map(Int64.init)
    }
}

extension Phrase {
    static let answerYes = Phrase("form.yes", en: "Yes", es: "Sí")
    static let answerNo = Phrase("form.no", en: "No", es: "No")
}
