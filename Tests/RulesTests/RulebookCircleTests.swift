import Decisions
import Kernel
import Rules
import Testing

/// Formulas that need each other: at one time, or law that replaced law.
@Suite struct RulebookCircleTests {
    static func check(_ formulas: String) -> (book: Rulebook?, errors: [String]) {
        let text = """
            title: Circles
            entities: {person: {title: Person}, family: {title: Family, members: person, roles: {adults: Adults}}}
            inputs: {pay: {unit: EUR}, due: {type: date}}
            formulas:
            \(formulas.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
            """
        let (book, diagnostics) = rulebook(text.utf8, "circles")
        return (book, diagnostics.sorted.filter { $0.severity == .error }.map(\.message))
    }

    @Test(
        "what needs itself on one day is named with the whole way round",
        arguments: [
            (
                "a: {unit: EUR, source: A, value: b}\nb: {unit: EUR, source: A, value: c}\nc: {unit: EUR, source: A, value: a}",
                "'a' needs 'b' needs 'c' needs 'a'"
            ),
            // Both hold from 2022 on.
            (
                "a: {unit: EUR, source: A, versions: {2020-01-01: b}}\nb: {unit: EUR, source: A, versions: {2020-01-01: pay, 2022-01-01: a}}",
                "'a' needs 'b' needs 'a'"
            ),
            // The law of any day, so either version may meet it.
            (
                "a: {unit: EUR, source: A, versions: {2020-01-01: b, 2024-01-01: pay}, law_of: due}\nb: {unit: EUR, source: A, versions: {2020-01-01: pay, 2024-01-01: a}}",
                "'a' needs 'b' needs 'a'"
            ),
            // The month of July has the new law and reads the year, whose old law adds up the months.
            (
                "a: {unit: EUR, period: month, source: A, versions: {2020-01-01: pay, 2024-07-01: b}}\nb: {unit: EUR, source: A, versions: {2020-01-01: a, 2025-01-01: pay}}",
                "'a' needs 'b' needs 'a'"
            ),
        ])
    func circle(_ formulas: String, _ way: String) {
        let (book, errors) = Self.check(formulas)
        #expect(book == nil && errors == ["these formulas go round in a circle: \(way)"])
    }

    @Test("law that replaced law may need what needed it before")
    func replaced() throws {
        let formulas = """
            a: {unit: EUR, source: A, versions: {2020-01-01: b * 2, 2024-01-01: pay}}
            b: {unit: EUR, source: A, versions: {2020-01-01: pay, 2024-01-01: a * 3}}
            all: {of: family, unit: EUR, source: A, value: sum(members.a) + sum(members.b)}
            """
        let (loaded, errors) = Self.check(formulas)
        let book = try #require(loaded, "\(errors)")
        let calculation = Calculation(try Situation(try JSON(parsing: #"{"family": {"adults": [{"pay": 10}]}}"#), for: book))
        for (day, a, b) in [("2023-12-31", 20, 10), ("2024-01-01", 10, 30)] {
            let date = try #require(CivilDate(day))
            #expect(calculation.value("a", asOf: date) == .number(Decimal128(a)) && calculation.value("b", asOf: date) == .number(Decimal128(b)))
            #expect(calculation.value("all", asOf: date) == .number(Decimal128(a + b)))
        }
    }

    /// How deep formulas need each other is counted by the days on which they do.
    @Test func depth() {
        let old = (0..<100).map {
            "x\($0): {unit: EUR, source: A, versions: {2020-01-01: \($0 == 0 ? "pay" : "x\($0 - 1)"), 2024-01-01: \($0 == 99 ? "pay" : "x\($0 + 1)")}}"
        }
        #expect(Self.check(old.joined(separator: "\n")).errors == [])
        let long = (0..<200).map {
            "x\($0): {unit: EUR, source: A, versions: {2020-01-01: \($0 == 0 ? "pay" : "x\($0 - 1)"), 2024-01-01: \($0 == 199 ? "pay" : "x\($0 + 1)")}}"
        }
        #expect(Self.check(long.joined(separator: "\n")).errors == ["201 formulas each need the next; at most 150 may"])
    }
}
