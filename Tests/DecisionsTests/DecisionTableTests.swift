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
        #expect(outcome.passedOver.map(\.rule) == [1, 3])
        #expect(outcome.passedOver.map(\.why) == [.failed(.init(input: 1, condition: "< 10")), .failed(.init(input: 1, condition: "> 20"))])
        #expect(outcome.inputs.map(\.source) == ["x"] && outcome.inputs.map(\.value) == [.number(15)])
        #expect(explanation.parts.map(\.name) == ["x"])
        #expect(
            explanation.lines() == [
                "d is \"middle\"", "  rule 2 matches where x = 15", "  rule 1 does not: x is 15, it asks for < 10",
                "  rule 3 does not: x is 15, it asks for > 20", "  x is 15",
            ])
        let told = try #require(explanation.json["tables"]?.array?.first?["failed_rules"]?.array)
        #expect(told.first?.text == #"{"rule":1,"failed_condition":1,"input":"x","input_value":15,"condition":"< 10"}"#)
    }

    @Test func explainsThatNoRuleMatchedAndWhatStandsBehindTheFirst() throws {
        let rules = [("&lt; 10", "1"), ("&lt; 20", "2"), ("&lt; 30", "3"), ("-", "4")]
        let first = try model(decision(table("FIRST", rules))).explain(decision: "d", inputs: ["x": .number(15)])
        #expect(first.tables.first?.passedOver.map(\.why) == [.failed(.init(input: 1, condition: "< 10")), .behind, .behind])
        #expect(
            first.lines().dropFirst() == [
                "  rule 2 matches where x = 15", "  rule 1 does not: x is 15, it asks for < 10", "  rules 3 to 4 stand behind it", "  x is 15",
            ])
        let none = try model(decision(table("UNIQUE", [("&lt; 10", "1")]))).explain(decision: "d", inputs: ["x": .number(15)])
        #expect(
            none.lines().prefix(3) == ["d is null, because no rule matches", "  no rule matches where x = 15", "  rule 1 does not: x is 15, it asks for < 10"])
    }

    @Test func explainsWhichOfSeveralMatchingRulesDecided() throws {
        let explanation = try model(decision(table("PRIORITY", Self.overlapping, output: Self.ranked))).explain(decision: "d", inputs: ["x": .number(7)])
        #expect(explanation.value == .string("b") && explanation.tables.first?.matched == [2])
        #expect(explanation.tables.first?.locations.count == 2)
        #expect(
            explanation.lines().dropFirst().prefix(3) == [
                "  rule 2 matches where x = 7", "  rule 1 does too, and its result ranks lower", "  rule 3 does not: x is 7, it asks for < 0",
            ])
    }

    /// Wherever in the model a table stands, its rules are known, and those that held too.
    @Test func rulesOfTablesInFunctionsAndBoxedExpressions() throws {
        let function =
            "<businessKnowledgeModel id=\"k\" name=\"k\"><variable name=\"k\"/><encapsulatedLogic><formalParameter name=\"x\" typeRef=\"number\"/>"
            + table("UNIQUE", [("&lt; 10", "1"), ("&gt;= 10", "2")]) + "</encapsulatedLogic></businessKnowledgeModel>"
        let entry = "<contextEntry><variable name=\"band\"/>\(table("UNIQUE", [("&lt; 10", "\"a\""), ("-", "\"b\"")]))</contextEntry>"
        let call = "<contextEntry><literalExpression><text>[band, k(x)]</text></literalExpression></contextEntry>"
        let logic = "<knowledgeRequirement><requiredKnowledge href=\"#k\"/></knowledgeRequirement><context>\(entry)\(call)</context>"
        let model = try model(function + decision(logic))
        #expect(model.tableRules.map { "\($0.name) \($0.number)" } == ["k 1", "k 2", "d 1", "d 2"])
        let explanation = model.explain(decision: "d", inputs: ["x": .number(20)])
        #expect(explanation.value.description == "[\"b\", 2]")
        let held = model.tableRules.filter { explanation.ruleLocations.contains($0.location) }
        #expect(held.map { "\($0.name) \($0.number)" } == ["k 2", "d 2"])
    }

    /// A table of very many rules says enough with its first ones, and a long condition with its beginning.
    @Test func whatIsToldOfTheOtherRulesIsBounded() throws {
        let long = (0..<100).map { "\($0)" }.joined(separator: ", ")
        let rules = (0..<250).map { _ in (long, "1") }
        let explanation = try model(decision(table("UNIQUE", rules))).explain(decision: "d", inputs: ["x": .number(1_000)])
        let told = try #require(explanation.json["tables"]?.array?.first)
        #expect(told["failed_rules"]?.array?.count == 200 && told["more_failed_rules"]?.integer == 50)
        #expect(told.text.utf8.count < 70_000)
        #expect(explanation.lines().count == 24, "the value, the outcome, 20 rules, how many more, and the input")
    }
}
