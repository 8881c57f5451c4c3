import FuzzTesting
import Kernel
import Testing

@testable import FEEL

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

    @Test("a form may declare very many names one after the other", .timeLimit(.minutes(5)))
    func manyNames() {
        var names = Names()
        for number in 0..<20_000 { names.types["question\(number) of the form"] = .number }
        var diagnostics = Diagnostics()
        for _ in 0..<200 {
            #expect(
                Expression("question19999 of the form + question1 of the form", names: names, expected: .number, location: place, diagnostics: &diagnostics)
                    != nil)
        }
    }

    @Test func copiesOfNamesKnowTheirOwnWordsOnly() {
        var names = Names(["a b": .number])
        var diagnostics = Diagnostics()
        #expect(Expression("a b", names: names, location: place, diagnostics: &diagnostics) != nil)
        var more = names
        more.derive("c d", as: .context(["e f": .number])) { _ in .null }
        more.types["g h"] = .number
        names.types["i j"] = .number
        #expect(Expression("a b + c d.e f + g h", names: more, location: place, diagnostics: &diagnostics) != nil)
        #expect(Expression("a b + i j", names: names, location: place, diagnostics: &diagnostics) != nil)
        #expect(Expression("a b + g h", names: names, location: place, diagnostics: &diagnostics) == nil)
        #expect(Expression("c d.e f", names: names, location: place, diagnostics: &diagnostics) == nil)
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

    @Test("whatever brackets and words stand in each other", arguments: HostileTexts.openers)
    func depthOfEveryKind(_ opener: String) {
        let text = String(repeating: opener, count: Parser.maximumLength / opener.utf8.count)
        #expect(value(text) == nil)
        var diagnostics = Diagnostics()
        #expect(UnaryTests(text, subject: .number, names: Names(), location: place, mode: .lenient, diagnostics: &diagnostics) == nil)
    }

    @Test("what cannot be written as a name is none", arguments: ["a \"\"", "\"\"", "", "a @\"P1D\"", "1", "a \"x\" b"])
    func keysThatAreNoNames(_ key: String) {
        let quoted = "\"" + key.replacing("\"", with: "\\\"") + "\""
        #expect(value("{\(quoted): 1}.a") == .null)
        #expect(value("{\(quoted): 1, b: a}.b") == .null)
        #expect(value("get value({\(quoted): 1}, \(quoted))") == .number(1))
        #expect(value("a", ["a": .number(2)], types: [key: .number, "a": .number]) == .number(2))
        #expect(value("a +", ["a": .number(2)], types: [key: .number, "a": .number]) == nil)
    }

    @Test(
        "durations end where they are counted",
        arguments: [
            "duration(\"PT1S\") * -9223372036854775808", "duration(\"PT1S\") * 9223372036854775807", "duration(\"P1D\") * n",
            "-9223372036854775808 * @\"PT1S\"",
            "@\"PT1S\" / 1e-30", "@\"-PT1S\" / 1.0842021724855044340074528008699417142e-19", "@\"P1M\" * -9223372036854775808", "@\"P1M\" / -1.0842e-19",
            "@\"999999999-12-31T24:00:00\"",
        ])
    func longDurations(_ source: String) {
        let n = Decimal128("-106751991167300.640735").map(Value.number) ?? .null
        let result = value(source, ["n": n], types: ["n": .number])
        #expect(result == .null || result == nil, "\(source)")
    }

    @Test(
        "patterns cost what they take to read and to try",
        arguments: [
            "matches(\"x\", f(\"a{1000}\", 15))", "matches(\"x\", f(\"(a{1000}){19}\", 10))", "matches(\"x\", \"[\" + f(\"ab\", 15) + \"]\")",
            "count(for i in 1..1000000 return matches(\"x\", \"((a{1000}){19})?\"))", "matches(f(\"x\", 18), f(\"()\", 12) + \"y\")",
            "matches(f(\"a\", 19), \"^(a*)\\1b\")", "replace(f(\"a\", 12), \"a()\", f(\"$1\", 17))", "replace(f(\"a\", 17), \"a+\", f(\"$0\", 17))",
            "matches(f(\"x\", 19), \"[\" + f(\"ab\", 12) + \"]\")",
        ])
    func costlyPatterns(_ source: String) {
        #expect(value("{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: \(source)}.r") == .null)
    }

    @Test(
        "an evaluation that takes too many steps is null as a whole, not in a part alone",
        arguments: [
            "if (some i in 1..10000000 satisfies i = 9999999) then \"refuse\" else \"grant\"",
            "if null = (for i in 1..10000000 return i) then \"grant\" else \"refuse\"",
            "{f: function(n) f(n + 1), r: if f(1) = null then \"grant\" else \"refuse\"}.r",
            "[1, sum(for i in 1..10000000 return i)]", "{a: 1, b: every i in 1..10000000 satisfies true}",
            "if matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a*)*b\") then \"refuse\" else \"grant\"",
            "count([1, 2, 3][(some i in 1..10000000 satisfies i = 9999999) != true])",
        ])
    func exhaustion(_ source: String) throws {
        #expect(value(source) == .null)
        var diagnostics = Diagnostics()
        let expression = try #require(Expression(source, names: Names(), location: place, mode: .lenient, diagnostics: &diagnostics))
        let evaluation = Evaluation(now: nil, budget: 10_000)
        _ = expression.evaluate(Context(), in: evaluation)
        #expect(evaluation.exhaustion != nil && !evaluation.spend())
    }

    @Test func exhaustionHasAReason() throws {
        var diagnostics = Diagnostics()
        let source = "if matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a*)*b\") then \"refuse\" else \"grant\""
        let expression = try #require(Expression(source, names: Names(), location: place, mode: .lenient, diagnostics: &diagnostics))
        var trace = Trace(span: 0..<0, value: .null)
        #expect(expression.evaluate(Context(), recording: &trace) == .null)
        #expect(trace.value == .null && trace.reason == "the pattern takes too many steps")
    }

    @Test func aCellThatTakesTooManyStepsIsNull() throws {
        var diagnostics = Diagnostics()
        let source = "not((some i in 1..10000000 satisfies i = ?))"
        let tests = try #require(UnaryTests(source, subject: .number, names: Names(), location: place, mode: .lenient, diagnostics: &diagnostics))
        #expect(tests.evaluate(.number(-1), Context()) == .null)
    }

    @Test("one of several parts has its own steps, and all have those of the whole")
    func parts() {
        let evaluation = Evaluation(now: nil, budget: 1_000)
        for _ in 0..<4 { #expect(evaluation.within(200) { evaluation.spend(200) }) }
        #expect(!evaluation.isExhausted)
        #expect(!evaluation.within(100) { evaluation.spend(101) })
        #expect(evaluation.isExhausted && !evaluation.spend(0))
    }

    @Test("a type may have so many parts and no more")
    func enormousTypes() {
        let many = FEELType.context(Dictionary(uniqueKeysWithValues: (0..<1_900).map { ("m\($0)", .number) }))
        var diagnostics = Diagnostics()
        let text = "1 instance of context<" + (0..<1_000).map { "a\($0): T" }.joined(separator: ", ") + ">"
        #expect(Expression(text, names: Names(namedTypes: ["T": many]), location: place, diagnostics: &diagnostics) == nil)
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
