/// A file of the folder as a tree in which every key and value knows where it stands.
///
/// YAML's scalars stay text with their style: `yes`, `012` and `2026-01-01` mean what the schema says, not what a
/// parser guesses.
public struct SourceNode: Sendable {
    public indirect enum Content: Sendable {
        case scalar(SourceScalar)
        case list([SourceNode])
        case map([Entry])
    }

    public struct Entry: Sendable {
        public var key: String
        public var keyLocation: SourceLocation
        public var value: SourceNode

        public init(key: String, keyLocation: SourceLocation, value: SourceNode) {
            self.key = key
            self.keyLocation = keyLocation
            self.value = value
        }
    }

    public var content: Content
    public var location: SourceLocation

    public init(_ content: Content, at location: SourceLocation) {
        self.content = content
        self.location = location
    }

    public var scalar: SourceScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
    public var text: String? { scalar?.text }
    public var items: [SourceNode] { if case .list(let items) = content { items } else { [] } }
    public var entries: [Entry] { if case .map(let entries) = content { entries } else { [] } }

    /// The value under `key` of a map; nil for a missing key and for anything that is no map. O(keys).
    public subscript(key: String) -> SourceNode? { entries.first { $0.key == key }?.value }

    /// An unquoted `null`, `~` or nothing at all.
    public var isNull: Bool {
        guard let scalar, scalar.style == .plain else { return false }
        return scalar.text.isEmpty || scalar.text == "null" || scalar.text == "~"
    }
}

/// A single value of a file: its text, how it was written, and where the text itself begins.
public struct SourceScalar: Sendable, Hashable {
    /// YAML's five ways to write a scalar (YAML 1.2.2, chapters 7.3 and 8.1).
    public enum Style: Sendable, Hashable { case plain, singleQuoted, doubleQuoted, literal, folded }

    /// The value, with escapes decoded and lines folded as its style asks.
    public var text: String
    public var style: Style
    /// Where the text begins: behind the quotation mark, or on the line below `|` and `>`.
    public var start: SourcePosition
    /// The characters as they stand in the file from `start` on, where they differ from `text` (several lines).
    public var verbatim: String?

    public init(_ text: String, style: Style = .plain, start: SourcePosition, verbatim: String? = nil) {
        self.text = text
        self.style = style
        self.start = start
        self.verbatim = verbatim
    }

    public var isQuoted: Bool { style != .plain }
}
