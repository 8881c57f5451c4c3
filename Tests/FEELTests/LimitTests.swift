import FEEL
import Kernel
import Testing

/// What a hostile or careless file can do: nothing that hangs, and nothing that ends the process.
@Suite struct LimitTests {
    @Test(arguments: [
        "sum(for i in 1..1000000000 return i)", "for a in 1..1000000, b in 1..1000000 return a", "every i in 1..1000000000000000000 satisfies true",
        "{f: function(n) f(n + 1), r: f(1)}.r",
        "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a*)*b\")", "{f: function(s) f(s + s), r: f(\"x\")}.r",
        "(for i in 1..100000 return [partial[-1]])[-1]", "(for i in 1..100000 return (< partial[-1]))[-1]",
        "{b: for i in 1..100000 return i, r: for i in 1..1000000 return b = b}.r",
        "{b: for i in 1..100000 return i, r: for i in 1..1000000 return list contains([b], b)}.r",
        "{f: function(s, n) if n = 0 then s else f(s + s, n - 1), t: f(\"x\", 19), r: string join(for i in 1..1000000 return t)}.r",
        "{f: function(s, n) if n = 0 then s else f(s + s, n - 1), t: f(\"x\", 19), r: for i in 1..1000000 return [t, t, t, t]}.r",
        "{f: function(s, n) if n = 0 then s else f(s + s, n - 1), t: f(\"x\", 19), r: for i in 1..1000000 return t < t}.r",
    ])
    func endsInNull(_ source: String) { #expect(value(source) == .null) }

    @Test func valuesThatDoubleWithEachLineAreRefused() {
        let lines = (1...60).map { "a\($0): [a\($0 - 1), a\($0 - 1)]" }
        #expect(value("{a0: [1], \(lines.joined(separator: ", "))}.a60") == .null)
    }

    @Test("what costs more with longer text costs no more than in proportion to it")
    func longTexts() {
        let long = "f: function(s, n) if n = 0 then s else f(s + s, n - 1), t: f(\"ab\", 16)"
        #expect(value("{\(long), r: contains(t, f(\"ab\", 15) + \"c\")}.r") == .boolean(false))
        #expect(value("{\(long), r: string length(substring before(t + \"bb\", \"bb\"))}.r") == .number(131_071))
        #expect(value("{\(long), r: string length(replace(t, \"a\", \"$0$0\"))}.r") == .number(196_608))
        #expect(value("contains(\"e\u{301}a\", \"e\")") == .boolean(true))
        #expect(
            value("[substring before(\"ababac\", \"abac\"), substring after(\"aaab\", \"aab\"), substring before(\"x\", \"\")]")
                == value("[\"ab\", \"\", \"\"]"))
    }

    @Test("types that double with each line are no longer told apart")
    func typesThatDouble() {
        let lines = (1...60).map { "a\($0): {l: a\($0 - 1), r: a\($0 - 1)}" }.joined(separator: ", ")
        #expect(findings("{a0: {x: 1}, \(lines), z: if a60 = a60 then [a60, a59] else a60.l.q}.z").isEmpty)
    }

    @Test func depthAndLengthAreLimited() {
        #expect(value(String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000)) == nil)
        #expect(value(String(repeating: "[", count: 500)) == nil)
        #expect(value(String(repeating: "not(", count: 500) + "true") == nil)
        #expect(value(String(repeating: "-", count: 50_000) + "1") == nil)
        #expect(value("1" + String(repeating: " + 1", count: 30_000)) == nil)
        #expect(value(String(repeating: "[1..", count: 150)) == nil)
        #expect(value(String(repeating: "x in (", count: 150)) == nil)
    }

    @Test func largeNumbersAndYearsAreHeldWithin() {
        #expect(value("10 ** 6000 * 10 ** 6000") == .null)
        #expect(value("@\"999999999-12-31\" + @\"P1Y\"") == .null)
        #expect(value("@\"P99999999Y\" * 1000000") == .null)
        #expect(value("@\"2026-01-01\" + @\"P1D\" * 10 ** 30") == .null)
        #expect(value("[1, 2][10 ** 30]") == .null)
        #expect(value("for i in 1..10 ** 30 return i") == .null)
    }

    /// Random tokens put together: every outcome is a value or a finding.
    @Test(arguments: 0..<8)
    func randomTextNeverCrashes(_ seed: Int) {
        let generator = SeededGenerator(seed: UInt64(seed))
        let pieces = [
            "1", "2.5", "\"a\"", "x", "y z", "true", "null", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "+", "-", "*", "**", "/", "<", "<=", "=", "!=",
            "and", "or", "if", "then", "else", "for", "in",
            "return", "some", "every", "satisfies", "between", "instance of", "number", "function(a)", "@\"P1D\"", "@\"2026-01-01\"", "sum(", "date(", "sort(",
            "not(", "?", "item", "partial", "count(", "substring(", "external",
        ]
        for _ in 0..<400 {
            let source = (0..<generator.next(below: 14) + 1).map { _ in pieces[generator.next(below: pieces.count)] }.joined(separator: " ")
            _ = value(source, ["x": .number(3), "y z": .list([.number(1), .null])], types: ["x": .number, "y z": .list(.number)])
            _ = findings(source, types: ["x": .number, "y z": .list(.number)])
        }
    }
}
