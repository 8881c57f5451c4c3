import Kernel

/// The text from which letters and certificates are made: a small Markdown, a block to each group of lines.
///
/// ```
/// # Title                      heading; ## and ### below it
/// Plain **bold** *italic*      a paragraph; lines that follow on one another are one
/// - item     1. item           a list
/// Date of birth: 2 March 1990  label and value, where every line of the group has that form
/// | Item | Amount |            a table; `|---|--:|` below the header, the colon says which edge numbers keep to
/// > A deadline                 a notice
/// @address Ada | 1 Long Road   lines of an address
/// @signature Name | Office | Note
/// @code https://… | Heading | Caption | What a screen reader says
/// @pagebreak
/// ```
///
/// A backslash takes its meaning from the sign behind it; one at a line's end breaks the line. Values that come from
/// outside pass `escaped` first, after which they are nothing but text.
extension PaperDocument {
    /// The blocks of a text. What is no other block is a paragraph, so every text is readable.
    ///
    /// - Throws: `PAPER-101` for a text of more than 200,000 characters.
    public static func blocks(markdown: String) throws(PolityError) -> [Block] {
        guard markdown.unicodeScalars.count <= PaperLimits.characters else {
            throw PolityError(.tooLarge, "PAPER-101", "This document has too much text.")
        }
        let lines = markdown.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(MarkdownLine.init)
        var blocks: [Block] = []
        var group: [MarkdownLine] = []
        for line in lines + [MarkdownLine("")] {
            if let last = group.last, !line.continues(last) {
                blocks += MarkdownGroup(group).blocks
                group = []
            }
            if line.kind != .blank { group.append(line) }
        }
        return blocks
    }

    /// A value as text that means nothing to `blocks(markdown:)`: on one line, each sign of markup behind a backslash.
    public static func escaped(_ value: String) -> String {
        var result = ""
        var wasBreak = true
        for scalar in value.printable.unicodeScalars {
            switch scalar {
            case "\n":
                if !wasBreak { result += "\\n" }
                wasBreak = true
                continue
            case "\\", "*", "_", "#", "|", ":", "-", "+", ">", "@", "`", ".": result += "\\"
            default: break
            }
            wasBreak = false
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}

/// One line and what its first signs make of it.
struct MarkdownLine {
    enum Kind: Equatable { case blank, heading(Int), bullet, number, row, notice, directive(String), text }

    let kind: Kind
    /// Without the signs that told the kind.
    let content: Substring

    init(_ raw: some StringProtocol) {
        let line = Substring(String(raw)).trimmed
        func rest(_ count: Int) -> Substring { line.dropFirst(count).trimmed }
        let hashes = line.prefix { $0 == "#" }.count
        let digits = line.prefix { $0.isASCII && $0.isNumber }.count
        if line.isEmpty {
            (kind, content) = (.blank, line)
        } else if (1...4).contains(hashes), line.dropFirst(hashes).first == " " {
            (kind, content) = (.heading(hashes), rest(hashes))
        } else if line.hasPrefix("- ") || line.hasPrefix("* ") {
            (kind, content) = (.bullet, rest(2))
        } else if (1...3).contains(digits), line.dropFirst(digits).hasPrefix(". ") {
            (kind, content) = (.number, rest(digits + 2))
        } else if line.hasPrefix("|") {
            (kind, content) = (.row, line)
        } else if line.hasPrefix("> ") {
            (kind, content) = (.notice, rest(2))
        } else if line.hasPrefix("@"), let word = Optional(line.dropFirst().prefix { $0.isLetter }), Self.directives.contains(String(word)) {
            (kind, content) = (.directive(String(word)), rest(word.count + 1))
        } else {
            (kind, content) = (.text, line)
        }
    }

    private static let directives: Set<String> = ["address", "signature", "code", "pagebreak"]

    /// Whether this line belongs to the same block as the one before it.
    func continues(_ previous: MarkdownLine) -> Bool {
        switch (previous.kind, kind) {
        case (.text, .text), (.bullet, .bullet), (.number, .number), (.row, .row), (.notice, .notice): true
        // A list's or a notice's item may run over several lines.
        case (.bullet, .text), (.number, .text), (.notice, .text): true
        default: false
        }
    }
}

extension Substring {
    var trimmed: Substring {
        var result = self
        while result.first == " " || result.first == "\t" { result.removeFirst() }
        while result.last == " " || result.last == "\t" { result.removeLast() }
        return result
    }
}
