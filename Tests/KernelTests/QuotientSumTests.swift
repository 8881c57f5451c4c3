import Testing

@testable import Kernel

/// Sums with quotients that are kept must be, to the last digit, what the general arithmetic gives.
@Suite struct QuotientSumTests {
    private static let divisors: [UInt32] = [1, 2, 3, 7, 12, 30, 365, 366, 9_999, 10_000, 123_456_789, .max]

    @Test(arguments: divisors, [false, true])
    func sumsAreThoseOfTheGeneralArithmetic(_ divisor: UInt32, _ isSubtracted: Bool) throws {
        let random = SeededGenerator(seed: UInt64(divisor) << 1 | (isSubtracted ? 1 : 0))
        var (rounded, negative) = (0, 0)
        for round in 0..<30 {
            let (scale, dividendScale) = (random.next(below: 19), random.next(below: 19))
            let low = Int64(random.next(below: 4_000)) - 1_500
            var sums = QuotientSums(scale: scale, dividendScale: dividendScale, divisor: divisor, isSubtracted: isSubtracted)
            // Two columns: the second finds what the first has left, and reaches further.
            for part in 0..<2 {
                let bounds = low - Int64(part * 50)...low + Int64(300 + part * 100)
                let dividends = (0..<80).map { _ in bounds.lowerBound + Int64(random.next(below: bounds.count)) }
                let counts = dividends.map { _ in Self.count(random, isShort: round % 2 == 0) }
                let sum = sums.sums(counts, dividends, within: bounds)
                let made = try #require(sum)
                if let narrow = Self.narrow(counts), let narrowDividends = Self.narrow(dividends) {
                    let same = sums.sums(narrow, narrowDividends, within: bounds)
                    #expect(same == made)
                }
                for row in counts.indices {
                    let (count, quotient) = (
                        Decimal128(counts[row], scale: scale), Decimal128(dividends[row], scale: dividendScale) / Decimal128(Int64(divisor))
                    )
                    let expected = isSubtracted ? count - quotient : count + quotient
                    guard made[row] == expected else {
                        Issue.record("\(count) and \(quotient) gave \(made[row]), not \(expected)")
                        return
                    }
                    if expected - count != (isSubtracted ? -quotient : quotient) { rounded += 1 }
                    if expected.isNegative { negative += 1 }
                }
            }
        }
        let isEndless = ![1, 2, 10_000].contains(divisor)
        #expect(negative > 500 && (rounded > 500 || !isEndless), "\(negative) negative, \(rounded) rounded")
    }

    @Test("where a sum is rounded up to one digit more, at every length")
    func carries() throws {
        for scale in [0, 2, 4, 6] {
            for power in 1..<(18 - scale) {
                for divisor in [3, 7, 9, 12] as [UInt32] {
                    for isSubtracted in [false, true] {
                        let edge = Int64.powerOf10(power)
                        let counts = (-3...3).map { edge + $0 }
                        let dividends = (0..<7).map { Int64($0) }
                        var sums = QuotientSums(scale: scale, dividendScale: 0, divisor: divisor, isSubtracted: isSubtracted)
                        for _ in 0..<2 {
                            let sum = sums.sums(counts, dividends, within: 0...6)
                            let made = try #require(sum)
                            for row in counts.indices {
                                let (count, quotient) = (Decimal128(counts[row], scale: scale), Decimal128(dividends[row]) / Decimal128(Int64(divisor)))
                                #expect(made[row] == (isSubtracted ? count - quotient : count + quotient))
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func dividendsThatLieFarApartAreNotKept() {
        var sums = QuotientSums(scale: 2, dividendScale: 2, divisor: 12, isSubtracted: false)
        let (far, farthest): ([Decimal128]?, [Decimal128]?) = (
            sums.sums([1, 2] as [Int64], [0, 1_000_000], within: 0...1_000_000), sums.sums([1, 2] as [Int64], [.min, .max], within: .min ... .max)
        )
        #expect(far == nil && farthest == nil)
        let near = sums.sums([100, 200] as [Int32], [1_200, 2_400], within: 1_200...2_400)
        #expect(near == [Decimal128(2), Decimal128(4)])
    }

    /// Short ones as amounts are, and of every length.
    private static func count(_ random: SeededGenerator, isShort: Bool) -> Int64 {
        let digits = isShort ? 1 + random.next(below: 9) : 1 + random.next(below: 18)
        let value = Int64(bitPattern: random.next() >> 1) % Int64.powerOf10(digits)
        return random.next(below: 4) == 0 ? -value : value
    }

    private static func narrow(_ values: [Int64]) -> [Int32]? {
        let narrow = values.compactMap { Int32(exactly: $0) }
        return narrow.count == values.count ? narrow : nil
    }
}
