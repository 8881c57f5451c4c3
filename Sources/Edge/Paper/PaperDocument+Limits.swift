import Kernel

/// What a document may hold. Its words come from outside, so every count has an end.
enum PaperLimits {
    static let characters = 200_000
    static let textCharacters = 20_000
    static let cellCharacters = 2_000
    static let blocks = 2_000
    static let rows = 5_000
    static let columns = 10
    static let contactLines = 6
    static let pages = 300
    static let attachments = 16
    static let attachmentBytes = 16 << 20
    static let codeBytes = 1_000
}

extension PaperDocument {
    /// Refuses what is too large or makes no sense, before any of it is laid out.
    func checked() throws(PolityError) -> PaperDocument {
        var characters = 0
        func count(_ text: RichText, upTo limit: Int = PaperLimits.textCharacters) throws(PolityError) {
            let length = text.spans.reduce(0) { $0 + $1.text.unicodeScalars.count }
            characters += length
            guard length <= limit, characters <= PaperLimits.characters else {
                throw PolityError(.tooLarge, "PAPER-101", "This document has too much text.", context: "\(length) in one text, \(characters) in all")
            }
        }
        guard Self.isLanguageTag(language) else {
            throw PolityError(.invalid, "PAPER-102", "The document's language is not a language tag.", context: language)
        }
        guard blocks.count <= PaperLimits.blocks, letterhead.contact.count <= PaperLimits.contactLines else {
            throw PolityError(.tooLarge, "PAPER-103", "This document has too many parts.", context: "\(blocks.count) blocks")
        }
        try count(RichText(title), upTo: 500)
        try count(RichText(reference ?? ""), upTo: 200)
        for line in [letterhead.government, letterhead.organisation, wording.pageNumber] + letterhead.contact { try count(RichText(line), upTo: 200) }
        for block in blocks {
            switch block {
            case .heading(_, let text): try count(text, upTo: 500)
            case .paragraph(let text), .notice(let text): try count(text)
            case .address(let lines): for line in lines { try count(line, upTo: 500) }
            case .facts(let facts):
                for fact in facts {
                    try count(fact.label, upTo: 500)
                    try count(fact.value)
                }
            case .list(let items, _): for item in items { try count(item) }
            case .table(let table):
                guard table.header.count <= PaperLimits.columns, !table.header.isEmpty, table.rows.count <= PaperLimits.rows,
                    table.rows.allSatisfy({ $0.count <= table.header.count })
                else { throw PolityError(.tooLarge, "PAPER-104", "A table of this document has too many rows or columns, or a row is longer than its header.") }
                for cell in table.header + table.rows.joined() { try count(cell, upTo: PaperLimits.cellCharacters) }
            case .signature(let signature): for text in [signature.name, signature.office, signature.note] { try count(text, upTo: 500) }
            case .code(let code):
                for text in [code.heading, code.caption] { try count(text, upTo: 500) }
            case .pageBreak: break
            }
        }
        try checkAttachments()
        return self
    }

    private func checkAttachments() throws(PolityError) {
        let size = attachments.reduce(0) { $0 + $1.bytes.count }
        guard attachments.count <= PaperLimits.attachments, size <= PaperLimits.attachmentBytes else {
            throw PolityError(.tooLarge, "PAPER-105", "The files attached to this document are too large.", context: "\(size) bytes")
        }
        let names = Set(attachments.map(\.name))
        guard names.count == attachments.count, names.allSatisfy(Self.isFileName) else {
            throw PolityError(.invalid, "PAPER-106", "The files attached to this document need plain names, each its own.")
        }
    }

    private static func isFileName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 100 && !name.hasPrefix(".")
            && name.utf8.allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
    }

    /// The shape of RFC 5646, section 2.1: subtags of one to eight letters and digits.
    private static func isLanguageTag(_ tag: String) -> Bool {
        tag.utf8.count <= 35
            && tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
                .allSatisfy { (1...8).contains($0.count) && $0.allSatisfy(\.isASCIILetterOrDigit) }
    }
}

extension UInt8 {
    var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}

extension StringProtocol {
    /// Without what has no business on paper: control characters but the line feed, and the embedding, override and
    /// isolate controls of bidirectional text (UAX 9), with which a value could make its neighbours read otherwise.
    /// Of combining marks in a row thirty stay, as in UAX 15, section 13 (no language needs more).
    var printable: String {
        var result = String.UnicodeScalarView()
        var marks = 0
        for scalar in unicodeScalars {
            marks = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
            if marks > 30 { continue }
            switch scalar.value {
            case 0x0A: result.append(scalar)
            case 0x09: result.append(" ")
            case 0x2028, 0x2029, 0x85: result.append("\n")
            case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFC, 0xE0000...0xE007F: continue
            case let value where value & 0xFFFE == 0xFFFE: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }
    /// With a place to break (U+200B) in words that are longer than any line: pango takes a time that grows with the
    /// square of a word's length, ten seconds at 20,000 letters.
    var breakable: String {
        guard utf8.count > 100 else { return String(self) }
        var result = String.UnicodeScalarView()
        var length = 0
        for scalar in unicodeScalars {
            length = scalar.properties.isWhitespace ? 0 : length + 1
            if length > 100, scalar.properties.canonicalCombiningClass == .notReordered {
                result.append("\u{200B}")
                length = 1
            }
            result.append(scalar)
        }
        return String(result)
    }
}
