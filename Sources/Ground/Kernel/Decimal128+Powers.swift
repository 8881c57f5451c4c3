extension Decimal128 {
    /// `notANumber` for a negative number.
    public func squareRoot() -> Decimal128 {
        guard isFinite, !isNegative || isZero else { return .notANumber }
        guard !isZero else { return self }
        // The root of 69 or 70 digits has 35, which is one more than is kept; an even exponent halves.
        let (coefficient, exponent) = stripped
        var raise = 70 - digitCount(coefficient)
        if (exponent - raise) % 2 != 0 { raise -= 1 }
        let near = Swift.min(raise, 38 - digitCount(coefficient))
        let square = (coefficient * power10(near)).multipliedFullWidth(by: power10(raise - near))
        let (root, exact) = Self.wholeSquareRoot(square)
        let half = (exponent - raise) / 2
        if exact {
            let value = strippingZeros(root, exponent: half, upTo: .max)
            return Self.rounded(negative: false, value.coefficient, value.exponent)
        }
        return Self.rounded(negative: false, root, half, lost: true)
    }

    /// Newton's method on whole numbers, from a start above the root, until it no longer falls.
    private static func wholeSquareRoot(_ square: (high: UInt128, low: UInt128)) -> (root: UInt128, exact: Bool) {
        let bits = 256 - square.high.leadingZeroBitCount
        var root = UInt128(1) << UInt128((bits + 1) / 2)
        while true {
            let (quotient, remainder) = root.dividingFullWidth(square)
            if quotient >= root { return (root, quotient == root && remainder == 0) }
            root = root / 2 + quotient / 2 + (root & quotient & 1)
        }
    }

    /// e to the power of this number.
    public func exponential() -> Decimal128 {
        guard isFinite else { return self }
        // 10^6,145 is e^14,150, and 10^-6,176 is e^-14,221.
        guard magnitude < 14_300 else { return isNegative ? .zero : .notANumber }
        guard let value = FixedPoint(self) else { return .notANumber }
        return Self.exponential(value)
    }

    private static func exponential(_ value: FixedPoint) -> Decimal128 {
        // e^x = 10^k · e^r with |r| at most half of ln 10; then r is halved eight times and the result squared as often.
        let k = (value * FixedPoint.perNaturalLogarithmOf10).nearest
        var multiple = FixedPoint.naturalLogarithmOf10
        multiple.multiply(by: UInt64(k.magnitude))
        multiple.isNegative = k < 0
        var rest = value - multiple
        for _ in 0..<8 { rest.halve() }
        var (sum, term) = (FixedPoint(whole: 1), FixedPoint(whole: 1))
        for n in 1...60 {
            term = term * rest
            term.divide(by: UInt64(n))
            sum = sum + term
        }
        for _ in 0..<8 { sum = sum * sum }
        return sum.decimal(shift: k)
    }

    /// The natural logarithm, to within a unit in the last place; `notANumber` for zero and below.
    public func naturalLogarithm() -> Decimal128 {
        guard isFinite, !isNegative, !isZero else { return .notANumber }
        return FixedPoint.naturalLogarithm(of: self).decimal()
    }

    /// This number to the power `exponent`: exact where the result has at most 34 digits. `notANumber` for 0 to a negative power, for a
    /// negative number to a fraction, and beyond the format's range. 0 to the power 0 is 1.
    public func power(_ exponent: Decimal128) -> Decimal128 {
        guard isFinite, exponent.isFinite else { return .notANumber }
        if exponent.isZero { return .one }
        if isZero { return exponent.isNegative ? .notANumber : .zero }
        guard !isNegative || exponent.isInteger else { return .notANumber }
        let negative = isNegative && !exponent.modulo(2).isZero
        if let n = Int(exactly: exponent), let exact = magnitude.exactPower(n.magnitude) {
            if n < 0, !exact.isFinite { return .zero }
            let power = negative ? -exact : exact
            return n < 0 ? .one / power : power
        }
        let logarithm = FixedPoint.naturalLogarithm(of: magnitude)
        let size = Double(exponent) * Double(logarithm.decimal())
        guard size.magnitude < 14_300 else { return size < 0 ? .zero : .notANumber }
        guard let factor = FixedPoint(exponent) else { return .notANumber }
        let result = Self.exponential(factor * logarithm)
        return negative ? -result : result
    }

    /// By squaring; nil as soon as a digit would be lost.
    private func exactPower(_ n: UInt) -> Decimal128? {
        guard n <= 12_000 else { return nil }
        let (coefficient, exponent) = stripped
        var (result, base, rest): (UInt128, UInt128, UInt) = (1, coefficient, n)
        while true {
            if rest & 1 == 1 {
                let (product, overflow) = result.multipliedReportingOverflow(by: base)
                guard !overflow, product < Self.coefficientLimit else { return nil }
                result = product
            }
            rest >>= 1
            if rest == 0 { break }
            let (square, overflow) = base.multipliedReportingOverflow(by: base)
            guard !overflow, square < Self.coefficientLimit else { return nil }
            base = square
        }
        return Self.rounded(negative: false, result, exponent * Int(n))
    }
}

extension FixedPoint {
    static let naturalLogarithmOf2 = twiceInverseHyperbolicTangent(FixedPoint(whole: 1) / FixedPoint(whole: 3))
    static let naturalLogarithmOf10: FixedPoint = {
        // ln 10 = 3 ln 2 + ln 1.25, and 1.25 is (1 + 1/9) / (1 - 1/9).
        var three = naturalLogarithmOf2
        three.multiply(by: 3)
        return three + twiceInverseHyperbolicTangent(FixedPoint(whole: 1) / FixedPoint(whole: 9))
    }()
    static let perNaturalLogarithmOf10 = FixedPoint(whole: 1) / naturalLogarithmOf10

    /// Of a positive number: 10^k · 2^j · f with f from 0.75 to 1.5.
    static func naturalLogarithm(of value: Decimal128) -> FixedPoint {
        let (coefficient, exponent) = value.stripped
        let digits = digitCount(coefficient)
        var k = digits - 1 + exponent
        var fraction = FixedPoint(Decimal128(negative: false, coefficient: coefficient, exponent: 1 - digits)) ?? FixedPoint(whole: 1)
        var j: UInt64 = 0
        while !(fraction - threeHalves).isNegative {
            fraction.halve()
            j += 1
        }
        var result = twiceInverseHyperbolicTangent((fraction - FixedPoint(whole: 1)) / (fraction + FixedPoint(whole: 1)))
        var twos = naturalLogarithmOf2
        twos.multiply(by: j)
        var tens = naturalLogarithmOf10
        if k < 0 { tens.isNegative = true; k = -k }
        tens.multiply(by: UInt64(k))
        result = result + twos
        return result + tens
    }

    private static let threeHalves = FixedPoint(whole: 3) / FixedPoint(whole: 2)

    /// ln((1 + z) / (1 - z)) = 2 (z + z³/3 + z⁵/5 + …) for |z| up to a third.
    private static func twiceInverseHyperbolicTangent(_ z: FixedPoint) -> FixedPoint {
        let square = z * z
        var (sum, power) = (z, z)
        var n: UInt64 = 3
        while !power.isZero {
            power = power * square
            var term = power
            term.divide(by: n)
            sum = sum + term
            n += 2
        }
        sum.multiply(by: 2)
        return sum
    }
}

extension Decimal128 {
    /// Of an angle in radians below 10^15; `notANumber` beyond.
    public func sine() -> Decimal128 { Self.series(self, from: 1) }
    public func cosine() -> Decimal128 { Self.series(self, from: 0) }

    /// Σ ±x^n/n! over the odd or the even n, after whole turns are taken away.
    private static func series(_ angle: Decimal128, from start: UInt64) -> Decimal128 {
        guard angle.isFinite, angle.magnitude < 1_000_000_000_000_000, var x = FixedPoint(angle) else { return .notANumber }
        let turn = FixedPoint.twicePi
        var turns = FixedPoint(whole: 0)
        if let count = UInt64(exactly: ((x * (FixedPoint(whole: 1) / turn)).decimal()).magnitude.rounded()) {
            turns = turn
            turns.multiply(by: count)
            turns.isNegative = x.isNegative
        }
        x = x - turns
        let square = x * x
        var (term, sum, n) = (start == 0 ? FixedPoint(whole: 1) : x, start == 0 ? FixedPoint(whole: 1) : x, start)
        while !term.isZero, n < 200 {
            term = term * square
            term.divide(by: (n + 1) * (n + 2))
            term.isNegative.toggle()
            sum = sum + term
            n += 2
        }
        return sum.decimal()
    }
}

extension FixedPoint {
    /// 2π = 32 arctan(1/5) - 8 arctan(1/239) (Machin).
    static let twicePi: FixedPoint = {
        func arctangent(_ denominator: UInt64) -> FixedPoint {
            var (power, sum, n): (FixedPoint, FixedPoint, UInt64) = (FixedPoint(whole: 1) / FixedPoint(whole: denominator), FixedPoint(), 1)
            var isNegative = false
            while !power.isZero {
                var term = power
                term.divide(by: n)
                term.isNegative = isNegative
                sum = sum + term
                power.divide(by: denominator * denominator)
                (n, isNegative) = (n + 2, !isNegative)
            }
            return sum
        }
        var (fifth, other) = (arctangent(5), arctangent(239))
        fifth.multiply(by: 32)
        other.multiply(by: 8)
        return fifth - other
    }()
}
