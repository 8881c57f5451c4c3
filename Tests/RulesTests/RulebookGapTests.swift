import Kernel
import Rules
import Testing

/// Days on which a formula holds and what it needs does not.
@Suite struct RulebookGapTests {
    static let amounts = "old: {unit: EUR, source: A, values: {2015-01-01: 5}}, late: {unit: EUR, source: A, values: {2020-01-01: 1}}"
    static let ending = amounts + ", ended: {unit: EUR, source: A, values: {2015-01-01: 1, 2022-01-01: ends}}"
    static let scale = """
        \(amounts), steps: {unit: EUR, base: EUR, scale: single_amount, source: A, brackets: [{threshold: {2018-01-01: 0}, rate: {2019-01-01: 5}}]}
        """

    @Test(arguments: [
        (amounts, "{2018-01-01: old + late}", ["'a' holds from 2018-01-01, and 'late' has no value before 2020-01-01"]),
        (amounts, "{2018-01-01: old, 2020-01-01: old + late}", []),
        (amounts, "{2018-01-01: old + late, 2019-01-01: old}", ["'a' holds from 2018-01-01, and 'late' has no value before 2020-01-01"]),
        // Before its first amount the rulebook knows nothing at all.
        (amounts, "{2010-01-01: old}", []), (amounts, "{2010-01-01: 'if late = null then old else late'}", []),
        (ending, "{2015-01-01: old + ended}", ["'a' goes on when 'ended' ends on 2022-01-01"]),
        (ending, "{2015-01-01: old + ended, 2022-01-01: old}", []), (ending, "{2015-01-01: old + ended, 2022-01-01: ends}", []),
        (ending, "{2015-01-01: old + ended, 2023-01-01: ends}", ["'a' goes on when 'ended' ends on 2022-01-01"]),
        (scale, "{2018-06-01: 'steps(pay) + old'}", ["'a' holds from 2018-06-01, and 'steps' has no value before 2019-01-01"]),
    ])
    func gaps(_ parameters: String, _ versions: String, _ messages: [String]) {
        let text = """
            title: Gaps
            entities: {person: {title: Person}}
            inputs: {pay: {unit: EUR}}
            parameters: {\(parameters)}
            formulas: {a: {unit: EUR, source: A, versions: \(versions)}}
            """
        let (book, diagnostics) = rulebook(text.utf8, "gaps")
        #expect(book != nil, "\(diagnostics.sorted)")
        let found = diagnostics.sorted.filter { !$0.message.hasPrefix("no formula uses") }
        #expect(found.map(\.message) == messages && found.allSatisfy { $0.severity == .warning && $0.mend != nil }, "\(diagnostics.sorted)")
    }

    /// An amount that is given for a formula without a date holds as long as it does.
    @Test func undatedFormulas() {
        let text = """
            title: Gaps
            entities: {person: {title: Person}}
            parameters: {\(Self.ending)}
            formulas: {a: {unit: EUR, source: A, value: old + late + ended}}
            """
        #expect(rulebook(text.utf8, "gaps").diagnostics.all.isEmpty)
    }
}
