/// A language people read, with what writing in it needs: direction, plurals, and forms of dates and numbers.
///
/// English and Spanish phrases are compiled in; for others, and for a government's own wording (`phrases/LANG.yaml`), `translations`
/// holds templates by phrase key, and English stands in for what is missing.
public struct Language: Sendable {
    /// The BCP 47 tag: `en`, `es`, `ar`, `pt-BR`.
    public let code: String
    /// Its name in itself: `Español`.
    public let name: String
    public let isRightToLeft: Bool
    let base: Base
    let translations: Translations?

    enum Base: Sendable { case english, spanish, other }

    public init(code: String, name: String, translations: [String: Phrase.Template] = [:]) {
        self.code = code
        self.name = name
        let primary = code.prefix { $0 != "-" }
        base = primary == "en" ? .english : primary == "es" ? .spanish : .other
        isRightToLeft = ["ar", "fa", "he", "ur", "ps", "dv", "ckb", "yi"].contains(primary)
        self.translations = translations.isEmpty ? nil : Translations(translations)
    }

    public static let english = Language(code: "en", name: "English")
    public static let spanish = Language(code: "es", name: "Español")

    /// The language part of the tag: `pt` of `pt-BR`.
    public var primary: Substring { code.prefix { $0 != "-" } }
}

extension Language: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Templates by phrase key, shared by all copies of a language.
final class Translations: Sendable {
    let templates: [String: Phrase.Template]

    init(_ templates: [String: Phrase.Template]) { self.templates = templates }
}
