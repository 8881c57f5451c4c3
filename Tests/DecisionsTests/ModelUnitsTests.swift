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
