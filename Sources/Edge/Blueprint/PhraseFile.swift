import Kernel

/// `phrases/LANG.yaml`: the program's own words in one language, where the government wants others than it brings, or where it brings none.
public struct PhraseFile: Sendable {
    /// A BCP 47 tag: the file's name.
    public let language: String
    public let templates: [String: Phrase.Template]

    public static let kind = FileKind<PhraseFile>(
        id: "phrases", pattern: "phrases/*.yaml",
        about: """
            The words of the pages themselves (buttons, errors, letters) in one language, by their keys: a government's own wording, or a language that the \
            program does not bring. `polity schema --phrases` prints every phrase with its English, to begin from; what a file leaves out stays as it was. \
            `{name}` stands for a value and has to be kept, or the program's own words are shown. Where a number decides the form of a word, the phrase is a map \
            of the forms that Unicode CLDR gives the language: `zero`, `one`, `two`, `few`, `many`, `other`.
            """,
        translations: .none, schema: schema
    ) { file, reading in PhraseFile(file, &reading.diagnostics) }

    private static let schema = Schema.dictionary(
        of: .either([
            .text(.init(maximumLength: 4_000)),
            .object(
                ObjectSchema(
                    "Forms", "The phrase for each form that a number can ask for.",
                    PluralCategory.allCases.map { form in
                        let key = form == .other ? ObjectSchema.Key.required : ObjectSchema.Key.optional
                        return key(form.rawValue, .text(.init(maximumLength: 4_000)), "CLDR's plural category `\(form.rawValue)`.")
                    })),
        ]))

    init(_ file: SourceFile, _ diagnostics: inout Diagnostics) {
        language = file.id
        var templates: [String: Phrase.Template] = [:]
        if !Schema.TextRule.Form.isLocale(file.id) {
            diagnostics.error(file.location, "'\(file.id)' is no language", mend: "Name the file by a BCP 47 tag: phrases/ar.yaml, phrases/pt-BR.yaml.")
        }
        let forms = Language(code: file.id, name: file.id).pluralCategories
        for (key, value) in file.root.dictionary {
            guard let original = PhraseCatalogue.shared[key.value] else {
                let nearest = Spelling.nearest(to: key.value, among: PhraseCatalogue.shared.keys).map { "Did you mean '\($0)'?" }
                // The keys and places are the program's: they change with its versions, and a folder is to be valid for more than one.
                diagnostics.warning(key.location, "there is no phrase '\(key.value)'", mend: nearest ?? "`polity schema --phrases` prints every phrase.")
                continue
            }
            let template = Phrase.Template(value)
            Self.checkForms(of: value, forms, file.id, &diagnostics)
            if Self.hasPlaces(of: original, template, at: value.location, &diagnostics) { templates[key.value] = template }
        }
        self.templates = templates
    }

    /// A phrase with other places than the program's is not taken: the program's own words say what there is to say.
    private static func hasPlaces(
        of original: Phrase.Template, _ template: Phrase.Template, at location: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> Bool {
        let unknown = template.names.subtracting(original.names).sorted()
        // Other forms may leave a number out that they stand for: 'one service'.
        let missing = Phrase.Template.text(original.other).names.subtracting(Phrase.Template.text(template.other).names).sorted()
        for name in unknown {
            let nearest = Spelling.nearest(to: name, among: original.names.sorted()).map { "Did you mean '{\($0)}'?" }
            diagnostics.warning(
                location, "nothing stands for '{\(name)}' in this phrase, so the program's own words are shown",
                mend: nearest ?? "Its English is: \(original.other)")
        }
        for name in missing {
            diagnostics.warning(
                location, "the phrase leaves out '{\(name)}', so the program's own words are shown", mend: "Its English is: \(original.other)")
        }
        return unknown.isEmpty && missing.isEmpty
    }

    private static func checkForms(of value: Checked, _ forms: [PluralCategory], _ language: String, _ diagnostics: inout Diagnostics) {
        guard value.isMap else { return }
        let names = forms.map(\.rawValue)
        for (form, _) in value.dictionary where PluralCategory(rawValue: form.value) != nil && !names.contains(form.value) {
            diagnostics.tightened(form.location, "'\(language)' has no form '\(form.value)'", mend: "It has: \(names.joined(separator: ", ")) (Unicode CLDR).")
        }
        for name in names where !value.has(name) && name != "other" {
            diagnostics.warning(value.location, "the form '\(name)' of '\(language)' is missing, so 'other' stands in for it", mend: "Add '\(name): …'.")
        }
    }
}

extension Phrase.Template {
    fileprivate init(_ value: Checked) {
        guard value.isMap else {
            self = .text(value.text)
            return
        }
        self = .plural(
            zero: value.optionalText("zero"), one: value.optionalText("one"), two: value.optionalText("two"), few: value.optionalText("few"),
            many: value.optionalText("many"), other: value.text("other"))
    }
}

/// The program's phrases in English, by key: what a government can word anew.
public struct PhraseCatalogue: Sendable {
    /// Read once, and only where somebody asks.
    public static let shared = PhraseCatalogue()
    private let templates: [String: Phrase.Template]

    private init() {
        var diagnostics = Diagnostics()
        let tree = YAML.read(Array(Self.text.utf8), file: "phrases.yaml", diagnostics: &diagnostics)
        precondition(!diagnostics.hasErrors, "the catalogue of phrases is no YAML: \(diagnostics.all)")
        templates = Dictionary(
            uniqueKeysWithValues: Checked(tree ?? SourceNode(.map([]), at: .init(file: "", line: 1, column: 1))).dictionary.map {
                ($0.key.value, Phrase.Template($0.value))
            })
    }

    public subscript(key: String) -> Phrase.Template? { templates[key] }
    public var count: Int { templates.count }
    var keys: [String] { templates.keys.sorted() }
}
