import Decisions
import FEEL
import Kernel
import Testing

@Suite struct DecisionModelTests {
    @Test(arguments: [
        ("<conditional><if>\(literal("x &gt; 3"))</if><then>\(literal("1"))</then><else>\(literal("2"))</else></conditional>", "1"),
        ("<filter><in>\(literal("[1, 2, 3]"))</in><match>\(literal("item &gt; 1"))</match></filter>", "[2, 3]"),
        ("<for iteratorVariable=\"i\"><in>\(literal("[1, 2]"))</in><return>\(literal("i * x"))</return></for>", "[5, 10]"),
        ("<some iteratorVariable=\"i\"><in>\(literal("[1, 2]"))</in><satisfies>\(literal("i = 2"))</satisfies></some>", "true"),
        ("<every iteratorVariable=\"i\"><in>\(literal("[1, 2]"))</in><satisfies>\(literal("i = 2"))</satisfies></every>", "false"),
        ("<list>\(literal("x"))\(literal("2"))</list>", "[5, 2]"),
        ("<relation><column name=\"a\"/><column name=\"b\"/><row>\(literal("1"))\(literal("x"))</row></relation>", "[{a: 1, b: 5}]"),
        ("<context><contextEntry><variable name=\"a\"/>\(literal("x + 1"))</contextEntry><contextEntry>\(literal("a * 2"))</contextEntry></context>", "12"),
        (
            "<context><contextEntry><variable name=\"f\"/><functionDefinition><formalParameter name=\"n\" typeRef=\"number\"/>\(literal("n + x"))</functionDefinition></contextEntry><contextEntry>\(literal("f(1)"))</contextEntry></context>",
            "6"
        ),
    ])
    func boxedExpressions(_ logic: String, _ expected: String) throws {
        #expect(try model(decision(logic)).evaluate(decision: "d", inputs: ["x": .number(5)]).description == expected)
    }

    @Test func knowledgeIsInvokedByNameAndByBinding() throws {
        let knowledge =
            "<businessKnowledgeModel id=\"k\" name=\"add tax\"><variable name=\"add tax\"/><encapsulatedLogic><formalParameter name=\"amount\" typeRef=\"number\"/>\(literal("amount * 1.2"))</encapsulatedLogic></businessKnowledgeModel>"
        let requirement = "<knowledgeRequirement><requiredKnowledge href=\"#k\"/></knowledgeRequirement>"
        let byName = try model(knowledge + decision(requirement + literal("add tax(x)")))
        #expect(byName.evaluate(decision: "d", inputs: ["x": .number(10)]) == .number(12))
        let byBinding = try model(
            knowledge + decision(requirement + "<invocation>\(literal("add tax"))<binding><parameter name=\"amount\"/>\(literal("x"))</binding></invocation>"))
        #expect(byBinding.evaluate(decision: "d", inputs: ["x": .number(10)]) == .number(12))
    }

    @Test func typesConvertAndRestrict() throws {
        let types =
            "<itemDefinition name=\"grade\"><typeRef>string</typeRef><allowedValues><text>\"A\", \"B\"</text></allowedValues></itemDefinition><itemDefinition name=\"grades\" isCollection=\"true\"><typeRef>grade</typeRef></itemDefinition>"
        let model = try model(types + decision(literal("x"), type: "grades", input: "grades"))
        #expect(model.evaluate(decision: "d", inputs: ["x": .list([.string("A")])]).description == "[\"A\"]")
        #expect(model.evaluate(decision: "d", inputs: ["x": .list([.string("C")])]) == .null)
        #expect(model.evaluate(decision: "d", inputs: ["x": .string("B")]).description == "[\"B\"]")
    }

    @Test func servicesTakeTheirInputsAndGiveTheirOutputs() throws {
        let service = "<decisionService id=\"s\" name=\"s\"><variable name=\"s\"/><outputDecision href=\"#d\"/><inputData href=\"#x\"/></decisionService>"
        #expect(try model(service + decision(literal("x + 1"))).evaluate(service: "s", inputs: ["x": .number(1)]) == .number(2))
        let explanation = try model(service + decision(literal("x + 1"))).explain(service: "s", inputs: ["x": .number(1)])
        #expect(explanation.lines() == ["s is 2", "  d is 2", "    = x + 1", "    x is 1"])
        #expect(explanation.kind == .service && explanation.parts.map(\.value) == [.number(2)])
        let none = try model(service + decision(literal("x + 1"))).explain(service: "t", inputs: [:])
        #expect(none.lines() == ["t is null, because there is no decision service 't'"])
    }

    @Test func importsAreReadInTheirOrder() throws {
        let library = definitions(
            "<businessKnowledgeModel id=\"k\" name=\"twice\"><variable name=\"twice\"/><encapsulatedLogic><formalParameter name=\"n\"/>\(literal("n * 2"))</encapsulatedLogic></businessKnowledgeModel>",
            namespace: "urn:library")
        let user = definitions(
            "<import name=\"lib\" namespace=\"urn:library\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>"
                + decision("<knowledgeRequirement><requiredKnowledge href=\"urn:library#k\"/></knowledgeRequirement>" + literal("lib.twice(x)")))
        var diagnostics = Diagnostics()
        let model = try #require(DecisionModel.load([("a-user.dmn", user), ("library.dmn", library)], diagnostics: &diagnostics)["a-user.dmn"])
        #expect(diagnostics.all.isEmpty)
        #expect(model.evaluate(decision: "d", inputs: ["x": .number(4)]) == .number(8))
    }

    @Test("what an import without a name brings stands beside the model's own elements")
    func importsWithoutAName() throws {
        let library = definitions(
            "<itemDefinition name=\"small\"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues></itemDefinition>"
                + "<inputData id=\"x\" name=\"x\"><variable name=\"x\" typeRef=\"small\"/></inputData>"
                + "<businessKnowledgeModel id=\"k\" name=\"twice\"><variable name=\"twice\"/><encapsulatedLogic><formalParameter name=\"n\" typeRef=\"small\"/>"
                + "\(literal("n * 2"))</encapsulatedLogic></businessKnowledgeModel>", namespace: "urn:library")
        let own = definitions(
            "<import name=\"\" namespace=\"urn:library\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>"
                + "<decision id=\"d\" name=\"d\"><variable name=\"d\" typeRef=\"small\"/><informationRequirement><requiredInput href=\"urn:library#x\"/></informationRequirement>"
                + "<knowledgeRequirement><requiredKnowledge href=\"urn:library#k\"/></knowledgeRequirement>\(literal("twice(x)"))</decision>")
        var diagnostics = Diagnostics()
        let models = DecisionModel.load([("own.dmn", own), ("library.dmn", library)], diagnostics: &diagnostics)
        let model = try #require(models["own.dmn"], "\(diagnostics.sorted)")
        #expect(diagnostics.all.isEmpty)
        #expect(model.evaluate(decision: "d", inputs: ["x": .number(4)]) == .number(8))
        #expect(model.evaluate(decision: "d", inputs: ["x": .number(5)]) == .null)
    }

    @Test func oldVersionsAreRead() throws {
        for namespace in [
            "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/", "https://www.omg.org/spec/DMN/20191111/MODEL/",
            "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20240513/MODEL/",
        ] {
            let text =
                "<d:definitions xmlns:d=\"\(namespace)\" name=\"m\" namespace=\"urn:m\"><d:decision id=\"d\" name=\"d\"><d:variable name=\"d\" typeRef=\"feel:number\"/><d:literalExpression><d:text>1 + 1</d:text></d:literalExpression></d:decision></d:definitions>"
            var diagnostics = Diagnostics()
            let model = try #require(DecisionModel(parsing: Array(text.utf8), file: "m.dmn", diagnostics: &diagnostics))
            #expect(model.evaluate(decision: "d", inputs: Context()) == .number(2))
        }
    }

    @Test func reportsCyclesMissingElementsAndWhereTheyStand() {
        var diagnostics = Diagnostics()
        let elements = """

            <decision id="a" name="a"><variable name="a"/><informationRequirement><requiredDecision href="#b"/></informationRequirement>\(literal("b"))</decision>
            <decision id="b" name="b"><variable name="b"/><informationRequirement><requiredDecision href="#a"/></informationRequirement>\(literal("a"))</decision>
            <decision id="c" name="c"><variable name="c"/><informationRequirement><requiredDecision href="#gone"/></informationRequirement>\(literal("1 +"))</decision>
            """
        let model = DecisionModel(parsing: definitions(elements), file: "m.dmn", diagnostics: &diagnostics)
        let messages = diagnostics.sorted.map { "\($0.location.position.line) \($0.message)" }
        #expect(messages.contains("2 'a' depends on itself: a → b → a"))
        #expect(messages.contains("4 'c' requires 'gone', which is not there"))
        #expect(messages.contains("4 the expression ends too soon"))
        #expect(model?.evaluate(decision: "a", inputs: Context()) == .null)
    }

    @Test func hostileFilesAreRefused() {
        let bomb =
            "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">&b;</definitions>"
        let external =
            "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"&a;\"/>"
        let deep = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">" + String(repeating: "<context>", count: 5_000)
        for text in [bomb, external, deep, "", "<html/>", "{}", "<definitions>"] {
            var diagnostics = Diagnostics()
            #expect(DecisionModel(parsing: Array(text.utf8), file: "m.dmn", diagnostics: &diagnostics) == nil)
            #expect(diagnostics.hasErrors)
        }
    }

    @Test("a name that is no UTF-8 is refused")
    func brokenNames() {
        var bytes = definitions("<inputData id=\"x\" name=\"x\"><variable name=\"x\" typeRef=\"number\"/></inputData>")
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "t") { bytes[index] = 0xF4 }
        var diagnostics = Diagnostics()
        #expect(DecisionModel(parsing: bytes, file: "m.dmn", diagnostics: &diagnostics) == nil)
        #expect(diagnostics.sorted.map(\.message) == ["this file is not in UTF-8"])
    }

    @Test("a model in UTF-16 is read like any other")
    func wideCharacters() {
        let bytes = definitions("<inputData id=\"x\" name=\"Größe\"><variable name=\"Größe\" typeRef=\"number\"/></inputData>")
        let units = String(decoding: bytes, as: UTF8.self).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        var diagnostics = Diagnostics()
        #expect(DecisionModel(parsing: [0xFF, 0xFE] + units, file: "m.dmn", diagnostics: &diagnostics) != nil)
        #expect(diagnostics.sorted.map(\.message) == [])
    }

    private func errors(_ elements: String) -> (model: DecisionModel?, errors: [String]) {
        var diagnostics = Diagnostics()
        let model = DecisionModel(parsing: definitions(elements), file: "m.dmn", diagnostics: &diagnostics)
        return (model, diagnostics.sorted.filter { $0.severity == .error }.map { "\($0.location.position.line) \($0.message)" })
    }

    @Test("types that double with each line are refused")
    func enormousTypes() {
        let types = (1...40).map { number in
            let parts = ["a", "b"].map { "<itemComponent name=\"\($0)\"><typeRef>t\(number - 1)</typeRef></itemComponent>" }
            return "<itemDefinition name=\"t\(number)\">\(parts.joined())</itemDefinition>"
        }
        #expect(errors(types.joined()).errors.contains("1 the type 't10' has more than 2000 parts in each other"))
    }

    @Test("a chain of decisions that would fill the stack is refused")
    func longChains() throws {
        let chain = (1...1_200).map { number in
            "\n<decision id=\"d\(number)\" name=\"d\(number)\"><variable name=\"d\(number)\"/><informationRequirement>"
                + "<requiredDecision href=\"#d\(number - 1)\"/></informationRequirement>\(literal("d\(number - 1) + 1"))</decision>"
        }
        let (read, errors) = errors("<decision id=\"d0\" name=\"d0\"><variable name=\"d0\"/>\(literal("1"))</decision>" + chain.joined())
        let model = try #require(read)
        #expect(errors == ["501 'd500' rests on a chain of more than 500 decisions", "1001 'd1000' rests on a chain of more than 500 decisions"])
        #expect(model.evaluate(decision: "d499", inputs: Context()) == .number(500))
        _ = model.evaluate(decision: "d1200", inputs: Context())
    }

    @Test("types of boxed records that double with each entry are no longer told apart")
    func boxedTypesThatDouble() throws {
        func entry(_ name: String, _ logic: String) -> String { "<contextEntry><variable name=\"\(name)\"/>\(logic)</contextEntry>" }
        let records = (2...30).map { number in
            entry("e\(number)", "<context>\(entry("p", literal("e\(number - 1)")))\(entry("q", literal("e\(number - 1)")))</context>")
        }
        let lists = (31...40).map { entry("e\($0)", "<list>\(literal("e\($0 - 1)"))\(literal("e\($0 - 1)"))</list>") }
        let (read, errors) = errors(
            decision("<context>\(entry("e1", literal("{p: 1, q: 1}")))\((records + lists).joined())\(entry("r", literal("x + 1")))</context>"))
        #expect(errors.isEmpty)
        // The value is as large as its type.
        #expect(try #require(read).evaluate(decision: "d", inputs: ["x": .number(1)]) == .null)
    }

    @Test(
        "values that double from decision to decision are refused",
        arguments: [
            { "<list>\(literal($0))\(literal($0))</list>" },
            { "<relation><column name=\"a\"/><column name=\"b\"/><row>\(literal($0))\(literal($0))</row></relation>" },
            {
                "<context><contextEntry><variable name=\"a\"/>\(literal($0))</contextEntry><contextEntry><variable name=\"b\"/>\(literal($0))</contextEntry></context>"
            }, { "<for iteratorVariable=\"i\"><in>\(literal("[1, 2]"))</in><return>\(literal($0))</return></for>" },
            {
                "<decisionTable hitPolicy=\"COLLECT\"><output/>" + String(repeating: "<rule><outputEntry><text>\($0)</text></outputEntry></rule>", count: 2)
                    + "</decisionTable>"
            },
        ] as [@Sendable (String) -> String])
    func valuesThatDouble(_ logic: @Sendable (String) -> String) throws {
        let chain = (1...40).map { number in
            "<decision id=\"d\(number)\" name=\"d\(number)\"><variable name=\"d\(number)\"/><informationRequirement>"
                + "<requiredDecision href=\"#d\(number - 1)\"/></informationRequirement>\(logic("d\(number - 1)"))</decision>"
        }
        let model = try model("<decision id=\"d0\" name=\"d0\"><variable name=\"d0\"/>\(literal("[1]"))</decision>" + chain.joined())
        #expect(model.evaluate(decision: "d40", inputs: Context()) == .null)
        #expect(model.evaluate(decision: "d3", inputs: Context()) != .null)
    }

    @Test("a boxed loop over many items costs one step for each, and what the rounds before gave can be read")
    func longLoops() throws {
        func loop(_ body: String) throws -> DecisionModel {
            try model(
                decision("<for iteratorVariable=\"i\"><in>\(literal("for j in 1..x return j"))</in><return>\(literal(body))</return></for>"))
        }
        guard case .list(let items) = try loop("i * 2").evaluate(decision: "d", inputs: ["x": .number(100_000)]) else { Issue.record("no list"); return }
        #expect(items.count == 100_000 && items.last == .number(200_000))
        #expect(try loop("if i = 1 then 1 else i * partial[-1]").evaluate(decision: "d", inputs: ["x": .number(5)]).description == "[1, 2, 6, 24, 120]")
    }

    /// Goes through 10,000 items each time, which the budget counts, so that it is used up soon.
    private static let endless = "{l: for j in 1..10000 return j, r: some i in 1..10000000 satisfies count(l) = i + 10000}.r"

    @Test(
        "a decision that takes too many steps is null, whatever its logic makes of a part that is missing",
        arguments: [
            literal("if (\(endless)) then \"refuse\" else \"grant\""),
            "<conditional><if>\(literal(endless))</if><then>\(literal("\"refuse\""))</then><else>\(literal("\"grant\""))</else></conditional>",
            table("FIRST", [(endless, "\"refuse\""), ("-", "\"grant\"")]),
            table(
                "UNIQUE", [("? &gt; 0 and (\(endless))", "\"refuse\"")],
                output: "<output><defaultOutputEntry><text>\"grant\"</text></defaultOutputEntry></output>"),
            table("COLLECT", [("-", "1"), (endless, "2"), ("-", "3")], attributes: "aggregation=\"SUM\""),
        ])
    func exhaustion(_ logic: String) throws {
        let model = try model(decision(logic))
        #expect(model.evaluate(decision: "d", inputs: ["x": .number(5)]) == .null)
        let explanation = model.explain(decision: "d", inputs: ["x": .number(5)])
        #expect(explanation.value == .null && explanation.firstReason == "the evaluation took too many steps")
    }

    @Test("what one decision takes too many steps for makes those that rest on it null too")
    func exhaustionOfAPart() throws {
        let part = "<decision id=\"p\" name=\"p\"><variable name=\"p\"/>\(literal(Self.endless))</decision>"
        let whole =
            "<decision id=\"w\" name=\"w\"><variable name=\"w\"/><informationRequirement><requiredDecision href=\"#p\"/></informationRequirement>"
            + "\(literal("if p then \"refuse\" else \"grant\""))</decision>"
        let service = "<decisionService id=\"s\" name=\"s\"><variable name=\"s\"/><outputDecision href=\"#w\"/></decisionService>"
        let model = try model(part + whole + service)
        #expect(model.evaluate(decision: "w", inputs: Context()) == .null)
        #expect(model.evaluate(service: "s", inputs: Context()) == .null)
    }

    @Test("a restriction of a restricted type passes both")
    func restrictions() throws {
        func type(_ name: String, _ base: String, _ allowed: String) -> String {
            "<itemDefinition name=\"\(name)\"><typeRef>\(base)</typeRef><allowedValues><text>\(allowed)</text></allowedValues></itemDefinition>"
        }
        let types = type("base", "string", "\"a\", \"b\"") + type("derived", "base", "\"b\", \"c\"")
        let model = try model(types + decision(literal("x"), type: "derived", input: "string"))
        for (text, isAllowed) in [("a", false), ("b", true), ("c", false)] {
            #expect(model.evaluate(decision: "d", inputs: ["x": .string(text)]) == (isAllowed ? .string(text) : .null), "\(text)")
        }
    }

    @Test(
        "what is written in another language than FEEL is told where it stands",
        arguments: [
            ("https://www.omg.org/spec/DMN/20230324/FEEL/", []), ("feel", []),
            ("https://www.omg.org/spec/DMN/20240513/B-FEEL/", ["warning: this is written in B-FEEL, and computed as FEEL"]),
            ("juel", ["error: the expression language 'juel' is not known here"]),
        ] as [(String, [String])])
    func languages(_ language: String, _ messages: [String]) {
        func found(_ bytes: [UInt8]) -> [String] {
            var diagnostics = Diagnostics()
            _ = DecisionModel(parsing: bytes, file: "test.dmn", diagnostics: &diagnostics)
            return diagnostics.sorted.map { "\($0.severity): \($0.message)" }
        }
        let mark = "expressionLanguage=\"\(language)\""
        let logic = decision(literal("x"))
        #expect(found(definitions(logic.replacing("<literalExpression>", with: "<literalExpression \(mark)>"))) == messages)
        let whole = String(decoding: definitions(logic), as: UTF8.self)
        #expect(found(Array(whole.replacing("name=\"test\"", with: "name=\"test\" \(mark)").utf8)) == messages)
        let cells = table("UNIQUE", [("&lt; 10", "1")])
        for element in ["inputExpression typeRef=\"number\"", "inputEntry", "outputEntry"] {
            #expect(found(definitions(decision(cells.replacing("<\(element)>", with: "<\(element) \(mark)>")))) == messages, "\(element)")
        }
    }

    @Test("a mistake in the values that a type allows is told at the text itself")
    func placeOfAllowedValues() {
        let type = "<itemDefinition name=\"small\"><typeRef>number</typeRef><allowedValues><text>[0..</text></allowedValues></itemDefinition>"
        let text = String(decoding: definitions(type), as: UTF8.self)
        var diagnostics = Diagnostics()
        _ = DecisionModel(parsing: Array(text.utf8), file: "test.dmn", diagnostics: &diagnostics)
        let start = text.utf8.count - text.split(separator: "[0..", maxSplits: 1)[1].utf8.count - 3
        let column = diagnostics.sorted.first?.location.position.column ?? 0
        #expect((start...start + 4).contains(column), "\(diagnostics.sorted), \(start)")
    }

    @Test("mistakes of the models that a model imports are told with its own, and those of its neighbours are not")
    func faultsOfImportedModels() {
        func file(_ name: String, _ namespace: String, imports: String?, _ logic: String) -> (name: String, bytes: [UInt8]) {
            let imported = imports.map { "<import name=\"i\" namespace=\"\($0)\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>" } ?? ""
            return (name, definitions(imported + decision(literal(logic)), namespace: namespace))
        }
        let files = [
            file("a.dmn", "urn:a", imports: "urn:b", "x"), file("b.dmn", "urn:b", imports: "urn:c", "x"), file("c.dmn", "urn:c", imports: nil, "x +"),
            file("d.dmn", "urn:d", imports: nil, "x +"),
        ]
        var diagnostics = Diagnostics()
        #expect(DecisionModel.load(files, wanted: "a.dmn", diagnostics: &diagnostics) != nil)
        #expect(diagnostics.sorted.map(\.location.file) == ["c.dmn"])
    }

    @Test("many models beside each other tell their inputs at once")
    func manyModels() throws {
        let files = (0..<40).map { number in
            (
                name: "m\(number).dmn",
                bytes: definitions(
                    "<inputData id=\"x\(number)\" name=\"x\(number)\"><variable name=\"x\(number)\" typeRef=\"number\"/></inputData>",
                    namespace: "urn:\(number)")
            )
        }
        var diagnostics = Diagnostics()
        let models = DecisionModel.load(files, diagnostics: &diagnostics)
        #expect(models.values.map(\.inputs.count).max() == 40)
    }

    @Test("a table of very many columns is read and checked")
    func wideTables() throws {
        let columns = String(repeating: "<input><inputExpression><text>x</text></inputExpression></input>", count: 5_000)
        let cells = String(repeating: "<inputEntry><text>-</text></inputEntry>", count: 5_000)
        let model = try model(
            decision("<decisionTable>\(columns)<output/><rule>\(cells)<outputEntry><text>1</text></outputEntry></rule></decisionTable>"))
        var diagnostics = Diagnostics()
        model.checkTables(diagnostics: &diagnostics)
        #expect(diagnostics.all.isEmpty)
        #expect(model.evaluate(decision: "d", inputs: ["x": .number(1)]) == .number(1))
    }

    @Test func runtimeNullsHaveAReason() throws {
        let explanation = try model(decision(literal("10 / x"))).explain(decision: "d", inputs: ["x": .number(0)])
        #expect(explanation.value == .null)
        #expect(explanation.firstReason == "division by zero")
        #expect(try model(decision(literal("x"))).explain(decision: "d", inputs: Context()).firstReason == "the input 'x' is not given")
    }
}
