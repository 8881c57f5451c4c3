/// 10^n for n in 0...38.
@inline(__always)
func power10(_ n: Int) -> UInt128 { powersOf10[n] }

/// The count of decimal digits; 0 has one.
@inline(__always)
func digitCount(_ value: UInt128) -> Int {
    // 1,233 / 4,096 is log10(2) closely enough that the estimate is right or one too small.
    let estimate = ((128 - value.leadingZeroBitCount) * 1_233) >> 12
    return value >= powersOf10[estimate] ? estimate + 1 : Swift.max(estimate, 1)
}

/// `coefficient × 10^exponent` with as few trailing zeros as an exponent up to `limit` allows.
func strippingZeros(_ coefficient: UInt128, exponent: Int, upTo limit: Int) -> (coefficient: UInt128, exponent: Int) {
    var (coefficient, exponent) = (coefficient, exponent)
    guard coefficient != 0 else { return (0, exponent) }
    for step in [16, 8, 4, 2, 1] {
        // Twice the largest step: 34 digits hold up to 33 zeros.
        for _ in 0..<(step == 16 ? 2 : 1) where limit - step >= exponent {
            let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: powersOf10[step])
            guard remainder == 0 else { break }
            coefficient = quotient
            exponent += step
        }
    }
    return (coefficient, exponent)
}

private let powersOf10: [UInt128] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000,
    100_000_000_000,
    1_000_000_000_000,
    10_000_000_000_000,
    100_000_000_000_000,
    1_000_000_000_000_000,
    10_000_000_000_000_000,
    100_000_000_000_000_000,
    1_000_000_000_000_000_000,
    10_000_000_000_000_000_000,
    100_000_000_000_000_000_000,
    1_000_000_000_000_000_000_000,
    10_000_000_000_000_000_000_000,
    100_000_000_000_000_000_000_000,
    1_000_000_000_000_000_000_000_000,
    10_000_000_000_000_000_000_000_000,
    100_000_000_000_000_000_000_000_000,
    1_000_000_000_000_000_000_000_000_000,
    10_000_000_000_000_000_000_000_000_000,
    100_000_000_000_000_000_000_000_000_000,
    1_000_000_000_000_000_000_000_000_000_000,
    10_000_000_000_000_000_000_000_000_000_000,
    100_000_000_000_000_000_000_000_000_000_000,
    1_000_000_000_000_000_000_000_000_000_000_000,
    10_000_000_000_000_000_000_000_000_000_000_000,
    100_000_000_000_000_000_000_000_000_000_000_000,
    1_000_000_000_000_000_000_000_000_000_000_000_000,
    10_000_000_000_000_000_000_000_000_000_000_000_000,
    100_000_000_000_000_000_000_000_000_000_000_000_000,
]
