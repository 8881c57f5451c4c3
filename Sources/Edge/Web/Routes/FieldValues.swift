public import Kernel

extension String: FieldValue {
    public static var fieldSchema: Schema { .text() }

    public init?(field: JSON?) {
        switch field {
        case .string(let text)?: self = text
        case .number(let number)?: self = number.description
        default: return nil
        }
    }
}

extension Int: FieldValue {
    public static var fieldSchema: Schema { .integer() }

    public init?(field: JSON?) {
        switch field {
        case .string(let text)?:
            guard let value = Int(text.filter { $0 != " " }) else { return nil }
            self = value
        case let value?:
            guard let integer = value.integer else { return nil }
            self = integer
        case nil: return nil
        }
    }
}

extension Decimal128: FieldValue {
    public static var fieldSchema: Schema { .number }

    public init?(field: JSON?) {
        switch field {
        case .string(let text)?:
            guard let value = Decimal128(text) else { return nil }
            self = value
        case .number(let number)?: self = number
        default: return nil
        }
    }
}

extension Bool: FieldValue {
    public static var fieldSchema: Schema { .boolean }
    public static var isOptional: Bool { true }

    /// A ticked checkbox sends its value, an empty one nothing at all.
    public init?(field: JSON?) {
        switch field {
        case nil: self = false
        case .bool(let value)?: self = value
        case .string(let text)?:
            switch text {
            case "true", "yes", "on", "1": self = true
            case "false", "no", "off", "0", "": self = false
            default: return nil
            }
        default: return nil
        }
    }
}

extension CivilDate: FieldValue {
    public static var fieldSchema: Schema { .date }

    public init?(field: JSON?) {
        guard let text = field?.string, let date = CivilDate(text) else { return nil }
        self = date
    }
}

extension Instant: FieldValue {
    public static var fieldSchema: Schema { .text() }

    public init?(field: JSON?) {
        guard let text = field?.string, let instant = Instant(text) else { return nil }
        self = instant
    }
}

extension Identifier: FieldValue {
    public static var fieldSchema: Schema { .text(.init(.plain, maximumLength: 36)) }

    public init?(field: JSON?) {
        guard let text = field?.string, let id = Identifier(text) else { return nil }
        self = id
    }
}

extension JSON: FieldValue {
    public static var fieldSchema: Schema { .any }

    public init?(field: JSON?) {
        guard let field else { return nil }
        self = field
    }
}

extension Array: FieldValue where Element: FieldValue {
    public static var fieldSchema: Schema { .list(of: Element.fieldSchema) }
    public static var isOptional: Bool { true }

    /// One value alone is a list of one, as forms send it; none is the empty list.
    public init?(field: JSON?) {
        guard let field else {
            self = []
            return
        }
        var values: [Element] = []
        for item in field.array ?? [field] {
            guard let value = Element(field: item) else { return nil }
            values.append(value)
        }
        self = values
    }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    public static var fieldSchema: Schema { Wrapped.fieldSchema }
    public static var isOptional: Bool { true }

    /// An empty text is no value: a form sends it for a field left blank.
    public init?(field: JSON?) {
        switch field {
        case nil, .null?, .string("")?: self = .none
        case let value?:
            guard let wrapped = Wrapped(field: value) else { return nil }
            self = .some(wrapped)
        }
    }
}
