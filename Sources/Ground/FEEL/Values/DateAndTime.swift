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

    /// What a clock of `zone` shows so long after its 1970-01-01T00:00:00; nil where the calendar's years end.
    private init?(onItsClock clock: DaysAndTimeDuration, zone: Zone) {
        let days = clock.seconds >= 0 ? clock.seconds / 86_400 : -((86_399 - clock.seconds) / 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        guard date.isWithinFEEL else { return nil }
        let rest = (clock.seconds - days * 86_400) * 1_000_000_000 + clock.nanoseconds
        self.init(date: date, time: TimeOfDay(nanoseconds: rest, zone: zone))
    }

    /// What the clocks of `zone` show at a moment, counted from 1970-01-01T00:00:00Z; nil for a local zone, and where the calendar's years end.
    ///
    /// Where clocks are put back they show an hour twice, and the zone's name stands for the first time. The second has its offset in place of the
    /// name, so that it stays the moment it is.
    init?(_ moment: DaysAndTimeDuration, on zone: Zone) {
        guard let ahead = zone.offset(atUTC: moment.seconds) else { return nil }
        let clock = moment + DaysAndTimeDuration(seconds: ahead)
        guard let named = DateAndTime(onItsClock: clock, zone: zone) else { return nil }
        guard named.offset != ahead, let exact = DateAndTime(onItsClock: clock, zone: .offset(ahead)) else {
            self = named
            return
        }
        self = exact
    }

    /// On the line of time (DMN 1.5, table 58): 24 hours may end at another hour of the clock. nil where the calendar's years end.
    func adding(_ duration: DaysAndTimeDuration) -> DateAndTime? {
        if case .named = time.zone { return DateAndTime(sinceEpoch + duration, on: time.zone) }
        return DateAndTime(onItsClock: onItsClock + duration, zone: time.zone)
    }

    /// On the calendar: the hour stays what it is, but for one that the clocks leave out on that day.
    func adding(_ duration: YearsAndMonthsDuration) -> DateAndTime? {
        let moved = date.adding(months: duration.months)
        guard moved.isWithinFEEL else { return nil }
        let value = DateAndTime(date: moved, time: time)
        if case .named = time.zone { return DateAndTime(value.sinceEpoch, on: time.zone) }
        return value
    }

    public var text: String { "\(date.text)T\(time.text)" }
}

extension CivilDate {
    /// FEEL's years have up to nine digits.
    var isWithinFEEL: Bool { year.magnitude <= 999_999_999 }

    var text: String {
        let (year, month, day) = components
        let digits = String(year.magnitude)
        return "\(year < 0 ? "-" : "")\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)-\(twoDigits(month))-\(twoDigits(day))"
    }
}

extension DateAndTime {
    /// What the clocks of `zone` show at an instant, to the second.
    public init(_ instant: Instant, in zone: CivilZone = .utc) {
        let offset = zone.secondsFromUTC(instant)
        let seconds = Int(instant.microseconds.quotientAndRemainder(dividingBy: 1_000_000).quotient) + offset
        let days = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
        let nanoseconds = (seconds - days * 86_400) * 1_000_000_000
        let date = CivilDate(daysSinceEpoch: days)
        let named = DateAndTime(date: date, time: TimeOfDay(nanoseconds: nanoseconds, zone: zone.name == "UTC" ? .offset(0) : .named(zone.name)))
        // The second of two hours that look alike.
        let isTheSecond = named.offset.map { $0 != offset } ?? false
        self = isTheSecond ? DateAndTime(date: date, time: TimeOfDay(nanoseconds: nanoseconds, zone: .offset(offset))) : named
    }

    /// The moment; a local time is one of `zone`. nil outside the years 1 to 9999, in which things happen.
    public func instant(in zone: CivilZone) -> Instant? {
        guard (1...9_999).contains(date.year) else { return nil }
        let moment = sinceEpoch
        guard time.zone != .local else {
            return Instant(microseconds: zone.instant(of: date, second: time.secondOfDay).microseconds + Int64(moment.nanoseconds / 1_000))
        }
        return Instant(microseconds: Int64(moment.seconds) * 1_000_000 + Int64(moment.nanoseconds / 1_000))
    }
}
