import FEEL
import Kernel

/// FEEL values as JSON that keeps their types: what JSON has no type for stands as `{"$date": "2026-11-22"}`.
enum TypedJSON {
    static func write(_ value: Value) -> JSON {
        switch value {
        case .date(let date): .object([.init("$date", .string(date.description))])
        case .list(let items): .array(items.map(write))
        case .context(let context): write(context)
        default: value.json
        }
    }

    static func write(_ context: Context) -> JSON {
        .object(context.names.map { .init($0, context[$0].map(write) ?? .null) })
    }

    static func value(_ json: JSON) -> Value {
        switch json {
        case .array(let items): return .list(items.map(value))
        case .object(let members):
            if members.count == 1, members[0].name == "$date", let date = members[0].value.string.flatMap({ CivilDate($0) }) { return .date(date) }
            return .context(context(json))
        default: return Value(json)
        }
    }

    static func context(_ json: JSON) -> Context {
        var context = Context()
        for member in json.members ?? [] { context[member.name] = value(member.value) }
        return context
    }
}
