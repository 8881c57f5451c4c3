/// A day of the proleptic Gregorian calendar, without a time zone (ISO 8601 calendar date).
///
/// The arithmetic follows from eras of 400 years (146,097 days) that begin on 1 March, so that a leap day ends a year.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    ///
    /// FEEL knows years of nine digits, so 32 bits are too few.
    public var daysSinceEpoch: Int

    /// Days beyond a thousand million years from the epoch become the last such day.
    public init(daysSinceEpoch: some BinaryInteger) {
        self.daysSinceEpoch = Swift.min(Swift.max(Int(clamping: daysSinceEpoch), -366_000_000_000), 366_000_000_000)
    }

    /// - Returns: nil when there is no such day (month 13, 30 February).
    public init?(year: Int, month: Int, day: Int) {
        guard (-999_999_999...999_999_999).contains(year), (1...12).contains(month), day >= 1, day <= Self.daysIn(month: month, year: year) else { return nil }
        daysSinceEpoch = Self.days(year: year, month: month, day: day)
    }

    /// Reads `2026-11-22`.
    public init?(_ text: some StringProtocol) {
        let utf8 = Array(text.utf8)
        guard utf8.count == 10, utf8[4] == UInt8(ascii: "-"), utf8[7] == UInt8(ascii: "-") else { return nil }
        var numbers = [0, 0, 0]
        for (index, byte) in utf8.enumerated() where index != 4 && index != 7 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let part = index < 4 ? 0 : index < 7 ? 1 : 2
            numbers[part] = numbers[part] * 10 + Int(byte - UInt8(ascii: "0"))
        }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    public var year: Int { components.year }
    public var month: Int { components.month }
    public var day: Int { components.day }

    /// 1 is Monday, 7 is Sunday (ISO 8601).
    public var weekday: Int {
        let days = daysSinceEpoch + 3
        return days - days.flooredQuotient(7) * 7 + 1
    }

    /// 1 to 366.
    public var dayOfYear: Int { daysSinceEpoch - Self.days(year: year, month: 1, day: 1) + 1 }

    public func adding(days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch.addingReportingOverflow(days).overflow ? days : daysSinceEpoch + days)
    }

    /// The same day of a later (or earlier) month; the month's last day where it has no such day.
    public func adding(months: Int) -> CivilDate {
        let (year, month, day) = components
        let count = year * 12 + month - 1 + Swift.min(Swift.max(months, -12_000_000_000), 12_000_000_000)
        let newYear = count.flooredQuotient(12)
        let newMonth = count - newYear * 12 + 1
        let newDay = Swift.min(day, Self.daysIn(month: newMonth, year: newYear))
        return CivilDate(daysSinceEpoch: Self.days(year: newYear, month: newMonth, day: newDay))
    }

    public func adding(years: Int) -> CivilDate { adding(months: Swift.min(Swift.max(years, -1_000_000_000), 1_000_000_000) * 12) }

    /// Whole years from this day to `other`, as ages are counted: a birthday counts on the day itself.
    public func wholeYears(until other: CivilDate) -> Int {
        let (a, b) = (components, other.components)
        return b.year - a.year - ((b.month, b.day) < (a.month, a.day) ? 1 : 0)
    }

    /// Whole months from this day to `other`; below zero where that is earlier (DMN 1.5, table 70).
    public func wholeMonths(until other: CivilDate) -> Int {
        if other < self { return -other.wholeMonths(until: self) }
        let (a, b) = (components, other.components)
        return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day ? 1 : 0)
    }

    public var components: (year: Int, month: Int, day: Int) {
        let z = daysSinceEpoch + 719_468
        let era = z.flooredQuotient(146_097)
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    public var description: String {
        let (year, month, day) = components
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    public static func < (a: Self, b: Self) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }

    public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    public static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = y.flooredQuotient(400)
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
