import Decisions
import FEEL
import Kernel
import Testing

/// What counts different things is not put together in a decision model either.
@Suite struct ModelUnitsTests {
    static let units = ["x": Unit("EUR")!, "path": Unit("m")!, "children.costs": Unit("EUR")!, "children.height": Unit("m")!]

    private func findings(_ logic: String, isOfServed: Bool = false) throws -> [Diagnostic] {
        let others = ["path", "children"].map { "<inputData id=\"\($0)\" name=\"\($0)\"><variable name=\"\($0)\"/></inputData>" }.joined()
        let requirements = ["path", "children"].map { "<informationRequirement><requiredInput href=\"#\($0)\"/></informationRequirement>" }.joined()
        let rest = """
            <decision id="e" name="e"><variable name="e"/><informationRequirement><requiredDecision href="#d"/></informationRequirement>
            <informationRequirement><requiredInput href="#path"/></informationRequirement>\(literal("d + path"))</decision>
            """
        let model = try model(others + decision(requirements + logic) + rest)
        var diagnostics = Diagnostics(isOfServed: isOfServed)
        model.checkUnits(of: Self.units, diagnostics: &diagnostics)
        return diagnostics.sorted
    }

    @Test(
        "adding metres to euros is an error wherever it stands",
        arguments: [
            (literal("(x + path) * path"), "in '(x + path) * path': this adds EUR and m"),
            (literal("if x &gt; path then path else path"), "in 'if x > path then path else path': this compares EUR and m"),
            (
                literal("sum(for c in children return c.costs + c.height) * path / x"),
                "in 'sum(for c in children return c.costs + c.height) * path / x': this adds EUR and m"
            ),
            (
                "<context><contextEntry><variable name=\"part\"/>\(literal("x * 2"))</contextEntry><contextEntry>\(literal("part - path"))</contextEntry></context>",
                "in 'part - path': this subtracts EUR and m"
            ),
            (table("FIRST", [("&gt; path", "path")]), "this compares EUR and m"),
            (table("FIRST", [("&gt; 5", "path"), ("-", "x")]), "this gives m and EUR"),
            ("<list>\(literal("path"))\(literal("x"))</list>", "this lists m and EUR"),
            ("<conditional><if>\(literal("x &gt; 1"))</if><then>\(literal("path"))</then><else>\(literal("x"))</else></conditional>", "this gives m and EUR"),
        ])
    func mixed(_ logic: String, _ message: String) throws {
        let found = try findings(logic)
        #expect(found.map(\.message).contains(message) && found.allSatisfy { $0.severity == .error }, "\(found)")
        // What an edition that is served already says is told, and does not stop it.
        let served = try findings(logic, isOfServed: true)
        #expect(served.map(\.message) == found.map(\.message) && served.allSatisfy { $0.severity == .warning })
    }

    /// A model with types that say what they count, and the decision `d` of the given type.
    private func declared(_ logic: String, type: String = "metres", isOfServed: Bool = false, more: String = "") throws -> (
        findings: [Diagnostic], units: [String: Unit]
    ) {
        let types = """
            <itemDefinition name="metres" polity:unit="m"><typeRef>number</typeRef></itemDefinition>
            <itemDefinition name="short" isCollection="false"><typeRef>metres</typeRef><allowedValues><text>&lt; 10</text></allowedValues></itemDefinition>
            <itemDefinition name="lengths" isCollection="true"><typeRef>metres</typeRef></itemDefinition>
            <itemDefinition name="fence"><itemComponent name="length"><typeRef>short</typeRef></itemComponent>
              <itemComponent name="price" polity:unit="EUR/m"><typeRef>number</typeRef></itemComponent></itemDefinition>
            """
        let inputs = [("fence", "fence"), ("ways", "lengths"), ("path", "metres")].map {
            "<inputData id=\"\($0)\" name=\"\($0)\"><variable name=\"\($0)\" typeRef=\"\($1)\"/></inputData>"
        }.joined()
        let function = """
            <businessKnowledgeModel id="f" name="costs"><variable name="costs"/><encapsulatedLogic><formalParameter name="long" typeRef="metres"/>
            <formalParameter name="each" typeRef="number"/>\(literal("long * 2"))</encapsulatedLogic></businessKnowledgeModel>
            """
        let needed = ["fence", "ways", "path"].map { "<informationRequirement><requiredInput href=\"#\($0)\"/></informationRequirement>" }.joined()
        let elements =
            types + inputs + function
            + decision(needed + "<knowledgeRequirement><requiredKnowledge href=\"#f\"/></knowledgeRequirement>" + logic, type: type) + more
        let text = String(decoding: definitions(elements), as: UTF8.self).replacing("name=\"test\"", with: "name=\"test\" xmlns:polity=\"urn:polity:dmn\"")
        var diagnostics = Diagnostics(isOfServed: isOfServed)
        let model = try #require(DecisionModel(parsing: Array(text.utf8), file: "test.dmn", mode: .strict, diagnostics: &diagnostics))
        let units = model.checkUnits(of: ["x": try #require(Unit("EUR"))], diagnostics: &diagnostics)
        return (diagnostics.sorted, units)
    }

    @Test(
        "a type says what its numbers count",
        arguments: [
            (literal("x + path"), "metres", "in 'x + path': this adds EUR and m"),
            (literal("x"), "metres", "this gives EUR, but 'd' is declared in m"),
            (literal("x + fence.length"), "Any", "in 'x + fence.length': this adds EUR and m"),
            (literal("x + sum(ways)"), "Any", "in 'x + sum(ways)': this adds EUR and m"),
            (literal("[fence.length * fence.price, path]"), "Any", "in '[fence.length * fence.price, path]': this lists EUR and m"),
            (literal("{length: path, price: x}"), "fence", "this gives EUR, but 'd.price' is declared in EUR/m"),
            (literal("x + costs(path, 2)"), "Any", "in 'x + costs(path, 2)': this adds EUR and m"),
            (literal("costs(x, 2)"), "Any", "in 'costs(x, 2)': 'long' of 'costs' counts m, and is given EUR"),
            (literal("costs(each: path, long: x)"), "Any", "in 'costs(each: path, long: x)': 'long' of 'costs' counts m, and is given EUR"),
            (
                "<invocation>\(literal("costs"))<binding><parameter name=\"long\"/>\(literal("x"))</binding></invocation>", "Any",
                "this gives EUR, but 'long' is declared in m"
            ),
            (
                "<context><contextEntry><variable name=\"a\" typeRef=\"metres\"/>\(literal("x"))</contextEntry></context>", "Any",
                "this gives EUR, but 'a' is declared in m"
            ),
            (table("FIRST", [("-", "x")], output: "<output typeRef=\"metres\"/>"), "Any", "this gives EUR, but 'result' is declared in m"),
        ])
    func declaredTypes(_ logic: String, _ type: String, _ message: String) throws {
        let found = try declared(logic, type: type).findings
        #expect(found.map(\.message) == [message] && found.allSatisfy { $0.severity == .error }, "\(found)")
        let served = try declared(logic, type: type, isOfServed: true).findings
        #expect(served.map(\.message) == [message] && served.allSatisfy { $0.severity == .warning })
    }

    @Test("what decisions count is known to whoever uses them")
    func decided() throws {
        #expect(try declared(literal("5")).units == ["d": Unit("m")!])
        #expect(try declared(literal("x * 2"), type: "number").units == ["d": Unit("EUR")!])
        let fence = try declared(literal("{length: 5, price: x / path}"), type: "fence")
        #expect(fence.findings == [] && fence.units == ["d.length": Unit("m")!, "d.price": Unit("EUR/m")!])
        #expect(try declared(literal("costs(path, 2) * fence.price"), type: "number").units == ["d": Unit("EUR")!])
    }

    @Test("a unit is of numbers, and one that can be read")
    func faultyUnits() throws {
        let words = "<itemDefinition name=\"words\" polity:unit=\"m\"><typeRef>string</typeRef></itemDefinition>"
        #expect(try declared(literal("5"), more: words).findings.map(\.message) == ["only numbers count something"])
        let odd = "<itemDefinition name=\"odd\" polity:unit=\"5 m\"><typeRef>number</typeRef></itemDefinition>"
        #expect(try declared(literal("5"), more: odd).findings.map(\.message) == ["'5 m' is no unit"])
    }

    @Test("what a decision gives counts for those that need it")
    func across() throws {
        #expect(try findings(literal("x * 2")).map(\.message) == ["in 'd + path': this adds EUR and m"])
    }

    @Test(
        "what counts the same, or is only a number, is put together",
        arguments: [
            literal("path + 5"), literal("path * x / x"), literal("sum(children.height) + path"), literal("if x &gt; 5 then path else 2 * path"),
            table("FIRST", [("&gt; 5", "path"), ("-", "2")]), literal("max(children.costs) / x * path"),
        ])
    func fitting(_ logic: String) throws { #expect(try findings(logic).isEmpty) }
}
