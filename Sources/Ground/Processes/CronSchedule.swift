import Kernel

/// The times that a cron expression names, as process models write it: Quartz's form, which Camunda 7, Activiti and Flowable take
/// (`0 0 9 ? * MON-FRI`), and Spring's, which Camunda 8 takes.
///
/// Six fields: second, minute, hour, day of the month, month, day of the week; in Quartz's form a seventh, the year. Each is `*`, a value, a range,
/// a step (`0/15`, `10-40/10`), or several with commas; a range may go over the end (`22-2`, `FRI-MON`). Days of the month may be `L`, `L-3`,
/// `15W`, `LW`, days of the week `FRIL` and `FRI#2`. W is a day from Monday to Friday, whatever holidays the government keeps. A day that a month
/// does not have (31, `31W`, `FRI#5`) is left out in that month. Spring's macros from `@yearly` to `@hourly` are read.
///
/// Where the two forms differ:
/// - A number in the field of the day of the week is another day in each, and steps end with another day: they are read where the form is known.
///   Seven fields are Quartz's.
/// - Quartz asks for a `?` in one of the day fields; Spring takes values in both, and the day must be of both (`13 * FRI`: Friday the 13th). That
///   is the only meaning that either gives it, and it is the one here; Unix's cron, which takes either of them, has five fields and is refused.
/// - Ranges over the end, and `L` and `W` among the values of a list, are taken, though one of the two may refuse them.
///
/// Times are those that the clocks of the zone show. One that they leave out in spring is left out, as in Quartz's CronTrigger and Spring's
/// CronExpression; one that they show twice in autumn comes once, at the first.
public struct CronSchedule: Sendable, Hashable, CustomStringConvertible {
    /// As it was written, with one space between two fields.
    public let description: String
    /// The form that it was read in, where it would have other days in the other.
    var form: Form?
    /// Bit n: the value n.
    var seconds: UInt64 = 0, minutes: UInt64 = 0, hours: UInt64 = 0, months: UInt64 = 0
    /// Empty: all days.
    var days: [Day] = []
    var weekdays: [Weekday] = []
    /// nil: all years.
    var years: Set<Int>?

    /// One of the days of the month that the fourth field names.
    enum Day: Hashable, Sendable {
        /// Bit n: the n-th.
        case numbered(UInt64)
        /// `15W`: the weekday next to the 15th in the same month.
        case weekday(near: Int)
        /// `L-3`: so many days before the last; with `W`, the weekday next to it.
        case last(before: Int, isWeekday: Bool)
    }

    /// One of the days of the week that the sixth field names; 1 is Monday.
    enum Weekday: Hashable, Sendable {
        case named(UInt64)
        /// `FRI#2`: the second of the month.
        case number(Int, of: Int)
        /// `FRIL`: the last of the month.
        case last(Int)
    }

    /// Whose numbers the days of the week have.
    public enum Form: String, Sendable {
        /// 1 is Sunday, and a week ends on Saturday.
        case quartz
        /// 1 is Monday, 0 and 7 are Sunday, and a week ends there.
        case spring
    }

    /// Reads an expression.
    ///
    /// - Parameter form: nil where nobody knows: a number for a day of the week is wrong then.
    /// - Throws: what is wrong with it, and how it is mended; an expression that names no day of any year is wrong.
    public init(_ text: String, in form: Form? = nil) throws(Fault) {
        var reader = CronReader(text, in: form)
        self = try reader.schedule()
        guard comes else { throw Fault("never comes: no such day is in any of its years", mend: "Name a day that there is, such as L for a month's last.") }
    }

    /// Whether a text is meant as a cron expression, well written or not: a macro, or five to seven fields of cron's characters of which the first two
    /// are of numbers.
    public static func isMeant(_ text: some StringProtocol) -> Bool { CronReader.isMeant(text) }

    init(described description: String) { self.description = description }

    /// What is wrong with a cron expression.
    public struct Fault: Error, Hashable {
        /// Goes on from the name of what has the expression: `has '61' as its minute`.
        public let message: String
        /// A sentence that says what to write instead.
        public let mend: String

        init(_ message: String, mend: String) {
            self.message = message
            self.mend = mend
        }
    }

    // MARK: - The next time

    /// The first of its times behind `moment`.
    ///
    /// - Returns: nil when its years are over, or all its times are left out by the clocks of the zone.
    /// - Complexity: O(months up to that time, and days among them that match but have no time any more). The search ends with the last of its years,
    ///   or 400 years later: by then the calendar has begun anew (146,097 days are whole weeks). Seconds that the clocks leave out or show again are
    ///   looked at one by one.
    public func next(after moment: Instant, in zone: CivilZone) -> Instant? {
        let today = zone.date(of: moment)
        var (year, month, day) = today.components
        let end = years.map { $0.max() ?? year } ?? year + Self.cycleYears
        while year <= end {
            if years?.contains(year) ?? true, months.has(month) {
                var left = days(of: month, in: year) & (~0 << UInt64(day))
                while left != 0 {
                    let found = left.trailingZeroBitCount
                    left &= left - 1
                    guard let date = CivilDate(year: year, month: month, day: found) else { continue }
                    if let time = time(on: date, after: moment, in: zone) { return time }
                }
            }
            (month, day) = (month + 1, 1)
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        return nil
    }

    private static let cycleYears = 400

    /// The first of its times on a day that is behind `moment`.
    private func time(on date: CivilDate, after moment: Instant, in zone: CivilZone) -> Instant? {
        var second = 0
        if zone.date(of: moment) == date {
            let local = (moment + .seconds(zone.secondsFromUTC(moment))).microseconds
            second = Int(local / 1_000_000 - Int64(date.daysSinceEpoch) * 86_400)
        }
        while let found = self.second(from: second) {
            let time = zone.instant(of: date, second: found)
            // The clocks show the first of two equal times, and none that they leave out.
            if time > moment, isShown(time, date, found, zone) { return time }
            second = found + 1
        }
        return nil
    }

    private func isShown(_ time: Instant, _ date: CivilDate, _ second: Int, _ zone: CivilZone) -> Bool {
        let local = (time + .seconds(zone.secondsFromUTC(time))).microseconds
        return local == (Int64(date.daysSinceEpoch) * 86_400 + Int64(second)) * 1_000_000
    }

    /// The first of its seconds of a day that is not before `second`.
    private func second(from second: Int) -> Int? {
        guard second < 86_400 else { return nil }
        var (hour, minute, rest) = (second / 3_600, second / 60 % 60, second % 60)
        while let found = hours.first(from: hour) {
            if found > hour { (hour, minute, rest) = (found, 0, 0) }
            while let found = minutes.first(from: minute) {
                if found > minute { (minute, rest) = (found, 0) }
                if let found = seconds.first(from: rest) { return hour * 3_600 + minute * 60 + found }
                (minute, rest) = (minute + 1, 0)
            }
            (hour, minute, rest) = (hour + 1, 0, 0)
        }
        return nil
    }

    // MARK: - Days

    /// Whether there is any such day.
    private var comes: Bool {
        // The leap years and weekdays of all 400.
        let all = years.map(Array.init) ?? Array(2_000..<2_000 + Self.cycleYears)
        return all.contains { year in (1...12).contains { months.has($0) && days(of: $0, in: year) != 0 } }
    }

    /// Bit n: the n-th of the month is one of its days.
    private func days(of month: Int, in year: Int) -> UInt64 {
        let length = CivilDate.daysIn(month: month, year: year)
        guard let first = CivilDate(year: year, month: month, day: 1)?.weekday else { return 0 }
        let calendar = Month(length: length, first: first)
        var found = calendar.all
        if !days.isEmpty { found &= days.reduce(0) { $0 | calendar.days($1) } }
        if !weekdays.isEmpty { found &= weekdays.reduce(0) { $0 | calendar.days($1) } }
        return found
    }

    /// A month of so many days, of which the first is such a day of the week.
    private struct Month {
        let length, first: Int

        var all: UInt64 { (1 << UInt64(length + 1)) - 2 }

        func days(_ day: Day) -> UInt64 {
            switch day {
            case .numbered(let days): return days & all
            case .weekday(let day): return day <= length ? 1 << UInt64(nearest(to: day)) : 0
            case .last(let before, let isWeekday):
                let day = length - before
                return day >= 1 ? 1 << UInt64(isWeekday ? nearest(to: day) : day) : 0
            }
        }

        func days(_ weekday: Weekday) -> UInt64 {
            switch weekday {
            case .named(let named): return (1...length).reduce(0) { named.has(self.weekday($1)) ? $0 | 1 << UInt64($1) : $0 }
            case .number(let number, let weekday):
                let day = (weekday - first + 7) % 7 + 1 + (number - 1) * 7
                return day <= length ? 1 << UInt64(day) : 0
            case .last(let weekday): return 1 << UInt64(length - (self.weekday(length) - weekday + 7) % 7)
            }
        }

        private func weekday(_ day: Int) -> Int { (first + day - 2) % 7 + 1 }

        /// The day from Monday to Friday that is next to it, in this month.
        private func nearest(to day: Int) -> Int {
            switch weekday(day) {
            case 6: day == 1 ? 3 : day - 1
            case 7: day == length ? day - 2 : day + 1
            default: day
            }
        }
    }
}

extension UInt64 {
    /// Whether the bit is set.
    fileprivate func has(_ bit: Int) -> Bool { self >> UInt64(bit) & 1 == 1 }

    /// The lowest bit that is set and not below `bit`.
    fileprivate func first(from bit: Int) -> Int? {
        guard bit < 64 else { return nil }
        let left = self & (~0 << UInt64(bit))
        return left == 0 ? nil : left.trailingZeroBitCount
    }
}
