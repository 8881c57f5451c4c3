/// What a browser sent: fields by name, each possibly several times, exactly as typed.
public struct RawFields: Sendable, Hashable {
    public var values: [String: [String]]
    /// Whether numbers have a point, as in JSON, and not the separator of the sender's language.
    public var hasPoints = false

    public init(_ values: [String: [String]] = [:]) { self.values = values }

    /// The first value as it is read; nil when absent or empty.
    public subscript(name: String) -> String? {
        guard let first = values[name]?.first else { return nil }
        let read = first.legible()
        return read.isEmpty ? nil : read
    }

    /// All values of a field, empty ones left out.
    public func all(_ name: String) -> [String] {
        (values[name] ?? []).map { $0.legible() }.filter { !$0.isEmpty }
    }

    /// What was typed, untouched, to be shown again.
    public func typed(_ name: String) -> String { values[name]?.first ?? "" }

    /// How many items of a repeating group were sent: one more than the largest place in `builders.N.…`, at most `limit`.
    public func count(of group: String, limit: Int) -> Int {
        let prefix = group + "."
        var count = 0
        for name in values.keys where name.hasPrefix(prefix) {
            let rest = name.dropFirst(prefix.count)
            if let place = Int(rest.prefix { $0 != "." }), place >= 0, place < limit { count = max(count, place + 1) }
        }
        return count
    }
}

extension String {
    /// Without white space around it, and without the embeddings, overrides and isolates of bidirectional text (UAX 9), by which an answer would turn
    /// around what stands beside it on other people's pages. A text with nothing to see in it is empty.
    func legible() -> String {
        guard utf8.contains(where: { $0 >= 0x80 }) else { return trimmingWhitespace() }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: unicodeScalars.filter { !(0x202A...0x202E).contains($0.value) && !(0x2066...0x2069).contains($0.value) })
        let text = String(kept).trimmingWhitespace()
        return text.unicodeScalars.contains { !$0.properties.isDefaultIgnorableCodePoint && !$0.properties.isWhitespace } ? text : ""
    }
}

extension StringProtocol {
    /// Without white space and line ends on either side.
    func trimmingWhitespace() -> String {
        var slice = self[...]
        while let first = slice.first, first.isWhitespace { slice = slice.dropFirst() }
        while let last = slice.last, last.isWhitespace { slice = slice.dropLast() }
        return String(slice)
    }
}
