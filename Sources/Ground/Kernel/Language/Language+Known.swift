extension Language {
    /// The language of a tag, for papers and letters.
    public static func known(_ code: String) -> Language {
        switch code.prefix(while: { $0 != "-" }) {
        case "en": .english
        case "es": .spanish
        default: Language(code: code, name: code)
        }
    }
}
