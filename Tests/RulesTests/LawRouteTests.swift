import Decisions
import Kernel
import Testing

@testable import Rules

/// How a program may hand over a case.
@Suite struct LawRouteTests {
    @Test(
        "under case, under inputs, or in the body itself",
        arguments: [
            (#"{"as_of": "2024-06-01", "case": {"age": 40}}"#, #"{"age":40}"#),
            (#"{"inputs": {"age": 40}, "results": ["income_tax"]}"#, #"{"age":40}"#),
            (#"{"as_of": "2024-06-01", "age": 40, "wages": 1}"#, #"{"age":40,"wages":1}"#),
            (#"{"age": 40, "reasons": false}"#, #"{"age":40}"#),
            (#"{}"#, #"{}"#),
        ])
    func described(_ body: String, _ expected: String) throws {
        #expect(LawRoutes.described(try JSON(parsing: body)).text == expected)
    }

    /// `"reasons": false` leaves out why, and nothing of what.
    @Test func valuesWithoutReasonsAreTheSame() throws {
        let book = try ArdenLawTests.law("income_tax")
        let facts = #"{"employment_income": 61234.56, "self_employment_income": 30000, "savings_interest_income": 4000, "age": 64}"#
        let situation = try Situation(try JSON(parsing: facts), for: book)
        let date = try #require(CivilDate("2024-04-06"))
        let names = book.results.map(\.id)
        let reasons = names.compactMap { Calculation.reasons(for: $0, in: situation, asOf: date) }
        #expect(reasons.count == 6)
        let expected: JSON = ["as_of": "2024-04-06", "values": .object(reasons.map { .init($0.id, $0.value.json) })]
        #expect(LawRoutes.values(names, of: situation, asOf: date) == expected)
    }
}
