import Blueprint
import Kernel
import Messages

/// `services/NAME/certificate.mustache`, `letter.mustache`, or one that an outcome names; `certificate.es.mustache` is its Spanish.
struct PaperTemplate: Sendable {
    let template: LetterTemplate
    let tags: [LetterTag]
    let location: SourceLocation

    static let kind = FileKind<PaperTemplate>(
        id: "paper_template", pattern: "services/*/*.mustache",
        about: """
            What a certificate or a decision letter of the service says, in Mustache: `certificate.mustache` and `letter.mustache` unless the outcome names \
            another; `certificate.es.mustache` is the Spanish of `certificate.mustache`. `{{name}}` stands for the value of a name of the service, of a decision of \
            its rules.dmn, or for `title`, `outcome`, `message`, `reference`, `organisation`, `government`, `issued_on`, `valid_until`; `{{#fields}}{{label}}: \
            {{value}}{{/fields}}` for the certificate's fields. `{{#name}}…{{/name}}` goes through a list, or holds where the name is true or given; \
            `{{^name}}…{{/name}}` where it is not. The text around them is a small Markdown: `# heading`, paragraphs, `- lists`, `1. lists`, tables with `|`, \
            `> notices`, lines of the form `Label: value`, `**bold**` and `*italic*`, and `@address`, `@signature`, `@pagebreak`. The letterhead, the signature, the \
            page's foot and a certificate's QR code are added to every paper.
            """,
        translations: .none, schema: nil
    ) { file, reading in
        guard let read = LetterTemplate.read(file.text, at: file.location, diagnostics: &reading.diagnostics) else { return nil }
        return PaperTemplate(template: read.template, tags: read.tags, location: file.location)
    }
}

/// The templates of one service, by name and language.
struct PaperTemplates: Sendable {
    /// By name, then by language; the folder's first language is under its own code.
    private var byName: [String: [String: PaperTemplate]] = [:]
    private let languages: [String]

    init(_ files: [(name: String, template: PaperTemplate)], languages: [String]) {
        self.languages = languages
        for (name, template) in files {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            if parts.count > 1, let language = parts.last.map(String.init), languages.contains(language) {
                byName[parts.dropLast().joined(separator: "."), default: [:]][language] = template
            } else {
                byName[name, default: [:]][languages.first ?? ""] = template
            }
        }
    }

    var names: [String] { byName.keys.sorted() }
    func has(_ name: String) -> Bool { byName[name] != nil }
    /// All languages of a template, the folder's own first.
    func all(_ name: String) -> [PaperTemplate] {
        let found = byName[name] ?? [:]
        return languages.compactMap { found[$0] }
    }

    func missingLanguages(of name: String) -> [String] { languages.filter { byName[name]?[$0] == nil } }

    /// In the language, in a wider one (`es` for `es-MX`), or in the folder's first.
    func template(_ name: String, language: String) -> PaperTemplate? {
        guard let found = byName[name] else { return nil }
        let wider = String(language.prefix { $0 != "-" })
        return found[language] ?? found[wider] ?? languages.lazy.compactMap { found[$0] }.first
    }
}
