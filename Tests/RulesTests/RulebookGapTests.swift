import Decisions
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

    @Test(
        "each value of an amount and each step of a scale has a source: its own, or that of the whole",
        arguments: [
            ("old: {unit: EUR, values: {2015-01-01: 5}}", ["this value of 'old' names no source"]),
            ("old: {unit: EUR, values: {2015-01-01: {value: 5, source: A}, 2016-01-01: 6, 2017-01-01: ends}}", ["this value of 'old' names no source"]),
            ("old: {unit: EUR, values: {2015-01-01: {value: 5, source: A}, 2016-01-01: {value: 6, source: B}}}", []),
            ("old: {unit: EUR, source: A, values: {2015-01-01: 5, 2016-01-01: {value: 6, source: B}}}", []),
            (
                "old: {unit: EUR, base: EUR, scale: single_amount, brackets: [{threshold: {2015-01-01: 0}, rate: {2015-01-01: {value: 5, source: A}, 2016-01-01: 6}}]}",
                ["2 values of 'old' name no source"]
            ),
        ])
    func sources(_ parameter: String, _ messages: [String]) {
        let text = "title: Sources\nentities: {person: {}}\nparameters: {\(parameter)}\n"
        let found = rulebook(text.utf8, "sources").diagnostics.sorted.filter { !$0.message.hasPrefix("no formula uses") }
        #expect(found.map(\.message) == messages && found.allSatisfy { $0.severity == .warning }, "\(found)")
    }

    static let noDay = "Give it 'law_of' with the day whose law holds, or another 'period'."

    @Test(
        "what holds for ever needs a day for the law it names",
        arguments: [
            ("value: pay > old", ["'a' is for ever, so no day tells which 'old' holds"]),
            ("value: pay > old, law_of: due", []), ("value: pay > 5", []), ("value: 'is_old'", []),
            ("versions: {2018-01-01: pay > 5}", ["'a' is for ever, so no day tells whether its version of 2018-01-01 holds"]),
            ("versions: {2018-01-01: pay > old}, law_of: due", []),
            ("value: pay > 5, law_of: 'if old > 3 then due else due'", ["'a' is for ever, so no day tells which 'old' holds"]),
            ("value: levy > 5, law_of: due", ["'a' is for ever, but it reads 'levy', which is another one for each year"]),
        ] as [(String, [String])])
    func timeless(_ formula: String, _ messages: [String]) {
        let text = """
            title: Gaps
            entities: {person: {title: Person}}
            inputs: {pay: {unit: EUR, period: for_ever}, due: {type: date, period: for_ever}}
            parameters: {\(Self.amounts)}
            formulas:
              levy: {unit: EUR, source: A, value: old + late}
              is_old: {type: boolean, period: for_ever, source: A, value: due < date("2000-01-01")}
              a: {type: boolean, period: for_ever, source: A, \(formula)}
            """
        let (book, diagnostics) = rulebook(text.utf8, "gaps")
        let errors = diagnostics.sorted.filter { $0.severity == .error }
        #expect(errors.map(\.message) == messages && (book == nil) == !messages.isEmpty, "\(diagnostics.sorted)")
        #expect(errors.allSatisfy { $0.mend == Self.noDay || $0.mend == "Give it the 'period' of what it reads." })
    }

    /// With a day of its own it is computed by the law of that day, whenever one asks.
    @Test func aTimelessValueByTheLawOfItsDay() throws {
        let text = """
            title: Gaps
            entities: {person: {title: Person}}
            inputs: {pay: {unit: EUR, period: for_ever}, due: {type: date, period: for_ever}}
            parameters: {limit: {unit: EUR, source: A, values: {2015-01-01: 5, 2020-01-01: 9}}}
            formulas: {a: {type: boolean, period: for_ever, source: A, value: pay > limit, law_of: due}}
            """
        let book = try #require(rulebook(text.utf8, "gaps").book)
        let asked = try #require(CivilDate("2024-06-01"))
        for (due, expected) in [("2019-12-31", true), ("2020-01-01", false)] {
            let situation = try Situation(try JSON(parsing: #"{"pay": 7, "due": "\#(due)"}"#), for: book)
            #expect(Calculation(situation).value("a", asOf: asked) == .boolean(expected))
        }
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

    /// What counts nothing that anybody said is not checked: that is told, for every number and nothing else.
    @Test func numbersWithoutAUnit() {
        let text = """
            title: Units
            entities: {person: {title: Person}}
            inputs: {pay: {}, due: {type: date}, shoes: {unit: number}, kind: {type: text}}
            parameters:
              rate: {source: A, values: {2015-01-01: 5}}
              steps: {unit: rate, source: A, brackets: [{threshold: {2018-01-01: 0}, rate: {2018-01-01: 0.1}}]}
            formulas:
              a: {source: A, value: pay * rate + steps(pay) + shoes}
              b: {type: boolean, source: A, value: pay > 5}
            """
        let found = rulebook(text.utf8, "units").diagnostics.sorted
        #expect(
            found.map(\.message) == [
                "'pay' is a number and says no unit", "'rate' is a number and says no unit",
                "the scale 'steps' does not say what its thresholds count", "'a' is a number and says no unit",
            ])
        #expect(found.allSatisfy { $0.severity == .warning && $0.mend != nil })
    }
}
