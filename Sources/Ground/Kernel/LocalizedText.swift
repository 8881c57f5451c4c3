/// A text for people, in the government's first language and in whichever others it has been translated to.
public struct LocalizedText: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The text in the government's first language.
    public var text: String
    /// The others, by language (`es`, `pt-BR`).
    public var translations: [String: String]

    public init(_ text: String, translations: [String: String] = [:]) {
        self.text = text
        self.translations = translations
    }

    public init(stringLiteral value: String) { self.init(value) }

    /// The text in `language`; of `es-MX` also in `es`; else in the first language (RFC 4647, section 3.4, lookup).
    public subscript(language: String) -> String {
        if translations.isEmpty { return text }
        var range = language[...]
        while !range.isEmpty {
            if let translation = translations[String(range)] { return translation }
            guard let dash = range.lastIndex(of: "-") else { break }
            range = range[..<dash]
        }
        return text
    }

    public var isEmpty: Bool { text.isEmpty }
}
