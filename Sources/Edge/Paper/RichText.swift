/// A run of text in one style.
public struct Span: Sendable, Hashable {
    public var text: String
    public var bold: Bool
    public var italic: Bool

    public init(_ text: String, bold: Bool = false, italic: Bool = false) {
        self.text = text
        self.bold = bold
        self.italic = italic
    }
}

/// Text with bold and italic runs. A line feed breaks the line; nothing in it is markup.
public struct RichText: Sendable, Hashable, ExpressibleByStringInterpolation {
    public var spans: [Span]

    public init(_ spans: [Span]) { self.spans = spans }
    public init(_ text: String) { spans = text.isEmpty ? [] : [Span(text)] }
    public init(stringLiteral value: String) { self.init(value) }

    /// The words alone.
    public var plain: String { spans.map(\.text).joined() }
    public var isEmpty: Bool { spans.allSatisfy { $0.text.isEmpty } }
}
