import Kernel

/// How much of an outsider's file is read.
public struct XMLLimits: Sendable {
    public var bytes: Int
    public var depth: Int
    public var elements: Int
    /// Of one element.
    public var attributes: Int

    public init(bytes: Int = 32_000_000, depth: Int = 200, elements: Int = 2_000_000, attributes: Int = 1_000) {
        self.bytes = bytes
        self.depth = depth
        self.elements = elements
        self.attributes = attributes
    }
}

/// Reads XML 1.0 with namespaces into a tree that keeps everything. Document type declarations, and with them entities of one's own and
/// files of others, are refused; nothing is ever fetched.
public enum XMLReader {
    /// - Parameter keeps: whether elements of a namespace are wanted; others are left out with all they hold, but for the outermost one.
    /// - Returns: nil when `diagnostics` were given an error.
    /// - Complexity: O(bytes).
    public static func read(
        _ bytes: [UInt8], file: String, limits: XMLLimits = XMLLimits(), keeping keeps: ((_ namespace: String) -> Bool)? = nil,
        diagnostics: inout Diagnostics
    ) -> XMLDocument? {
        guard bytes.count <= limits.bytes else {
            diagnostics.error(
                SourceLocation(file: file, line: 1, column: 1), "this file is larger than \(limits.bytes) bytes", mend: "Split it into several files.")
            return nil
        }
        var text: [UInt8] = []
        do {
            text = try XMLEncoding.utf8(bytes)
            var parser = XMLDocumentParser(XMLScanner(text), file: file, limits: limits, keeps: keeps)
            var document = try parser.document()
            document.endsLinesWithCarriageReturn = XMLEncoding.endsLinesWithCarriageReturn(bytes)
            return document
        } catch {
            let position = XMLScanner(error.text ?? text).position(of: error.offset)
            diagnostics.error(SourceLocation(file: file, line: position.line, column: position.column), error.message, mend: error.mend)
            return nil
        }
    }
}

/// What is wrong with a file, and behind how many bytes of it.
struct XMLFault: Error {
    var offset: Int
    var message: String
    var mend: String?
    /// The bytes that the offset counts, where they are not the whole text.
    var text: [UInt8]?

    init(at offset: Int, _ message: String, mend: String? = nil) {
        self.offset = offset
        self.message = message
        self.mend = mend
    }

    init(after text: [UInt8], _ message: String, mend: String? = nil) {
        self.init(at: text.count, message, mend: mend)
        self.text = text
    }
}
