import FEEL
import Kernel

extension Step.Rule {
    /// With values in the place of the names in its texts, in these languages; the first is the house's own.
    func filled(_ names: Context, in languages: [Language]) -> Step.Rule {
        var rule = self
        // A reason is one line, whatever an officer wrote into what it quotes.
        rule.because = because.filled(names, in: languages) { $0.joined(separator: " ") }
        rule.conditions = conditions.map { $0.filled(names, in: languages) { $0.joined(separator: "\n") } }
        return rule
    }

    /// The conditions that it drafts, one by one; a text whose values are not known drafts none.
    public func conditions(in language: String) -> [String] {
        conditions.flatMap { $0[language].split(separator: "\n").map(String.init) }
    }
}

extension LocalizedText {
    fileprivate func filled(_ names: Context, in languages: [Language], _ join: ([String]) -> String) -> LocalizedText {
        let texts = languages.map { language in
            let lines = Wording.fill(self[language.code], names, language).split(whereSeparator: \.isNewline)
            return (language.code, join(lines.compactMap { $0.isEmptyLine ? nil : $0.withoutBlanksAround }))
        }
        return LocalizedText(texts.first?.1 ?? text, translations: Dictionary(texts.dropFirst(), uniquingKeysWith: { first, _ in first }))
    }
}

extension Substring {
    fileprivate var isEmptyLine: Bool { allSatisfy(\.isWhitespace) }

    /// A value that is not known leaves blanks.
    fileprivate var withoutBlanksAround: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
