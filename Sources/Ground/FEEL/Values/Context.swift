/// An ordered set of named values (DMN 1.5, section 10.3.2.6). The order is for reading; equality does not look at it.
///
/// A few entries are found by looking at each, more by a table beside them.
public struct Context: Sendable, ExpressibleByDictionaryLiteral {
    public struct Entry: Sendable {
        public let name: String
        public internal(set) var value: Value
    }

    public private(set) var entries: [Entry] = []
    private var positions: [String: Int]?
    private static let mostWithoutTable = 8

    public init() {}
    public init(dictionaryLiteral elements: (String, Value)...) { for (name, value) in elements { self[name] = value } }

    /// Room for `count` entries, so that adding them does not move the others.
    public init(capacity count: Int) { entries.reserveCapacity(count) }

    public var count: Int { entries.count }
    public var names: [String] { entries.map(\.name) }

    /// nil for a name that is not there; a name may be there with null.
    public subscript(name: String) -> Value? {
        get { position(of: name).map { entries[$0].value } }
        set {
            guard let position = position(of: name) else {
                if let newValue { append(name, newValue) }
                return
            }
            if let newValue { entries[position].value = newValue } else { remove(at: position) }
        }
    }

    private func position(of name: String) -> Int? {
        if let positions { return positions[name] }
        return entries.firstIndex { $0.name == name }
    }

    /// Adds an entry whose name is known to be new.
    public mutating func append(_ name: String, _ value: Value) {
        entries.append(Entry(name: name, value: value))
        if positions != nil {
            positions?[name] = entries.count - 1
        } else if entries.count > Self.mostWithoutTable {
            index()
        }
    }

    private mutating func remove(at position: Int) {
        entries.remove(at: position)
        if positions != nil { index() }
    }

    private mutating func index() {
        var table: [String: Int] = [:]
        for (position, entry) in entries.enumerated() { table[entry.name] = position }
        positions = table
    }
}

extension Context: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.count == b.count && a.entries.allSatisfy { b[$0.name] == $0.value } }

    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for entry in entries {
            var one = Hasher()
            one.combine(entry.name)
            one.combine(entry.value)
            sum ^= one.finalize()
        }
        hasher.combine(sum)
    }
}
