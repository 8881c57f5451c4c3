import Decisions
import FEEL
import Kernel
import Testing

@testable import Rules

/// A reform laid over the law: whose word each value is, and what it cannot change.
@Suite struct ReformTests {
    static let law = """
        title: A law
        entities: {person: {}, family: {members: person, roles: {adults: Adults}}}
        inputs:
          pay: {title: Pay, unit: EUR}
          kind: {title: Kind, type: text, choices: [a, b]}
        parameters:
          rate: {title: Rate, unit: rate, source: Act 1, values: {2020-01-01: 0.1}}
          allowance: {unit: EUR, source: Act 1, values: {2020-01-01: 10}}
          scale:
            unit: EUR
            base: EUR
            scale: single_amount
            source: Act 2
            brackets: [{threshold: {2020-01-01: 0}, rate: {2020-01-01: 1}}, {threshold: {2020-01-01: 100}, rate: {2020-01-01: 2}}]
        formulas:
          tax: {unit: EUR, source: Act 1, value: "max(0, pay - allowance) * rate + scale(pay)"}
          note: {type: text, source: Act 3, value: kind}
          fee: {unit: EUR, source: Act 4, value: pay / 3, round: {to: 1, mode: floor}}
        """

    static func merged(_ reform: String, entities: String = "{person: {}}") throws -> (book: Rulebook?, diagnostics: Diagnostics) {
        let book = try #require(rulebook(law.utf8, "law").book)
        var diagnostics = Diagnostics()
        let text = "title: A bill\nentities: \(entities)\n" + reform
        let file = try #require(RulebookFile.kind.read(Array(text.utf8), path: "reform.yaml", id: "reform", diagnostics: &diagnostics), "\(diagnostics.sorted)")
        let definition = book.definition.reformed(by: file.definition, diagnostics: &diagnostics)
        return (Rulebook(definition, diagnostics: &diagnostics), diagnostics)
    }

    /// By parameter or formula, the sources that the reasons of `tax` name.
    static func sources(_ reform: String, on date: CivilDate) throws -> [String: String] {
        let (merged, diagnostics) = try merged(reform)
        let book = try #require(merged, "\(diagnostics.sorted)")
        let situation = try Situation(try JSON(parsing: #"{"pay": 150}"#), for: book)
        let reasons = try #require(Calculation.reasons(for: "tax", in: situation, asOf: date))
        var sources: [String: String] = [:]
        for parameter in reasons.parameters {
            // A bracket that is told elsewhere than the scale as a whole says so itself.
            let told = parameter.isScale ? parameter.steps.map { $0.source ?? parameter.source } : [parameter.source]
            var each: [String] = []
            for source in told.compactMap(\.self) where !each.contains(source) { each.append(source) }
            sources[parameter.id] = each.joined(separator: "; ")
        }
        if case .formula(let formula) = reasons.basis { sources["tax"] = formula.source }
        return sources
    }

    @Test("each value names who says it: the reform what it changes, the law what it lets be")
    func sources() throws {
        let reform = """
            parameters:
              rate: {source: Clause 1, values: {2025-01-01: 0.2, 2026-01-01: {value: 0.3, source: Clause 2}}}
              scale: {source: Clause 3, brackets: [{threshold: {2025-01-01: 0}, rate: {2025-01-01: 5}}]}
            formulas:
              tax: {source: Clause 4, versions: {2026-01-01: "max(0, pay - allowance) * rate + 2 * scale(pay)"}}
            """
        let (before, day, later) = (CivilDate("2024-06-01")!, CivilDate("2025-06-01")!, CivilDate("2026-06-01")!)
        #expect(try Self.sources(reform, on: before) == ["rate": "Act 1", "allowance": "Act 1", "scale": "Act 2", "tax": "Act 1"])
        #expect(try Self.sources(reform, on: day) == ["rate": "Clause 1", "allowance": "Act 1", "scale": "Clause 3; Act 2", "tax": "Act 1"])
        #expect(try Self.sources(reform, on: later)["rate"] == "Clause 2")
        #expect(try Self.sources(reform, on: later)["tax"] == "Clause 4")
    }

    @Test("a reform that names no source is its own, and never the old law")
    func noSource() throws {
        #expect(try Self.sources("parameters: {rate: {values: {2025-01-01: 0.2}}}", on: CivilDate("2025-06-01")!)["rate"] == "A bill")
    }

    @Test(
        "what a reform says otherwise and cannot change is told where it stands",
        arguments: [
            ("parameters: {rate: {unit: EUR, values: {2025-01-01: 1}}}", "3:21: error: a reform cannot give 'rate' another unit"),
            ("parameters: {scale: {base: GBP, brackets: []}}", "3:22: error: a reform cannot give 'scale' another base"),
            ("parameters: {rate: {brackets: []}}", "3:14: error: a reform cannot give a scale in place of the amount 'rate'"),
            ("inputs: {pay: {unit: GBP}}", "3:16: error: a reform cannot give 'pay' another unit"),
            ("inputs: {pay: {period: month}}", "3:16: error: a reform cannot give 'pay' another period"),
            ("inputs: {pay: {across: last}}", "3:16: error: a reform cannot give 'pay' another way across periods"),
            ("inputs: {pay: {type: boolean}}", "3:16: error: a reform cannot give 'pay' another type"),
            ("inputs: {tax: {}}", "3:10: error: a reform cannot give 'tax', which the law computes, as an input"),
            ("formulas: {tax: {period: month, value: 1}}", "3:18: error: a reform cannot give 'tax' another period"),
            ("formulas: {pay: {value: 1}}", "3:12: error: a reform cannot give a formula for 'pay', which is an input of the law"),
            (
                "formulas: {tax: {round: {to: 1, mode: floor}, versions: {2025-01-01: pay}}}",
                "3:18: error: a reform cannot give 'tax' another rounding for the time before it"
            ),
            (
                "formulas: {tax: {law_of: period_end, versions: {2025-01-01: pay}}}",
                "3:18: error: a reform cannot give 'tax' another day of law for the time before it"
            ),
            (
                "formulas: {tax: {default: 7, versions: {2025-01-01: pay}}}",
                "3:18: error: a reform cannot give 'tax' another default for the time before it"
            ),
            (
                "formulas: {note: {choices: [a], versions: {2025-01-01: kind}}}",
                "3:19: error: a reform cannot give 'note' other choices for the time before it"
            ),
            (
                "parameters: {scale: {scale: marginal, brackets: [{threshold: {2025-01-01: 0}, rate: {2025-01-01: 9}}]}}",
                "3:22: error: a reform cannot give 'scale' another kind of scale for the time before it"
            ),
            ("year_begins: 04-06", "3:1: error: a reform cannot give another day on which years begin"),
        ])
    func refused(_ reform: String, _ diagnostic: String) throws {
        let (_, diagnostics) = try Self.merged(reform)
        #expect(diagnostics.sorted.map(\.description).contains { $0.hasPrefix("reform.yaml:" + diagnostic) }, "\(diagnostics.sorted)")
    }

    @Test("what is the same may be said again, and what a reform can change is taken")
    func taken() throws {
        let same =
            "inputs: {pay: {unit: EUR, period: year, type: number, across: sum, of: person}}\nparameters: {rate: {unit: rate, values: {2025-01-01: 0.2}}}\n"
        #expect(try Self.merged(same).diagnostics.sorted.filter { $0.severity == .error }.isEmpty)
        let reform = """
            results: [note]
            inputs: {pay: {default: 5, title: Earnings}, kind: {choices: [a, b, c]}}
            formulas: {tax: {round: {to: 1, mode: floor}, law_of: period_end, default: 7, value: pay}}
            """
        let (merged, diagnostics) = try Self.merged(reform)
        let book = try #require(merged, "\(diagnostics.sorted)")
        #expect(book.subject("pay")?.initial == .number(5) && book.subject("pay")?.title == "Earnings" && book.subject("kind")?.choices == ["a", "b", "c"])
        #expect(book.subject("tax")?.initial == .number(7) && book.results.map(\.id) == ["note"])
        let tax = book.definition.formulas.first { $0.subject.id == "tax" }
        #expect(tax?.rounding == Rounding(to: 1, .floor) && tax?.lawOf?.text == "period_end")
    }

    @Test("a rounding is taken away where the reform says so, and stays where it says nothing")
    func withoutRounding() throws {
        func fee(_ reform: String) throws -> Value? {
            let (merged, diagnostics) = try Self.merged(reform)
            let book = try #require(merged, "\(diagnostics.sorted)")
            return Calculation(try Situation(try JSON(parsing: #"{"pay": 5}"#), for: book)).value("fee", asOf: CivilDate("2025-06-01")!)
        }
        #expect(try fee("formulas: {fee: {value: pay / 4}}") == .number(1))
        #expect(try fee("formulas: {fee: {value: pay / 4, round: none}}") == .number(Decimal128(125, scale: 2)))
        let dated = try Self.merged("formulas: {fee: {round: none, versions: {2025-01-01: pay / 4}}}").diagnostics
        #expect(dated.sorted.map(\.message) == ["a reform cannot give 'fee' another rounding for the time before it"], "\(dated.sorted)")
    }

    @Test("a scale keeps its kind where a reform does not say one, and a new role is of nobody yet")
    func keptAndAdded() throws {
        let reform = """
            parameters: {scale: {brackets: [{threshold: {2025-01-01: 0}, rate: {2025-01-01: 9}}]}}
            """
        let (book, _) = try Self.merged(reform)
        guard case .scale(let scale, _)? = book?.definition.parameters.first(where: { $0.id == "scale" })?.content else { throw SituationFault("", "no scale") }
        #expect(scale.kind == .singleAmount)
        let family = "{person: {}, family: {members: person, roles: {children: Children}}}"
        #expect(try Self.merged("", entities: family).book?.definition.entities[1].roles.map(\.id) == ["adults", "children"])
        let others = try Self.merged("", entities: "{person: {}, team: {}, family: {members: team}}").diagnostics
        #expect(others.sorted.map(\.message).contains("a reform cannot give 'family' other members"), "\(others.sorted)")
    }
}
