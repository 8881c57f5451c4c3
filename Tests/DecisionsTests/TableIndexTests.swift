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

    /// A table of one column over `x`, whose rules give their numbers.
    private func column(_ cells: [String], type: String) throws -> DecisionModel {
        let rows = cells.enumerated().map { "<rule><inputEntry><text>\($1)</text></inputEntry><outputEntry><text>\($0 + 1)</text></outputEntry></rule>" }
        return try model(
            decision(
                "<decisionTable hitPolicy=\"COLLECT\"><input><inputExpression typeRef=\"\(type)\"><text>x</text></inputExpression></input><output/>\(rows.joined())"
                    + "</decisionTable>", input: type))
    }

    @Test("texts are told apart by their code points, as FEEL compares them")
    func lookAlikes() throws {
        let model = try column(["\"\u{E9}\"", "\"e\u{301}\"", "not(\"\u{E9}\")", "\"K\"", "-"], type: "string")
        for text in ["\u{E9}", "e\u{301}", "K", "\u{212A}", "e", ""] {
            let given: Context = ["x": .string(text)]
            #expect(model.evaluate(decision: "d", inputs: given) == model.explain(decision: "d", inputs: given).value, "\(Array(text.utf8))")
        }
        #expect(model.evaluate(decision: "d", inputs: ["x": .string("e\u{301}")]) == .list([.number(2), .number(3), .number(5)]))
        #expect(model.evaluate(decision: "d", inputs: ["x": .string("\u{212A}")]) == .list([.number(3), .number(5)]))
    }

    @Test("numbers beside which 34 digits have no other are compared")
    func largeNumbers() throws {
        let largest = "1" + String(repeating: "0", count: 40)
        let model = try column(["&lt; \(largest)", "\(largest)", "&gt; \(largest)", "1.000000000000000000000000000000001", "&lt;= 1"], type: "number")
        for text in ["0", "1", "1.000000000000000000000000000000001", "1E39", largest, "1E41", "-1E41"] {
            let given: Context = ["x": Decimal128(text).map(Value.number) ?? .null]
            #expect(model.evaluate(decision: "d", inputs: given) == model.explain(decision: "d", inputs: given).value, "\(text)")
        }
        #expect(model.evaluate(decision: "d", inputs: ["x": .number(2)]) == .list([.number(1)]))
    }

    @Test("a long table of texts or numbers is read at once")
    func longTables() throws {
        let texts = try column((0..<3_000).map { "\"t\($0)\", \"u\($0)\"" }, type: "string")
        #expect(texts.evaluate(decision: "d", inputs: ["x": .string("u2999")]) == .list([.number(3_000)]))
        let numbers = try column((0..<3_000).map { "[\($0)..\($0 + 1))" }, type: "number")
        #expect(numbers.evaluate(decision: "d", inputs: ["x": .number(Decimal128(15, scale: 1))]) == .list([.number(2)]))
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
