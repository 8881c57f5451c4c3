extension Decimal128 {
    public static func + (a: Self, b: Self) -> Self {
        guard a.isFinite, b.isFinite else { return .notANumber }
        if a.hasExponent(of: b), let x = a.smallCoefficient, let y = b.smallCoefficient, a.isNegative == b.isNegative {
            return Decimal128(negative: a.isNegative, coefficient: UInt128(x) + UInt128(y), exponent: a.exponent)
        }
        return a.exponent >= b.exponent ? sum(a, b) : sum(b, a)
    }

    public static func - (a: Self, b: Self) -> Self { a + -b }

    /// `upper` has the larger exponent, or the same.
    ///
    /// `upper` is scaled up to at most 37 digits; what then still separates the exponents is cut off `lower`, leaving a
    /// digit that remembers whether something was lost. 37 digits less a 34-digit number still have 36: enough to round.
    private static func sum(_ upper: Self, _ lower: Self) -> Self {
        if upper.isZero { return lower }
        if lower.isZero {
            let room = Swift.min(upper.exponent - lower.exponent, precision - digitCount(upper.coefficient))
            return Decimal128(negative: upper.isNegative, coefficient: upper.coefficient * power10(room), exponent: upper.exponent - room)
        }
        let distance = upper.exponent - lower.exponent
        let shift = Swift.min(distance, 37 - digitCount(upper.coefficient))
        let x = upper.coefficient * power10(shift)
        let cut = distance - shift
        var y = lower.coefficient
        if cut > 0 {
            let (quotient, remainder) = cut > 38 ? (0, y) : y.quotientAndRemainder(dividingBy: power10(cut))
            y = remainder == 0 ? quotient : quotient % 5 == 0 ? quotient + 1 : quotient
        }
        let exponent = upper.exponent - shift
        if upper.isNegative == lower.isNegative { return rounded(negative: upper.isNegative, x + y, exponent) }
        return x >= y ? rounded(negative: upper.isNegative, x - y, exponent) : rounded(negative: lower.isNegative, y - x, exponent)
    }

    public static func * (a: Self, b: Self) -> Self {
        guard a.isFinite, b.isFinite else { return .notANumber }
        let negative = a.isNegative != b.isNegative
        let exponent = a.exponent + b.exponent
        if let x = a.smallCoefficient, let y = b.smallCoefficient {
            let product = x.multipliedFullWidth(by: y)
            return rounded(negative: negative, UInt128(product.high) << 64 | UInt128(product.low), exponent)
        }
        let product = a.coefficient.multipliedFullWidth(by: b.coefficient)
        if product.high == 0 { return rounded(negative: negative, product.low, exponent) }
        // 39 to 68 digits. Cutting to 36 to 38 leaves enough to round.
        let bits = 256 - product.high.leadingZeroBitCount
        let cut = (bits * 1_233) >> 12 - 36
        let (quotient, remainder) = power10(cut).dividingFullWidth(product)
        return rounded(negative: negative, quotient, exponent + cut, lost: remainder != 0)
    }

    /// `notANumber` for a division by zero.
    public static func / (a: Self, b: Self) -> Self {
        guard a.isFinite, b.isFinite, !b.isZero else { return .notANumber }
        let negative = a.isNegative != b.isNegative
        let exponent = a.exponent - b.exponent
        if a.isZero { return Decimal128(negative: false, coefficient: 0, exponent: Swift.min(Swift.max(exponent, exponents.lowerBound), exponents.upperBound)) }
        if let x = a.smallCoefficient, let y = b.smallCoefficient, x % y == 0 { return rounded(negative: negative, UInt128(x / y), exponent) }
        let (x, y) = (a.coefficient, b.coefficient)
        // The dividend at 34 digits, then as many more as the divisor has, and one: 35 or 36 digits of quotient.
        let raise = precision - digitCount(x)
        let more = digitCount(y) + 1
        let dividend = (x * power10(raise)).multipliedFullWidth(by: power10(more))
        let (quotient, remainder) = y.dividingFullWidth(dividend)
        guard remainder == 0 else { return rounded(negative: negative, quotient, exponent - raise - more, lost: true) }
        let exact = strippingZeros(quotient, exponent: exponent - raise - more, upTo: exponent)
        return rounded(negative: negative, exact.coefficient, exact.exponent)
    }

    /// What is left of `a` after taking `b` away a whole number of times; it has the sign of `a`. Exact.
    public static func % (a: Self, b: Self) -> Self {
        guard a.isFinite, b.isFinite, !b.isZero else { return .notANumber }
        let (x, y) = (a.coefficient, b.coefficient)
        let distance = a.exponent - b.exponent
        if distance >= 0 {
            return Decimal128(negative: a.isNegative, coefficient: product(x % y, power10(distance, modulo: y), modulo: y), exponent: b.exponent)
        }
        guard -distance <= precision, digitCount(y) - distance <= 38 else { return a }
        return Decimal128(negative: a.isNegative, coefficient: x % (y * power10(-distance)), exponent: a.exponent)
    }

    /// FEEL's modulo (DMN 1.5, table 76): the result has the sign of the divisor.
    public func modulo(_ divisor: Self) -> Self {
        let rest = self % divisor
        return rest.isZero || rest.isNegative == divisor.isNegative ? rest : rest + divisor
    }

    private static func product(_ x: UInt128, _ y: UInt128, modulo m: UInt128) -> UInt128 {
        m.dividingFullWidth(x.multipliedFullWidth(by: y)).remainder
    }

    private static func power10(_ n: Int, modulo m: UInt128) -> UInt128 {
        var (result, base, n) = (1 % m, 10 % m, n)
        while n > 0 {
            if n & 1 == 1 { result = product(result, base, modulo: m) }
            base = product(base, base, modulo: m)
            n >>= 1
        }
        return result
    }

    @inline(__always)
    private static func power10(_ n: Int) -> UInt128 { Kernel.power10(n) }

    /// Rounds half to even to 34 digits and into the range of exponents.
    ///
    /// - Parameter lost: something not zero stands behind the last digit; `coefficient` then has at least 35 digits.
    static func rounded(negative: Bool, _ coefficient: UInt128, _ exponent: Int, lost: Bool = false) -> Self {
        if coefficient < coefficientLimit, exponents.contains(exponent), !lost {
            return Decimal128(negative: negative, coefficient: coefficient, exponent: exponent)
        }
        var (coefficient, exponent) = (coefficient, exponent)
        let cut = Swift.max(digitCount(coefficient) - precision, exponents.lowerBound - exponent)
        if cut > 0 {
            guard cut <= 38 else { return .zero }
            coefficient = cut < 20 ? shortened(coefficient, by: cut, lost: lost) : quotient(coefficient, dividingBy: power10(cut), lost: lost)
            exponent += cut
            if coefficient == coefficientLimit { coefficient /= 10; exponent += 1 }
        }
        if exponent > exponents.upperBound {
            // Zeros may stand in for a large exponent while there is room for them (IEEE 754, "clamping").
            let fold = exponent - exponents.upperBound
            guard coefficient != 0 else { return .zero }
            guard fold + digitCount(coefficient) <= precision else { return .notANumber }
            coefficient *= power10(fold)
            exponent -= fold
        }
        return Decimal128(negative: negative, coefficient: coefficient, exponent: exponent)
    }

    /// Without up to nineteen digits: the power of ten fits a machine word, as it does whenever a result is a few digits too long.
    private static func shortened(_ value: UInt128, by digits: Int, lost: Bool) -> UInt128 {
        let divisor = UInt64(truncatingIfNeeded: power10(digits))
        let (quotient, remainder) = value.divided(by: divisor)
        let half = divisor / 2
        return remainder > half || (remainder == half && (lost || quotient & 1 == 1)) ? quotient + 1 : quotient
    }

    private static func quotient(_ value: UInt128, dividingBy divisor: UInt128, lost: Bool) -> UInt128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        let half = divisor / 2
        if remainder > half || (remainder == half && (lost || quotient & 1 == 1)) { return quotient + 1 }
        return quotient
    }

    public static func += (a: inout Self, b: Self) { a = a + b }
    public static func -= (a: inout Self, b: Self) { a = a - b }
    public static func *= (a: inout Self, b: Self) { a = a * b }
    public static func /= (a: inout Self, b: Self) { a = a / b }
}
