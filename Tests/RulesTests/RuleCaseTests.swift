import Blueprint
import Capability
import Decisions
import FEEL
import Kernel
import Testing

@testable import Rules

/// Worked cases of the law: what passes, what is shown of what fails, and what no case touches.
@Suite struct RuleCaseTests {
    static let law = """
        title: A small law
        entities:
          family: {title: Family, members: person, roles: {adults: Adults}}
          person: {title: Person}
        inputs:
          pay: {of: person, unit: EUR}
        parameters:
          rate: {unit: rate, source: Act 1, values: {2020-01-01: 0.1, 2022-01-01: 0.2}}
          scale:
            unit: rate
            base: EUR
            scale: marginal
            source: Act 2
            brackets:
              - {threshold: {2020-01-01: 0}, rate: {2020-01-01: 0.1}}
              - {threshold: {2020-01-01: 100, 2021-01-01: 200}, rate: {2020-01-01: 0.3}}
        formulas:
          tax: {of: person, unit: EUR, source: Act 1, value: pay * rate}
          levy: {of: person, unit: EUR, source: Act 2, versions: {2020-01-01: scale(pay), 2021-01-01: scale(pay) / 2}}
          all_taxes: {of: family, unit: EUR, source: Act 3, value: sum(members.tax)}
        """

    static let model =
        Town.input("cost", "number")
        + Town.table("fee", of: ["cost"], [(["< 10"], "1", []), ([">= 10"], "2", [])])

    static func link(cases: [String: String], law: String = RuleCaseTests.law, model: String? = nil) -> (Edition?, Diagnostics) {
        var files = [
            FolderSnapshot.File(path: "polity.yaml", bytes: Array("name: M\nlanguages: [en]\ncurrency: EUR\ntime_zone: UTC\n".utf8)),
            FolderSnapshot.File(path: "rules/levy_act.yaml", bytes: Array(law.utf8)),
            FolderSnapshot.File(path: "rules/fees.dmn", bytes: Array(Town.model(model ?? Self.model).utf8)),
        ]
        for (name, text) in cases { files.append(FolderSnapshot.File(path: "rules/cases/\(name).yaml", bytes: Array(text.utf8))) }
        return Composition([.rules]).edition(of: FolderSnapshot(files: files))
    }

    func runs(_ name: String, _ cases: String) throws -> (runs: [RuleCaseRun], coverage: LawCoverage) {
        let (edition, diagnostics) = Self.link(cases: [name: cases])
        #expect(diagnostics.sorted.filter { $0.severity == .error }.isEmpty, "\(diagnostics.sorted)")
        let ofLaw = try #require(edition?[RuleCases.self].all.first)
        let runs = try ofLaw.cases.map { try RuleCaseRun($0, of: ofLaw.law) }
        var coverage = LawCoverage(ofLaw.law)
        for run in runs { coverage.add(run) }
        return (runs, coverage)
    }

    @Test func whatAgreesPasses() throws {
        let (runs, _) = try runs(
            "levy_act",
            """
            cases:
              two: {as_of: 2022-05-01, inputs: {family: {adults: [{pay: 100}, {pay: 50}]}}, expect: {tax: [20, 10], all_taxes: 30}}
              near: {as_of: 2022-05-01, inputs: {person: {pay: 100}}, expect: {tax: 20.01}, tolerance: 0.01}
              far: {as_of: 2022-05-01, inputs: {person: {pay: 100}}, expect: {tax: 20.011}, tolerance: 0.01}
              exact: {as_of: 2022-05-01, inputs: {person: {pay: 100}}, expect: {tax: 20.0000000000000000000001}}
              missing: {as_of: 2022-05-01, inputs: {person: {pay: 100}}, expect: {tax: [20, 0]}}
            """)
        #expect(runs.map(\.passed) == [true, true, false, false, false])
    }

    @Test("what differs is shown beside what was expected, with the way to it")
    func report() throws {
        let (runs, _) = try runs(
            "levy_act",
            """
            cases:
              wrong: {as_of: 2020-05-01, inputs: {person: {pay: 150}}, expect: {tax: 15, levy: 26}}
            """)
        expectGolden(runs.map(\.report).joined(), "rule-case-report.txt")
    }

    @Test func coverageTellsWhatNoCaseTouches() throws {
        let (_, coverage) = try runs(
            "levy_act",
            """
            cases:
              one: {as_of: 2020-05-01, inputs: {person: {pay: 150}}, expect: {tax: 15, levy: 25}}
            """)
        #expect(
            coverage.warnings.map(\.message) == [
                "no case touches 'rate' as it is from 2022-01-01", "no case touches 'scale' as it is from 2021-01-01",
                "no case touches the formula 'levy' of 2021-01-01", "no case touches the formula 'all_taxes'",
            ])
        #expect(coverage.warnings.map(\.location.position.line) == [8, 16, 19, 20])
        #expect(coverage.summary == "4 of 8 formulas, dated values and rows of tables are touched by a case")
    }

    @Test func aModelIsTestedByItsCases() throws {
        let (runs, coverage) = try runs(
            "fees",
            """
            cases:
              small: {as_of: 2020-05-01, inputs: {cost: 5}, expect: {fee: 1}}
              wrong: {as_of: 2020-05-01, inputs: {cost: 9}, expect: {fee: 2}}
            """)
        #expect(runs.map(\.passed) == [true, false])
        #expect(runs[1].report.contains("rule 1 matches where cost = 9"))
        #expect(coverage.warnings.map(\.message) == ["no case touches rule 2 of 'fee'"])
    }

    @Test(
        "a case that cannot be run is a fault of the folder",
        arguments: [
            ("levy_akt", "cases: {a: {as_of: 2020-01-01, expect: {tax: 1}}}", "there is no law 'levy_akt' for these cases"),
            ("levy_act", "cases: {a: {as_of: 2020-01-01, expect: {tx: 1}}}", "nothing in the law is called 'tx'"),
            (
                "levy_act", "cases: {a: {as_of: 2020-01-01, inputs: {person: {pai: 1}}, expect: {tax: 1}}}",
                "the inputs of 'a' cannot be read: person.pai: the rulebook knows no such value of 'person'"
            ),
            (
                "fees", "cases: {a: {as_of: 2020-01-01, inputs: {cost: high}, expect: {fee: 1}}}",
                "the inputs of 'a' cannot be read: cost: this must be a number"
            ),
        ])
    func faults(_ name: String, _ text: String, _ message: String) {
        let (_, diagnostics) = Self.link(cases: [name: text])
        #expect(diagnostics.sorted.filter { $0.severity == .error }.map(\.message) == [message])
    }

    @Test("what is wrong with the inputs of a case is told where it stands")
    func placesOfFaults() {
        let (_, diagnostics) = Self.link(cases: [
            "levy_act": """
            cases:
              a:
                as_of: 2020-01-01
                inputs: {family: {adults: [{pay: 1}, {pay: much}]}}
                expect: {tax: 1}
              b:
                as_of: 2020-01-01
                inputs: {person: {pai: 1}}
                expect: {tax: 1}
            """
        ])
        #expect(
            diagnostics.sorted.filter { $0.severity == .error }.map { "\($0.location): \($0.mend ?? "")" } == [
                "rules/cases/levy_act.yaml:4:48: ", "rules/cases/levy_act.yaml:8:23: Did you mean 'pay'?",
            ])
    }

    @Test("a law that is written wrongly is told as such, and not as missing for its cases")
    func brokenLaw() {
        let (_, diagnostics) = Self.link(
            cases: ["levy_act": "cases: {a: {as_of: 2020-01-01, expect: {tax: 1}}}"], law: Self.law.replacing("pay * rate", with: "pay * rite"))
        let errors = diagnostics.sorted.filter { $0.severity == .error }
        #expect(!errors.isEmpty && errors.allSatisfy { !$0.location.file.hasPrefix("rules/cases/") }, "\(errors)")
    }

    @Test("laws without any case are told")
    func untried() throws {
        let (edition, _) = Self.link(cases: ["levy_act": "cases: {a: {as_of: 2020-01-01, inputs: {person: {pay: 1}}, expect: {tax: 0.1}}}"])
        let cases = try #require(edition?[RuleCases.self])
        #expect(cases.untried.map(\.warning.description) == ["rules/fees.dmn:1:1: warning: no case tries 'fees'\n    Write rules/cases/fees.yaml."])
        let none = try #require(Self.link(cases: [:]).0?[RuleCases.self])
        #expect(none.untried.map(\.id) == ["fees", "levy_act"])
    }
}

/// What a program is told of the reasons travels with every answer, so it is small; and nothing is lost by that.
@Suite struct ReasonsJSONTests {
    @Test(arguments: [
        #"{"employment_income": 61234.56, "self_employment_income": 30000, "savings_interest_income": 4000, "dividend_income": 9000}"#,
        #"{"employment_income": 125000.5, "private_pension_income": 10000, "age": 64}"#,
    ])
    func anIncomeTaxOfAllResults(_ facts: String) throws {
        let book = try ArdenLawTests.law("income_tax")
        let situation = try Situation(try JSON(parsing: facts), for: book)
        let date = try #require(CivilDate("2024-04-06"))
        let reasons = book.results.compactMap { Calculation.reasons(for: $0.id, in: situation, asOf: date) }
        #expect(reasons.count == 6)
        func size(_ told: (reasons: JSON, sources: JSON)) -> Int {
            JSON.object([.init("reasons", told.reasons), .init("sources", told.sources)]).text.utf8.count
        }
        let told = Reasons.json(reasons, in: "en")
        #expect(size(told) < 22_000)
        #expect(size(Reasons.json(reasons.filter { $0.id == "income_tax" }, in: "en")) < 20_000)

        // Each value and each parameter that was used is told whole, once.
        var (values, parameters): ([String: JSON], [String: JSON]) = ([:], [:])
        func read(_ tree: JSON) {
            if let id = tree["id"]?.string, tree["title"] != nil {
                #expect(values.updateValue(tree, forKey: id) == nil)
            }
            for parameter in tree["parameters"]?.array ?? [] where parameter["title"] != nil {
                #expect(parameters.updateValue(parameter, forKey: parameter["id"]?.string ?? "") == nil)
            }
            for part in tree["parts"]?.array ?? [] { read(part) }
        }
        for tree in told.reasons.array ?? [] { read(tree) }
        func compare(_ reasons: Reasons) {
            #expect(values[reasons.id]?["value"] == reasons.value.json)
            for parameter in reasons.parameters {
                let place = parameters[parameter.id]?["source"]?.integer ?? -1
                #expect(told.sources.array?[place].string == parameter.source)
                #expect(parameters[parameter.id]?["from"]?.string == parameter.from.description)
            }
            for part in reasons.parts { compare(part) }
        }
        for one in reasons { compare(one) }
    }
}
