import FEEL
import Kernel
import Testing

@testable import Decisions

/// Quotients wait undivided for what is done with them, and few different ones are kept: nobody must see that.
@Suite struct QuotientColumnTests {
    private static let formulas = [
        "rent / 12", "rent - rent / 12", "rent / 12 + rent", "sum(members.pay) - rent / 7", "rent / 12 - rent / 7", "rent * 3 / 365", "max(rent / 12, 1)",
        "if rent / 12 > 100 then rent / 12 else rent", "-(rent / 12)", "1000 - rent / 12", "rent / 12 * 2", "rent / 7 / 7", "decimal(rent / 12, 2)",
    ]

    @Test(arguments: formulas, [130, 20_000, 3_000_000_000])
    func asEachCaseByItself(_ formula: String, _ spread: Int) throws {
        let book = try PopulationTests.law(benefit: formula)
        let random = SeededGenerator(seed: UInt64(spread) &+ UInt64(formula.utf8.count))
        let (pay, rent) = (try #require(book.variableIndex["pay"]), try #require(book.variableIndex["rent"]))
        let cases = try (0..<120).map { _ in
            var one = Situation(book)
            let (household, person) = (try one.add(1), try one.add(0))
            one.join(person, of: 0, to: household, of: 1, as: 0)
            one.set(rent, of: household, to: .number(Decimal128(Int64(random.next(below: spread)), scale: spread == 20_000 ? 2 : 0)), in: nil)
            one.set(pay, of: person, to: .number(Decimal128(Int64(random.next(below: 1_000_000)) - 100_000, scale: 2)), in: nil)
            return one
        }
        let people = try Population(cases, of: book)
        let date = try #require(CivilDate("2024-05-06"))
        let tables = LawTables()
        for block in people.blocks(of: 40) {
            let calculation = ColumnCalculation(people.block(block), book, tables: tables)
            for name in ["benefit", "left"] {
                let column = try #require(calculation.value(name, asOf: date))
                for (row, index) in block.enumerated() {
                    #expect(Calculation(cases[index]).value(name, asOf: date) == column.value(row), "\(name) of case \(index)")
                }
            }
            #expect(calculation.rowByRow.isEmpty)
        }
    }
}
