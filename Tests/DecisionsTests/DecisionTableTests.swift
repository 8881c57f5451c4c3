import Decisions
import FEEL
import Kernel
import Testing

@Suite struct DecisionTableTests {
    static let overlapping = [("&gt; 0", "\"a\""), ("&gt; 5", "\"b\""), ("&lt; 0", "\"c\"")]
    static let ranked = "<output><outputValues><text>\"c\", \"b\", \"a\"</text></outputValues></output>"

    @Test(arguments: [
        ("UNIQUE", "", 3, "\"a\""), ("UNIQUE", "", 7, "null"), ("UNIQUE", "", 0, "null"), ("FIRST", "", 7, "\"a\""), ("ANY", "", 7, "null"),
        ("ANY", "", 3, "\"a\""), ("PRIORITY", ranked, 7, "\"b\""),
        ("OUTPUT ORDER", ranked, 7, "[\"b\", \"a\"]"), ("RULE ORDER", "", 7, "[\"a\", \"b\"]"), ("COLLECT", "", 7, "[\"a\", \"b\"]"),
        ("COLLECT", "", 0, "null"),
    ])
    func hitPolicies(_ policy: String, _ output: String, _ x: Int, _ expected: String) throws {
        let logic = table(policy, Self.overlapping, output: output.isEmpty ? "<output/>" : output)
        #expect(try model(decision(logic)).evaluate(decision: "d", inputs: ["x": .number(Decimal128(x))]).description == expected)
    }

    @Test(arguments: [("SUM", "30"), ("MIN", "10"), ("MAX", "20"), ("COUNT", "2")])
    func aggregations(_ aggregation: String, _ expected: String) throws {
        let logic = table("COLLECT", [("&gt; 0", "10"), ("&gt; 1", "20"), ("&gt; 100", "40")], attributes: "aggregation=\"\(aggregation)\"")
        #expect(try model(decision(logic)).evaluate(decision: "d", inputs: ["x": .number(5)]).description == expected)
    }

    @Test(arguments: [
        ("-", "true"), ("5", "true"), ("not(5)", "false"), ("1, 5", "true"), ("[1..5)", "false"), ("? &gt; 4", "true"), ("&lt; 3, &gt; 4", "true"),
        ("not(&lt; 3, 7)", "true"), ("[1, 5]", "true"), ("\"5\"", "null"),
    ])
    func cells(_ cell: String, _ expected: String) throws {
        let logic = table("FIRST", [(cell, "true")], output: "<output><defaultOutputEntry><text>false</text></defaultOutputEntry></output>")
        let value = try model(decision(logic)).evaluate(decision: "d", inputs: ["x": .number(5)])
        #expect(value == .boolean(expected == "true"))
    }

    @Test func severalOutputsAreARecord() throws {
        let logic = """
            <decisionTable><input><inputExpression typeRef="number"><text>x</text></inputExpression></input><output name="fee"/><output name="label"/>
            <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>x * 2</text></outputEntry><outputEntry><text>"double"</text></outputEntry></rule></decisionTable>
            """
        #expect(try model(decision(logic)).evaluate(decision: "d", inputs: ["x": .number(5)]).description == "{fee: 10, label: \"double\"}")
    }

    @Test func valuesOutsideTheInputsAllowedOnesAreNull() throws {
        let logic = table("UNIQUE", [("-", "1")]).replacing("</input>", with: "<inputValues><text>[0..10]</text></inputValues></input>")
        let model = try model(decision(logic))
        #expect(model.evaluate(decision: "d", inputs: ["x": .number(5)]) == .number(1))
        #expect(model.evaluate(decision: "d", inputs: ["x": .number(50)]) == .null)
    }

    @Test func explainsWhichRuleMatchedAndWhyOthersDidNot() throws {
        let explanation = try model(decision(table("UNIQUE", [("&lt; 10", "\"low\""), ("[10..20]", "\"middle\""), ("&gt; 20", "\"high\"")]))).explain(
            decision: "d", inputs: ["x": .number(15)])
        #expect(explanation.value == .string("middle"))
        let outcome = try #require(explanation.tables.first)
        #expect(outcome.matched == [2])
        #expect(outcome.failed == [1: 1, 3: 1])
        #expect(outcome.inputs.map(\.source) == ["x"] && outcome.inputs.map(\.value) == [.number(15)])
        #expect(explanation.parts.map(\.name) == ["x"])
        #expect(explanation.lines() == ["d is \"middle\"", "  rule 2 matches where x = 15", "  x is 15"])
    }
}
