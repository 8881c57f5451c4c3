import Foundation

/// A time zone, as a seam: what the clocks of a place show at an instant. Days of the law are civil dates in the
/// government's zone; instants are UTC.
public struct CivilZone: Sendable {
    /// The name of the IANA time zone database: `Europe/London`.
    public let name: String
    /// Seconds to add to UTC at an instant.
    public let secondsFromUTC: @Sendable (Instant) -> Int

    public init(name: String, secondsFromUTC: @escaping @Sendable (Instant) -> Int) {
        self.name = name
        self.secondsFromUTC = secondsFromUTC
    }

    /// - Returns: nil when the system knows no such zone.
    public init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.init(name: name) { instant in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microseconds / 1_000_000)))
        }
    }

    public static let utc = CivilZone(name: "UTC") { _ in 0 }

    /// The day it is in this zone.
    public func date(of instant: Instant) -> CivilDate {
        let local = instant.microseconds + Int64(secondsFromUTC(instant)) * 1_000_000
        return CivilDate(daysSinceEpoch: local.flooredQuotient(86_400_000_000))
    }

    /// The first instant of a day. Where clocks jump over midnight, the instant of the jump.
    public func start(of date: CivilDate) -> Instant {
        let midnight = Int64(date.daysSinceEpoch) * 86_400
        // The offset that holds at local midnight is found by trying the one of the day before, then the one it leads to.
        var seconds = midnight - Int64(secondsFromUTC(Instant(microseconds: (midnight - 86_400) * 1_000_000)))
        seconds = midnight - Int64(secondsFromUTC(Instant(microseconds: seconds * 1_000_000)))
        return Instant(microseconds: seconds * 1_000_000)
    }

    /// The last microsecond of a day: a deadline that falls on a day holds until its end.
    public func end(of date: CivilDate) -> Instant {
        Instant(microseconds: start(of: date.adding(days: 1)).microseconds - 1)
    }
}
