import Blueprint
import Capability
import Kernel

/// `messages/NAME.mustache`: the wording of one kind of message. `messages/NAME.es.mustache` is its Spanish.
///
/// The first line is `Subject: …`, an empty line follows, the rest is the message.
public struct MessageTemplateFile: Sendable {
    let subject: LetterTemplate
    let body: LetterTemplate

    public static let kind = FileKind<MessageTemplateFile>(
        id: "message", pattern: "messages/*.mustache",
        about: """
            The wording of one kind of message in place of the program's own, in Mustache: `Subject: …`, an empty line, the text. \
            `case_paid.es.mustache` is the Spanish of `case_paid.mustache`. The kinds stand at the end of this reference. `{{title}}` is what it is \
            about, `{{text}}` what would be said without a template, `{{reference}}` the case's reference number, `{{link}}` the address of the case's \
            page, `{{government}}` and `{{organisation}}` who writes, and `{{sign_in_link}}` the address to sign in by.
            """,
        declares: nil, translations: .none, schema: nil
    ) { file, reading in
        reading.references.use("message", file.id.prefix { $0 != "." }.description, at: file.location)
        let lines = file.text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count == 3, lines[0].hasPrefix("Subject: "), lines[1].allSatisfy(\.isWhitespace) else {
            reading.diagnostics.error(file.location, "a message begins with its subject", mend: "Write 'Subject: …', an empty line, and then the text.")
            return nil
        }
        do throws(PolityError) {
            let found = MessageTemplateFile(
                subject: try LetterTemplate(String(lines[0].dropFirst("Subject: ".count)), location: file.location),
                body: try LetterTemplate(String(lines[2]), location: file.location))
            checkNames(found, lines, file, &reading.diagnostics)
            return found
        } catch {
            reading.diagnostics.error(
                file.location, error.message, mend: "Write '{{name}}', or '{{#name}} … {{/name}}' for what stands only where there is one.")
            return nil
        }
    }

    private static let values = ["title", "text", "reference", "link", "government", "organisation", "sign_in_link"]

    /// A name that means nothing would leave a hole in the letter.
    private static func checkNames(_ template: MessageTemplateFile, _ lines: [Substring], _ file: SourceFile, _ diagnostics: inout Diagnostics) {
        for name in template.subject.names + template.body.names where !values.contains(name) {
            let line = file.text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(name) } ?? 0
            let nearest = Spelling.nearest(to: name, among: values).map { "Did you mean '\($0)'?" }
            diagnostics.error(
                SourceLocation(file: file.path, line: line + 1, column: 1), "there is no '\(name)' that '{{\(name)}}' could stand for",
                mend: nearest ?? "Known here: \(values.joined(separator: ", ")).")
        }
    }
}

/// The templates of an edition, by kind and language.
public struct MessageTemplates: Sendable {
    private let byName: [String: MessageTemplateFile]

    init(_ entries: [(name: String, MessageTemplateFile)]) {
        byName = Dictionary(entries.map { ($0.name, $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    static func link(_ edition: inout Linking) {
        edition.provide(MessageTemplates(edition.folder.all(of: MessageTemplateFile.kind).map { ($0.id, $0.value) }))
    }

    /// The kind's template in the language, in a wider one (`es` for `es-MX`), or in the folder's first language.
    func template(_ kind: String, language: String) -> MessageTemplateFile? {
        var range = language[...]
        while !range.isEmpty {
            if let found = byName["\(kind).\(range)"] { return found }
            range = range[..<(range.lastIndex(of: "-") ?? range.startIndex)]
        }
        return byName[kind]
    }
}
