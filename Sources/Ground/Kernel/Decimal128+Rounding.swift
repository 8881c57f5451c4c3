/// How a number is brought to fewer digits.
public enum RoundingMode: String, Sendable, CaseIterable {
    /// To the nearest; a tie goes to the even neighbour.
    case halfEven = "half_even"
    /// To the nearest; a tie goes away from zero.
    case halfUp = "half_up"
    /// To the nearest; a tie goes towards zero.
    case halfDown = "half_down"
    /// Away from zero.
    case up
    /// Towards zero.
    case down
    /// Towards plus infinity.
    case ceiling
    /// Towards minus infinity.
    case floor
}

extension Decimal128 {
    /// The nearest number that has at most `scale` digits behind the point, as `mode` says. A negative scale rounds
    /// to tens, hundreds and so on.
    public func rounded(scale: Int = 0, _ mode: RoundingMode = .halfEven) -> Decimal128 {
        guard isFinite else { return self }
        let scale = Swift.min(Swift.max(scale, -Self.exponents.upperBound), -Self.exponents.lowerBound)
        let cut = -scale - exponent
        guard cut > 0 else { return self }
        let coefficient = coefficient
        let (quotient, remainder, half): (UInt128, UInt128, UInt128)
        if cut > 38 {
            // Fewer digits than are cut: nothing is left, and what there was is below a half.
            (quotient, remainder, half) = (0, coefficient == 0 ? 0 : 1, 2)
        } else {
            (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: power10(cut))
            half = power10(cut) / 2
        }
        let up = mode.roundsUp(remainder, half: half, odd: quotient & 1 == 1, negative: isNegative)
        return Self.rounded(negative: isNegative, quotient + (up ? 1 : 0), -scale)
    }
}

extension RoundingMode {
    fileprivate func roundsUp(_ remainder: UInt128, half: UInt128, odd: Bool, negative: Bool) -> Bool {
        guard remainder != 0 else { return false }
        return switch self {
        case .halfEven: remainder > half || (remainder == half && odd)
        case .halfUp: remainder >= half
        case .halfDown: remainder > half
        case .up: true
        case .down: false
        case .ceiling: !negative
        case .floor: negative
        }
    }
}

extension Money {
    /// The amount in whole units of its currency: 12.50.
    public var amount: Decimal128 { Decimal128(minorUnits, scale: currency.digits) }

    /// - Returns: nil when the amount does not fit 64 bits of minor units.
    public init?(_ amount: Decimal128, currency: Currency, rounding mode: RoundingMode = .halfEven) {
        let rounded = amount.rounded(scale: currency.digits, mode) * Decimal128.powerOf10(currency.digits)
        guard let minorUnits = Int64(exactly: rounded) else { return nil }
        self.init(minorUnits: minorUnits, currency: currency)
    }
}

extension Decimal128 {
    /// 10^n, exact; n from -6,176 to 6,111.
    static func powerOf10(_ n: Int) -> Decimal128 { Decimal128(negative: false, coefficient: 1, exponent: n) }
}
