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
}
