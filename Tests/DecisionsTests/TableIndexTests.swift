import Decisions
import FEEL
import Kernel
import Testing

/// Explaining tests each cell; evaluating uses the index, or for simple tables no run at all. Random tables over random values must
/// come out the same.
@Suite struct TableIndexTests {
    @Test(arguments: 0..<40)
    func indexAndCellsAgree(_ seed: Int) throws {
        let generator = SeededGenerator(seed: UInt64(seed))
        let policies = ["FIRST", "UNIQUE", "ANY", "RULE ORDER", "COLLECT"]
        let policy = policies[generator.next(below: policies.count)]
        let rules = (0..<generator.next(below: 90) + 1).map { number in
            "<rule>" + (0..<3).map { "<inputEntry><text>\(cell(column: $0, generator))</text></inputEntry>" }.joined()
                + "<outputEntry><text>\(number)</text></outputEntry></rule>"
        }
        let inputs = [("a", "number"), ("b", "string"), ("c", "boolean")]
        let elements = inputs.map { "<inputData id=\"\($0)\" name=\"\($0)\"><variable name=\"\($0)\" typeRef=\"\($1)\"/></inputData>" }.joined()
        let requirements = inputs.map { "<informationRequirement><requiredInput href=\"#\($0.0)\"/></informationRequirement>" }.joined()
        let columns = inputs.map { "<input><inputExpression typeRef=\"\($1)\"><text>\($0)</text></inputExpression></input>" }.joined()
        let model = try model(
            elements
                + "<decision id=\"d\" name=\"d\"><variable name=\"d\"/>\(requirements)<decisionTable hitPolicy=\"\(policy)\">\(columns)<output/>\(rules.joined())</decisionTable></decision>"
        )
        for _ in 0..<60 {
            let given: Context = [
                "a": number(generator), "b": [.string("x"), .string("y"), .string("zz"), .null][generator.next(below: 4)],
                "c": [.boolean(true), .boolean(false)][generator.next(below: 2)],
            ]
            #expect(model.evaluate(decision: "d", inputs: given) == model.explain(decision: "d", inputs: given).value, "\(policy) \(given.entries)")
        }
    }

    private func number(_ generator: SeededGenerator) -> Value {
        generator.next(below: 20) == 0 ? .null : .number(Decimal128(Int64(generator.next(below: 80)) - 20, scale: 1))
    }

    private func cell(column: Int, _ generator: SeededGenerator) -> String {
        if generator.next(below: 3) == 0 { return "-" }
        let (low, high) = (generator.next(below: 6) - 2, generator.next(below: 6) + 1)
        let numbers = [
            "\(low)", "&lt; \(low)", "&gt;= \(low)", "[\(low)..\(low + high)]", "(\(low)..\(low + high))", "not(\(low))", "not([\(low)..\(low + high)))",
            "\(low), \(high)", "\(low).5, &gt; \(high)", "!= \(low)",
            "[\(low), \(high)]",
            // Not to be indexed: the column is tested cell by cell.
            "? * 2 &gt; \(low)",
        ]
        return switch column {
        case 0: numbers[generator.next(below: generator.next(below: 4) == 0 ? numbers.count : numbers.count - 1)]
        case 1: ["\"x\"", "\"y\", \"x\"", "not(\"x\")", "!= \"y\""][generator.next(below: 4)]
        default: ["true", "false", "not(true)", "true, false"][generator.next(below: 4)]
        }
    }
}
