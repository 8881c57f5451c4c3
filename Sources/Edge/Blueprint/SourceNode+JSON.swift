import Kernel

extension SourceNode {
    /// The value as JSON: what is plain and reads as a number, a truth value or nothing is one; all else is text.
    public var json: JSON {
        switch content {
        case .map(let entries): return .object(entries.map { .init($0.key, $0.value.json) })
        case .list(let items): return .array(items.map(\.json))
        case .scalar(let scalar):
            guard !scalar.isQuoted else { return .string(scalar.text) }
            switch scalar.text {
            case "true": return .bool(true)
            case "false": return .bool(false)
            case "", "null", "~": return .null
            default: return Decimal128(scalar.text).map(JSON.number) ?? .string(scalar.text)
            }
        }
    }
}
