import Foundation
import Kernel
import Testing

@testable import FEEL

/// Every function of the standard with its example there, or one like it.
@Suite struct BuiltInTests {
    @Test(arguments: [
        ("date(\"2012-12-25\")", "@\"2012-12-25\""), ("date(2012, 12, 25)", "@\"2012-12-25\""),
        ("date(date and time(\"2012-12-25T11:00:00Z\"))", "@\"2012-12-25\""), ("date(2012, 13, 1)", "null"),
        ("time(\"23:59:00z\")", "null"), ("time(23, 59, 0, duration(\"PT0H\"))", "@\"23:59:00Z\""), ("time(\"13:20:00@Europe/Nowhere\")", "null"),
        ("date and time(date(\"2012-12-24\"), time(\"23:59:00\"))", "@\"2012-12-24T23:59:00\""),
        ("number(\"1 000,0\", \" \", \",\")", "1000"), ("number(\"1,000.5\", \",\", \".\")", "1000.5"), ("number(\"1,5\", \",\", \",\")", "null"),
        ("string(1.10)", "\"1.1\""), ("string(null)", "null"), ("string([1, \"a\"])", "\"[1, \\\"a\\\"]\""),
        ("duration(\"P2Y2M\") = duration(\"P26M\")", "true"), ("years and months duration(date(\"2011-12-22\"), date(\"2013-08-24\"))", "@\"P1Y8M\""),
        ("range(\"[1..3]\")", "[1..3]"), ("not(true)", "false"), ("not(null)", "null"),
    ])
    func conversions(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: [
        ("substring(\"foobar\", 3)", "\"obar\""), ("substring(\"foobar\", 3, 3)", "\"oba\""), ("substring(\"foobar\", -2, 1)", "\"a\""),
        ("substring(\"foobar\", 0)", "null"), ("substring(\"foobar\", 3, 9)", "null"),
        ("string length(\"🐎ab\")", "3"), ("upper case(\"aBc4\")", "\"ABC4\""), ("lower case(\"aBc4\")", "\"abc4\""),
        ("substring before(\"foobar\", \"bar\")", "\"foo\""), ("substring before(\"foobar\", \"xyz\")", "\"\""),
        ("substring after(\"foobar\", \"ob\")", "\"ar\""), ("contains(\"foobar\", \"of\")", "false"), ("starts with(\"foobar\", \"fo\")", "true"),
        ("ends with(\"foobar\", \"r\")", "true"),
        ("string join([\"a\", null, \"c\"], \"X\")", "\"aXc\""), ("matches(\"foobar\", \"^fo*b\")", "true"),
        ("replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")", "\"[1=ab][2=]cd\""), ("split(\"a;b;;\", \";\")", "[\"a\", \"b\", \"\", \"\"]"),
        ("matches(\"ab\", \"A B\", \"xi\")", "true"), ("matches(\"a\", \"[\")", "null"), ("replace(\"abc\", \"x*\", \"-\")", "null"),
    ])
    func strings(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: [
        ("list contains([1, null], null)", "true"), ("count([1, [2, 3]])", "2"), ("min(1, 2, 3)", "1"), ("max([])", "null"), ("max(\"a\", \"b\")", "\"b\""),
        ("sum([1, 2, 3])", "6"), ("sum([])", "null"), ("mean(1, 2, 3)", "2"),
        ("all([false, null, true])", "false"), ("all([])", "true"), ("all(0)", "null"), ("any([false, null, true])", "true"), ("any([])", "false"),
        ("sublist([4, 5, 6], 1, 2)", "[4, 5]"), ("sublist([4, 5, 6], -2)", "[5, 6]"),
        ("append([1], 2, 3)", "[1, 2, 3]"), ("concatenate([1, 2], [3])", "[1, 2, 3]"), ("insert before([1, 3], 1, 2)", "[2, 1, 3]"),
        ("remove([1, 2, 3], 2)", "[1, 3]"), ("reverse([1, 2, 3])", "[3, 2, 1]"), ("index of([1, 2, 3, 2], 2)", "[2, 4]"),
        ("union([1, 2], [2, 3])", "[1, 2, 3]"), ("distinct values([1, 2, 3, 2, 1])", "[1, 2, 3]"), ("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),
        ("product(2, 3, 4)", "24"), ("median([6, 1, 2, 3])", "2.5"), ("stddev(2, 4, 7, 5)", "2.081665999466132735282297706979931"),
        ("mode([6, 1, 9, 6, 1])", "[1, 6]"), ("mode([])", "[]"), ("list replace([1, 2, 3], 2, 4)", "[1, 4, 3]"),
        ("list replace([2, 4, 7], function(item, newItem) item < newItem, 5)", "[5, 5, 7]"),
        ("sort(list: [3, 1, 4, 5, 2], precedes: function(x, y) x < y)", "[1, 2, 3, 4, 5]"), ("sort([2, 1])", "[1, 2]"), ("partial", "null"),
    ])
    func lists(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: [
        ("decimal(1/3, 2)", "0.33"), ("decimal(2.5, 0)", "2"), ("floor(-1.56, 1)", "-1.6"), ("ceiling(-1.56, 1)", "-1.5"), ("round up(-1.126, 2)", "-1.13"),
        ("round down(-1.126, 2)", "-1.12"), ("round half up(5.5, 0)", "6"),
        ("round half down(5.5, 0)", "5"), ("abs(-10)", "10"), ("abs(@\"-PT5H\")", "@\"PT5H\""), ("modulo(-12, 5)", "3"), ("modulo(10.1, -4.5)", "-3.4"),
        ("modulo(1, 0)", "null"), ("sqrt(16)", "4"), ("sqrt(-1)", "null"),
        ("log(10)", "2.302585092994045684017991454684364"), ("exp(5)", "148.4131591025766034211155800405523"), ("odd(5)", "true"), ("even(5)", "false"),
        ("decimal(1, 99999)", "null"),
    ])
    func numbers(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: [
        ("is(@\"23:00:50Z\", @\"23:00:50+00:00\")", "true"), ("is(@\"23:00:50Z\", @\"23:00:50\")", "false"), ("day of year(@\"2019-09-17\")", "260"),
        ("day of week(@\"2019-09-17\")", "\"Tuesday\""), ("month of year(@\"2019-09-17\")", "\"September\""),
        ("week of year(@\"2003-12-29\")", "1"), ("week of year(@\"2005-01-01\")", "53"), ("now()", "@\"2026-11-22T12:00:00Z\""), ("today()", "@\"2026-11-22\""),
        ("@\"2024-01-31\" + @\"P1M\"", "@\"2024-02-29\""), ("@\"2026-01-01\" - @\"2025-01-01\"", "@\"P365D\""), ("@\"23:30:00\" + @\"PT1H\"", "@\"00:30:00\""),
        ("@\"P1D\" / @\"PT6H\"", "4"), ("@\"P1Y\" * 1.5", "@\"P1Y6M\""),
    ])
    func datesAndTimes(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(
        "durations of days go along the line of time, months along the calendar (DMN 1.5, table 58)",
        arguments: [
            // Clocks go forward at 01:00 UTC on 2026-03-29 in London, at 07:00 UTC on 2026-03-08 in New York; back at 01:00 UTC on 2026-10-25.
            ("date and time(@\"2026-03-29T01:30:00Z\", \"Europe/London\")", "@\"2026-03-29T02:30:00@Europe/London\""),
            ("date and time(@\"2026-03-29T00:30:00Z\", \"Europe/London\")", "@\"2026-03-29T00:30:00@Europe/London\""),
            ("date and time(@\"2026-03-08T07:30:00Z\", \"America/New_York\")", "@\"2026-03-08T03:30:00@America/New_York\""),
            ("date and time(@\"2026-03-08T06:30:00Z\", \"America/New_York\")", "@\"2026-03-08T01:30:00@America/New_York\""),
            ("@\"2026-03-29T00:30:00@Europe/London\" + @\"PT2H\"", "@\"2026-03-29T03:30:00@Europe/London\""),
            ("(@\"2026-03-29T00:30:00@Europe/London\" + @\"PT2H\") - @\"2026-03-29T00:30:00@Europe/London\"", "@\"PT2H\""),
            ("@\"2026-03-29T03:30:00@Europe/London\" - @\"PT2H\"", "@\"2026-03-29T00:30:00@Europe/London\""),
            ("@\"2026-03-28T12:00:00@Europe/London\" + @\"PT24H\"", "@\"2026-03-29T13:00:00@Europe/London\""),
            ("@\"2026-02-28T12:00:00@Europe/London\" + @\"P1M\"", "@\"2026-03-28T12:00:00@Europe/London\""),
            ("@\"2026-02-28T12:00:00@Europe/London\" + @\"P2M\"", "@\"2026-04-28T12:00:00@Europe/London\""),
            // An hour that is left out is moved behind the gap.
            ("@\"2026-01-29T01:30:00@Europe/London\" + @\"P2M\"", "@\"2026-03-29T02:30:00@Europe/London\""),
            // The second of two hours that look alike is told by its offset.
            ("@\"2026-10-25T00:30:00@Europe/London\" + @\"PT1H\"", "@\"2026-10-25T01:30:00@Europe/London\""),
            ("@\"2026-10-25T00:30:00@Europe/London\" + @\"PT2H\"", "@\"2026-10-25T01:30:00Z\""),
            ("(@\"2026-10-25T00:30:00@Europe/London\" + @\"PT2H\") - @\"2026-10-25T00:30:00@Europe/London\"", "@\"PT2H\""),
            ("@\"2026-03-29T00:30:00\" + @\"PT2H\"", "@\"2026-03-29T02:30:00\""),
            ("@\"2026-03-29T00:30:00+01:00\" + @\"PT2H\"", "@\"2026-03-29T02:30:00+01:00\""),
            ("@\"999999999-12-31T12:00:00@Europe/London\" + @\"PT24H\"", "null"),
        ])
    func namedZones(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test func nowIsTheMomentItIs() throws {
        let london = try #require(CivilZone("Europe/London"))
        for text in ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-03-29T01:30:00Z", "2026-07-01T12:00:00Z"] {
            let instant = try #require(Instant(text))
            #expect(DateAndTime(instant, in: london).instant(in: .utc) == instant, "\(text)")
        }
        let local = try #require(TemporalReader.dateAndTime("2026-07-01T12:00:00.25"))
        #expect(local.instant(in: london)?.description == "2026-07-01T11:00:00.250000Z")
        #expect(TemporalReader.dateAndTime("999999999-01-01T00:00:00Z")?.instant(in: london) == nil)
    }

    @Test(
        "texts are equal by their code points, however alike they look",
        arguments: [
            ("count(distinct values([\"\\u00E9\", \"e\\u0301\", \"e\\u0301\"]))", "2"), ("count(union([\"\\u00E9\"], [\"e\\u0301\"]))", "2"),
            ("is(\"\\u00E9\", \"e\\u0301\")", "false"), ("is(\"e\\u0301\", \"e\\u0301\")", "true"),
        ])
    func lookAlikes(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: [
        ("before(1, (1..10])", "true"), ("before([1..10), [10..20])", "true"), ("after(10, [1..10))", "true"), ("meets([1..5], [5..10])", "true"),
        ("met by([5..10], [1..5))", "false"), ("overlaps([1..5], [5..8])", "true"), ("overlaps([1..5), [5..8])", "false"),
        ("overlaps before([1..5), (1..5])", "true"), ("overlaps after((1..5], [1..5])", "true"), ("finishes(10, [1..10])", "true"),
        ("finished by([1..10], (1..10])", "true"), ("includes([1..10), [5..10))", "true"), ("during(1, (1..10])", "false"),
        ("starts([1..10), [1..10])", "true"), ("started by([1..10], 1)", "true"), ("coincides([1..5], [1..5])", "true"), ("coincides(3, 4)", "false"),
        ("before(1, \"a\")", "null"),
    ])
    func ranges(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: [
        ("get value({a: 1}, \"a\")", "1"), ("get entries({a: 1})", "[{key: \"a\", value: 1}]"), ("context([{key: \"a\", value: 1}])", "{a: 1}"),
        ("context([{key: \"a\"}])", "null"), ("context put({x: 1}, \"y\", 2)", "{x: 1, y: 2}"),
        ("context put({x: 1, y: {a: 0}}, [\"y\", \"a\"], 2)", "{x: 1, y: {a: 2}}"), ("context merge([{x: 1}, {x: 2, y: 3}])", "{x: 2, y: 3}"),
    ])
    func contexts(_ source: String, _ expected: String) { #expect(value(source)?.description == expected) }

    @Test(arguments: ["substring(\"a\")", "substring(text: \"a\", start position: 1)", "sum()", "now(1)", "upper case(1)", "nothing(1)"])
    func wrongCallsAreNull(_ source: String) { #expect(value(source) == .null) }

    /// A function without an example here is a function nobody tried.
    @Test func everyFunctionHasAnExample() throws {
        let examples = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
        for name in BuiltIns.all.keys.sorted() { #expect(examples.contains("\(name)("), "\(name)") }
    }

    /// As Java's formatter writes them; what it would refuse is null.
    @Test(
        arguments: [
            ("%s and %s", "[1, \"b\"]", "1 and b"), ("%d", "[1234567]", "1234567"), ("%,d", "[1234567]", "1,234,567"), ("%,d", "[-123]", "-123"),
            ("%05d|%+d", "[-42, 7]", "-0042|+7"), ("%5d|%-5d|", "[42, 42]", "   42|42   |"), ("%.2f", "[2.345]", "2.35"), ("%.2f", "[-2.345]", "-2.35"),
            ("%.2f", "[3]", "3.00"), ("%.0f", "[2.5]", "3"), ("%f", "[0.1]", "0.100000"), ("%,.1f", "[9999.96]", "10,000.0"), ("%8.2f", "[1.5]", "    1.50"),
            ("%.2s|%4s", "[\"abc\", \"d\"]", "ab|   d"), ("100 %%", "[]", "100 %"), ("a%nb", "[]", "a\nb"), ("%s", "[null]", "null"),
            ("%d", "[1.5]", nil), ("%d", "[\"1\"]", nil), ("%s %s", "[1]", nil), ("%x", "[1]", nil), ("%", "[1]", nil), ("%.f", "[1]", nil),
            ("%99999d", "[1]", nil), ("%-05d", "[1]", nil), ("%.99f", "[1]", nil), ("%d", "[10**60]", nil),
        ] as [(String, String, String?)])
    func formatting(_ pattern: String, _ values: String, _ expected: String?) {
        let signature = "{java: {class: \"java.lang.String\", method signature: \"format(java.lang.String, [Ljava.lang.Object;)\"}}"
        let result = value("{f: function(p, v) external \(signature), r: f(\"\(pattern)\", \(values))}.r")
        #expect(result == expected.map(Value.string) ?? .null)
    }

    @Test(arguments: [
        ("java.lang.Math", "max(double, double)", "f(1, 2.5)", "2.5"), ("java.lang.Math", "cos(double)", "f(0)", "1"),
        ("java.lang.String", "valueOf(char)", "f(\"ab\")", "null"),
        ("java.lang.Math", "foo(double)", "f(1)", "null"), ("java.lang.Runtime", "exec(java.lang.String)", "f(\"ls\")", "null"),
    ])
    func functionsOutsideOfFEELAreAWhitelist(_ type: String, _ signature: String, _ call: String, _ expected: String) {
        let parameters = signature.contains(",") ? "a, b" : "a"
        let source = "{f: function(\(parameters)) external {java: {class: \"\(type)\", method signature: \"\(signature)\"}}, r: \(call)}.r"
        #expect(value(source)?.description == expected)
    }
}
