import Kernel
import Testing

@testable import Processes

/// Times of cron expressions in Madrid, where the clocks went from 2 to 3 on 29 March 2026 and from 3 to 2 on 25 October.
@Suite struct CronScheduleTests {
    static let madrid = CivilZone("Europe/Madrid") ?? .utc

    /// What the clocks of Madrid show, and the hours they are ahead of UTC by.
    private static func shown(_ moment: Instant) -> String {
        let offset = madrid.secondsFromUTC(moment)
        let local = (moment + .seconds(offset)).description
        return "\(local.prefix(10)) \(local.dropFirst(11).prefix(8)) +\(offset / 3_600)"
    }

    @Test(
        arguments: [
            ("0 0 9 ? * MON-FRI", "2026-11-20T08:00:00Z", ["2026-11-23 09:00:00 +1", "2026-11-24 09:00:00 +1", "2026-11-25 09:00:00 +1"]),
            ("0 0/15 8-9 * * *", "2026-07-01T07:40:00Z", ["2026-07-01 09:45:00 +2", "2026-07-02 08:00:00 +2", "2026-07-02 08:15:00 +2"]),
            ("*/20 * * * * *", "2026-07-01T07:40:15Z", ["2026-07-01 09:40:20 +2", "2026-07-01 09:40:40 +2", "2026-07-01 09:41:00 +2"]),
            ("0 10-40/10 12 * * *", "2026-07-01T10:25:00Z", ["2026-07-01 12:30:00 +2", "2026-07-01 12:40:00 +2", "2026-07-02 12:10:00 +2"]),
            ("0 /30 9 * * *", "2026-07-01T00:00:00Z", ["2026-07-01 09:00:00 +2", "2026-07-01 09:30:00 +2"]),
            ("0 0 22-2/2 * * ?", "2026-07-01T19:00:00Z", ["2026-07-01 22:00:00 +2", "2026-07-02 00:00:00 +2", "2026-07-02 02:00:00 +2"]),
            ("30 5 0 1 jan,Jul *", "2026-07-01T00:00:00Z", ["2027-01-01 00:05:30 +1", "2027-07-01 00:05:30 +2"]),
            ("0 0 12 1 NOV-FEB ?", "2026-12-15T00:00:00Z", ["2027-01-01 12:00:00 +1", "2027-02-01 12:00:00 +1", "2027-11-01 12:00:00 +1"]),
            ("0 0 12 ? * fri-MON", "2026-11-28T12:00:00Z", ["2026-11-29 12:00:00 +1", "2026-11-30 12:00:00 +1", "2026-12-04 12:00:00 +1"]),
            ("0 0 12 * * MON-FRI/2", "2026-11-29T12:00:00Z", ["2026-11-30 12:00:00 +1", "2026-12-02 12:00:00 +1", "2026-12-04 12:00:00 +1"]),
            // Spring's: the day is of both. Quartz refuses it.
            ("0 0 0 13 * FRI", "2026-01-01T00:00:00Z", ["2026-02-13 00:00:00 +1", "2026-03-13 00:00:00 +1", "2026-11-13 00:00:00 +1"]),
            ("0 0 9 1 1 ? 2027-2029/2", "2026-01-01T00:00:00Z", ["2027-01-01 09:00:00 +1", "2029-01-01 09:00:00 +1", "nil"]),
            // Leap days; 2100 has none.
            ("0 0 9 29 2 ?", "2026-01-01T00:00:00Z", ["2028-02-29 09:00:00 +1", "2032-02-29 09:00:00 +1"]),
            ("0 0 9 29 2 ?", "2096-03-01T00:00:00Z", ["2104-02-29 09:00:00 +1"]),
            ("0 0 9 29 FEB MON#5", "2026-01-01T00:00:00Z", ["2044-02-29 09:00:00 +1", "2072-02-29 09:00:00 +1"]),
            ("0 0 9 31 * ?", "2026-01-31T10:00:00Z", ["2026-03-31 09:00:00 +2", "2026-05-31 09:00:00 +2", "2026-07-31 09:00:00 +2"]),
            ("0 0 9 L * ?", "2028-01-31T10:00:00Z", ["2028-02-29 09:00:00 +1", "2028-03-31 09:00:00 +2", "2028-04-30 09:00:00 +2"]),
            ("0 0 9 L-3 * ?", "2026-02-01T00:00:00Z", ["2026-02-25 09:00:00 +1", "2026-03-28 09:00:00 +1", "2026-04-27 09:00:00 +2"]),
            ("0 0 9 LW * ?", "2026-01-31T00:00:00Z", ["2026-02-27 09:00:00 +1", "2026-03-31 09:00:00 +2", "2026-04-30 09:00:00 +2", "2026-05-29 09:00:00 +2"]),
            (
                "0 0 9 15W * ?", "2026-02-01T00:00:00Z",
                ["2026-02-16 09:00:00 +1", "2026-03-16 09:00:00 +1", "2026-04-15 09:00:00 +2", "2026-05-15 09:00:00 +2"]
            ),
            ("0 0 9 1W * ?", "2026-07-15T00:00:00Z", ["2026-08-03 09:00:00 +2", "2026-09-01 09:00:00 +2"]),
            ("0 0 9 31W * ?", "2026-05-01T00:00:00Z", ["2026-05-29 09:00:00 +2", "2026-07-31 09:00:00 +2"]),
            ("0 0 9 1,LW * ?", "2026-05-01T00:00:00Z", ["2026-05-01 09:00:00 +2", "2026-05-29 09:00:00 +2", "2026-06-01 09:00:00 +2"]),
            ("0 0 9 ? * MONL", "2026-05-01T00:00:00Z", ["2026-05-25 09:00:00 +2", "2026-06-29 09:00:00 +2"]),
            ("0 0 9 ? * FRI#2", "2026-05-01T00:00:00Z", ["2026-05-08 09:00:00 +2", "2026-06-12 09:00:00 +2"]),
            ("0 0 9 ? * FRI#5,WED#1", "2026-05-02T00:00:00Z", ["2026-05-06 09:00:00 +2", "2026-05-29 09:00:00 +2", "2026-06-03 09:00:00 +2"]),
            // What the clocks leave out is left out.
            ("0 30 2 * * ?", "2026-03-27T12:00:00Z", ["2026-03-28 02:30:00 +1", "2026-03-30 02:30:00 +2"]),
            ("0 0,30 * * * ?", "2026-03-29T00:15:00Z", ["2026-03-29 01:30:00 +1", "2026-03-29 03:00:00 +2", "2026-03-29 03:30:00 +2"]),
            ("59 59 * * * ?", "2026-03-29T00:30:00Z", ["2026-03-29 01:59:59 +1", "2026-03-29 03:59:59 +2"]),
            ("* * 2 29 3 ? 2026", "2026-01-01T00:00:00Z", ["nil"]),
            // What they show twice comes once, at the first.
            ("0 30 2 * * ?", "2026-10-24T12:00:00Z", ["2026-10-25 02:30:00 +2", "2026-10-26 02:30:00 +1"]),
            ("0 0,30 * * * ?", "2026-10-24T23:45:00Z", ["2026-10-25 02:00:00 +2", "2026-10-25 02:30:00 +2", "2026-10-25 03:00:00 +1"]),
            ("0 0/20 * * * ?", "2026-10-25T01:30:00Z", ["2026-10-25 03:00:00 +1", "2026-10-25 03:20:00 +1"]),
            ("@hourly", "2026-12-31T22:00:00Z", ["2027-01-01 00:00:00 +1", "2027-01-01 01:00:00 +1"]),
            ("@daily", "2026-03-28T12:00:00Z", ["2026-03-29 00:00:00 +1", "2026-03-30 00:00:00 +2"]),
            ("@midnight", "2026-10-24T12:00:00Z", ["2026-10-25 00:00:00 +2", "2026-10-26 00:00:00 +1"]),
            ("@weekly", "2026-11-30T12:00:00Z", ["2026-12-06 00:00:00 +1", "2026-12-13 00:00:00 +1"]),
            ("@monthly", "2026-11-30T12:00:00Z", ["2026-12-01 00:00:00 +1", "2027-01-01 00:00:00 +1"]),
            ("@yearly", "2026-11-30T12:00:00Z", ["2027-01-01 00:00:00 +1"]), ("@annually", "2026-11-30T12:00:00Z", ["2027-01-01 00:00:00 +1"]),
        ] as [(String, String, [String])])
    func comesAt(_ text: String, from: String, times: [String]) throws { try comes(CronSchedule(text), from: from, at: times) }

    private func comes(_ schedule: CronSchedule, from: String, at times: [String]) throws {
        var moment = try #require(Instant(from))
        var found: [String] = []
        for _ in times {
            guard let next = schedule.next(after: moment, in: Self.madrid) else { found.append("nil"); break }
            found.append(Self.shown(next))
            moment = next
        }
        #expect(found == times)
    }

    /// Days of the week by their numbers; from noon of Friday, 1 May 2026, at 9 in Madrid.
    @Test(
        arguments: [
            ("2-6", .quartz, [4, 5, 6, 7, 8, 11]), ("1", .quartz, [3, 10]), ("7-1", .quartz, [2, 3, 9]), ("L", .quartz, [2, 9]), ("SUN", .quartz, [3, 10]),
            ("6L", .quartz, [29]), ("6#3", .quartz, [15]), ("FRI#3", .quartz, [15]), ("3,5", .quartz, [5, 7, 12]),
            // A week of Quartz's ends on Saturday.
            ("2/2", .quartz, [4, 6, 8, 11]), ("MON/2", .quartz, [4, 6, 8, 11]), ("*/3", .quartz, [2, 3, 6, 9]), ("THU/2", .quartz, [2, 7, 9]),
            ("1-5", .spring, [4, 5, 6, 7, 8, 11]), ("0", .spring, [3, 10]), ("7", .spring, [3, 10]), ("0-2", .spring, [3, 4, 5, 10]),
            ("7-2", .spring, [3, 4, 5, 10]), ("5-0", .spring, [2, 3, 8]), ("5L", .spring, [29]), ("0L", .spring, [31]), ("5#3", .spring, [15]),
            // And one of Spring's on Sunday; behind a 0 it begins with that.
            ("1/2", .spring, [3, 4, 6, 8, 10]), ("*/3", .spring, [3, 4, 7, 10]), ("0/2", .spring, [2, 3, 5, 7, 9]), ("7/2", .spring, [3, 10]),
        ] as [(String, CronSchedule.Form, [Int])])
    func numbersAreThoseOfTheForm(_ weekday: String, form: CronSchedule.Form, days: [Int]) throws {
        let times = days.map { "2026-05-\($0 < 10 ? "0" : "")\($0) 09:00:00 +2" }
        try comes(CronSchedule("0 0 9 ? * \(weekday)", in: form), from: "2026-05-01T12:00:00Z", at: times)
    }

    @Test func aYearMakesItQuartz() throws {
        try comes(CronSchedule("0 0 9 ? * 2 2027"), from: "2026-05-01T12:00:00Z", at: ["2027-01-04 09:00:00 +1", "2027-01-11 09:00:00 +1"])
    }

    @Test(arguments: [("0", .quartz), ("8", .quartz), ("L", .spring), ("8", .spring), ("0#1", .quartz)] as [(String, CronSchedule.Form)])
    func whatTheFormDoesNotHaveIsNamed(_ weekday: String, form: CronSchedule.Form) {
        let fault = #expect(throws: CronSchedule.Fault.self) { try CronSchedule("0 0 9 ? * \(weekday)", in: form) }
        #expect(fault?.message == "has '\(weekday)' as its day of the week")
    }

    @Test func countsFromWithinASecond() throws {
        let schedule = try CronSchedule("* * * * * *")
        let moment = Instant(microseconds: 1_795_000_000_250_000)
        #expect(schedule.next(after: moment, in: .utc) == Instant(microseconds: 1_795_000_001_000_000))
        #expect(schedule.next(after: Instant(microseconds: -250_000), in: .utc) == Instant(microseconds: 0))
    }

    @Test(arguments: [
        ("0 9 * * MON-FRI", "is a cron expression of five fields, as Unix has them", "Put the seconds in front: 0 0 9 * * MON-FRI."),
        (
            "0 0 9 *", "is a cron expression of 4 fields",
            "Write six (second, minute, hour, day of the month, month, day of the week), or seven with the year: 0 0 9 ? * MON-FRI."
        ),
        (
            "@reboot", "has '@reboot' as its cron macro, which there is not",
            "Write @yearly, @annually, @monthly, @weekly, @daily, @midnight or @hourly."
        ),
        ("60 0 9 * * *", "has '60' as its second", "Write 0 to 59, a range with '-', a step with '/', or '*' for all."),
        ("0 5- 9 * * *", "has '5-' as its minute", "Write 0 to 59, a range with '-', a step with '/', or '*' for all."),
        ("0 0 9,24 * * *", "has '24' as its hour", "Write 0 to 23, a range with '-', a step with '/', or '*' for all."),
        ("0 0 ? * * *", "has '?' as its hour", "Write 0 to 23, a range with '-', a step with '/', or '*' for all."),
        ("0 0/0 9 * * *", "has '0/0' as its minute, whose step is none", "Write a step from 1 to 60."),
        ("0 0 9 0 * *", "has '0' as its day of the month", nil), ("0 0 9 L-31 * *", "has 'L-31' as its day of the month", nil),
        ("0 0 9 15WL * *", "has '15WL' as its day of the month", nil), ("0 0 9 1,? * *", "has '?' as its day of the month", nil),
        ("0 0 9 ? MAI *", "has 'MAI' as its month", "Write 1 to 12 or JAN to DEC, a range with '-', a step with '/', or '*' for all."),
        (
            "0 0 9 ? * 2-6",
            "has '2-6' as its day of the week: a number is one day in Quartz, where 1 is Sunday, and another in Spring, where 1 is Monday",
            "Write MON to SUN."
        ),
        (
            "0 0 9 ? * 6L", "has '6L' as its day of the week: a number is one day in Quartz, where 1 is Sunday, and another in Spring, where 1 is Monday",
            "Write MON to SUN."
        ),
        (
            "0 0 9 ? * L", "has 'L' as its day of the week, which is every Saturday in Quartz and nothing in Spring",
            "Write SAT, or SATL for a month's last."
        ),
        (
            "0 0 9 ? * */2",
            "has '*/2' as its day of the week: a week ends on Saturday in Quartz and on Sunday in Spring, so the step leads to other days",
            "Write the days: MON,WED,FRI."
        ),
        ("0 0 9 ? * FRI#6", "has 'FRI#6' as its day of the week", "Write FRI#1 to FRI#5 for a month's first to fifth Friday."),
        ("0 0 9 ? * MON-", "has 'MON-' as its day of the week", nil), ("0 0 9 ? * MON,", "has '' as its day of the week", nil),
        ("0 0 9 1 1 ? 1969", "has '1969' as its year", "Write 1970 to 2099, a range with '-', a step with '/', or '*' for all."),
        ("0 0 9 1 1 ? 2027-2026", "has '2027-2026' as its year", nil),
        ("0 0 9 31 2 ?", "never comes: no such day is in any of its years", "Name a day that there is, such as L for a month's last."),
        ("0 0 9 29 2 ? 2027", "never comes: no such day is in any of its years", nil),
        ("0 0 9 31W 2,4,6,9,11 ?", "never comes: no such day is in any of its years", nil),
    ])
    func saysWhatIsWrong(_ text: String, message: String, mend: String?) {
        let fault = #expect(throws: CronSchedule.Fault.self) { try CronSchedule(text) }
        #expect(fault?.message == message)
        if let mend { #expect(fault?.mend == mend) }
    }

    @Test(arguments: [
        ("0 0 9 ? * MON-FRI", true), ("0 9 * * 1-5", true), ("0 0 9 ? * MONTAG", true), ("0 0 9 L-3 * ? 2027", true), ("@daily", true),
        ("@\"P1D\"", false), ("R3/PT10H", false), ("10 working days after the start", false), ("if a then b else c", false), ("duration(\"P1D\")", false),
    ])
    func isKnownByItsLooks(_ text: String, isMeant: Bool) { #expect(CronSchedule.isMeant(text) == isMeant) }

    // MARK: - Against a slow search

    /// A field, and whether a value is of it, told without the reader.
    private typealias Made = (text: String, holds: (CivilDate, Int) -> Bool)

    private static let weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]

    private static var all: Made { ("*", { _, _ in true }) }

    private static func field(_ range: ClosedRange<Int>, _ random: SeededGenerator) -> Made {
        let count = range.count
        func value() -> Int { range.lowerBound + random.next(below: count) }
        let (a, b, step) = (value(), value(), 1 + random.next(below: max(1, count / 3)))
        switch random.next(below: 7) {
        case 0, 1: return all
        case 2: return ("\(a)", { $1 == a })
        case 3: return ("\(a)-\(b)", { a <= b ? (a...b).contains($1) : $1 >= a || $1 <= b })
        case 4: return ("\(a)/\(step)", { $1 >= a && ($1 - a) % step == 0 })
        case 5: return ("\(a),\(b)", { $1 == a || $1 == b })
        default:
            let (low, high) = (min(a, b), max(a, b))
            return ("\(low)-\(high)/\(step)", { (low...high).contains($1) && ($1 - low) % step == 0 })
        }
    }

    private static func length(_ date: CivilDate) -> Int { CivilDate.daysIn(month: date.month, year: date.year) }

    private static func nearest(_ day: Int, _ date: CivilDate) -> Int? {
        let working = (1...length(date)).filter { date.adding(days: $0 - date.day).weekday <= 5 }
        return day <= length(date) && day >= 1 ? working.min { abs($0 - day) < abs($1 - day) } : nil
    }

    private static func day(_ random: SeededGenerator) -> Made {
        let number = 1 + random.next(below: 31)
        switch random.next(below: 8) {
        case 0, 1, 2: return ("?", { _, _ in true })
        case 3: return ("L", { date, _ in date.day == length(date) })
        case 4: return ("L-\(number % 5 + 1)", { date, _ in date.day == length(date) - number % 5 - 1 })
        case 5: return ("\(number)W", { date, _ in date.day == nearest(number, date) })
        case 6: return ("LW", { date, _ in date.day == nearest(length(date), date) })
        default: return field(1...31, random)
        }
    }

    private static func weekday(_ random: SeededGenerator) -> Made {
        let (a, b, number) = (1 + random.next(below: 7), 1 + random.next(below: 7), 1 + random.next(below: 5))
        let (first, second) = (weekdays[a - 1], weekdays[b - 1])
        switch random.next(below: 8) {
        case 0, 1, 2, 3: return all
        case 4: return ("\(first),\(second)", { $1 == a || $1 == b })
        case 5: return ("\(first)-\(second)", { a <= b ? (a...b).contains($1) : $1 >= a || $1 <= b })
        case 6: return ("\(first)L", { date, weekday in weekday == a && date.day + 7 > length(date) })
        default: return ("\(first)#\(number)", { date, weekday in weekday == a && (date.day + 6) / 7 == number })
        }
    }

    /// Days around changes of the clocks, leap days and ends of months, each minute of them; around the changes each second of three hours.
    @Test(arguments: 0..<60)
    func agreesWithASlowSearch(seed: Int) throws {
        let random = SeededGenerator(seed: UInt64(seed))
        let bySeconds = seed % 10 == 0
        let starts = ["2026-03-28T00:30:00Z", "2026-10-24T00:30:00Z", "2028-02-27T00:30:00Z", "2026-12-30T00:30:00Z", "2027-01-29T00:30:00Z"]
        let place = bySeconds ? random.next(below: 2) : random.next(below: starts.count)
        let start = try #require(Instant(starts[place]))
        let begin = start + .seconds(bySeconds ? 86_400 - 7_200 + random.next(below: 7_200) : random.next(below: 86_400))
        let end = begin + .seconds(bySeconds ? 3 * 3_600 : 4 * 86_400)
        let fixed = random.next(below: 60)
        let second: Made = bySeconds ? Self.field(0...59, random) : ("\(fixed)", { $1 == fixed })
        let (minute, hour) = (Self.field(0...59, random), bySeconds ? Self.all : Self.field(0...23, random))
        let (day, weekday) = bySeconds ? (Self.all, Self.all) : (Self.day(random), Self.weekday(random))
        let text = "\(second.text) \(minute.text) \(hour.text) \(day.text) * \(weekday.text)"

        var expected: [Instant] = []
        var seen: Set<Int> = []
        // From before the first, to know which times the clocks have shown already.
        var moment = begin - .seconds(7_200)
        if !bySeconds { moment = Instant(microseconds: (moment.microseconds / 60_000_000 * 60 + Int64(fixed)) * 1_000_000) }
        while moment <= end {
            let local = Int(moment.microseconds / 1_000_000) + Self.madrid.secondsFromUTC(moment)
            let date = CivilDate(daysSinceEpoch: local / 86_400)
            let isFirst = seen.insert(local).inserted
            if isFirst, moment > begin, second.holds(date, local % 60), minute.holds(date, local / 60 % 60), hour.holds(date, local / 3_600 % 24),
                day.holds(date, date.day), weekday.holds(date, date.weekday)
            {
                expected.append(moment)
            }
            moment = moment + .seconds(bySeconds ? 1 : 60)
        }

        var found: [Instant] = []
        do throws(CronSchedule.Fault) {
            let schedule = try CronSchedule(text)
            var last = begin
            while let next = schedule.next(after: last, in: Self.madrid), next <= end {
                found.append(next)
                last = next
            }
        } catch {
            #expect(error.message.hasPrefix("never comes"), "\(text)")
        }
        #expect(found == expected, "\(text) from \(begin)")
    }
}
