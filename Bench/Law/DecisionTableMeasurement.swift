import Decisions
import FEEL
import Foundation
import Kernel

/// A decision table of twenty rules over three inputs, on one core, from parsed values.
struct DecisionTableMeasurement: Measurement {
    let name = "law.table"
    let about = "a decision table of 20 rules and 3 inputs, beside pyDMNrules and SpiffWorkflow"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        let path = Peers.scripts + "/table.dmn"
        guard let data = FileManager.default.contents(atPath: path) else { throw BenchFault("\(path) cannot be read") }
        var diagnostics = Diagnostics()
        guard let model = DecisionModel(parsing: [UInt8](data), file: path, mode: .strict, diagnostics: &diagnostics), !diagnostics.hasErrors else {
            throw BenchFault("table.dmn has errors")
        }
        let cases = (0..<200).map { number in
            var inputs = Context()
            inputs["age"] = .number(Decimal128(number * 37 % 100))
            inputs["income"] = .number(Decimal128(number * 7_919 % 40_000))
            inputs["region"] = .string(number % 3 != 0 ? "north" : "south")
            return inputs
        }
        let expected = cases.map { model.evaluate(decision: "grant", inputs: $0) }
        guard !expected.contains(.null) else { throw BenchFault("a case has no answer") }
        var rates: [Double] = []
        for _ in 0..<(workshop.isQuick ? 5 : 15) {
            let passes = 2_000
            var matching = 0
            let spent = time {
                for _ in 0..<passes {
                    for index in cases.indices where model.evaluate(decision: "grant", inputs: cases[index]) == expected[index] { matching += 1 }
                }
            }
            guard matching == passes * cases.count else { throw BenchFault("an answer changed") }
            rates.append(Double(matching) / spent)
        }
        let own = Statistics.median(rates)
        let peer = try Peers().run("table.py", [path, workshop.isQuick ? "1" : "3"])
        try found(
            Finding(
                "law.table", own / 1e6, "million a second", .atLeast(2),
                [("pydmnrules_a_second", peer["pydmnrules"]), ("spiffworkflow_a_second", peer["spiffworkflow"])]))
    }
}
