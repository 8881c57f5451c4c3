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

    /// `value` counts of 10^-scale and `other`, as `+` gives it: 34 digits, half to even.
    ///
    /// What fits 128 bits is added there at once; everything else goes the general way.
    package static func sum(_ value: Int64, scale: Int, _ other: Decimal128) -> Decimal128 {
        let shift = -other.exponent - scale
        guard other.isFinite, (0...38).contains(shift) else { return Decimal128(value, scale: scale) + other }
        let (magnitude, isTooLarge) = UInt128(value.magnitude).multipliedReportingOverflow(by: power10(shift))
        guard !isTooLarge, magnitude < 1 << 126 else { return Decimal128(value, scale: scale) + other }
        // A coefficient has at most 113 bits.
        let (x, y) = (Int128(magnitude), Int128(other.coefficient))
        let sum = (value < 0 ? -x : x) + (other.isNegative ? -y : y)
        return rounded(negative: sum < 0, sum.magnitude, other.exponent)
    }

    /// `value` counts of 10^-scale divided by `divisor`, as `/` gives it: 34 digits, half to even.
    ///
    /// For a small divisor everything fits 128 bits, and the quotient is made with just the digits it may have; the general division works in 256.
    package static func quotient(_ value: Int64, scale: Int, by divisor: UInt32) -> Decimal128 {
        guard divisor > 1, divisor < 10_000, value != 0 else { return Decimal128(value, scale: scale) / Decimal128(Int64(divisor)) }
        let dividend = UInt128(value.magnitude)
        // The quotient of two numbers has as many digits as they differ by, and one more where the first begins larger.
        let difference = digitCount(dividend) - digitCount(UInt128(divisor))
        let isLarger = difference >= 0 ? dividend >= UInt128(divisor) * power10(difference) : dividend * power10(-difference) >= UInt128(divisor)
        let raise = precision - difference - (isLarger ? 1 : 0)
        let (quotient, remainder) = (dividend * power10(raise)).divided(by: UInt64(divisor))
        guard remainder != 0 else { return Decimal128(value, scale: scale) / Decimal128(Int64(divisor)) }
        let twice = remainder * 2
        let isUp = twice > UInt64(divisor) || (twice == UInt64(divisor) && quotient & 1 == 1)
        return rounded(negative: value < 0, quotient + (isUp ? 1 : 0), -scale - raise)
    }
}

extension UInt128 {
    /// By a divisor of one machine word: two divisions that the processor does itself.
    @inline(__always)
    func divided(by divisor: UInt64) -> (quotient: UInt128, remainder: UInt64) {
        let (high, rest) = UInt64(truncatingIfNeeded: self >> 64).quotientAndRemainder(dividingBy: divisor)
        let (low, remainder) = divisor.dividingFullWidth((rest, UInt64(truncatingIfNeeded: self)))
        return (UInt128(high) << 64 | UInt128(low), remainder)
    }
}

extension Int64 {
    /// n from 0 to 18.
    package static func powerOf10(_ n: Int) -> Int64 { Int64(truncatingIfNeeded: power10(n)) }
}
