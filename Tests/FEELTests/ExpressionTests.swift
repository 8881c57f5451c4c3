import FEEL
import Kernel
import Testing

/// The grammar, section by section: an expression, and what it gives as FEEL writes it.
@Suite struct ExpressionTests {
    @Test(arguments: [
        ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("2 ** 3 ** 2", "64"), ("-2 ** 2", "4"), ("10 - 3 - 2", "5"), ("1/3", "0.3333333333333333333333333333333333"),
        ("-(5)", "-5"), ("--5", "5"), ("1 / 0", "null"), ("1 + null", "null"), ("1 + \"a\"", "null"), (".5 + 1.5", "2"), ("1.23e4", "12300"),
        ("0.1 + 0.2", "0.3"),
        ("2 ** 0.5", "1.414213562373095048801688724209698"), ("\"a\" + \"b\"", "\"ab\""), ("\"a\" - \"b\"", "null"),
    ])
    func arithmetic(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: [
        ("1 = 1.0", "true"), ("1 = \"1\"", "null"), ("1 != 2", "true"), ("null = null", "true"), ("1 = null", "false"), ("1 < null", "null"),
        ("\"a\" < \"b\"", "true"),
        ("[1, 2] = [1, 2]", "true"), ("{a: 1, b: 2} = {b: 2, a: 1}", "true"), ("5 between 1 and 10", "true"), ("5 between 6 and null", "false"),
        ("5 between 1 and null", "null"),
        ("5 in [1..5]", "true"), ("5 in [1..5)", "false"), ("5 in (1, 5)", "true"), ("5 in (< 3, > 4)", "true"), ("5 in (? > 4)", "true"),
        ("5 in [[1..3], [4..6]]", "true"),
        ("@\"2026-01-01T10:00:00Z\" = @\"2026-01-01T11:00:00+01:00\"", "true"), ("@\"10:00:00\" < @\"11:00:00Z\"", "true"), ("[3..1]", "null"),
    ])
    func comparison(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: ["true", "false", "null"], ["true", "false", "null"])
    func ternaryLogic(_ a: String, _ b: String) {
        let and = a == "false" || b == "false" ? "false" : a == "true" && b == "true" ? "true" : "null"
        let or = a == "true" || b == "true" ? "true" : a == "false" && b == "false" ? "false" : "null"
        #expect(value("\(a) and \(b)")?.description == and)
        #expect(value("\(a) or \(b)")?.description == or)
        #expect(value("if \(a) then 1 else 2")?.description == (a == "true" ? "1" : "2"))
    }

    @Test(arguments: [
        ("\"a\\n\\t\\\"\\\\\\u0041\"", "\"a\\n\\t\\\"\\\\A\""), ("\"\\uD83D\\uDCA9\"", "\"💩\""), ("\"\\U01F40E\"", "\"🐎\""), ("@\"2026-02-29\"", "unread"),
        ("@\"2024-02-29\"", "@\"2024-02-29\""), ("@\"P1DT25H\"", "@\"P2DT1H\""), ("@\"P14M\"", "@\"P1Y2M\""),
        ("@\"10:00:00@Europe/Paris\"", "@\"10:00:00@Europe/Paris\""),
        ("@\"2026-01-31T24:00:00\"", "@\"2026-02-01T00:00:00\""), ("1 /* one */ + // and\n 2", "3"), ("{\"a b\": 1}.a b", "1"), ("1 +", "unread"),
        ("(1", "unread"), ("1 2", "unread"),
        ("\"open", "unread"), ("if true then 1", "unread"), ("null", "null"), ("[]", "[]"), ("{}", "{}"),
    ])
    func literals(_ source: String, _ expected: String) { #expect(value(source)?.description ?? "unread" == expected) }

    @Test(arguments: [
        ("[1, 2, 3][2]", "2"), ("[1, 2, 3][-1]", "3"), ("[1, 2, 3][4]", "null"), ("[1, 2, 3][item > 1]", "[2, 3]"), ("[{x: 1}, {x: 2}][x = 2]", "[{x: 2}]"),
        ("[{x: 1}, {x: null}][x < 2]", "[{x: 1}]"),
        ("[{x: 1}, {y: 2}].x", "[1, null]"), ("5[1]", "5"), ("5[item > 4]", "[5]"), ("5[item > 5]", "[]"), ("null[1]", "null"),
        ("[{item: 1}][item = 1]", "[{item: 1}]"), ("[1, 2, 3][even(item)]", "[2]"),
        ("{a: {b: 1}}.a.b", "1"), ("{a: 1}.b", "null"), ("@\"2026-11-22\".weekday", "7"), ("@\"PT36H\".days", "1"), ("[1..5].end included", "true"),
        ("@\"2026-11-22\".hour", "null"),
    ])
    func filtersAndPaths(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: [
        ("for i in [1, 2, 3] return i * i", "[1, 4, 9]"), ("for i in 3..1 return i", "[3, 2, 1]"), ("for i in 1..2.5 return i", "null"),
        ("for i in 1..2, j in 1..2 return i * 10 + j", "[11, 12, 21, 22]"),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
        ("for d in @\"2026-01-30\"..@\"2026-02-01\" return d.day", "[30, 31, 1]"), ("for i in (1..4) return i", "[2, 3]"),
        ("some x in [1, 2] satisfies x > 1", "true"), ("every x in [1, 2] satisfies x > 1", "false"), ("every x in [] satisfies x", "true"),
        ("some x in [null, 1] satisfies x > 0", "true"),
        ("{f: function(a: number, b: number) a - b, r: f(b: 1, a: 5)}.r", "4"), ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r", "120"),
        ("(function(x) x + 1)(2)", "3"),
        ("{add: function(x) function(y) x + y, r: add(2)(3)}.r", "5"), ("{f: function(a: number) a, r: f(\"x\")}.r", "null"), ("1 instance of number", "true"),
        ("null instance of Any", "false"),
        ("[1] instance of list<string>", "false"), ("{a: 1} instance of context<a: number>", "true"), ("abs instance of function<number> -> number", "true"),
    ])
    func loopsAndFunctions(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test func namesMayHoldSpacesAndSigns() {
        let types: [String: FEELType] = [
            "date of birth": .date, "profit and loss": .number, "a-b": .number, "a": .number, "b": .number, "person": .context(["home town": .string]),
            "item price": .number,
        ]
        let values: Context = [
            "profit and loss": .number(5), "a-b": .number(100), "a": .number(7), "b": .number(2), "person": .context(["home town": .string("Arden")]),
            "item price": .number(3),
        ]
        for (source, expected) in [
            ("profit and loss + 1", "6"), ("a-b", "100"), ("a - b", "100"), ("(a)-(b)", "5"), ("person.home town", "\"Arden\""), ("item  price * 2", "6"),
            ("a + b", "9"),
        ] {
            #expect(value(source, values, types: types)?.description == expected, "\(source)")
        }
    }

    @Test func aRecordKnowsWhatItUses() throws {
        var diagnostics = Diagnostics()
        let expression = try #require(
            Expression(
                "if age > 17 then items[price > 3] else null", names: Names(["age": .number, "items": .list(.context(["price": .number])), "unused": .string]),
                location: place, diagnostics: &diagnostics))
        #expect(expression.references == ["age", "items"])
        #expect(expression.type == .list(.context(["price": .number])))
    }

    @Test func functionsOfCapabilitiesAreKnown() {
        var diagnostics = Diagnostics()
        let double = NamedFunction("twice", [.init("n", .number)], result: .number) { if case .number(let n) = $0[0] { .number(n + n) } else { .null } }
        let expression = Expression("twice(4) + twice(n: 1)", names: Names([:], functions: [double]), location: place, diagnostics: &diagnostics)
        #expect(expression?.evaluate(Context()) == .number(10))
        #expect(diagnostics.all.isEmpty)
    }

    @Test func aTraceTellsWhereANullComesFrom() throws {
        var diagnostics = Diagnostics()
        let expression = try #require(Expression("[1, 10 / divisor, 3]", names: Names(["divisor": .number]), location: place, diagnostics: &diagnostics))
        var trace = Trace(span: 0..<0, value: .null)
        let value = expression.evaluate(["divisor": .number(0)], recording: &trace)
        #expect(value == .list([.number(1), .null, .number(3)]))
        #expect(trace.firstReason == "division by zero")
        #expect(trace.parts.first { $0.reason != nil }?.span == 4..<16)
    }
}
