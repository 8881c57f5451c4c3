import Kernel
import Testing

@testable import Decisions

@Suite struct MonthTableTests {
    @Test("a table of months says of each day what the calendar says", arguments: ["2024-02-29", "2024-01-01", "2023-03-31", "2000-12-31", "1900-02-28"])
    func calendar(_ text: String) throws {
        let end = try #require(CivilDate(text))
        let table = MonthTable(until: end)
        // From before the table begins until behind its end.
        for day in end.daysSinceEpoch - 131 * 366...end.daysSinceEpoch + 800 {
            let expected = CivilDate(daysSinceEpoch: day).wholeMonths(until: end)
            guard Int(table(Int32(day))) == expected else {
                Issue.record("\(CivilDate(daysSinceEpoch: day)) until \(text): \(table(Int32(day))), not \(expected)")
                return
            }
        }
        #expect(table(Column.missing) == Column.missing)
        #expect(Int(table(-2_000_000_000)) == CivilDate(daysSinceEpoch: -2_000_000_000).wholeMonths(until: end))
    }
}
