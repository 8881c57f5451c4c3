import Decisions
import FEEL
import Kernel
import Testing

@testable import Rules

/// What a rulebook or a case can do to the program: nothing but be refused.
@Suite struct HostileLawTests {
    private static func errors(_ text: String) -> [String] {
        rulebook(text.utf8, "law").diagnostics.sorted.filter { $0.severity == .error }.map(\.message)
    }

    private static func book(_ text: String) throws -> Rulebook {
        let (book, diagnostics) = rulebook(text.utf8, "law")
        return try #require(book, "\(diagnostics.sorted)")
    }

    private static let day = CivilDate("2024-05-06") ?? CivilDate(daysSinceEpoch: 0)

    @Test func aLawThatIsAboutNobodyIsRefused() {
        let text = "title: A law\nentities: {}\nparameters:\n  rate: {unit: rate, source: Act, values: {2020-01-01: 0.1}}\n"
        #expect(Self.errors(text) == ["this rulebook names nobody whom its law is about"])
    }

    @Test func aGroupHasSoManyRolesAndNoMore() {
        let roles = (0..<300).map { "r\($0): R" }.joined(separator: ", ")
        #expect(Self.errors("title: A law\nentities: {person: {}, crowd: {members: person, roles: {\(roles)}}}\n") == ["'crowd' has more than 255 roles"])
    }

    @Test("units of powers that nothing is counted in are not checked")
    func hugePowers() {
        var names = (0..<64).map { "v\($0)" }[...]
        var (before, text) = ("pay", "")
        for _ in 0..<4 {
            let loop = names.prefix(16).map { name in
                defer { before = name }
                return "\(name) in [\(before) * \(before)]"
            }
            names = names.dropFirst(16)
            text += "count(for \(loop.joined(separator: ", ")) return "
        }
        let law = """
            title: A law
            entities: {person: {}}
            inputs: {pay: {unit: EUR}}
            formulas: {tax: {source: Act, value: "\(text)1\(String(repeating: ")", count: 4))"}}

            """
        #expect(Self.errors(law) == [])
    }

    private static let simple = """
        title: A law
        entities: {person: {}}
        inputs: {pay: {period: month}, born: {type: date, period: for_ever, default: 1980-01-01}}
        formulas:
          tax: {source: Act, period: month, round: {to: 0.01, mode: half_up}, value: pay * 2}
          yearly: {source: Act, value: tax + tax}
          endless: {source: Act, value: "if (some i in 1..1000000000 satisfies i = 9999999999) then 1 else 2"}
          wide: {source: Act, value: "sum(for i in 1..100000 return pay)"}
          broad: {source: Act, value: "sum(for i in 1..100000 return pay)"}

        """

    @Test("what has no room is null, and its JSON is JSON", arguments: ["9e6144", "-9e6144", "5e6144", "9.999e6143"])
    func overflow(_ pay: String) throws {
        let book = try Self.book(Self.simple)
        let situation = try Situation(try JSON(parsing: "{\"pay\": \(pay)}"), for: book)
        let told = try #require(LawRoutes.values(["tax", "yearly", "pay"], of: situation, asOf: Self.day))
        #expect(try JSON(parsing: told.text) == told)
        #expect(told["values"]?["yearly"] == .null)
        let reasons = ["tax", "yearly"].compactMap { Calculation.reasons(for: $0, in: situation, asOf: Self.day) }
        #expect(try JSON(parsing: Reasons.json(reasons, in: "en").reasons.text).array?.count == 2)
    }

    @Test func aLargeNumberIsRoundedToItself() throws {
        let penny = try #require(Rounding(to: Decimal128(1, scale: 2), .halfUp))
        let five = try #require(Rounding(to: 5, .up))
        for text in ["9e6144", "-9.999999999999999999999999999999999E+6144", "1e6143", "123.45"] {
            let number = try #require(Decimal128(text))
            #expect(penny(number) == number)
        }
        #expect(five(try #require(Decimal128("9.999999999999999999999999999999999E+6144"))).isFinite)
        #expect(five(12) == 15 && penny(Decimal128(12_345, scale: 3)) == Decimal128(1_235, scale: 2))
    }

    @Test("a case that takes too many steps has no value at all, and says so")
    func exhaustion() throws {
        let book = try Self.book(Self.simple)
        let situation = try Situation(["pay": 1], for: book)
        #expect(LawRoutes.values(["tax", "endless"], of: situation, asOf: Self.day) == nil)
        #expect(LawRoutes.values(["tax", "yearly"], of: situation, asOf: Self.day) != nil)
        let calculation = Calculation(situation, isExplained: true, budget: LawRoutes.mostSteps)
        #expect(calculation.value("tax", asOf: Self.day) == .number(2))
        #expect(calculation.reasons(for: "endless", asOf: Self.day)?.basis == .tooManySteps)
        #expect(calculation.value("tax", asOf: Self.day) == .null && calculation.exhaustion != nil)
        // Each result by itself would do; all of one request share the steps.
        for names in [["wide"], ["broad"]] { #expect(LawRoutes.values(names, of: situation, asOf: Self.day) != nil) }
        #expect(LawRoutes.values(["wide", "broad"], of: situation, asOf: Self.day) == nil)
    }

    @Test func aCaseHasSoManyPeopleAndNoMore() throws {
        let book = try ArdenLawTests.law("child_benefit")
        let adults = JSON.array((0..<LawRoutes.mostPeople).map { _ in .object([]) })
        #expect(throws: SituationFault.self) { try Situation(["family": ["adults": adults]], for: book, most: LawRoutes.mostPeople) }
        _ = try Situation(["family": ["adults": adults]], for: book)
    }

    @Test("results that share a calculation are explained as each by itself", arguments: ["income_tax", "child_benefit", "vehicle_tax"])
    func sharedReasons(_ name: String) throws {
        let book = try ArdenLawTests.law(name)
        let facts: [String: JSON] = [
            "income_tax": ["employment_income": 61_234, "self_employment_income": 30_000, "savings_interest_income": 4_000, "age": 64],
            "child_benefit": ["family": ["adults": [["adjusted_net_income": 65_000], [:]], "children": [[:], [:]]]],
            "vehicle_tax": [:],
        ]
        let situation = try Situation(try #require(facts[name]), for: book)
        let names = book.results.map(\.id)
        let shared = Calculation(situation, isExplained: true)
        let together = names.compactMap { shared.reasons(for: $0, asOf: Self.day) }
        let alone = names.compactMap { Calculation.reasons(for: $0, in: situation, asOf: Self.day) }
        #expect(together.count == names.count && String(describing: together) == String(describing: alone))
        #expect(together.contains { !$0.parts.isEmpty })
    }

    @Test("a long chain of values of the law costs its length")
    func chains() throws {
        let calls = (1...30).map { number in
            let before = number == 1 ? "wage" : "l\(number - 1) + l\(number - 1)"
            return "  l\(number): {value: levies.levy, given: {pay: \(before)}}\n"
        }
        let (law, names, diagnostics) = try ServiceLawTests.read("law:\n" + calls.joined())
        #expect(diagnostics.all.isEmpty, "\(diagnostics.sorted)")
        let given = try ServiceLawTests.given("2022-01-01")
        let place = SourceLocation(file: "service.yaml", line: 1, column: 1)
        var found = Diagnostics()
        let expression = try #require(Expression("l30 = l30 and l29 > l30", names: names, location: place, diagnostics: &found), "\(found.sorted)")
        #expect(expression.evaluate(given) == .boolean(true))
        #expect(law.value(of: "l2", given: given) == .number(80))
        #expect(law.adding(to: given)["l3"] == .number(32))
        #expect(law.findings(of: ["l30"], given: given).count == 30)
    }
}
