import Decisions
import Kernel
import Testing

@testable import Rules

/// A change of the law in words.
@Suite struct RulebookDifferenceTests {
    static let old = """
        title: A law
        entities: {person: {}}
        inputs:
          pay: {title: Pay, unit: EUR}
          kind: {title: Kind, type: text, choices: [a, b]}
          shoes: {title: Shoes}
        parameters:
          rate: {title: Rate, unit: rate, source: Act 1, values: {2020-01-01: 0.1, 2022-01-01: 0.2}}
          scale:
            title: Scale
            unit: rate
            base: EUR
            source: Act 2
            brackets: [{threshold: {2020-01-01: 0}, rate: {2020-01-01: 0.1}}, {threshold: {2020-01-01: 100}, rate: {2020-01-01: 0.3}}]
        formulas:
          tax: {title: Tax, unit: EUR, source: Act 1, value: pay * rate + shoes}
          levy: {title: Levy, unit: EUR, source: Act 2, versions: {2020-01-01: scale(pay)}}
        """

    static func definition(_ text: String) throws -> RulebookDefinition {
        let (book, diagnostics) = rulebook(text.utf8, "law")
        return try #require(book, "\(diagnostics.sorted)").definition
    }

    static func sentences(_ changes: [(String, String)], in language: Language = .english) throws -> [String] {
        var text = old
        for (from, to) in changes {
            #expect(text.contains(from))
            text = text.replacing(from, with: to)
        }
        return RulebookDifference(from: try definition(old), to: try definition(text), in: language).sentences
    }

    @Test func nothingIsSaidOfWhatIsTheSame() throws { #expect(try Self.sentences([]) == []) }

    @Test(
        arguments: [
            ("2022-01-01: 0.2", "2022-01-01: 0.25", "From 1 January 2022, ‹Rate› is 25 % instead of 20 %."),
            ("2022-01-01: 0.2", "2022-01-01: 0.2, 2024-07-01: 0.3", "From 1 July 2024, ‹Rate› is 30 % instead of 20 %."),
            ("2022-01-01: 0.2", "2022-01-01: ends", "From 1 January 2022, ‹Rate› is not in force instead of 20 %."),
            (
                "rate: {2020-01-01: 0.3}", "rate: {2020-01-01: 0.3, 2023-01-01: 0.4}",
                "From 1 January 2023, ‹Scale› is from €0.00: 10 %; from €100.00: 40 % instead of from €0.00: 10 %; from €100.00: 30 %."
            ),
            ("value: pay * rate + shoes", "value: pay * rate + 2 * shoes", "‹Tax› is computed as «pay * rate + 2 * shoes» instead of «pay * rate + shoes»."),
            (
                "2020-01-01: scale(pay)}", "2020-01-01: scale(pay), 2025-01-01: scale(pay) / 2}",
                "From 1 January 2025, ‹Levy› is computed as «scale(pay) / 2» instead of «scale(pay)»."
            ),
            ("title: Levy, unit", "title: Levy, round: {to: 1, mode: floor}, unit", "‹Levy› is rounded otherwise."),
            ("choices: [a, b]", "choices: [a, b, c]", "‹Kind› has other values to choose from."),
            ("title: Shoes}", "title: Shoes, default: 2}", "Where nothing is said, ‹Shoes› is 2 instead of 0."),
            ("title: Shoes}", "title: Shoes, default: 0.0000001}", "Where nothing is said, ‹Shoes› is 0.0000001 instead of 0."),
            ("title: Shoes}", "title: Shoes, period: month}", "‹Shoes› changes in the time it is for: month instead of year."),
            ("title: Shoes}", "title: Shoes, across: last}", "‹Shoes› changes in how shorter times make a longer one: last instead of sum."),
            ("title: Levy, unit: EUR", "title: Levy, period: month, unit: EUR", "‹Levy› changes in the time it is for: month instead of year."),
            ("title: Levy, unit: EUR", "title: Levy, default: 3, unit: EUR", "Where nothing is said, ‹Levy› is €3.00 instead of €0.00."),
            ("title: Levy, unit: EUR", "title: Levy, across: first, unit: EUR", "‹Levy› changes in how shorter times make a longer one: first instead of sum."),
            ("title: Levy, unit: EUR", "title: Levy, law_of: period_start, unit: EUR", "‹Levy› changes in the day whose law holds: period_start instead of –."),
            ("2022-01-01: 0.2", "2022-01-01: 0.20000000001", "From 1 January 2022, ‹Rate› is 0.20000000001 instead of 0.2."),
            ("title: A law\n", "title: A law\nyear_begins: 04-06\n", "The year of this law begins on 04-06 instead of 01-01 (month and day)."),
            ("title: A law\n", "title: A law\nresults: [tax]\n", "What this law is asked for is another list of results."),
            (
                "entities: {person: {}}", "entities: {person: {}, family: {members: person, roles: {adults: Adults}}}",
                "Whom this law is about is described otherwise."
            ),
            (
                "value: pay * rate + shoes", "value: 'pay * rate + shoes * string length(\"a  b\")'",
                "‹Tax› is computed as «pay * rate + shoes * string length(\"a  b\")» instead of «pay * rate + shoes»."
            ),
        ])
    func aChange(_ from: String, _ to: String, _ sentence: String) throws {
        #expect(try Self.sentences([(from, to)]).map { $0.replacing("\u{A0}", with: " ") } == [sentence])
    }

    @Test func scalesOfAnotherKind() throws {
        let changes = [("    title: Scale\n", "    title: Scale\n    scale: single_amount\n"), ("title: Levy, unit: EUR", "title: Levy, unit: rate")]
        #expect(
            try Self.sentences(changes) == [
                "‹Scale› takes the whole by one bracket instead of each slice by its own rate.", "‹Levy› changes in what it counts: rate instead of EUR.",
            ])
    }

    @Test func whatComesAndGoes() throws {
        let changes = [("  shoes: {title: Shoes}\n", "  hats: {title: Hats}\n"), ("rate + shoes", "rate + hats")]
        #expect(
            try Self.sentences(changes) == [
                "‹Hats› must be known, which is new.", "‹Shoes› is gone.", "‹Tax› is computed as «pay * rate + hats» instead of «pay * rate + shoes».",
            ])
        #expect(try Self.sentences(changes, in: .spanish).first == "Hay que conocer ‹Hats›, que es nuevo.")
    }
}
