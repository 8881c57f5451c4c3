import Kernel

/// How a holiday finds its day.
public enum HolidayRule: Sendable, Hashable {
    case once(CivilDate)
    case yearly(month: Int, day: Int)
    /// The first (1) to fifth, or the last (-1), of a weekday in a month; weekdays as in ISO 8601.
    case weekday(Int, ordinal: Int, month: Int)
    /// Days from Easter Sunday: -2 is Good Friday.
    case easter(offset: Int, isOrthodox: Bool)

    /// Reads `2026-05-04`, `12-25`, `first monday of may`, `easter - 2`, `orthodox easter + 1`.
    public init?(_ text: String) {
        if let day = CivilDate(text) {
            self = .once(day)
        } else if let rule = Self.monthAndDay(text) ?? Self.ofMonth(text) ?? Self.easter(text) {
            self = rule
        } else {
            return nil
        }
    }

    /// The day in `year`; nil when there is none (a single day of another year, 29 February, a fifth Monday).
    public func day(in year: Int) -> CivilDate? {
        switch self {
        case .once(let day): return day.year == year ? day : nil
        case .yearly(let month, let day): return CivilDate(year: year, month: month, day: day)
        case .weekday(let weekday, let ordinal, let month):
            let length = CivilDate.daysIn(month: month, year: year)
            guard let edge = CivilDate(year: year, month: month, day: ordinal > 0 ? 1 : length) else { return nil }
            if ordinal < 0 { return edge.adding(days: -((edge.weekday - weekday + 7) % 7)) }
            let day = edge.adding(days: (weekday - edge.weekday + 7) % 7 + 7 * (ordinal - 1))
            return day.month == month ? day : nil
        case .easter(let offset, let isOrthodox):
            return (isOrthodox ? CivilDate.orthodoxEaster(year) : CivilDate.easter(year))?.adding(days: offset)
        }
    }

    static let weekdayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    private static let ordinals = ["first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    private static func monthAndDay(_ text: String) -> HolidayRule? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let month = Int(parts[0]), let day = Int(parts[1]), CivilDate(year: 2024, month: month, day: day) != nil
        else { return nil }
        return .yearly(month: month, day: day)
    }

    private static func ofMonth(_ text: String) -> HolidayRule? {
        let words = text.lowercased().split(separator: " ").map(String.init)
        guard words.count == 4, words[2] == "of", let ordinal = ordinals[words[0]],
            let weekday = weekdayNames.firstIndex(of: words[1]), let month = months.firstIndex(of: words[3])
        else { return nil }
        return .weekday(weekday + 1, ordinal: ordinal, month: month + 1)
    }

    private static func easter(_ text: String) -> HolidayRule? {
        var rest = text.lowercased().filter { $0 != " " }[...]
        let isOrthodox = rest.hasPrefix("orthodox")
        if isOrthodox { rest = rest.dropFirst("orthodox".count) }
        guard rest.hasPrefix("easter") else { return nil }
        rest = rest.dropFirst("easter".count)
        if rest.isEmpty { return .easter(offset: 0, isOrthodox: isOrthodox) }
        guard let sign = rest.first, sign == "+" || sign == "-", let days = Int(rest.dropFirst()), (0...200).contains(days) else { return nil }
        return .easter(offset: sign == "-" ? -days : days, isOrthodox: isOrthodox)
    }
}

extension CivilDate {
    /// Easter Sunday of the Gregorian calendar: the Sunday after the computed full moon of spring (Clavius' rule of
    /// 1582, by golden number, century corrections and epact).
    static func easter(_ year: Int) -> CivilDate? {
        let golden = year % 19
        let century = year / 100
        let solar = century - century / 4
        let lunar = (8 * century + 13) / 25
        var epact = (solar - lunar + 19 * golden + 15) % 30
        if epact == 29 || epact == 28 && golden > 10 { epact -= 1 }
        guard let march21 = CivilDate(year: year, month: 3, day: 21) else { return nil }
        let moon = march21.adding(days: epact)
        return moon.adding(days: 7 - moon.weekday % 7)
    }

    /// Easter Sunday of the churches that keep the Julian reckoning, as a day of the Gregorian calendar.
    static func orthodoxEaster(_ year: Int) -> CivilDate? {
        let epact = (19 * (year % 19) + 15) % 30
        guard let march21 = CivilDate(year: year, month: 3, day: 21) else { return nil }
        // The Julian calendar lags by the century leap days it keeps: 13 days from 1900 to 2099.
        let moon = march21.adding(days: epact + year / 100 - year / 400 - 2)
        return moon.adding(days: 7 - moon.weekday % 7)
    }
}
