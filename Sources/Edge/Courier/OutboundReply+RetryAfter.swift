import Kernel

extension OutboundReply {
    /// How long the other side wants to be left alone: a number of seconds, or a date (RFC 9110, section 10.2.3). nil where it does not say so in
    /// a way that can be read.
    public func retryAfter(at now: Instant) -> Duration? {
        guard let value = headers.last(where: { $0.name == "retry-after" })?.value else { return nil }
        if !value.isEmpty, value.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // More digits than any wait has; a number beyond them is as good as for ever.
            return .seconds(Int64(value.prefix(10)) ?? 0)
        }
        return HTTPDate.instant(value, now: now).map { max($0 - now, .zero) }
    }
}

/// A moment as HTTP writes it.
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Any of the three forms of RFC 9110, section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and
    /// `Sun Nov  6 08:49:37 1994`.
    static func instant(_ text: String, now: Instant) -> Instant? {
        guard text.utf8.count <= 40 else { return nil }
        let parts = text.split { " ,-".contains($0) }.map(String.init)
        switch parts.count {
        case 6 where parts[5] == "GMT": return instant(day: parts[1], month: parts[2], year: parts[3], time: parts[4], now)
        case 5: return instant(day: parts[2], month: parts[1], year: parts[4], time: parts[3], now)
        default: return nil
        }
    }

    private static func instant(day: String, month: String, year: String, time: String, _ now: Instant) -> Instant? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number(String($0), digits: 2...2) }
        guard let day = number(day, digits: 1...2), let month = months.firstIndex(of: month), let written = number(year, digits: 2...4), clock.count == 3,
            let hour = clock[0], let minute = clock[1], let second = clock[2], hour < 24, minute < 60, second <= 60
        else { return nil }
        let year = year.utf8.count == 2 ? whole(written, now) : written
        guard let date = CivilDate(year: year, month: month + 1, day: day) else { return nil }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        return Instant(microseconds: seconds * 1_000_000)
    }

    /// A year of two digits that would be more than 50 years ahead is the last one with those digits.
    private static func whole(_ digits: Int, _ now: Instant) -> Int {
        let today = CivilZone.utc.date(of: now).year
        let year = today - today % 100 + digits
        return year > today + 50 ? year - 100 : year
    }

    private static func number(_ text: String, digits: ClosedRange<Int>) -> Int? {
        digits.contains(text.utf8.count) && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}
