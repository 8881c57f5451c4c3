/// An ordered set of named values (DMN 1.5, section 10.3.2.6). The order is for reading; equality does not look at it.
public struct Context: Sendable, ExpressibleByDictionaryLiteral {
    public private(set) var names: [String] = []
    private var values: [String: Value] = [:]

    public init() {}
    public init(dictionaryLiteral elements: (String, Value)...) { for (name, value) in elements { self[name] = value } }

    public var count: Int { names.count }

    /// nil for a name that is not there; a name may be there with null.
    public subscript(name: String) -> Value? {
        get { values[name] }
        set {
            if values[name] == nil, newValue != nil { names.append(name) }
            if newValue == nil { names.removeAll { $0 == name } }
            values[name] = newValue
        }
    }
}

extension Context: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.values == b.values }
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
