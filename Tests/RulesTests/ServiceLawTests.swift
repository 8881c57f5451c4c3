import Blueprint
import Capability
import Decisions
import FEEL
import HTML
import Kernel
import Testing

@testable import Rules

/// A service calls values of rulebooks by name: checked when the folder is, by the law of the case's day, with reasons that are kept.
@Suite struct ServiceLawTests {
    static let law = """
        title: Levies
        entities:
          family: {title: Family, members: person, roles: {adults: Adults}}
          person: {title: Person}
        inputs:
          pay: {of: person, title: Pay, unit: EUR}
          kind: {of: person, type: text, choices: [clerk, baker]}
        parameters:
          rate: {title: Rate, unit: rate, source: Act 1, values: {2020-01-01: 0.1, 2022-01-01: 0.2}}
        formulas:
          levy: {of: person, title: Levy, unit: EUR, source: "Act 1, section 2", value: pay * rate}
          all_levies: {of: family, title: All levies, unit: EUR, source: Act 3, value: sum(members.levy)}
        """

    static let names: [String: FEELType] = ["wage": .number, "price": .number, "name": .string, "law_date": .date, "wages": .list(.number)]

    static func read(_ service: String, currency: String = "EUR", languages: [String] = ["en", "es"], units: [String: Unit] = [:]) throws -> (
        ServiceLaw, Names, Diagnostics
    ) {
        let files = [
            FolderSnapshot.File(path: "polity.yaml", bytes: Array("name: M\nlanguages: [en]\ncurrency: EUR\ntime_zone: UTC\n".utf8)),
            FolderSnapshot.File(path: "rules/levies.yaml", bytes: Array(law.utf8)),
        ]
        let edition = try #require(Composition([.rules]).edition(of: FolderSnapshot(files: files)).0)
        let kind = FileKind<Checked>(id: "test", pattern: "service.yaml", about: "", schema: .any) { file, _ in file.root }
        var diagnostics = Diagnostics()
        let file = try #require(kind.read(Array(service.utf8), path: "service.yaml", id: "test", diagnostics: &diagnostics))
        var names = Names(Self.names)
        var reader = LawCallReader(edition[Rulebooks.self], languages: languages.map { Language.known($0) }, currency: currency, units: units)
        return (reader.read(file, &names, &diagnostics), names, diagnostics)
    }

    static let levy = """
        law:
          my_levy:
            value: levies.levy
            given: {pay: wage}
          ours:
            value: levies.all_levies
            given: {adults: "for w in wages return {pay: w + my_levy}"}
        """

    @Test(
        "what is given counts what the rulebook asks for",
        arguments: [
            ("levies.levy, given: {pay: wage}", "this gives m, but 'pay' counts EUR in 'levies'"),
            ("levies.levy, given: {pay: wage + price}", "this adds m and EUR"),
            ("levies.all_levies, given: {adults: \"for w in wages return {pay: wage}\"}", "this gives m, but 'pay' counts EUR in 'levies'"),
        ])
    func measures(_ call: String, _ message: String) throws {
        let units = ["wage": try #require(Unit("m")), "price": try #require(Unit("EUR"))]
        let (_, _, diagnostics) = try Self.read("law: {mine: {value: \(call)}}", units: units)
        #expect(diagnostics.sorted.map(\.message) == [message], "\(diagnostics.sorted)")
        #expect(try Self.read("law: {mine: {value: levies.levy, given: {pay: price * 2}}}", units: units).2.all.isEmpty)
    }

    static func given(_ day: String, _ values: Context = ["wage": .number(1_000)]) throws -> Context {
        var context = values
        context["law_date"] = .date(try #require(CivilDate(day)))
        return context
    }

    @Test(
        "the law of the case's day holds",
        arguments: [
            ("2019-12-31", "my_levy", "0"), ("2021-12-31", "my_levy", "100"), ("2022-01-01", "my_levy", "200"), ("2022-01-01", "my_levy / 2", "100"),
            // (50 + the levy of 1,000) at the rate, for two.
            ("2021-12-31", "ours", "30"), ("2022-01-01", "ours", "100"),
        ])
    func asOf(_ day: String, _ text: String, _ expected: String) throws {
        let (_, names, diagnostics) = try Self.read(Self.levy)
        #expect(diagnostics.all.isEmpty, "\(diagnostics.sorted)")
        var found = Diagnostics()
        let location = SourceLocation(file: "service.yaml", line: 1, column: 1)
        let expression = try #require(Expression(text, names: names, expected: .number, location: location, diagnostics: &found), "\(found.sorted)")
        let given = try Self.given(day, ["wage": .number(1_000), "wages": .list([.number(50), .number(50)])])
        #expect(expression.evaluate(given).description == expected)
    }

    @Test func whatIsNotKnownYetIsNull() throws {
        let (law, _, _) = try Self.read(Self.levy)
        #expect(law.calls[0].value(try Self.given("2022-01-01", ["wage": .null])) == .null)
        #expect(law.calls[0].value(["wage": .number(5)]) == .null)
        #expect(law.findings(of: ["my_levy"], given: try Self.given("2022-01-01", [:])) == [])
    }

    @Test("the finding tells the way in each language, survives storing, and is drawn")
    func findings() throws {
        let (law, _, _) = try Self.read(Self.levy)
        let finding = try #require(law.findings(of: ["my_levy"], given: try Self.given("2022-05-06")).first)
        #expect(finding.value == .number(200) && finding.law?.rulebook == "levies" && finding.law?.date == CivilDate("2022-05-06"))
        let lines = try #require(finding.law).lines
        #expect(
            lines.map(\.text.text) == [
                "Levy is €200.00, because it is ‹Pay› × ‹Rate›", "‹Rate›: 20 %, since 1 January 2022", "Pay is €1,000.00, as the application says",
            ])
        #expect(lines[0].text["es"] == "Levy: 200,00 €, porque es ‹Pay› × ‹Rate›", "\(lines[0].text["es"])")
        #expect(lines.map(\.source) == ["Act 1, section 2", "Act 1", nil] && lines.map(\.depth) == [0, 1, 1])
        #expect(RuleFinding(try JSON(parsing: finding.json.text)) == finding)
        var html = HTML(language: .english)
        html.ruleFindings([finding], words: .none, in: .english)
        let text = html.string
        #expect(text.contains("By the law as it was on 6 May 2022") && text.contains("/rules/levies?on=2022-05-06"))
        #expect(text.contains("<li>Levy is €200.00, because it is ‹Pay› × ‹Rate› (Act 1, section 2)<ul><li>‹Rate›"), "\(text)")
    }

    @Test("values that others are computed from are told with them")
    func chain() throws {
        let (law, _, _) = try Self.read(Self.levy)
        let given = try Self.given("2022-01-01", ["wage": .number(10), "wages": .list([.number(1)])])
        #expect(law.findings(of: ["ours"], given: given).map(\.decision) == ["my_levy", "ours"])
        #expect(law.findings(of: ["my_levy"], given: given).map(\.decision) == ["my_levy"])
    }

    @Test("a decision model may use a value of the law as its input")
    func inAModel() throws {
        let (law, names, _) = try Self.read(Self.levy)
        let table = Town.table("band", type: "string", of: ["my_levy"], [(["< 150"], "\"low\"", []), ([">= 150"], "\"high\"", [])])
        var diagnostics = Diagnostics()
        let model = try #require(
            DecisionModel(
                parsing: Array(Town.model(Town.input("my_levy", "number") + table).utf8), file: "rules.dmn", given: names.types, mode: .strict,
                diagnostics: &diagnostics))
        let rules = ServiceRules(model: model, file: "rules.dmn", law: law)
        #expect(rules.adding(to: try Self.given("2021-01-01"))["band"] == .string("low"))
        #expect(rules.adding(to: try Self.given("2022-01-01"))["band"] == .string("high"))
        #expect(rules.findings(of: ["band"], given: try Self.given("2022-01-01")).first?.rules.map(\.number) == [2])
    }

    static let faults: [(String, String)] = [
        ("{value: levy, given: {pay: wage}}", "'levy' names no value of a rulebook"),
        ("{value: levis.levy}", "there is no rulebook 'levis'"),
        ("{value: levies.levvy}", "the rulebook 'levies' has no 'levvy'"),
        ("{value: levies.levy, given: {pai: wage}}", "'levies' knows no 'pai' of 'person'"),
        ("{value: levies.levy, given: {pay: name}}", "this is text, a number is needed here"),
        ("{value: levies.levy, given: {pay: wagge}}", "there is no name 'wagge' here"),
        ("{value: levies.all_levies, given: {adults: \"[{pai: wage}]\"}}", "'levies' knows no 'pai' of 'person'"),
        ("{value: levies.all_levies, given: {adults: \"[{pay: name}]\"}}", "'pay' is text here, but a number in 'levies'"),
        ("{value: levies.all_levies, given: {pay: wage}}", "'levies' knows no 'pay' of 'family'"),
    ]

    @Test("what does not fit is a fault of the folder", arguments: faults)
    func fault(_ call: String, _ message: String) throws {
        let (_, _, diagnostics) = try Self.read("law:\n  mine: \(call)\n")
        #expect(diagnostics.sorted.map(\.message) == [message])
        #expect(diagnostics.sorted.allSatisfy { $0.location.position.line == 2 })
    }

    @Test func namesAndMoneyAreChecked() throws {
        #expect(
            try Self.read("law: {wage: {value: levies.levy}}").2.sorted.map(\.message) == [
                "a value of the law is called 'wage', which already means something here"
            ])
        let (_, _, diagnostics) = try Self.read(Self.levy, currency: "GBP")
        #expect(diagnostics.sorted.first?.message == "'levies.levy' counts EUR, but this government's currency is GBP")
    }
}
