import Kernel

extension Government {
    /// A language with the government's own wording in it: each phrase that of the tag, else of a wider one (`pt` for `pt-BR`), else the program's.
    public func language(_ code: String, name: String? = nil) -> Language {
        let known = Language.known(code)
        let own = wording(of: code) ?? [:]
        if own.isEmpty, known.code == code, known.name != code { return known }
        return Language(code: code, name: known.code == code && known.name != code ? known.name : name ?? known.name, translations: own)
    }

    /// What the tag and the wider ones say together, the nearest first (RFC 4647, section 3.4); nil where none of them says anything.
    private func wording(of code: String) -> [String: Phrase.Template]? {
        var found: [String: Phrase.Template]?
        var tag = code[...]
        while !tag.isEmpty {
            if let own = wording[String(tag)] { found = (found ?? [:]).merging(own) { near, _ in near } }
            tag = tag.lastIndex(of: "-").map { tag[..<$0] } ?? ""
        }
        return found
    }

    /// In the order of polity.yaml.
    public var spokenLanguages: [Language] { languages.map { language($0) } }

    /// Files of phrases, and languages that have none, against the languages of polity.yaml.
    func checkWording(_ file: Checked, _ diagnostics: inout Diagnostics) {
        for language in wording.keys.sorted() where !languages.contains(where: { $0 == language || $0.hasPrefix(language + "-") }) {
            diagnostics.warning(
                SourceLocation(file: "phrases/\(language).yaml", line: 1, column: 1), "polity.yaml does not list '\(language)' among its languages",
                mend: "Add it to 'languages' in polity.yaml, or remove the file.")
        }
        // What a government does not write itself: buttons, errors, dates.
        for language in file.list("languages") {
            let primary = String(language.text.prefix { $0 != "-" })
            guard !["en", "es"].contains(primary) else { continue }
            guard let own = wording(of: language.text) else {
                diagnostics.warning(
                    language.location, "the pages' own words are there in English and Spanish only; with '\(language.text)' they stay English",
                    mend: "Translate them in phrases/\(language.text).yaml; `polity schema --phrases` prints every phrase.")
                continue
            }
            let missing = PhraseCatalogue.shared.count - own.count
            if missing > 0 {
                diagnostics.warning(
                    language.location, "\(missing) of the pages' own \(PhraseCatalogue.shared.count) phrases have no '\(language.text)' and stay English",
                    mend: "Translate them in phrases/\(language.text).yaml; `polity schema --phrases` prints every phrase.")
            }
        }
    }
}
