import Kernel

/// A value of FEEL (OMG DMN 1.5, section 10.3.2.2).
public indirect enum Value: Sendable, Hashable {
    case null
    case boolean(Bool)
    case number(Decimal128)
    case string(String)
    case date(CivilDate)
    case list([Value])
    case context(Context)
}

/// An ordered set of named values (section 10.3.2.6).
public struct Context: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    public private(set) var names: [String] = []
    private var values: [String: Value] = [:]

    public init() {}
    public init(dictionaryLiteral elements: (String, Value)...) { for (name, value) in elements { self[name] = value } }

    public subscript(name: String) -> Value? {
        get { values[name] }
        set {
            if values[name] == nil, newValue != nil { names.append(name) }
            if newValue == nil { names.removeAll { $0 == name } }
            values[name] = newValue
        }
    }
}
