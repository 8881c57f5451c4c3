import Kernel

/// FEEL that means nothing: every construct of the grammar, put together at random, with the values at which things go wrong.
public struct RandomExpression {
    private let random: SeededGenerator
    /// How functions are used: `substring(string: string, start position: number, length?: number) -> string`.
    private let functions: [(name: String, parameters: [String])]
    private let names: [String]

    public init(seed: UInt64, signatures: [String], names: [String]) {
        random = SeededGenerator(seed: seed)
        functions = signatures.map { text in
            let parts = text.split(separator: "(", maxSplits: 1)
            let inside = parts.count > 1 ? parts[1].prefix { $0 != ")" } : ""
            let parameters = inside.split(separator: ",").map { String($0.prefix { $0 != ":" }.filter { $0 != "?" && $0 != "." }) }
            return (String(parts.first ?? ""), parameters.map { String($0.drop { $0 == " " }) })
        }
        self.names = names
    }

    public func expression() -> String { random.next(below: 24) == 0 ? deep() : expression(1 + random.next(below: 5)) }

    /// Something in itself, over and over, and now and then with as many ends.
    private func deep() -> String {
        let opener = pick(HostileTexts.openers)
        let count = 1 + random.next(below: random.next(below: 4) == 0 ? 12_000 / opener.utf8.count : 200)
        let ends = pick(["", "", ")", "]", "}", "..1]", "..1)", " then 1 else 2", " return 1", " satisfies true"])
        return String(repeating: opener, count: count) + expression(1) + String(repeating: ends, count: random.next(below: 2) * count)
    }

    /// A cell of a table.
    public func tests() -> String {
        switch random.next(below: 6) {
        case 0: "-"
        case 1: "not(\(list(1 + random.next(below: 3)) { test() }))"
        default: list(1 + random.next(below: 3)) { test() }
        }
    }

    private func test() -> String {
        switch random.next(below: 4) {
        case 0: "\(pick(["<", "<=", ">", ">=", "=", "!="])) \(expression(1))"
        case 1: range(1)
        default: expression(2)
        }
    }

    private func pick(_ choices: [String]) -> String { choices[random.next(below: choices.count)] }
    private func list(_ count: Int, _ item: () -> String) -> String { (0..<count).map { _ in item() }.joined(separator: ", ") }

    private func expression(_ depth: Int) -> String {
        guard depth > 0 else { return random.next(below: 3) == 0 ? pick(names) : literal() }
        func part() -> String { expression(depth - 1) }
        switch random.next(below: 30) {
        case 20: return "(\(pick(Self.moments.filter { $0.contains("P") })) \(pick(["*", "/"])) \(pick(["", "-"]))\(pick(Self.numbers)))"
        case 21: return "\(pick(["matches", "replace", "split"]))(\(pick(Self.texts)), \"\(pattern(3))\"\(pick(["", ", \"$0$1\"", ", \"i\""])))"
        case 22: return "{\(pick(HostileTexts.keys)): \(part())}.\(pick(["a", "b", "x", "\"a\"", "if"]))"
        case 0...3: return "(\(part()) \(pick(["+", "-", "*", "/", "**"])) \(part()))"
        case 4, 5: return "(\(part()) \(pick(["<", "<=", ">", ">=", "=", "!="])) \(part()))"
        case 6: return "(\(part()) \(pick(["and", "or"])) \(part()))"
        case 7: return "-\(part())"
        case 8: return "(if \(part()) then \(part()) else \(part()))"
        case 9: return "(for \(pick(["i", "item", "x"])) in \(domain(depth - 1)) return \(part()))"
        case 10: return "(\(pick(["some", "every"])) i in \(domain(depth - 1)) satisfies \(part()))"
        case 11: return "[\(list(random.next(below: 4), part))]"
        case 12: return "{\(list(random.next(below: 4)) { "\(pick(["a", "b", "\"a b\"", "key", "value"] + HostileTexts.keys)): \(part())" })}"
        case 13: return "\(part())[\(part())]"
        case 14:
            return
                "\(part()).\(pick(["a", "b", "year", "month", "weekday", "hour", "second", "time offset", "timezone", "days", "years", "start", "end included"]))"
        case 15: return "(\(part()) between \(part()) and \(part()))"
        case 16: return "(\(part()) in (\(tests())))"
        case 17: return "(\(part()) instance of \(type(2)))"
        case 18: return range(depth - 1)
        case 19: return "(function(i, b: \(type(1))) \(part()))(\(list(2, part)))"
        default: return call(depth)
        }
    }

    /// Repeats in repeats, groups of nothing, classes and references to groups.
    private func pattern(_ depth: Int) -> String {
        func inner() -> String { depth > 0 ? pattern(depth - 1) : pick(["a", "x", ".", "\\\\d", "^", "$"]) }
        switch random.next(below: 9) {
        case 0: return "(\(inner())){\(pick(["0", "1", "3", "20", "1000", "1,1000", "999,"]))}"
        case 1: return "(\(inner()))\(pick(["*", "+", "?", "*?"]))"
        case 2: return String(repeating: pick(["()", "(a*)", "a{1000}", "[a-z]", "\\\\p{L}"]), count: 1 + random.next(below: 300))
        case 3: return "[\(String(repeating: pick(["ab", "a-z", "\\\\d"]), count: 1 + random.next(below: 300)))\(pick(["", "-[a]"]))]"
        case 4: return "(\(inner()))\\\\1"
        case 5: return "\(inner())|\(inner())"
        default: return inner() + inner()
        }
    }

    private func call(_ depth: Int) -> String {
        guard !functions.isEmpty else { return literal() }
        let function = functions[random.next(below: functions.count)]
        func argument() -> String { random.next(below: 6) == 0 ? "function(x, y) \(expression(depth - 1))" : expression(depth - 1) }
        if random.next(below: 4) == 0 {
            return "\(function.name)(\(function.parameters.map { "\($0): \(argument())" }.joined(separator: ", ")))"
        }
        let count = random.next(below: 5) == 0 ? random.next(below: 5) : function.parameters.count
        return "\(function.name)(\(list(count, argument)))"
    }

    private func domain(_ depth: Int) -> String {
        switch random.next(below: 3) {
        case 0: "\(expression(depth))..\(expression(depth))"
        case 1: "\(literal())..\(literal())"
        default: expression(depth)
        }
    }

    private func range(_ depth: Int) -> String {
        "\(pick(["[", "(", "]"]))\(expression(max(depth - 1, 0)))..\(expression(max(depth - 1, 0)))\(pick(["]", ")", "["]))"
    }

    private func type(_ depth: Int) -> String {
        switch random.next(below: depth > 0 ? 10 : 7) {
        case 0...6:
            pick(["number", "string", "boolean", "date", "time", "date and time", "Any", "Null", "days and time duration", "years and months duration"])
        case 7: "list<\(type(depth - 1))>"
        case 8: "context<a: \(type(depth - 1)), b: \(type(depth - 1))>"
        default: "function<\(type(depth - 1))>->\(type(depth - 1))"
        }
    }

    private func literal() -> String {
        switch random.next(below: 8) {
        case 0: return String(random.next(below: 20) - 5)
        case 1: return pick(Self.numbers)
        case 2: return pick(Self.texts)
        case 3, 4: return pick(Self.moments)
        case 5: return pick(["true", "false", "null", "[]", "{}"])
        default: return "\(random.next(below: 1_000)).\(random.next(below: 100))"
        }
    }

    private static let numbers = [
        "0", "0.0", "1e6144", "9.999999999999999999999999999999999E6144", "1e-6176", "9223372036854775807", "9223372036854775808", "18446744073709551616",
        "-9223372036854775808", "-106751991167300.640735", "1E-19", "92233720368547758.08",
        "0.0000000000000000000000000000000001", "1234567890123456789012345678901234", "12345678901234567890123456789012345678", ".5", "1e400", "6176", "-6111",
    ]
    private static let texts = [
        "\"\"", "\"a\"", "\"(a*)*b\"", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaac\"", "\"\\u00e9\\uD83D\\uDC0E\"", "\"[a-z-[b]]+\"", "\"\\\\p{L}{2,}\"",
        "\"x{999999999}\"", "\"$1$0\\\\\"",
        "\"2026-01-31\"", "\"10:00:00@Europe/Paris\"", "\"P1Y2M\"", "\"PT36H\"", "\"1 000,5\"", "\",\"", "\"imsx\"", "\"q\"", "\"[1..5]\"", "\"😀🏴\u{E0067}\"",
        "\"-INF\"",
    ]
    private static let moments = [
        "@\"2026-02-28\"", "@\"2024-02-29\"", "@\"999999999-12-31\"", "@\"-999999999-01-01\"", "@\"0000-01-01\"", "@\"23:59:59.999999999\"", "@\"00:00:00Z\"",
        "@\"10:00:00+14:00\"", "@\"2026-03-29T02:30:00@Europe/Berlin\"", "@\"2026-10-25T02:30:00@Europe/Berlin\"", "@\"999999999-12-31T23:59:59-14:00\"",
        "@\"P1D\"", "@\"-PT0.000000001S\"", "@\"P999999999D\"", "@\"P1Y2M\"", "@\"-P99999999Y\"", "@\"P11M\"", "@\"PT9223372036S\"", "@\"P106751991167D\"",
    ]
}
