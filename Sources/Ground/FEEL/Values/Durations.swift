import Kernel

/// Days, hours, minutes and seconds (DMN 1.5, section 10.3.2.3.7).
public struct DaysAndTimeDuration: Sendable, Hashable, Comparable {
    /// Rounded towards minus infinity; the magnitude stays below 10^17.
    public let seconds: Int
    /// What comes on top: 0 to 999,999,999.
    public let nanoseconds: Int

    static let limit = 100_000_000_000_000_000

    /// Carries nanoseconds over into seconds; beyond the limit, the limit.
    public init(seconds: Int, nanoseconds: Int = 0) {
        var carry = nanoseconds / 1_000_000_000
        var rest = nanoseconds % 1_000_000_000
        if rest < 0 { rest += 1_000_000_000; carry -= 1 }
        self.seconds = min(max(min(max(seconds, -Self.limit), Self.limit) + carry, -Self.limit), Self.limit)
        self.nanoseconds = rest
    }

    public init(days: Int) { self.init(seconds: min(max(days, -Self.limit / 86_400), Self.limit / 86_400) * 86_400) }

    /// nil for a number of seconds out of range; finer than a nanosecond is cut off.
    init?(seconds: Decimal128) {
        let whole = seconds.rounded(.floor)
        guard let value = Int(exactly: whole), value.magnitude < Self.limit,
            let fraction = Int(exactly: ((seconds - whole) * 1_000_000_000).rounded(.down))
        else { return nil }
        self.init(seconds: value, nanoseconds: fraction)
    }

    var isNegative: Bool { seconds < 0 }
    var inSeconds: Decimal128 { Decimal128(seconds) + Decimal128(Int64(nanoseconds), scale: 9) }
    var nanosecondsWithinDay: Int { seconds % 86_400 * 1_000_000_000 + nanoseconds }

    /// The parts of the magnitude, each with the duration's sign.
    var parts: (days: Int, hours: Int, minutes: Int, seconds: Int, nanoseconds: Int) {
        let (size, sign) = isNegative ? (-self, -1) : (self, 1)
        return (
            sign * (size.seconds / 86_400), sign * (size.seconds / 3_600 % 24), sign * (size.seconds / 60 % 60), sign * (size.seconds % 60),
            sign * size.nanoseconds
        )
    }

    /// `P1DT2H3M4.5S`; `PT0S` for none.
    public var text: String {
        let size = isNegative ? -self : self
        let (days, hours, minutes, seconds, nanoseconds) = size.parts
        var time = hours == 0 ? "" : "\(hours)H"
        if minutes != 0 { time += "\(minutes)M" }
        if seconds != 0 || nanoseconds != 0 { time += "\(seconds)\(fractionText(nanoseconds))S" }
        if days == 0, time.isEmpty { return "PT0S" }
        return (isNegative ? "-P" : "P") + (days == 0 ? "" : "\(days)D") + (time.isEmpty ? "" : "T" + time)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds) }
    static func + (a: Self, b: Self) -> Self { Self(seconds: a.seconds + b.seconds, nanoseconds: a.nanoseconds + b.nanoseconds) }
    static func - (a: Self, b: Self) -> Self { Self(seconds: a.seconds - b.seconds, nanoseconds: a.nanoseconds - b.nanoseconds) }
    static prefix func - (a: Self) -> Self { Self(seconds: -a.seconds, nanoseconds: -a.nanoseconds) }
}

/// Years and months (DMN 1.5, section 10.3.2.3.8).
public struct YearsAndMonthsDuration: Sendable, Hashable, Comparable {
    /// The magnitude stays below 2.4 × 10^10: twice the calendar.
    public let months: Int

    static let limit = 24_000_000_000

    /// nil beyond the limit.
    public init?(months: Int) {
        guard months.magnitude <= Self.limit else { return nil }
        self.months = months
    }

    init?(months: Decimal128) {
        guard let whole = Int(exactly: months.rounded(.down)) else { return nil }
        self.init(months: whole)
    }

    var years: Int { months / 12 }

    /// `P1Y8M`; `P0M` for none.
    public var text: String {
        if months == 0 { return "P0M" }
        let size = abs(months)
        return (months < 0 ? "-P" : "P") + (size < 12 ? "" : "\(size / 12)Y") + (size % 12 == 0 ? "" : "\(size % 12)M")
    }

    public static func < (a: Self, b: Self) -> Bool { a.months < b.months }
}

extension Decimal128 {
    func rounded(_ mode: RoundingMode) -> Decimal128 { rounded(scale: 0, mode) }
}
