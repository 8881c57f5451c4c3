import FEEL
import Kernel
import Testing

@testable import Decisions

/// The promise of the column engine: to the last digit, what a computation of each case by itself gives.
@Suite struct ColumnEqualityTests {
    private struct Tally {
        var features: Set<RandomLaw.Feature> = []
        var (compared, byColumns, rowByRow, narrow, wide, decimal, nulls) = (0, 0, 0, 0, 0, 0, 0)
    }

    @Test("whatever a law says, columns say the same, to the last digit")
    func randomLaws() throws {
        var tally = Tally()
        var made = 0
        for seed in 1...150 {
            var law = RandomLaw(seed: UInt64(seed))
            var diagnostics = Diagnostics()
            // Now and then a formula does not fit its type; there are enough that do.
            guard let book = Rulebook(law.definition, diagnostics: &diagnostics) else { continue }
            made += 1
            tally.features.formUnion(law.features)
            let people = try RandomPeople(14, of: book, seed: UInt64(seed) &* 7_919, law: &law, oneEach: seed % 5 == 0)
            for day in ["2018-12-31", "2019-03-01", "2020-04-05", "2021-07-20"].compactMap({ CivilDate($0) }) {
                try compare(book, people, day, seed: seed, &tally)
            }
        }
        #expect(made > 100)
        let missing = Set(RandomLaw.Feature.allCases).subtracting(tally.features)
        #expect(missing.isEmpty, "never written: \(missing)")
        // That the two agree means little unless columns did the work, in each of their forms.
        #expect(tally.byColumns > tally.rowByRow * 2, "\(tally)")
        #expect(tally.narrow > 1_000 && tally.wide > 500 && tally.decimal > 1_000 && tally.nulls > 1_000, "\(tally)")
        #expect(tally.compared > 50_000, "\(tally)")
    }

    @Test("what takes too many steps is null for its whole case, by columns as for one case by itself, and for no other")
    func exhaustion() throws {
        // Household 1 has the one rent that the loop is endless for.
        let book = try PopulationTests.law(benefit: "if (some i in 1..(if rent = 7 then 10000000 else 3) satisfies i = 9999999) then 1 else 100")
        let (pay, rent) = (try #require(book.variableIndex["pay"]), try #require(book.variableIndex["rent"]))
        let cases = try (0..<3).map { index in
            var one = Situation(book)
            let household = try one.add(1)
            for _ in 0..<2 {
                let person = try one.add(0)
                one.join(person, of: 0, to: household, of: 1, as: 0)
                one.set(pay, of: person, to: .number(500), in: nil)
            }
            one.set(rent, of: household, to: .number(index == 1 ? 7 : 8), in: nil)
            return one
        }
        let people = try Population(cases, of: book)
        let date = try #require(CivilDate("2024-05-06"))
        let block = try #require(people.blocks(of: 40).first)
        let calculation = ColumnCalculation(people.block(block), book, tables: LawTables())
        let column = try #require(calculation.value("left", asOf: date))
        #expect((0..<3).map(column.value) == cases.map { Calculation($0).value("left", asOf: date) ?? .null })
        #expect((0..<3).map { column.value($0) == .null } == [false, true, false])
        // Members are part of their household's case.
        let taxes = try #require(calculation.value("tax", asOf: date))
        #expect((0..<6).map { taxes.value($0) == .null } == [false, false, true, true, false, false])
        let one = Calculation(cases[1])
        #expect(one.value("benefit", asOf: date) == .null && one.value("tax", asOf: date) == .null && one.exhaustion != nil)
    }

    @Test("numbers that have no room are null, by columns as for one case by itself")
    func overflow() throws {
        for formula in ["rent * rent", "rent * rent - rent * rent", "if rent * 10 > 5 then 1 else 0", "round half up(rent, 2)", "max(rent * 10, 1)"] {
            let book = try PopulationTests.law(benefit: formula)
            let rent = try #require(book.variableIndex["rent"])
            let cases = try ["9.999E6144", "1E6000", "-9E6144", "2"].map { text in
                var one = Situation(book)
                let household = try one.add(1)
                one.join(try one.add(0), of: 0, to: household, of: 1, as: 0)
                one.set(rent, of: household, to: .number(try #require(Decimal128(text))), in: nil)
                return one
            }
            let people = try Population(cases, of: book)
            let date = try #require(CivilDate("2024-05-06"))
            let block = try #require(people.blocks(of: 40).first)
            for name in ["benefit", "left"] {
                let column = try #require(ColumnCalculation(people.block(block), book, tables: LawTables()).value(name, asOf: date))
                #expect((0..<4).map(column.value) == cases.map { Calculation($0).value(name, asOf: date) ?? .null }, "\(formula)")
            }
        }
    }

    private func compare(_ book: Rulebook, _ people: RandomPeople, _ day: CivilDate, seed: Int, _ tally: inout Tally) throws {
        let blocks = people.population.blocks(of: 5)
        #expect(blocks.map(\.count).reduce(0, +) == people.cases.count)
        let single = people.cases.map { Calculation($0) }
        let tables = LawTables()
        for block in blocks {
            let calculation = ColumnCalculation(people.population.block(block), book, tables: tables)
            for formula in book.definition.formulas {
                let id = formula.subject.id
                let column = try #require(calculation.value(id, asOf: day))
                if case .integers(let column) = column {
                    if case .narrow = column.counts { tally.narrow += 1 } else { tally.wide += 1 }
                }
                if case .decimals = column { tally.decimal += 1 }
                var row = 0
                for index in block {
                    for instance in 0..<people.cases[index].count(of: formula.subject.entity) {
                        let (expected, actual) = (single[index].value(id, of: instance, asOf: day), column.value(row))
                        if case .null = actual { tally.nulls += 1 }
                        tally.compared += 1
                        row += 1
                        guard expected != actual else { continue }
                        let texts = formula.versions.all.compactMap { $0.value?.text }
                        Issue.record("seed \(seed), \(id) of case \(index) on \(day): \(expected.map(\.description) ?? "-") but \(actual) by \(texts)")
                        return
                    }
                }
                if calculation.rowByRow.contains(book.variableIndex[id] ?? -1) { tally.rowByRow += 1 } else { tally.byColumns += 1 }
            }
        }
    }
}
