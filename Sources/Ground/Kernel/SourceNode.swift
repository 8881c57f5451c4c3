/// A file of the folder as a tree in which every key and value knows where it stands.
///
/// YAML's scalars stay text with their style: `yes`, `012` and `2026-01-01` mean what the schema says, not what a
/// parser guesses.
public struct SourceNode: Sendable {
    public indirect enum Content: Sendable {
        case scalar(String, quoted: Bool)
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

    public var text: String? { if case .scalar(let text, _) = content { text } else { nil } }
    public var items: [SourceNode] { if case .list(let items) = content { items } else { [] } }
    public var entries: [Entry] { if case .map(let entries) = content { entries } else { [] } }

    /// The value under `key` of a map; nil for a missing key and for anything that is no map. O(keys).
    public subscript(key: String) -> SourceNode? { entries.first { $0.key == key }?.value }

    /// An unquoted `null`, `~` or nothing at all.
    public var isNull: Bool {
        if case .scalar(let text, quoted: false) = content { text.isEmpty || text == "null" || text == "~" } else { false }
    }
}
