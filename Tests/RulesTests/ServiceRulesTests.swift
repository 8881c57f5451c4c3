import Decisions
import FEEL
import Kernel
import Testing

@testable import Rules

@Suite struct ServiceRulesTests {
    static let fee = Town.table(
        "permit_fee", of: ["work", "cost"], annotations: ["reason", "reason_es", "source"],
        [
            (["\"new\", \"extension\"", "<= 1000"], "20", ["Small work.", "Obra pequeña.", "Order 1"]),
            (["\"new\", \"extension\"", "> 1000"], "cost * 0.02", ["Large work.", "Obra grande.", "Order 2"]),
            (["\"demolition\"", "-"], "5", [] as [String]),
        ].map { (tests: $0.0, result: $0.1, annotations: $0.2) })
    static let inputs = Town.input("work", "string") + Town.input("cost", "number")
    static let day: Value = .date(CivilDate(daysSinceEpoch: 20_000))

    func rules() throws -> ServiceRules {
        let (rules, diagnostics) = Town.link(Town.model(Self.inputs + Self.fee))
        #expect(diagnostics.sorted.isEmpty, "\(diagnostics.sorted)")
        return try #require(rules)
    }

    func expression(_ text: String, _ rules: ServiceRules) throws -> Expression {
        var names = Names(Town.names)
        rules.declare(in: &names)
        var diagnostics = Diagnostics()
        let location = SourceLocation(file: "service.yaml", line: 1, column: 1)
        return try #require(Expression(text, names: names, location: location, diagnostics: &diagnostics), "\(diagnostics.sorted)")
    }

    @Test(
        "a decision is a name of the service, computed from what is given",
        arguments: [
            ("permit_fee", "new", 500, "20"), ("permit_fee + 1", "new", 2_000, "41"), ("if permit_fee > 10 then work else null", "demolition", 1, "null"),
            ("[permit_fee, permit_fee][2]", "extension", 1_000, "20"), ("for i in [1, 2] return permit_fee * i", "demolition", 9, "[5, 10]"),
        ])
    func name(_ text: String, _ work: String, _ cost: Int, _ expected: String) throws {
        let given: Context = ["work": .string(work), "cost": .number(Decimal128(cost)), "law_date": Self.day]
        #expect(try expression(text, rules()).evaluate(given).description == expected)
    }

    @Test("its type is checked where it is used")
    func types() throws {
        var names = Names(Town.names)
        try rules().declare(in: &names)
        var diagnostics = Diagnostics()
        let location = SourceLocation(file: "service.yaml", line: 3, column: 5)
        #expect(Expression("permit_fee", names: names, expected: .boolean, location: location, diagnostics: &diagnostics) == nil)
        #expect(diagnostics.hasErrors)
    }

    @Test("today() is the law's day, not the clock's")
    func lawDate() throws {
        let logic = "<literalExpression><text>if today() >= date(\"2025-01-01\") then 2 else 1</text></literalExpression>"
        let decision = "<decision id=\"d\" name=\"d\"><variable name=\"d\" typeRef=\"number\"/>\(logic)</decision>"
        let (rules, _) = Town.link(Town.model(decision))
        for (day, expected) in [("2024-12-31", 1), ("2025-01-01", 2)] {
            let given: Context = ["law_date": .date(try #require(CivilDate(day)))]
            #expect(try expression("d", #require(rules)).evaluate(given) == .number(Decimal128(expected)))
        }
    }

    @Test("the finding names the rule, what it looked at, its reason and its source, and survives storing")
    func findings() throws {
        let given: Context = ["work": .string("extension"), "cost": .number(3_000), "law_date": Self.day]
        let finding = try #require(try rules().findings(of: ["permit_fee"], given: given).first)
        let rule = try #require(finding.rules.first)
        #expect(finding.value == .number(60) && rule.number == 2 && rule.table == "permit_fee" && rule.source == "Order 2")
        #expect(rule.sentence(in: .english) == "Large work." && rule.sentence(in: .spanish) == "Obra grande.")
        #expect(rule.inputs.map(\.name) == ["work", "cost"])
        #expect(RuleFinding(finding.json) == finding)
        #expect(RuleFinding(try JSON(parsing: finding.json.text)) == finding)
    }

    @Test("a rule without words of its own is told by its row and what it looked at")
    func plainRule() throws {
        let given: Context = ["work": .string("demolition"), "cost": .number(1_500), "law_date": Self.day]
        let rule = try #require(try rules().findings(of: ["permit_fee"], given: given).first?.rules.first)
        #expect(rule.sentence(in: .english) == "Row 3 of the table permit_fee applies: work = demolition, cost = 1,500")
    }

    @Test("a shared model is imported by its namespace, and what it needs is asked of the service")
    func shared() throws {
        let library =
            Town.head.replacing("urn:m", with: "urn:law") + Town.input("cost", "number")
            + Town.table("band", type: "string", of: ["cost"], [(["< 10"], "\"a\"", []), ([">= 10"], "\"b\"", [])]) + "</definitions>"
        let own =
            #"<import name="law" namespace="urn:law" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>"#
            + "<decision id=\"d\" name=\"d\"><variable name=\"d\" typeRef=\"string\"/><informationRequirement><requiredDecision href=\"urn:law#band\"/>"
            + "</informationRequirement><literalExpression><text>law.band + \"!\"</text></literalExpression></decision>"
        let (rules, diagnostics) = Town.link(Town.model(own), shared: ["law.dmn": library])
        #expect(diagnostics.sorted.isEmpty, "\(diagnostics.sorted)")
        #expect(try expression("d", #require(rules)).evaluate(["cost": .number(12)]) == .string("b!"))
        let (_, found) = Town.link(Town.model(own), shared: ["law.dmn": library], names: ["work": .string])
        #expect(found.sorted.map(\.message) == ["the model needs 'cost', but nothing in the service is called so"])
    }
}
