import Kernel
import Testing

@testable import Rules

/// Formulas as people read them.
@Suite struct FormulaWordsTests {
    static let law = """
        title: A law
        entities: {household: {members: person, roles: {adults: Adults}}, person: {}}
        inputs:
          pay: {title: Pay, of: person, unit: EUR}
          kind: {title: Kind, type: text}
        parameters: {rate: {title: Rate, unit: rate, source: Act, values: {2020-01-01: 0.1}}}
        formulas: {tax: {title: Tax, unit: EUR, source: Act, value: sum(adults.pay) * rate}}
        """

    @Test(arguments: [
        ("sum(adults.pay) * rate", "the sum of (‹Adults›.‹Pay›) × ‹Rate›", "la suma de (‹Adults›.‹Pay›) × ‹Rate›"),
        (
            "if kind = \"pay * if\"\n   then max(0, 1) else null", "if ‹Kind› = \"pay * if\" then the greatest of (0, 1) else not known",
            "si ‹Kind› = \"pay * if\" entonces el mayor de (0, 1) si no no se sabe"
        ),
        ("tax * 1234.5 + 2e3 + d2[1..2]", "‹Tax› × 1,234.5 + 2e3 + d2[1..2]", "‹Tax› × 1234,5 + 2e3 + d2[1..2]"),
        ("not(rate >= 0.5) and rate != 1 or \"open", "not (‹Rate› ≥ 0.5) and ‹Rate› ≠ 1 or \"open", "no (‹Rate› ≥ 0,5) y ‹Rate› ≠ 1 o \"open"),
    ])
    func words(_ formula: String, _ english: String, _ spanish: String) throws {
        let book = try #require(rulebook(Self.law.utf8, "law").book)
        #expect(FormulaWords(book, language: .english).text(formula) == english)
        #expect(FormulaWords(book, language: .spanish).text(formula) == spanish)
    }
}
