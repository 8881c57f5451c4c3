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
}
