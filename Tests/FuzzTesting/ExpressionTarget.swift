import FEEL
import Kernel

/// FEEL: read leniently and strictly, evaluated, explained, printed and read again.
public struct ExpressionTarget: FuzzTarget {
    public let name = "expression"

    public init() {}

    static let place = SourceLocation(file: "fuzz", line: 1, column: 1)
    static let now = DateAndTime(Instant(microseconds: 1_795_348_800_000_000))
    static let values: Context = {
        var values = Context()
        values["a"] = .number(3)
        values["b"] = .string("text")
        values["a b"] = .list([.number(1), .null, .string("x"), .list([.boolean(true)])])
        values["c"] = ExpressionTarget.value("{a: 1, b: \"x\", \"a b\": [1, 2], d: @\"2026-01-31\"}")
        values["d"] = ExpressionTarget.value("@\"2026-01-31T10:00:00@Europe/Berlin\"")
        values["l"] = ExpressionTarget.value("[{a: 1, b: 2}, {a: 2, b: 3}, {b: null}]")
        values["n"] = .null
        values["?"] = .number(7)
        values["a \"\""] = .number(8)
        values["x @\"P1D\""] = .number(9)
        return values
    }()
    static let names = ["a", "b", "a b", "c", "d", "l", "n", "?", "item", "i", "x", "partial", "unknown"]
    static let words = [
        "if ", " then ", " else ", "for ", " in ", " return ", "some ", "every ", " satisfies ", " between ", " and ", " or ", " instance of ", "function(",
        "external",
        "null", "true", "..", "**", "@\"", "\"", "\\u", "\\U", "[", "]", "(", ")", "{", "}", ":", ",", ".", "-", "<", ">=", "!=", "not(", "/*", "*/", "//",
        "\n", "list<",
        "context<", "range<", "->", "\u{00A0}", "\u{2003}", "🏴", "e\u{0301}", "date and time", "years and months duration", "\0",
    ]

    private static func value(_ source: String) -> Value {
        var diagnostics = Diagnostics()
        return Expression(source, names: Names(), location: place, mode: .lenient, diagnostics: &diagnostics)?.evaluate(Context()) ?? .null
    }

    static let signatures = Function.standardSignatures

    public func input(seed: UInt64) -> [UInt8] {
        let random = RandomExpression(seed: seed, signatures: Self.signatures, names: Self.names)
        let text = Array(random.expression().utf8)
        guard seed % 3 == 0 else { return text }
        let known = HostileTexts.expressions[Int(seed / 3 % UInt64(HostileTexts.expressions.count))]
        return Mutator(seed: seed, words: Self.words).input(from: [text, Array(random.expression().utf8), Array(known.utf8)], limit: 12_000)
    }

    public func feed(_ input: [UInt8]) throws {
        let source = String(decoding: input, as: UTF8.self)
        let types = Dictionary(uniqueKeysWithValues: Self.values.entries.map { ($0.name, FEELType.any) })
        var findings = Diagnostics()
        if let expression = Expression(source, names: Names(types), location: Self.place, mode: .lenient, diagnostics: &findings) {
            // A small budget, so that many inputs are tried; what a large one adds is only more of the same.
            let value = expression.evaluate(Self.values, in: Evaluation(now: Self.now, budget: 20_000))
            _ = value.json.text
            _ = value.description
            var trace = Trace(span: 0..<0, value: .null)
            let explained = expression.evaluate(Self.values, in: Evaluation(now: Self.now, budget: 20_000), recording: &trace)
            guard String(describing: explained) == String(describing: value) else { throw FuzzFault("\(value), but explained \(explained), of: \(source)") }
        }
        var strict = Diagnostics()
        let typed = types.merging(Self.values.entries.map { ($0.name, $0.value.type) }) { $1 }
        _ = Expression(source, names: Names(typed), location: Self.place, diagnostics: &strict)?.evaluate(Self.values, in: Evaluation(now: nil, budget: 20_000))
        _ = (findings.sorted + strict.sorted).map(\.description)
    }
}

/// Cells of decision tables.
public struct UnaryTestsTarget: FuzzTarget {
    public let name = "tests"

    public init() {}

    public func input(seed: UInt64) -> [UInt8] {
        let random = RandomExpression(seed: seed, signatures: ExpressionTarget.signatures, names: ExpressionTarget.names)
        let text = Array(random.tests().utf8)
        return seed % 3 == 0 ? Mutator(seed: seed, words: ExpressionTarget.words).input(from: [text], limit: 4_000) : text
    }

    public func feed(_ input: [UInt8]) throws {
        let source = String(decoding: input, as: UTF8.self)
        let types = Dictionary(uniqueKeysWithValues: ExpressionTarget.values.entries.map { ($0.name, FEELType.any) })
        var diagnostics = Diagnostics()
        let tests = UnaryTests(
            source, subject: .any, names: Names(types), location: ExpressionTarget.place, mode: .lenient, isOrder: true, diagnostics: &diagnostics)
        for subject in [Value.number(7), .string("a"), .null, .boolean(true), ExpressionTarget.values["l"] ?? .null] {
            _ = tests?.evaluate(subject, ExpressionTarget.values, in: Evaluation(now: ExpressionTarget.now, budget: 20_000))
        }
        _ = diagnostics.sorted.map(\.description)
    }
}
