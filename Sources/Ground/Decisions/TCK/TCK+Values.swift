import FEEL
import Kernel
import XML

extension TCK {
    /// Where `xsi:type` and `xsi:nil` are at home (XML Schema, part 1, section 2.6).
    private static let instance = "http://www.w3.org/2001/XMLSchema-instance"

    /// A value as the kit writes it: `value` with its XML Schema type, `list` or `component`s.
    ///
    /// - Parameter type: what a value without a type of its own is read as.
    static func value(_ element: XMLElement, as type: FEELType) -> Value {
        if let value = element.first("value") { return simple(value, type) }
        if let list = element.first("list") {
            return list.attribute("nil", in: instance) == "true" ? .null : .list(list.all("item").map { value($0, as: type.element) })
        }
        let components = element.all("component")
        guard !components.isEmpty else { return .null }
        var (context, types) = (Context(), [String: FEELType]())
        if case .context(let members) = type { types = members }
        for component in components {
            let name = component["name"] ?? ""
            context[name] = value(component, as: types[name] ?? .any)
        }
        return .context(context)
    }

    private static func simple(_ element: XMLElement, _ type: FEELType) -> Value {
        if element.attribute("nil", in: instance) == "true" { return .null }
        let (text, trimmed) = (element.text, element.text.trimmed)
        switch element.attribute("type", in: instance)?.split(separator: ":").last {
        case "boolean": return .boolean(trimmed == "true" || trimmed == "1")
        case "decimal", "double", "float", "int", "integer", "long", "short": return Decimal128(trimmed).map(Value.number) ?? .null
        case "date": return temporal("date", trimmed)
        case "time": return temporal("time", trimmed)
        case "dateTime": return temporal("date and time", trimmed)
        case "duration", "dayTimeDuration", "yearMonthDuration": return temporal("duration", trimmed)
        case nil: return Value(.string(trimmed), as: type) ?? untyped(trimmed, type)
        default: return .string(text)
        }
    }

    private static func untyped(_ text: String, _ type: FEELType) -> Value {
        switch type {
        case .number: Decimal128(text).map(Value.number) ?? .string(text)
        case .boolean where text == "true" || text == "false": .boolean(text == "true")
        default: .string(text)
        }
    }

    private static func temporal(_ function: String, _ text: String) -> Value {
        Function.builtIn(function)?.invoke([.string(text)], names: [], in: Evaluation(now: nil)) ?? .null
    }

    /// Numbers agree as `agree` says, everything else by FEEL's equality.
    static func matches(expected: Value, _ actual: Value) -> Bool {
        switch (expected, actual) {
        case (.number(let a), .number(let b)): return agree(expected: a, b)
        case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy { matches(expected: $0, $1) }
        case (.context(let a), .context(let b)):
            return a.count == b.count
                && a.names.allSatisfy { name in
                    guard let x = a[name], let y = b[name] else { return false }
                    return matches(expected: x, y)
                }
        default: return expected == actual || expected.isEqual(to: actual) == true
        }
    }

    /// Exactly; but a number that the kit writes with more than six decimals is a result that it has rounded, of a division or of `exp`. The kit's
    /// README says nothing of how such are compared; its published runners take what is nearer than 10^-8.
    private static func agree(expected: Decimal128, _ actual: Decimal128) -> Bool {
        if expected == actual { return true }
        let isRounded = expected.magnitude >= Decimal128(1, scale: 1) && expected.rounded(scale: 6, .down) != expected
        return isRounded && (expected - actual).magnitude < Decimal128(1, scale: 8)
    }
}
