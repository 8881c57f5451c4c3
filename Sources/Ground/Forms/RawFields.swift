/// What a browser sent: fields by name, each possibly several times, exactly as typed.
public struct RawFields: Sendable, Hashable {
    public var values: [String: [String]]
    /// Whether numbers have a point, as in JSON, and not the separator of the sender's language.
    public var hasPoints = false

    public init(_ values: [String: [String]] = [:]) { self.values = values }

    /// The first value without the white space around it; nil when absent or empty.
    public subscript(name: String) -> String? {
        guard let first = values[name]?.first else { return nil }
        let trimmed = first.trimmingWhitespace()
        return trimmed.isEmpty ? nil : trimmed
    }

    /// All values of a field, empty ones left out.
    public func all(_ name: String) -> [String] {
        (values[name] ?? []).map { $0.trimmingWhitespace() }.filter { !$0.isEmpty }
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

extension StringProtocol {
    /// Without white space and line ends on either side.
    func trimmingWhitespace() -> String {
        var slice = self[...]
        while let first = slice.first, first.isWhitespace { slice = slice.dropFirst() }
        while let last = slice.last, last.isWhitespace { slice = slice.dropLast() }
        return String(slice)
    }
}
