import FEEL
import Kernel
import Testing

/// What a hostile or careless file can do: nothing that hangs, and nothing that ends the process.
@Suite struct LimitTests {
    @Test(arguments: [
        "sum(for i in 1..1000000000 return i)", "for a in 1..1000000, b in 1..1000000 return a", "every i in 1..1000000000000000000 satisfies true",
        "{f: function(n) f(n + 1), r: f(1)}.r",
        "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a*)*b\")", "{f: function(s) f(s + s), r: f(\"x\")}.r",
        "(for i in 1..100000 return [partial[-1]])[-1]",
    ])
    func endsInNull(_ source: String) { #expect(value(source) == .null) }

    @Test func valuesThatDoubleWithEachLineAreRefused() {
        let lines = (1...60).map { "a\($0): [a\($0 - 1), a\($0 - 1)]" }
        #expect(value("{a0: [1], \(lines.joined(separator: ", "))}.a60") == .null)
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
