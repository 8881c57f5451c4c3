import Kernel
import XML

/// The XML file of a bank statement, within its own limits.
enum StatementFile {
    static let limits = XMLLimits(bytes: 20_000_000, depth: 40, elements: 1_000_000)

    /// - Throws: `PAYMENTS-130` for anything but well-formed XML within the limits.
    static func read(_ bytes: [UInt8]) throws(PolityError) -> XMLElement {
        var diagnostics = Diagnostics()
        guard let document = XMLReader.read(bytes, file: "statement", limits: limits, diagnostics: &diagnostics) else {
            throw PolityError(.invalid, "PAYMENTS-130", Phrase.unreadableStatement, context: diagnostics.all.first?.description ?? "")
        }
        return document.root
    }
}

extension XMLElement {
    /// The text without the white space around it; nil when there is none.
    var filledText: String? {
        let text = text.trimmed
        return text.isEmpty ? nil : text
    }
}
