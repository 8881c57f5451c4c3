import Kernel
import Testing

@testable import FEEL

/// A tree that is written down and read again is the same tree.
@Suite struct PrintingTests {
    static let names = Names(["a": .any, "b c": .any, "list": .any, "date of birth": .date])

    private func printed(_ source: String) throws -> String {
        var parser = try Parser(source, names: Self.names)
        return try parser.wholeExpression().description
    }

    @Test(arguments: [
        ("1+2*3", "1 + (2 * 3)"), ("-a ** 2", "(-a) ** 2"), ("a and b c or not(a)", "(a and b c) or not(a)"), ("a[item>1].x", "a[item > 1].x"),
        ("if a then 1 else if b c then 2 else 3", "if a then 1 else (if b c then 2 else 3)"), ("a in (<5, [1..3))", "a in (< 5, [1..3))"),
        ("{x y: 1, \"z\": [..5]}", "unread"), ("]1..2[", "(1..2)"), ("date of birth.year", "date of birth.year"),
        ("f(x: 1, y z: 2)", "f(x: 1, y z: 2)"), ("for i in 1..3, j in a return i + j", "for i in 1..3, j in a return (i + j)"),
        ("a instance of list<number>", "a instance of list<number>"),
    ])
    func writesPlainly(_ source: String, _ expected: String) { #expect(((try? printed(source)) ?? "unread") == expected) }

    @Test(arguments: 0..<20)
    func readsWhatItWrites(_ seed: Int) throws {
        let generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<100 {
            let source = expression(generator, depth: 4)
            let once = try printed(source)
            let twice = try printed(once)
            #expect(once == twice, "\(source)")
        }
    }

    /// A random expression that keeps the grammar.
    private func expression(_ generator: SeededGenerator, depth: Int) -> String {
        func inner() -> String { expression(generator, depth: depth - 1) }
        func pick(_ items: [String]) -> String { items[generator.next(below: items.count)] }
        if depth == 0 { return pick(["1", "2.5", "-3", "\"t\"", "true", "null", "a", "b c", "date of birth", "@\"P1D\"", "@\"2026-01-31\"", "[]", "{}"]) }
        switch generator.next(below: 16) {
        case 0: return "(\(inner())) \(pick(["+", "-", "*", "/", "**"])) \(inner())"
        case 1: return "\(inner()) \(pick(["and", "or"])) \(inner())"
        case 2: return "(\(inner())) \(pick(["=", "!=", "<", ">="])) (\(inner()))"
        case 3: return "if \(inner()) then \(inner()) else \(inner())"
        case 4: return "for i in \(inner()) return \(inner())"
        case 5: return "\(pick(["some", "every"])) i in [\(inner())] satisfies \(inner())"
        case 6: return "[\(inner()), \(inner())]"
        case 7: return "{x: \(inner()), \"y z\": \(inner())}"
        case 8: return "(\(inner()))[\(inner())]"
        case 9: return "(\(inner())).x"
        case 10: return "(\(inner())) between (\(inner())) and (\(inner()))"
        case 11: return "(\(inner())) in (\(inner()), > (\(inner())))"
        case 12: return "(\(inner())) instance of \(pick(["number", "list<string>", "date and time", "function<number> -> Any"]))"
        case 13: return "function(p, q: number) \(inner())"
        case 14: return "sum(\(inner()), \(inner()))"
        default: return "[(\(inner()))..(\(inner()))]"
        }
    }
}
