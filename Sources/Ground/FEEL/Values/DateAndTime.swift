import Kernel

/// A day and a time of it (DMN 1.5, section 10.3.2.3.6).
public struct DateAndTime: Sendable, Hashable {
    public let date: CivilDate
    public let time: TimeOfDay

    public init(date: CivilDate, time: TimeOfDay) {
        self.date = date
        self.time = time
    }

    /// Midnight in UTC, as which a day counts beside a date and time.
    init(midnightOf date: CivilDate) {
        self.init(date: date, time: TimeOfDay(nanoseconds: 0, zone: .offset(0)))
    }

    private var localSeconds: Int { date.daysSinceEpoch * 86_400 + time.secondOfDay }

    public var offset: Int? { time.zone.offset(atLocal: localSeconds) }
    var isLocal: Bool { time.zone == .local }

    /// Since 1970-01-01T00:00:00, in UTC where there is a zone.
    var sinceEpoch: DaysAndTimeDuration {
        DaysAndTimeDuration(seconds: localSeconds - (offset ?? 0), nanoseconds: time.nanoseconds % 1_000_000_000)
    }

    /// Since 1970-01-01T00:00:00 on the clock of its zone.
    var onItsClock: DaysAndTimeDuration { DaysAndTimeDuration(seconds: localSeconds, nanoseconds: time.nanoseconds % 1_000_000_000) }

    /// nil where the calendar's years end.
    func adding(_ duration: DaysAndTimeDuration) -> DateAndTime? {
        let sum = onItsClock + duration
        let days = sum.seconds >= 0 ? sum.seconds / 86_400 : -((86_399 - sum.seconds) / 86_400)
        let moved = CivilDate(daysSinceEpoch: days)
        guard moved.isWithinFEEL else { return nil }
        let rest = (sum.seconds - days * 86_400) * 1_000_000_000 + sum.nanoseconds
        return DateAndTime(date: moved, time: TimeOfDay(nanoseconds: rest, zone: time.zone))
    }

    func adding(_ duration: YearsAndMonthsDuration) -> DateAndTime? {
        let moved = date.adding(months: duration.months)
        return moved.isWithinFEEL ? DateAndTime(date: moved, time: time) : nil
    }

    public var text: String { "\(date.text)T\(time.text)" }
}

extension CivilDate {
    /// FEEL's years have up to nine digits.
    var isWithinFEEL: Bool { abs(year) <= 999_999_999 }

    var text: String {
        let (year, month, day) = components
        let digits = String(abs(year))
        return "\(year < 0 ? "-" : "")\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)-\(twoDigits(month))-\(twoDigits(day))"
    }
}

extension DateAndTime {
    /// What the clocks of `zone` show at an instant, to the second.
    public init(_ instant: Instant, in zone: CivilZone = .utc) {
        let offset = zone.secondsFromUTC(instant)
        let seconds = Int(instant.microseconds.quotientAndRemainder(dividingBy: 1_000_000).quotient) + offset
        let days = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
        let time = TimeOfDay(nanoseconds: (seconds - days * 86_400) * 1_000_000_000, zone: zone.name == "UTC" ? .offset(0) : .named(zone.name))
        self.init(date: CivilDate(daysSinceEpoch: days), time: time)
    }
}
