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

    @Test func runtimeNullsHaveAReason() throws {
        let explanation = try model(decision(literal("10 / x"))).explain(decision: "d", inputs: ["x": .number(0)])
        #expect(explanation.value == .null)
        #expect(explanation.firstReason == "division by zero")
        #expect(try model(decision(literal("x"))).explain(decision: "d", inputs: Context()).firstReason == "the input 'x' is not given")
    }
}
