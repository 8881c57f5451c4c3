/// A moment: microseconds since 1970-01-01T00:00:00Z, without leap seconds, as POSIX counts them.
public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// Reads the form `description` writes: `2026-11-22T17:21:52.000000Z` (RFC 3339; the fraction may be absent).
    public init?(_ text: some StringProtocol) {
        let utf8 = Array(text.utf8)
        guard utf8.count >= 20, utf8.last == UInt8(ascii: "Z"), utf8[10] == UInt8(ascii: "T"),
            utf8[13] == UInt8(ascii: ":"), utf8[16] == UInt8(ascii: ":"),
            let date = CivilDate(String(decoding: utf8[0..<10], as: UTF8.self)),
            let hour = Self.number(utf8[11..<13]), hour < 24,
            let minute = Self.number(utf8[14..<16]), minute < 60,
            let second = Self.number(utf8[17..<19]), second < 60
        else { return nil }
        var fraction: Int64 = 0
        if utf8.count > 20 {
            guard utf8[19] == UInt8(ascii: "."), utf8.count <= 27, let digits = Self.number(utf8[20..<(utf8.count - 1)]) else { return nil }
            fraction = digits
            for _ in (utf8.count - 21)..<6 { fraction *= 10 }
        }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + hour * 3_600 + minute * 60 + second
        microseconds = seconds * 1_000_000 + fraction
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        guard !digits.isEmpty else { return nil }
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    public var description: String {
        let days = microseconds.flooredQuotient(86_400_000_000)
        let rest = microseconds &- days &* 86_400_000_000
        let second = rest / 1_000_000
        // Every line of the log has one, so its digits are written one by one.
        var text = Array("\(CivilDate(daysSinceEpoch: days))T".utf8)
        func write(_ value: Int64, digits: Int, then sign: UInt8) {
            var place: Int64 = 1
            for _ in 1..<digits { place *= 10 }
            while place > 0 {
                text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / place % 10))
                place /= 10
            }
            text.append(sign)
        }
        write(second / 3_600, digits: 2, then: UInt8(ascii: ":"))
        write(second / 60 % 60, digits: 2, then: UInt8(ascii: ":"))
        write(second % 60, digits: 2, then: UInt8(ascii: "."))
        write(rest % 1_000_000, digits: 6, then: UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }
    /// Beyond the first or the last moment that can be counted, some 290,000 years away, that moment.
    public static func + (a: Self, b: Duration) -> Self {
        let (sum, isTooLarge) = a.microseconds.addingReportingOverflow(b.wholeMicroseconds)
        return Self(microseconds: isTooLarge ? (b < .zero ? .min : .max) : sum)
    }

    public static func - (a: Self, b: Duration) -> Self {
        let (difference, isTooLarge) = a.microseconds.subtractingReportingOverflow(b.wholeMicroseconds)
        return Self(microseconds: isTooLarge ? (b < .zero ? .max : .min) : difference)
    }

    public static func - (a: Self, b: Self) -> Duration { .microseconds(a.microseconds) - .microseconds(b.microseconds) }
}

extension Duration {
    /// Whole microseconds, the rest cut off; as many as 64 bits can count of a longer one.
    public var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, hasNoRoom) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return isTooLarge || hasNoRoom ? (seconds < 0 ? .min : .max) : sum
    }
}

extension FixedWidthInteger {
    /// Division that rounds towards minus infinity, as calendars need.
    func flooredQuotient(_ divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
    }
}

/// `value` in decimal with at least `width` digits.
func padded(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value.magnitude)
    return (value < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
}
