import Kernel

extension Value {
    /// Numbers, strings, booleans, lists and contexts map one to one; dates, times and durations
    /// become their ISO 8601 text, ranges and functions the text that FEEL writes.
    public var json: JSON {
        switch self {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .number(let value): .number(value)
        case .string(let value): .string(value)
        case .list(let items): .array(items.map(\.json))
        case .context(let context): .object(context.entries.map { .init($0.name, $0.value.json) })
        case .date, .time, .dateAndTime, .daysAndTime, .yearsAndMonths, .range, .function: .string(plainText ?? "")
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

extension Value {
    /// A value from JSON as a declared type wants it: text becomes a date, a time or a duration, recursively.
    ///
    /// - Returns: nil where the JSON cannot be read as `type`.
    public init?(_ json: JSON, as type: FEELType) {
        switch (json, type) {
        case (.null, _): self = .null
        case (.string(let text), .date): guard let date = TemporalReader.date(text) else { return nil }; self = .date(date)
        case (.string(let text), .time): guard let time = TemporalReader.time(text) else { return nil }; self = .time(time)
        case (.string(let text), .dateAndTime): guard let value = TemporalReader.dateAndTime(text) else { return nil }; self = .dateAndTime(value)
        case (.string(let text), .daysAndTimeDuration), (.string(let text), .yearsAndMonthsDuration):
            guard let duration = TemporalReader.duration(text), duration.type == type else { return nil }
            self = duration
        case (.array(let items), .list(let element)):
            var values: [Value] = []
            for item in items { guard let value = Value(item, as: element) else { return nil }; values.append(value) }
            self = .list(values)
        case (.object(let members), .context(let types)):
            var context = Context()
            for member in members {
                guard let value = Value(member.value, as: types[member.name] ?? .any) else { return nil }
                context[member.name] = value
            }
            self = .context(context)
        default:
            let value = Value(json)
            guard value.isInstance(of: type) else { return nil }
            self = value
        }
    }
}

extension FEELType {
    /// The innermost part of `json` that cannot be read as this type, and the type that it needs.
    ///
    /// - Parameter path: what the whole is called; the part is then `site.rooms[2]`.
    /// - Returns: nil where `Value(json, as:)` reads it.
    public func misfit(_ json: JSON, at path: String) -> (path: String, type: FEELType)? {
        guard Value(json, as: self) == nil else { return nil }
        switch (json, self) {
        case (.array(let items), .list(let element)):
            for (index, item) in items.enumerated() {
                if let inner = element.misfit(item, at: "\(path)[\(index)]") { return inner }
            }
        case (.object(let members), .context(let types)):
            for member in members {
                if let inner = types[member.name]?.misfit(member.value, at: "\(path).\(member.name)") { return inner }
            }
        default: break
        }
        return (path, self)
    }
}
