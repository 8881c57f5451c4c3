import Kernel

/// Reads dates, times and durations in the lexical forms of XML Schema that DMN 1.5 names (section 10.3.4.1), with `@` and
/// a zone's name as one form more.
struct TemporalReader {
    private let bytes: [UInt8]
    private var offset = 0

    private init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

    static func date(_ text: some StringProtocol) -> CivilDate? {
        var reader = Self(text)
        guard let date = reader.date(), reader.isAtEnd else { return nil }
        return date
    }

    static func time(_ text: some StringProtocol) -> TimeOfDay? {
        var reader = Self(text)
        guard let (time, _) = reader.time(), reader.isAtEnd else { return nil }
        return time
    }

    /// A date alone is its midnight.
    static func dateAndTime(_ text: some StringProtocol) -> DateAndTime? {
        var reader = Self(text)
        guard let date = reader.date() else { return nil }
        if reader.isAtEnd { return DateAndTime(date: date, time: TimeOfDay(nanoseconds: 0, zone: .local)) }
        guard reader.take("T"), let (time, nextDay) = reader.time(), reader.isAtEnd else { return nil }
        let day = nextDay ? date.adding(days: 1) : date
        return day.isWithinFEEL ? DateAndTime(date: day, time: time) : nil
    }

    static func duration(_ text: some StringProtocol) -> Value? {
        var reader = Self(text)
        return reader.duration()
    }

    private var isAtEnd: Bool { offset == bytes.count }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard offset < bytes.count, UInt32(bytes[offset]) == character.value else { return false }
        offset += 1
        return true
    }

    /// Up to 18 digits.
    private mutating func digits() -> (value: Int, count: Int)? {
        var (value, count) = (0, 0)
        while offset < bytes.count, (48...57).contains(bytes[offset]), count < 18 {
            value = value * 10 + Int(bytes[offset] - 48)
            offset += 1
            count += 1
        }
        return count == 0 ? nil : (value, count)
    }

    private mutating func digits(exactly count: Int) -> Int? {
        guard let (value, found) = digits(), found == count else { return nil }
        return value
    }

    /// Behind a point: nanoseconds; digits beyond the ninth are cut off.
    private mutating func fraction(mayBeEmpty: Bool = false) -> Int? {
        guard take(".") else { return 0 }
        var (value, count) = (0, 0)
        while offset < bytes.count, (48...57).contains(bytes[offset]) {
            if count < 9 { value = value * 10 + Int(bytes[offset] - 48); count += 1 }
            offset += 1
        }
        guard count > 0 || mayBeEmpty else { return nil }
        for _ in count..<9 { value *= 10 }
        return value
    }

    private mutating func date() -> CivilDate? {
        let negative = take("-")
        let start = offset
        guard let (year, count) = digits(), (4...9).contains(count), count == 4 || bytes[start] != 48,
            take("-"), let month = digits(exactly: 2), take("-"), let day = digits(exactly: 2)
        else { return nil }
        return CivilDate(year: negative ? -year : year, month: month, day: day)
    }

    /// 24:00:00 is the next day's midnight.
    private mutating func time() -> (TimeOfDay, nextDay: Bool)? {
        guard let hour = digits(exactly: 2), take(":"), let minute = digits(exactly: 2), take(":"), let second = digits(exactly: 2),
            let nanosecond = fraction(), let zone = zone()
        else { return nil }
        if hour == 24, minute == 0, second == 0, nanosecond == 0 { return (TimeOfDay(nanoseconds: 0, zone: zone), true) }
        return TimeOfDay(hour: hour, minute: minute, second: second, nanosecond: nanosecond, zone: zone).map { ($0, false) }
    }

    private mutating func zone() -> Zone? {
        if isAtEnd { return .local }
        if take("Z") { return .offset(0) }
        if take("@") {
            let name = String(decoding: bytes[offset...], as: UTF8.self)
            offset = bytes.count
            return Zone.named(checking: name)
        }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = digits(exactly: 2), take(":"), let minutes = digits(exactly: 2), minutes < 60 else { return nil }
        var size = hours * 3_600 + minutes * 60
        if take(":") {
            guard let seconds = digits(exactly: 2), seconds < 60 else { return nil }
            size += seconds
        }
        // XML Schema part 2, section 3.2.7.3: fourteen hours; zones of the tz database with seconds lie below that.
        guard size <= 14 * 3_600 else { return nil }
        return .offset(sign * size)
    }

    private mutating func duration() -> Value? {
        let negative = take("-")
        guard take("P"), offset < bytes.count else { return nil }
        let sign = negative ? -1 : 1
        if !bytes[offset...].contains(UInt8(ascii: "D")), !bytes[offset...].contains(UInt8(ascii: "T")) { return yearsAndMonths(sign) }
        var (seconds, nanoseconds) = (0, 0)
        if let days = part("D", of: 86_400) { seconds = days }
        if take("T") {
            let start = offset
            if let hours = part("H", of: 3_600) { seconds += hours }
            if let minutes = part("M", of: 60) { seconds += minutes }
            if let (value, _) = digits() {
                guard let rest = fraction(mayBeEmpty: true), take("S"), value < DaysAndTimeDuration.limit else { return nil }
                seconds += value
                nanoseconds = rest
            }
            guard offset > start else { return nil }
        }
        guard isAtEnd, seconds < DaysAndTimeDuration.limit else { return nil }
        return .daysAndTime(DaysAndTimeDuration(seconds: sign * seconds, nanoseconds: sign * nanoseconds))
    }

    /// A count and its letter; nothing is taken where another letter follows.
    private mutating func part(_ letter: Unicode.Scalar, of unit: Int) -> Int? {
        let start = offset
        guard let (value, _) = digits(), take(letter), value < DaysAndTimeDuration.limit / unit else { offset = start; return nil }
        return value * unit
    }

    private mutating func yearsAndMonths(_ sign: Int) -> Value? {
        let start = offset
        var months = 0
        if let years = part("Y", of: 12) { months = years }
        if let rest = part("M", of: 1) { months += rest }
        guard isAtEnd, offset > start else { return nil }
        return YearsAndMonthsDuration(months: sign * months).map(Value.yearsAndMonths)
    }
}
