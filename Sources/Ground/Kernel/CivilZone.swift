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
        CivilDate(daysSinceEpoch: (instant + .seconds(secondsFromUTC(instant))).microseconds.flooredQuotient(86_400_000_000))
    }

    /// The first instant of a day. Where clocks jump over midnight, the instant of the jump.
    public func start(of date: CivilDate) -> Instant { instant(of: date, second: 0) }

    /// When the clocks of the place show `second` seconds of a day; where they leave that out, as long after the jump.
    ///
    /// A day further off than some 270,000 years is the last that microseconds can count.
    public func instant(of date: CivilDate, second: Int) -> Instant {
        let local = Int64(Swift.min(Swift.max(date.daysSinceEpoch, -Self.farthest), Self.farthest)) * 86_400 + Int64(second)
        func offset(at seconds: Int64) -> Int64 { Int64(secondsFromUTC(Instant(microseconds: seconds * 1_000_000))) }
        // The offset of the day before still holds, or the one that it leads to does. Neither holds in an hour that the clocks leave out.
        let before = offset(at: local - 86_400)
        let after = offset(at: local - before)
        let holds = after == before || offset(at: local - after) != after ? before : after
        return Instant(microseconds: (local - holds) * 1_000_000)
    }

    /// In days: FEEL knows years of nine digits, for which 64 bits of microseconds have no room.
    private static let farthest = 100_000_000

    /// The last microsecond of a day: a deadline that falls on a day holds until its end.
    public func end(of date: CivilDate) -> Instant {
        Instant(microseconds: start(of: date.adding(days: 1)).microseconds - 1)
    }
}
