/// A regular expression that a whole text must match, as a form or a registry asks for it: one of XPath's, like those of `matches`.
public struct TextPattern: Sendable {
    /// Many times what a line of text needs. Of `([a-z]+ ?)*` a search could take years over a short text that does not match, and
    /// answers are looked at while others wait to write.
    static let maximumSteps = 200_000

    private let pattern: Pattern

    /// nil for what is no regular expression.
    public init?(_ source: String) {
        // Alone first: `a)|(b` would be one within the group.
        var steps = 0
        guard Pattern(source, steps: &steps) != nil, let whole = Pattern("^(?:" + source + ")$", steps: &steps) else { return nil }
        pattern = whole
    }

    /// Whether the whole text matches; false where it would take too long to tell.
    public func matches(_ text: String) -> Bool {
        var steps = Self.maximumSteps
        if case .match = pattern.first(in: Array(text.unicodeScalars), from: 0, steps: &steps) { return true }
        return false
    }
}
