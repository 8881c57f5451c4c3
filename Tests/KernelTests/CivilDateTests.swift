import Kernel
import Testing

@Suite("Civil dates")
struct CivilDateTests {
    @Test("reads what it writes, over nine thousand years")
    func roundTrip() throws {
        for days in stride(from: Int32(-719_000), through: 2_900_000, by: 37) {
            let date = CivilDate(daysSinceEpoch: days)
            #expect(CivilDate(date.description) == date)
        }
    }

    @Test("known days", arguments: [("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-11-22", 20_779, 7), ("1969-12-31", -1, 3)])
    func known(text: String, days: Int32, weekday: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSinceEpoch == days)
        #expect(date.weekday == weekday)
    }

    @Test("no such day", arguments: ["2025-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-01-01", "2026-1-1", "2026/01/01", "", "2026-01-01x"])
    func refused(text: String) { #expect(CivilDate(text) == nil) }

    @Test("months end where the calendar ends them")
    func months() throws {
        let date = try #require(CivilDate("2024-01-31"))
        #expect(date.adding(months: 1).description == "2024-02-29")
        #expect(date.adding(months: 13).description == "2025-02-28")
        #expect(date.adding(months: -2).description == "2023-11-30")
        #expect(date.adding(years: 1).description == "2025-01-31")
    }

    @Test("a birthday counts on the day itself")
    func ages() throws {
        let birth = try #require(CivilDate("2008-02-29"))
        #expect(birth.wholeYears(until: try #require(CivilDate("2026-02-28"))) == 17)
        #expect(birth.wholeYears(until: try #require(CivilDate("2026-03-01"))) == 18)
    }

    @Test("instants read what they write")
    func instants() throws {
        for microseconds in [Int64(0), -1, 1_790_000_000_123_456, -62_000_000_000_000_000] {
            let instant = Instant(microseconds: microseconds)
            #expect(Instant(instant.description) == instant)
        }
        #expect(Instant("2026-11-22T17:21:52Z")?.description == "2026-11-22T17:21:52.000000Z")
        #expect(Instant("2026-11-22T25:21:52Z") == nil)
    }
}
