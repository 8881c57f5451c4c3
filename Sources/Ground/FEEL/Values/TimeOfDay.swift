import Kernel

/// A time of the day, to the nanosecond, with or without a zone (DMN 1.5, section 10.3.2.3.5).
public struct TimeOfDay: Sendable, Hashable {
    /// Since midnight: 0 to 86,399,999,999,999.
    public let nanoseconds: Int
    public let zone: Zone

    static let nanosecondsOfDay = 86_400_000_000_000

    init(nanoseconds: Int, zone: Zone) {
        self.nanoseconds = nanoseconds
        self.zone = zone
    }

    /// - Returns: nil where the clock shows no such time.
    public init?(hour: Int, minute: Int, second: Int, nanosecond: Int = 0, zone: Zone = .local) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second), (0..<1_000_000_000).contains(nanosecond) else { return nil }
        nanoseconds = ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + nanosecond
        self.zone = zone
    }

    public var hour: Int { nanoseconds / 3_600_000_000_000 }
    public var minute: Int { nanoseconds / 60_000_000_000 % 60 }
    public var second: Int { nanoseconds / 1_000_000_000 % 60 }
    var secondOfDay: Int { nanoseconds / 1_000_000_000 }

    /// Seconds ahead of UTC; a named zone's are those of 1970-01-01, since a time has no day.
    public var offset: Int? { zone.offset(atLocal: secondOfDay) }

    /// Nanoseconds since midnight in UTC, or since local midnight.
    var comparable: Int { nanoseconds - (offset ?? 0) * 1_000_000_000 }

    /// Goes round the clock.
    func adding(_ duration: DaysAndTimeDuration) -> TimeOfDay {
        let total = (nanoseconds + duration.nanosecondsWithinDay) % Self.nanosecondsOfDay
        return TimeOfDay(nanoseconds: total < 0 ? total + Self.nanosecondsOfDay : total, zone: zone)
    }

    /// `10:30:00.5+02:00`
    public var text: String {
        let fraction = nanoseconds % 1_000_000_000
        return "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))\(fractionText(fraction))\(zone.text)"
    }
}

/// `.5` for 500,000,000 nanoseconds; nothing for none.
func fractionText(_ nanoseconds: Int) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = String(nanoseconds)
    digits = "." + String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return digits
}
