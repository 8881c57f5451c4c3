/// Numbers as whole counts of a power of ten: what columns of integers are made of.
extension Decimal128 {
    /// The number as `value` counts of 10^-scale, with the smallest scale that is not negative; nil where that is more than 18 or the count has no room.
    package var scaled: (value: Int64, scale: Int)? {
        guard isFinite else { return nil }
        let (coefficient, exponent) = stripped
        guard exponent >= -18, exponent <= 18 else { return nil }
        let scale = Swift.max(0, -exponent)
        let (count, isTooLarge) = coefficient.multipliedReportingOverflow(by: power10(Swift.max(0, exponent)))
        guard !isTooLarge, count <= UInt128(Int64.max) else { return nil }
        return (isNegative ? -Int64(count) : Int64(count), scale)
    }

    /// The number as a count of 10^-scale; nil where it has more digits behind the point than that, or no room.
    @inline(__always)
    package func count(scale: Int) -> Int64? {
        guard isFinite else { return nil }
        if exponent == -scale, let small = smallCoefficient, small <= UInt64(Int64.max) { return isNegative ? -Int64(small) : Int64(small) }
        guard let (value, own) = scaled, own <= scale else { return nil }
        let (count, isTooLarge) = value.multipliedReportingOverflow(by: Int64.powerOf10(scale - own))
        return isTooLarge ? nil : count
    }

    /// `value` counts of 10^-scale, rounded to 34 digits; scale is not below zero.
    package init(counts value: Int128, scale: Int) {
        let magnitude = value.magnitude
        self = Self.rounded(negative: value < 0, magnitude, -scale)
    }

    /// `value` counts of 10^-scale divided by `divisor`, as `/` gives it: 34 digits, half to even.
    ///
    /// The way through 128-bit integers, for a divisor that is small; the general division works in 256 bits.
    package static func quotient(_ value: Int64, scale: Int, by divisor: UInt32) -> Decimal128 {
        guard value != 0 else { return .zero }
        let dividend = UInt128(value.magnitude)
        // As many zeros as 128 bits hold; divided by ten digits at most, 28 or more are left of 38.
        let raise = 38 - digitCount(dividend)
        let wide = dividend * power10(raise)
        let (quotient, remainder) = wide.quotientAndRemainder(dividingBy: UInt128(divisor))
        guard remainder != 0, digitCount(quotient) > precision else { return Decimal128(value, scale: scale) / Decimal128(Int64(divisor)) }
        return rounded(negative: value < 0, quotient, -scale - raise, lost: true)
    }
}

extension Int64 {
    /// n from 0 to 18.
    package static func powerOf10(_ n: Int) -> Int64 { Int64(truncatingIfNeeded: power10(n)) }
}
