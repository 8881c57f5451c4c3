public import Kernel

/// A field of a route's input, typed: declared once, listed in the route, read with `request[field]`.
///
/// An optional `Value` makes the field optional: `Field<Int?>.query("page", "…")`.
public struct Field<Value: FieldValue>: InputField {
    public let name: String
    public let place: FieldPlace
    public let schema: Schema
    public let about: String
    public var isRequired: Bool { !Value.isOptional }

    public init(_ name: String, in place: FieldPlace, schema: Schema = Value.fieldSchema, _ about: String) {
        self.name = name
        self.place = place
        self.schema = place == .body ? schema : schema.inAddress
        self.about = about
    }

    public static func path(_ name: String, schema: Schema = Value.fieldSchema, _ about: String) -> Self {
        Self(name, in: .path, schema: schema, about)
    }

    public static func query(_ name: String, schema: Schema = Value.fieldSchema, _ about: String) -> Self {
        Self(name, in: .query, schema: schema, about)
    }

    /// A field of the request's head (RFC 9110, section 5), which programs alone send.
    public static func header(_ name: String, schema: Schema = Value.fieldSchema, _ about: String) -> Self {
        Self(name, in: .header, schema: schema, about)
    }

    public static func body(_ name: String, schema: Schema = Value.fieldSchema, _ about: String) -> Self {
        Self(name, in: .body, schema: schema, about)
    }

    public func accepts(_ value: JSON?) -> Bool { Value(field: value) != nil }
}

extension Schema {
    /// An address holds no long texts; the server reads some thousand bytes of it and no more.
    fileprivate var inAddress: Schema {
        guard case .text(var rule) = self else { return self }
        rule.maximumLength = min(rule.maximumLength, 2_000)
        return .text(rule)
    }
}

public enum FieldPlace: String, Sendable { case path, query, header, body }

/// A field without its value's type, as the route table holds it.
public protocol InputField: Sendable {
    var name: String { get }
    var place: FieldPlace { get }
    var schema: Schema { get }
    var about: String { get }
    var isRequired: Bool { get }
    /// Whether the value sent (nil when none was) can be read.
    func accepts(_ value: JSON?) -> Bool
}

/// What can be read from a path, a query, a form or a JSON body. Forms send text, so a number also reads from text.
public protocol FieldValue: Sendable {
    static var fieldSchema: Schema { get }
    static var isOptional: Bool { get }
    init?(field: JSON?)
}

extension FieldValue {
    public static var isOptional: Bool { false }
}
