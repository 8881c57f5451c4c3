import Kernel

/// DMN 1.5, section 10.3.4.7.
extension BuiltIns {
    static let contexts: [BuiltIn] = [
        BuiltIn("get value(m: context, key: string) -> Any", "get value(context: context, keys: list<string>) -> Any") { a, _ in
            switch a[1] {
            case .string(let key): a.context(0)?[key] ?? .null
            case .list(let keys):
                keys.reduce(a[0]) { value, key in
                    guard case .context(let context) = value, case .string(let name) = key else { return .null }
                    return context[name] ?? .null
                }
            default: .null
            }
        },
        BuiltIn("get entries(m: context) -> list<context>") { a, _ in
            guard let context = a.context(0) else { return .null }
            return .list(context.entries.map { .context(["key": .string($0.name), "value": $0.value]) })
        },
        BuiltIn("context(entries: list<context>) -> context") { a, _ in
            guard let entries = a.list(0) else { return .null }
            var made = Context()
            for entry in entries {
                guard case .context(let entry) = entry, case .string(let key)? = entry["key"], let value = entry["value"], made[key] == nil else {
                    return .null
                }
                made[key] = value
            }
            return .context(made)
        },
        BuiltIn("context put(context: context, key: string, value: Any) -> context", "context put(context: context, keys: list<string>, value: Any) -> context")
        { a, _ in
            guard let context = a.context(0) else { return .null }
            switch a[1] {
            case .string(let key): return put(context, [.string(key)], a[2]).map(Value.context) ?? .null
            case .list(let keys): return put(context, keys[...], a[2]).map(Value.context) ?? .null
            default: return .null
            }
        },
        BuiltIn("context merge(contexts: list<context>) -> context") { a, _ in
            guard let contexts = a.list(0) else { return .null }
            var merged = Context()
            for context in contexts {
                guard case .context(let context) = context else { return .null }
                for entry in context.entries { merged[entry.name] = entry.value }
            }
            return .context(merged)
        },
    ]

    /// nil for no keys, a key that is no text, and a path through something that is no record.
    private static func put(_ context: Context, _ keys: ArraySlice<Value>, _ value: Value) -> Context? {
        guard case .string(let key)? = keys.first else { return nil }
        var changed = context
        let rest = keys.dropFirst()
        if rest.isEmpty {
            changed[key] = value
        } else {
            guard case .context(let inner)? = context[key], let replaced = put(inner, rest, value) else { return nil }
            changed[key] = .context(replaced)
        }
        return changed
    }
}
