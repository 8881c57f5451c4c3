public import HTML

/// The colour of a status; the word alone must say it too.
public enum TagTone: String, Sendable { case neutral, active, waiting, good, bad }

extension HTML {
    public mutating func tag(_ text: String, _ tone: TagTone = .neutral) { strong(text, class: "tag tag-\(tone.rawValue)") }
}
