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
        about: "The wording of one kind of message, in Mustache: 'Subject: …', an empty line, the text. 'paid.es.mustache' is the Spanish of 'paid.mustache'.",
        declares: nil, translations: .none, schema: nil
    ) { file, reading in
        let lines = file.text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count == 3, lines[0].hasPrefix("Subject: "), lines[1].allSatisfy(\.isWhitespace) else {
            reading.diagnostics.error(file.location, "a message begins with its subject", mend: "Write 'Subject: …', an empty line, and then the text.")
            return nil
        }
        do throws(PolityError) {
            return MessageTemplateFile(
                subject: try LetterTemplate(String(lines[0].dropFirst("Subject: ".count)), location: file.location),
                body: try LetterTemplate(String(lines[2]), location: file.location))
        } catch {
            reading.diagnostics.error(file.location, error.message)
            return nil
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
