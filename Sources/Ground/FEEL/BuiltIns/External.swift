import Kernel

/// Functions outside of FEEL (DMN 1.5, section 10.3.2.13.3): a small whitelist of Java's, as models of other tools use them.
/// They run here, not in Java, on FEEL's numbers.
extension Function {
    /// - Parameters:
    ///   - class: `java.lang.Math`
    ///   - signature: `max(double, double)`
    /// - Returns: nil for what is not on the list.
    public static func external(class type: String, signature: String, parameters: [Parameter]) -> Function? {
        let plain = String(signature.filter { $0 != " " })
        guard let open = plain.firstIndex(of: "("), plain.last == ")" else { return nil }
        let method = String(plain[..<open])
        let types = plain[plain.index(after: open)...].dropLast().split(separator: ",").map(String.init)
        guard types.count == parameters.count, let body = JavaMethod.body(type, method, types) else { return nil }
        return Function(parameters: parameters) { arguments, evaluation, _ in
            // Some of them are series.
            evaluation.spend(Evaluation.stepsOfPower) ? body(arguments) : .null
        }
    }

    static func external(_ body: Syntax, _ parameters: [Parameter]) -> Function? {
        guard case .context(let kinds) = body.kind, let java = kinds.first(where: { $0.key == "java" }), case .context(let entries) = java.value.kind else {
            return nil
        }
        func text(_ key: String) -> String? {
            guard let entry = entries.first(where: { $0.key == key }), case .literal(.string(let text)) = entry.value.kind else { return nil }
            return text
        }
        guard let type = text("class"), let signature = text("method signature") else { return nil }
        return external(class: type, signature: signature, parameters: parameters)
    }
}

private enum JavaMethod {
    typealias Body = @Sendable ([Value]) -> Value

    private static let numeric: Set<String> = ["double", "float", "int", "long", "short", "byte"]

    static func body(_ type: String, _ method: String, _ types: [String]) -> Body? {
        switch type {
        case "java.lang.Math": return types.allSatisfy(numeric.contains) ? math(method, types.count) : nil
        case "java.lang.String": return string(method, types)
        case "java.lang.Integer", "java.lang.Long", "java.lang.Short", "java.lang.Byte", "java.lang.Double", "java.lang.Float", "java.math.BigDecimal":
            guard method == "valueOf", types.count == 1 else { return nil }
            return { arguments in number(arguments[0]) }
        default: return nil
        }
    }

    private static func number(_ value: Value) -> Value {
        switch value {
        case .number: value
        case .string(let text): Decimal128(text).map(Value.number) ?? .null
        default: .null
        }
    }

    private static func math(_ method: String, _ count: Int) -> Body? {
        let one: [String: @Sendable (Decimal128) -> Decimal128] = [
            "abs": { $0.magnitude }, "sqrt": { $0.squareRoot() }, "exp": { $0.exponential() }, "log": { $0.naturalLogarithm() },
            "floor": { $0.rounded(.floor) }, "ceil": { $0.rounded(.ceiling) }, "rint": { $0.rounded(.halfEven) },
            "round": { ($0 + Decimal128(5, scale: 1)).rounded(.floor) },
            "cos": { $0.cosine() }, "sin": { $0.sine() }, "tan": { $0.sine() / $0.cosine() },
        ]
        let two: [String: @Sendable (Decimal128, Decimal128) -> Decimal128] = [
            "max": { Swift.max($0, $1) }, "min": { Swift.min($0, $1) }, "pow": { $0.power($1) },
        ]
        if count == 1, let function = one[method] {
            return { arguments in if case .number(let x) = arguments[0] { .finite(function(x)) } else { .null } }
        }
        if count == 2, let function = two[method] {
            return { arguments in
                guard case .number(let x) = arguments[0], case .number(let y) = arguments[1] else { return .null }
                return .finite(function(x, y))
            }
        }
        return nil
    }

    private static func string(_ method: String, _ types: [String]) -> Body? {
        switch (method, types.count) {
        case ("valueOf", 1) where types[0] == "char":
            return { arguments in if case .string(let text) = arguments[0], text.unicodeScalars.count == 1 { arguments[0] } else { .null } }
        case ("valueOf", 1): return { $0[0].plainText.map(Value.string) ?? .string("null") }
        case ("format", 2): return { format($0[0], $0[1]) }
        default: return nil
        }
    }

    /// `%s` in its turn; of the other conversions none.
    private static func format(_ pattern: Value, _ values: Value) -> Value {
        guard case .string(let pattern) = pattern else { return .null }
        var rest = if case .list(let items) = values { items[...] } else { [values][...] }
        var (out, isEscaped) = ("", false)
        for character in pattern {
            guard out.utf8.count <= Value.maximumText else { return .null }
            if isEscaped {
                isEscaped = false
                switch character {
                case "%": out.append("%")
                case "s":
                    guard let value = rest.popFirst() else { return .null }
                    out += value.plainText ?? "null"
                default: return .null
                }
            } else if character == "%" {
                isEscaped = true
            } else {
                out.append(character)
            }
        }
        return isEscaped ? .null : .string(out)
    }
}
