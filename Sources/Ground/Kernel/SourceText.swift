/// A text of some other language inside a file (a FEEL expression, a template), as it stands there.
///
/// `text` begins at `location`; a later line of it begins in column 1 of a later line of the file, indentation and
/// all. So whoever reads `text` and counts lines and columns from `location` points at the right place in the file.
public struct SourceText: Hashable, Sendable {
    public var text: String
    public var location: SourceLocation

    public init(_ text: String, at location: SourceLocation) {
        self.text = text
        self.location = location
    }

    /// Where in the file the byte stands that has `offset` bytes (UTF-8) of the text before it.
    public func place(ofByte offset: Int) -> SourceLocation {
        var (line, column) = (location.position.line, location.position.column)
        let before = text.utf8.prefix(offset)
        let lines = before.split(separator: 10, omittingEmptySubsequences: false)
        if lines.count > 1 { (line, column) = (line + lines.count - 1, 1) }
        column += String(decoding: Array(lines.last ?? before), as: UTF8.self).count
        return SourceLocation(file: location.file, line: line, column: column)
    }
}
