import Decisions
import FEEL
import HTML
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

    @Test("the finding tells of the other rows which condition failed first, in the reader's language, and survives storing")
    func passedOver() throws {
        let given: Context = ["work": .string("extension"), "cost": .number(3_000), "law_date": Self.day]
        let finding = try #require(try rules().findings(of: ["permit_fee"], given: given).first)
        #expect(
            finding.passedOver.map { $0.sentence(in: .english) } == [
                "Row 1 of the table ‹Permit fee› does not apply: cost is 3,000, and the row asks for ≤ 1,000",
                "Row 3 of the table ‹Permit fee› does not apply: work is extension, and the row asks for \"demolition\"",
            ])
        #expect(
            finding.passedOver.first?.sentence(in: .spanish)
                == "No se aplica la fila 1 de la tabla ‹Permit fee›: cost es 3000, y la fila pide ≤ 1000")
        #expect(
            finding.json["passed_over"]?.array?.first?.text
                == #"{"table":"permit_fee","rule":1,"input":"cost","value":3000,"condition":"<= 1000"}"#)
        #expect(RuleFinding(try JSON(parsing: finding.json.text)) == finding)
        var html = HTML(language: .english)
        html.ruleFindings([finding], words: .none, in: .english)
        let parts = html.string.split(separator: "<details")
        #expect(parts.count == 2 && parts[0].contains("Large work.") && !parts[0].contains("does not apply"), "\(html.string)")
        #expect(parts.last?.contains("Why other rules did not apply") ?? false)
        #expect(parts.last?.contains("cost is 3,000, and the row asks for ≤ 1,000") ?? false, "\(html.string)")
        #expect(finding.withoutInputs.passedOver == [] && finding.withoutInputs.rules.count == 1)
    }

    @Test("names and texts are told in the words that people read for them")
    func inPeoplesWords() throws {
        let words = RuleWords([
            "work": .init(
                LocalizedText("What do you want to do?", translations: ["es": "¿Qué quiere hacer?"]),
                choices: [
                    "extension": LocalizedText("Make a building bigger", translations: ["es": "Ampliar un edificio"]),
                    "demolition": LocalizedText("Take it down", translations: ["es": "Derribarlo"]),
                ]),
            "cost": .init(LocalizedText("Cost", translations: ["es": "Coste"]), unit: Unit("GBP")),
            "permit_fee": .init(LocalizedText("Fee for a permit", translations: ["es": "Tasa de la licencia"])),
        ])
        let given: Context = ["work": .string("extension"), "cost": .number(3_000), "law_date": Self.day]
        let finding = try #require(try rules().findings(of: ["permit_fee"], given: given).first)
        #expect(
            finding.passedOver.map { $0.sentence(in: .english, words) } == [
                "Row 1 of the table ‹Fee for a permit› does not apply: ‹Cost› is £3,000.00, and the row asks for ≤ 1,000",
                "Row 3 of the table ‹Fee for a permit› does not apply: ‹What do you want to do?› is Make a building bigger, and the row asks for \"Take it down\"",
            ])
        #expect(
            finding.passedOver.last?.sentence(in: .spanish, words)
                == "No se aplica la fila 3 de la tabla ‹Tasa de la licencia›: ‹¿Qué quiere hacer?› es Ampliar un edificio, y la fila pide \"Derribarlo\"")
        // The second table of a decision, and a text that nobody has words for.
        let silent = RuleFinding.SilentTable(
            table: "permit_fee 2", inputs: [.init(name: "work", value: ["demolition", "repair"]), .init(name: "site.zone", value: "old_town")])
        #expect(
            silent.sentence(in: .spanish, words)
                == "No se aplica ninguna fila de la tabla ‹Tasa de la licencia 2›: ‹¿Qué quiere hacer?› = Derribarlo, repair, site.zone = old_town")
        // What is stored, and hashed, stays as the folder writes it.
        #expect(finding.json.text.contains(#""condition":"\"demolition\"""#), "\(finding.json.text)")
    }

    @Test("an applicant is told their own answers, and of what was looked up only what the rows ask for")
    func forApplicant() throws {
        let given: Context = ["work": .string("extension"), "cost": .number(3_000), "law_date": Self.day]
        let told = try #require(try rules().findings(of: ["permit_fee"], given: given).first).forApplicant(answers: ["work"])
        #expect(told.rules.map { $0.inputs.map(\.name) } == [["work"]] && told.rules.map(\.source) == ["Order 2"])
        #expect(
            told.passedOver.map { $0.sentence(in: .english) } == [
                "Row 1 of the table ‹Permit fee› does not apply: the row asks of cost for ≤ 1,000",
                "Row 3 of the table ‹Permit fee› does not apply: work is extension, and the row asks for \"demolition\"",
            ])
        #expect(!told.json.text.contains("3000"), "\(told.json.text)")
        // No reason stands in for what a table looked at of which no row holds.
        let silent: Context = ["work": .string("repair"), "cost": .number(3_000), "law_date": Self.day]
        let unheard = try #require(try rules().findings(of: ["permit_fee"], given: silent).first)
        #expect(
            unheard.forApplicant(answers: ["work"]).silentTables.map { $0.sentence(in: .english) } == [
                "No row of the table ‹Permit fee› applies: work = repair"
            ])
        #expect(unheard.forApplicant(answers: []).silentTables.map { $0.sentence(in: .english) } == ["No row of the table ‹Permit fee› applies"])
        let demolition: Context = ["work": .string("demolition"), "cost": .number(3_000), "law_date": Self.day]
        let reasonless = try #require(try rules().findings(of: ["permit_fee"], given: demolition).first).forApplicant(answers: [])
        #expect(reasonless.rules.map { $0.sentence(in: .spanish) } == ["Se aplica la fila 3 de la tabla ‹Permit fee›"])
    }

    @Test("an expression that only begins with an answer, or works on it together with a record, is not told", arguments: ["site.age", "work + site.age", "a"])
    func mixedInputs(_ expression: String) throws {
        let looked: JSON = [["name": .string(expression), "value": 54], ["name": "work.kind", "value": 1]]
        let finding = try #require(RuleFinding(["decision": "d", "silent_tables": [["table": "t", "inputs": looked]]]))
        #expect(finding.forApplicant(answers: ["work"]).silentTables[0].inputs.map(\.name) == ["work.kind"])
    }

    @Test("a table of which no row applies tells so, with what it looked at")
    func silentTable() throws {
        let given: Context = ["work": .string("repair"), "cost": .number(3_000), "law_date": Self.day]
        let finding = try #require(try rules().findings(of: ["permit_fee"], given: given).first)
        #expect(finding.value == .null && finding.rules == [] && finding.passedOver.map(\.number) == [1, 2, 3])
        #expect(
            finding.silentTables.map { $0.sentence(in: .english) } == ["No row of the table ‹Permit fee› applies: work = repair, cost = 3,000"])
        #expect(RuleFinding(try JSON(parsing: finding.json.text)) == finding)
        var html = HTML(language: .spanish)
        html.ruleFindings([finding], words: .none, in: .spanish)
        #expect(html.string.contains("No se aplica ninguna fila de la tabla ‹Permit fee›: work = repair, cost = 3000"), "\(html.string)")
        #expect(finding.withoutInputs.silentTables == [])
    }

    @Test("a row behind the first one that applies is told as one that nobody looked at, and a long table by its beginning")
    func bounded() throws {
        let rows = (0..<80).map { row in (tests: [row == 60 ? "-" : "\"w\(row)\""], result: "\(row)", annotations: [String]()) }
        let (linked, _) = Town.link(Town.model(Self.inputs + Town.table("fee", policy: "FIRST", of: ["work"], rows)), domains: [:])
        let given: Context = ["work": .string(String(repeating: "x", count: 200)), "law_date": Self.day]
        let rules = try #require(linked)
        let finding = try #require(rules.findings(of: ["fee"], given: given).first)
        #expect(finding.value == .number(60) && finding.passedOver.count == 50 && finding.morePassedOver == 29)
        #expect(finding.passedOver[0].sentence(in: .english) == "Row 1 of the table ‹Fee› does not apply: the row asks of work for \"w0\"")
        #expect(finding.json.text.utf8.count < 5_000)
        // Two decisions that need the same table say the same of it.
        func decision(_ name: String, _ needed: [String]) -> String {
            "<decision id=\"\(name)\" name=\"\(name)\"><variable name=\"\(name)\" typeRef=\"number\"/>"
                + needed.map { "<informationRequirement><requiredDecision href=\"#\($0)\"/></informationRequirement>" }.joined()
                + "<literalExpression><text>\(needed.joined(separator: " + "))</text></literalExpression></decision>"
        }
        let twice = Town.table("fee", policy: "FIRST", of: ["work"], rows) + decision("a", ["fee"]) + decision("b", ["fee"]) + decision("total", ["a", "b"])
        let more = try #require(Town.link(Town.model(Self.inputs + twice), domains: [:]).0?.findings(of: ["total"], given: given).first)
        #expect(more.value == .number(120) && more.passedOver.count == 50 && more.morePassedOver == 29)
        let second: Context = ["work": .string("w0"), "law_date": Self.day]
        let behind = try #require(rules.findings(of: ["fee"], given: second).first?.passedOver.first)
        #expect(
            behind.sentence(in: .english) == "Row 2 of the table ‹Fee› was not looked at: a row before it applies, and the first one counts")
        #expect(RuleFinding(try JSON(parsing: finding.json.text)) == finding)
    }

    @Test("where several rows apply and one ranks highest, its reason alone is told as the one that applied")
    func outranked() throws {
        let table = Town.table(
            "fee", type: "string", policy: "PRIORITY", of: ["cost"], annotations: ["reason"],
            [(["> 0"], "\"low\"", ["Any cost."]), (["> 5"], "\"high\"", ["A high cost."])]
        ).replacing("<output/>", with: "<output><outputValues><text>\"high\", \"low\"</text></outputValues></output>")
        let (linked, _) = Town.link(Town.model(Self.inputs + table), domains: [:])
        let rules = try #require(linked)
        let finding = try #require(rules.findings(of: ["fee"], given: ["cost": .number(9), "law_date": Self.day]).first)
        #expect(finding.value == .string("high") && finding.rules.map { $0.sentence(in: .english) } == ["A high cost."])
        #expect(
            finding.passedOver.map { $0.sentence(in: .english) }
                == ["Row 1 of the table ‹Fee› applies too, and the result of another row ranks higher"])
        #expect(RuleFinding(try JSON(parsing: finding.json.text)) == finding)
    }

    /// What was stored before other rows were told is read, and written again byte for byte: a decision's hash stands over it.
    @Test func findingsOfOldAreReadAndWrittenAsTheyWere() throws {
        let stored =
            #"{"decision":"permit_fee","value":60,"rules":[{"table":"permit_fee","rule":2,"inputs":[{"name":"work","value":"new"},"#
            + #"{"name":"cost","value":3000}],"reason":{"":"Large work.","es":"Obra grande."},"source":"Order 2"}]}"#
        let finding = try #require(RuleFinding(try JSON(parsing: stored)))
        #expect(finding.json.text == stored && finding.passedOver == [] && finding.silentTables == [])
    }

    @Test("a rule without words of its own is told by its row and what it looked at")
    func plainRule() throws {
        let given: Context = ["work": .string("demolition"), "cost": .number(1_500), "law_date": Self.day]
        let rule = try #require(try rules().findings(of: ["permit_fee"], given: given).first?.rules.first)
        #expect(rule.sentence(in: .english) == "Row 3 of the table ‹Permit fee› applies: work = demolition, cost = 1,500")
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
