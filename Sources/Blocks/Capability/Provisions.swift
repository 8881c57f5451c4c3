import Synchronization

/// Values by their type: what earlier capabilities made for later ones.
///
/// The order of the blocks makes each value's maker run first, so a missing one is a mistake of the program and traps.
public struct Provisions: Sendable {
    private var values: [ObjectIdentifier: any Sendable] = [:]

    public init() {}

    public mutating func provide<Value: Sendable>(_ value: Value) {
        let key = ObjectIdentifier(Value.self)
        precondition(values[key] == nil, "\(Value.self) is provided twice")
        values[key] = value
    }

    public subscript<Value: Sendable>(_: Value.Type) -> Value {
        guard let value = optional(Value.self) else {
            preconditionFailure("\(Value.self) is asked for before the capability that provides it has run")
        }
        return value
    }

    public func optional<Value: Sendable>(_: Value.Type) -> Value? { values[ObjectIdentifier(Value.self)] as? Value }
}
