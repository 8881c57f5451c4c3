import Kernel

extension Value {
    /// Numbers, strings, booleans, lists and contexts map one to one; dates and durations become their ISO 8601 text.
    public var json: JSON {
        switch self {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .number(let value): .number(value)
        case .string(let value): .string(value)
        case .date(let value): .string(value.description)
        case .list(let items): .array(items.map(\.json))
        case .context(let context): .object(context.names.map { .init($0, context[$0]?.json ?? .null) })
        }
    }

    /// Dates stay strings; a declared type turns them into dates.
    public init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .boolean(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .string(value)
        case .array(let items): self = .list(items.map(Value.init))
        case .object(let members):
            var context = Context()
            for member in members { context[member.name] = Value(member.value) }
            self = .context(context)
        }
    }
}
