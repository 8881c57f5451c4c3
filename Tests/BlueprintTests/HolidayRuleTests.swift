import Kernel
import Testing

@testable import Blueprint

@Suite("Holidays")
struct HolidayRuleTests {
    @Test(
        "rules find their day",
        arguments: [
            ("2026-05-04", 2026, "2026-05-04"), ("2026-05-04", 2027, nil), ("12-25", 2026, "2026-12-25"), ("02-29", 2024, "2024-02-29"), ("02-29", 2026, nil),
            ("first monday of may", 2026, "2026-05-04"), ("last monday of august", 2026, "2026-08-31"), ("Fourth Thursday of November", 2026, "2026-11-26"),
            ("fifth friday of may", 2026, "2026-05-29"), ("fifth monday of may", 2026, nil), ("last sunday of february", 2024, "2024-02-25"),
            ("easter", 2026, "2026-04-05"), ("easter - 2", 2026, "2026-04-03"), ("easter+1", 2026, "2026-04-06"), ("orthodox easter", 2026, "2026-04-12"),
            ("orthodox easter + 1", 2027, "2027-05-03"),
        ] as [(String, Int, String?)])
    func rules(text: String, year: Int, day: String?) throws {
        let rule = try #require(HolidayRule(text))
        #expect(rule.day(in: year)?.description == day)
    }

    @Test(
        "what is no rule",
        arguments: [
            "", "12/25", "13-01", "02-30", "1-1", "monday", "sixth monday of may", "first monday of mai", "easter - x", "easter + 999", "easterly", "orthodox",
        ])
    func noRules(text: String) { #expect(HolidayRule(text) == nil) }

    /// Easter Sundays as the tables of the churches have them.
    @Test(
        "Easter",
        arguments: [
            (1954, "1954-04-18", "1954-04-25"), (1981, "1981-04-19", "1981-04-26"), (2000, "2000-04-23", "2000-04-30"), (2008, "2008-03-23", "2008-04-27"),
            (2019, "2019-04-21", "2019-04-28"), (2024, "2024-03-31", "2024-05-05"), (2025, "2025-04-20", "2025-04-20"), (2038, "2038-04-25", "2038-04-25"),
            (2049, "2049-04-18", "2049-04-25"),
        ])
    func easter(year: Int, western: String, orthodox: String) {
        #expect(CivilDate.easter(year)?.description == western)
        #expect(CivilDate.orthodoxEaster(year)?.description == orthodox)
    }

    @Test("substitutes pass over other holidays")
    func substitutes() throws {
        let holidays = [("christmas", "12-25"), ("second", "12-26")].compactMap { id, text in
            HolidayRule(text).map { Holiday(id: id, title: LocalizedText(id), rule: $0, isSubstituted: true) }
        }
        // 25 and 26 December 2027 are a Saturday and a Sunday.
        #expect(holidays.days(in: 2027, weekdays: [1, 2, 3, 4, 5]).map(\.day.description) == ["2027-12-27", "2027-12-28"])
        #expect(holidays.days(in: 2026, weekdays: [1, 2, 3, 4, 5]).map(\.day.description) == ["2026-12-25", "2026-12-28"])
    }
}
