import FEEL
import Kernel

/// FEEL values as JSON that keeps their types: what JSON has no type for stands as `{"$date": "2026-11-22"}`.
public enum TypedJSON {
    private static let marks: [(mark: String, type: FEELType)] = [
        ("$date", .date), ("$time", .time), ("$moment", .dateAndTime), ("$days", .daysAndTimeDuration), ("$months", .yearsAndMonthsDuration),
    ]

    /// Ranges and functions become the text that FEEL writes; nothing stores them.
    public static func write(_ value: Value) -> JSON {
        switch value {
        case .list(let items): return .array(items.map(write))
        case .context(let context): return write(context)
        default:
            guard let mark = marks.first(where: { $0.type == value.type }) else { return value.json }
            return .object([.init(mark.mark, value.json)])
        }
    }

    public static func write(_ context: Context) -> JSON {
        .object(context.names.map { .init($0, context[$0].map(write) ?? .null) })
    }

    public static func value(_ json: JSON) -> Value {
        switch json {
        case .array(let items): return .list(items.map(value))
        case .object(let members):
            if members.count == 1, let mark = marks.first(where: { $0.mark == members[0].name }), let value = Value(members[0].value, as: mark.type) {
                return value
            }
            return .context(context(json))
        default: return Value(json)
        }
    }

    public static func context(_ json: JSON) -> Context {
        var context = Context()
        for member in json.members ?? [] { context[member.name] = value(member.value) }
        return context
    }
}
