/// A magnitude of 192 bits before the binary point and 320 behind it, with a sign: room for a logarithm to lose 34 digits to
/// cancellation and still give 34 good ones (2^-320 is below 10^-96). The working type of `exp`, `log` and powers only.
struct FixedPoint {
    private static let fractionLimbs = 5
    private static let limbs = 8

    var isNegative = false
    /// Least significant first.
    private var limb = InlineArray<8, UInt64>(repeating: 0)

    init(whole: UInt64 = 0) { limb[Self.fractionLimbs] = whole }

    /// - Returns: nil for 10^57 and beyond. Exact to 2^-320.
    init?(_ value: Decimal128) {
        guard value.isFinite else { return nil }
        let (coefficient, exponent) = value.stripped
        guard digitCount(coefficient) + exponent <= 57 else { return nil }
        limb[Self.fractionLimbs] = UInt64(truncatingIfNeeded: coefficient)
        limb[Self.fractionLimbs + 1] = UInt64(truncatingIfNeeded: coefficient >> 64)
        isNegative = value.isNegative
        for _ in 0..<Swift.max(exponent, 0) { self.multiply(by: 10) }
        // Beyond 140 places nothing is left of 34 digits.
        for _ in 0..<Swift.min(Swift.max(-exponent, 0), 140) { self.divide(by: 10) }
    }

    var isZero: Bool {
        for index in 0..<Self.limbs where limb[index] != 0 { return false }
        return true
    }

    /// The digits before the point; the magnitude is below 2^128.
    private var whole: UInt128 { UInt128(limb[Self.fractionLimbs + 1]) << 64 | UInt128(limb[Self.fractionLimbs]) }

    /// Rounded to 34 digits, times 10^`shift`. The magnitude is below 10^35.
    func decimal(shift: Int = 0) -> Decimal128 {
        guard !isZero else { return .zero }
        var (scaled, exponent) = (self, shift)
        while scaled.whole < 100_000_000_000_000_000_000_000_000_000_000_000 {
            scaled.multiply(by: 10)
            exponent -= 1
        }
        let result = Decimal128.rounded(negative: isNegative, scaled.whole, exponent, lost: true)
        guard result.isFinite, result.exponent < 0 else { return result }
        let exact = strippingZeros(result.coefficient, exponent: result.exponent, upTo: 0)
        return Decimal128(negative: isNegative, coefficient: exact.coefficient, exponent: exact.exponent)
    }

    /// The whole number nearest to the value, for magnitudes below 2^62.
    var nearest: Int {
        let whole = Int(limb[Self.fractionLimbs] & (1 << 62 - 1)) + (limb[Self.fractionLimbs - 1] >> 63 == 1 ? 1 : 0)
        return isNegative ? -whole : whole
    }

    mutating func multiply(by factor: UInt64) {
        var carry: UInt64 = 0
        for index in 0..<Self.limbs {
            let (high, low) = limb[index].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            limb[index] = sum
            carry = high &+ (overflow ? 1 : 0)
        }
    }

    mutating func divide(by divisor: UInt64) {
        var remainder: UInt64 = 0
        for index in stride(from: Self.limbs - 1, through: 0, by: -1) {
            (limb[index], remainder) = divisor.dividingFullWidth((remainder, limb[index]))
        }
    }

    mutating func halve() {
        for index in 0..<Self.limbs {
            let above = index + 1 < Self.limbs ? limb[index + 1] << 63 : 0
            limb[index] = limb[index] >> 1 | above
        }
    }

    static func + (a: Self, b: Self) -> Self {
        if a.isNegative == b.isNegative { return a.adding(b) }
        return a.isBelow(b) ? b.subtracting(a) : a.subtracting(b)
    }

    static func - (a: Self, b: Self) -> Self {
        var negated = b
        negated.isNegative.toggle()
        return a + negated
    }

    static func * (a: Self, b: Self) -> Self {
        var product = InlineArray<16, UInt64>(repeating: 0)
        for i in 0..<limbs where a.limb[i] != 0 {
            var carry: UInt64 = 0
            for j in 0..<limbs {
                let (high, low) = a.limb[i].multipliedFullWidth(by: b.limb[j])
                let (first, overflow) = low.addingReportingOverflow(carry)
                let (second, overflowAgain) = first.addingReportingOverflow(product[i + j])
                product[i + j] = second
                carry = high &+ (overflow ? 1 : 0) &+ (overflowAgain ? 1 : 0)
            }
            product[i + limbs] = carry
        }
        var result = FixedPoint()
        result.isNegative = a.isNegative != b.isNegative
        for index in 0..<limbs { result.limb[index] = product[index + fractionLimbs] }
        return result
    }

    /// Long division, bit by bit; both magnitudes are below 2^63 and the quotient below 2.
    static func / (a: Self, b: Self) -> Self {
        var result = FixedPoint()
        result.isNegative = a.isNegative != b.isNegative
        var rest = a
        rest.isNegative = false
        var divisor = b
        divisor.isNegative = false
        for bit in 0...(fractionLimbs * 64) {
            if !rest.isBelow(divisor) {
                rest = rest.subtracting(divisor)
                let place = fractionLimbs * 64 - bit
                result.limb[place / 64] |= 1 << UInt64(place % 64)
            }
            rest.multiply(by: 2)
        }
        return result
    }

    private func adding(_ other: Self) -> Self {
        var (result, carry) = (self, false)
        for index in 0..<Self.limbs {
            let (first, overflow) = limb[index].addingReportingOverflow(other.limb[index])
            let (second, overflowAgain) = first.addingReportingOverflow(carry ? 1 : 0)
            result.limb[index] = second
            carry = overflow || overflowAgain
        }
        return result
    }

    private func subtracting(_ other: Self) -> Self {
        var (result, borrow) = (self, false)
        for index in 0..<Self.limbs {
            let (first, overflow) = limb[index].subtractingReportingOverflow(other.limb[index])
            let (second, overflowAgain) = first.subtractingReportingOverflow(borrow ? 1 : 0)
            result.limb[index] = second
            borrow = overflow || overflowAgain
        }
        return result
    }

    private func isBelow(_ other: Self) -> Bool {
        for index in stride(from: Self.limbs - 1, through: 0, by: -1) where limb[index] != other.limb[index] { return limb[index] < other.limb[index] }
        return false
    }
}
