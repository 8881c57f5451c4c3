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

    /// Each conversion takes the next value. One that is not known here, or does not fit its value, makes the whole null.
    private static func format(_ pattern: Value, _ values: Value) -> Value {
        guard case .string(let pattern) = pattern else { return .null }
        var values = if case .list(let items) = values { items[...] } else { [values][...] }
        var (out, rest) = ("", pattern[...])
        while let character = rest.popFirst() {
            guard out.utf8.count <= Value.maximumText else { return .null }
            guard character == "%" else {
                out.append(character)
                continue
            }
            guard let conversion = FormatConversion(&rest), let text = conversion.text(&values) else { return .null }
            out += text
        }
        return .string(out)
    }
}

/// One conversion of Java's formatter (java.util.Formatter): `%s`, `%d`, `%.2f`, `%,d`, `%05d`, `%-10s`, `%n`, `%%`.
private struct FormatConversion {
    private var flags: Set<Character> = []
    private var width = 0
    private var precision: Int?
    private let letter: Character

    /// Wider than any page, and finer than any number here has digits.
    private static let widest = 1_000, finest = 34

    /// Reads what stands behind the percent sign; nil where that is no conversion.
    init?(_ rest: inout Substring) {
        while let flag = rest.first, "-0,+".contains(flag) {
            guard flags.insert(flag).inserted else { return nil }
            rest.removeFirst()
        }
        func number(_ most: Int) -> Int? {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            rest.removeFirst(digits.count)
            return Int(digits).flatMap { $0 <= most ? $0 : nil }
        }
        if let first = rest.first, ("1"..."9").contains(first) {
            guard let read = number(Self.widest) else { return nil }
            width = read
        }
        if rest.first == "." {
            rest.removeFirst()
            guard let read = number(Self.finest) else { return nil }
            precision = read
        }
        guard let letter = rest.popFirst() else { return nil }
        self.letter = letter
    }

    /// Takes its value off the others.
    func text(_ values: inout ArraySlice<Value>) -> String? {
        switch letter {
        case "%", "n": return flags.isEmpty && width == 0 && precision == nil ? (letter == "n" ? "\n" : "%") : nil
        case "s":
            guard flags.isSubset(of: ["-"]), let value = values.popFirst() else { return nil }
            let text = value.plainText ?? "null"
            return padded(precision.map { String(text.prefix($0)) } ?? text)
        case "d":
            guard precision == nil, case .number(let number)? = values.popFirst(), number.rounded(.down) == number else { return nil }
            return signed(number, digits: number.magnitude.rounded(scale: 0, .down).description)
        case "f":
            guard case .number(let number)? = values.popFirst() else { return nil }
            return signed(number, digits: Self.fixed(number, precision ?? 6))
        default: return nil
        }
    }

    /// With so many digits behind the point, a half away from zero.
    private static func fixed(_ number: Decimal128, _ places: Int) -> String {
        let parts = number.magnitude.rounded(scale: places, .halfUp).description.split(separator: ".", maxSplits: 1).map(String.init)
        let fraction = parts.count > 1 ? parts[1] : ""
        return parts[0] + (places > 0 ? "." + fraction + String(repeating: "0", count: max(0, places - fraction.count)) : "")
    }

    /// nil for a number so large that it is not written in digits alone.
    private func signed(_ number: Decimal128, digits: String) -> String? {
        guard !flags.isSuperset(of: ["-", "0"]), digits.allSatisfy({ $0 == "." || ("0"..."9").contains($0) }) else { return nil }
        let sign = number < 0 ? "-" : flags.contains("+") ? "+" : ""
        let parts = digits.split(separator: ".", maxSplits: 1).map(String.init)
        var text = flags.contains(",") ? Self.grouped(parts[0]) + (parts.count > 1 ? "." + parts[1] : "") : digits
        if flags.contains("0") { text = String(repeating: "0", count: max(0, width - text.count - sign.count)) + text }
        return padded(sign + text)
    }

    private static func grouped(_ digits: String) -> String {
        digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text.append(",") }
            text.append(digit.element)
        }
    }

    private func padded(_ text: String) -> String {
        let blank = String(repeating: " ", count: max(0, width - text.count))
        return flags.contains("-") ? text + blank : blank + text
    }
}
