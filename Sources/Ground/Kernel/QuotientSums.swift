/// Sums of whole counts and quotients by one divisor, as `/` and then `+` give them: each rounded to 34 digits, half to even.
///
/// A law that spreads a yearly amount over months adds few different quotients to many different counts. What the sums with one quotient
/// share is worked out when it first comes up; each sum is then a product and an addition of 128 bits.
package struct QuotientSums: Sendable {
    /// Digits behind the point of the counts, and of what is divided.
    private let scale: Int
    private let dividendScale: Int
    private let divisor: UInt32
    private let isSubtracted: Bool
    private var addends: [Addend] = []
    /// Those of each addend, one after the other.
    private var forms: [Addend.Form] = []
    /// By dividend, from `low` on: the place of its quotient among the addends.
    private var places: [Int32] = []
    private var low: Int64 = 0

    private static let unknown = -1
    /// Dividends may lie so far apart.
    private static let widest: Int128 = 16_384

    /// - Parameters:
    ///   - scale, dividendScale: 0 to 18.
    ///   - divisor: not zero.
    ///   - isSubtracted: the quotients are taken away instead.
    package init(scale: Int, dividendScale: Int, divisor: UInt32, isSubtracted: Bool) {
        precondition(divisor > 0 && (0...18).contains(scale) && (0...18).contains(dividendScale))
        self.scale = scale
        self.dividendScale = dividendScale
        self.divisor = divisor
        self.isSubtracted = isSubtracted
    }

    /// Row by row.
    ///
    /// - Parameter bounds: no dividend lies outside.
    /// - Returns: nil where these are too far apart.
    package mutating func sums(_ counts: [Int32], _ dividends: [Int32], within bounds: ClosedRange<Int64>) -> [Decimal128]? {
        cover(bounds) ? added(counts, dividends) : nil
    }

    package mutating func sums(_ counts: [Int64], _ dividends: [Int64], within bounds: ClosedRange<Int64>) -> [Decimal128]? {
        cover(bounds) ? added(counts, dividends) : nil
    }

    private mutating func cover(_ bounds: ClosedRange<Int64>) -> Bool {
        let known = places.isEmpty ? bounds : low...low + Int64(places.count) - 1
        if !places.isEmpty, known.contains(bounds.lowerBound), known.contains(bounds.upperBound) { return true }
        let (first, last) = (min(bounds.lowerBound, known.lowerBound), max(bounds.upperBound, known.upperBound))
        guard Int128(last) - Int128(first) < Self.widest else { return false }
        (addends, forms) = ([], [])
        places = [Int32](repeating: Int32(Self.unknown), count: Int(last - first) + 1)
        low = first
        return true
    }

    private mutating func added<Count: FixedWidthInteger & SignedInteger>(_ counts: [Count], _ dividends: [Count]) -> [Decimal128] {
        precondition(counts.count == dividends.count, "columns of \(counts.count) and \(dividends.count) rows")
        var isAllKnown = true
        let (places, low) = (places, low)
        let sums = [Decimal128](unsafeUninitializedCapacity: counts.count) { buffer, written in
            addends.withUnsafeBufferPointer { addends in
                forms.withUnsafeBufferPointer { forms in
                    for row in counts.indices {
                        let (count, dividend) = (Int64(counts[row]), Int64(dividends[row]))
                        let place = Int(places[Int(dividend &- low)])
                        guard place != Self.unknown, addends[place].holds(for: count) else {
                            isAllKnown = isAllKnown && place != Self.unknown
                            buffer.initializeElement(at: row, to: general(count, dividend))
                            continue
                        }
                        let digits = addends[place].digits(of: count)
                        let coefficient = forms[place &* Addend.forms &+ digits](count)
                        // Rounding up may make another digit.
                        let isInPlace = coefficient < Decimal128.coefficientLimit
                        let sum = Decimal128(negative: false, coefficient: isInPlace ? coefficient : 0, exponent: addends[place].exponent &+ digits)
                        buffer.initializeElement(at: row, to: isInPlace ? sum : general(count, dividend))
                    }
                }
            }
            written = counts.count
        }
        if !isAllKnown { for dividend in dividends { learn(Int64(dividend)) } }
        return sums
    }

    @inline(never)
    private func general(_ count: Int64, _ dividend: Int64) -> Decimal128 { Decimal128.sum(count, scale: scale, quotient(dividend)) }

    private func quotient(_ dividend: Int64) -> Decimal128 {
        let quotient = Decimal128.quotient(dividend, scale: dividendScale, by: divisor)
        return isSubtracted ? -quotient : quotient
    }

    private mutating func learn(_ dividend: Int64) {
        let place = Int(dividend - low)
        guard places[place] == Int32(Self.unknown) else { return }
        places[place] = Int32(addends.count)
        addends.append(Addend(quotient(dividend), scale: scale, &forms))
    }
}

/// A number that is added to many counts of 10^-scale.
///
/// The exact sum of `count` and the number is `count × 10^shift + own`, in units of 10^exponent. Where it has k digits too many, it is rounded to
/// units of 10^(exponent + k). As long as 10^(shift - k) is even, so is the multiple of it that `count` makes, and what is added to an even number
/// is rounded half to even just as it is by itself: rounding `own` is enough, and that can be done beforehand.
private struct Addend {
    /// `count × factor + rest`; a negative rest wraps around.
    struct Form {
        var factor: UInt128 = 0
        var rest: UInt128 = 0

        @inline(__always) func callAsFunction(_ count: Int64) -> UInt128 { UInt128(UInt64(bitPattern: count)) &* factor &+ rest }
    }

    /// For sums that have up to three digits too many.
    static let forms = 4

    let exponent: Int
    /// The counts from which on the sum is not negative, and has one, two and three digits too many.
    private var start = Int64.max
    private var one = Int64.max
    private var two = Int64.max
    private var three = Int64.max
    /// The forms hold for counts below.
    private var end = Int64.min

    /// - Parameter forms: is given those of this number.
    init(_ number: Decimal128, scale: Int, _ forms: inout [Form]) {
        exponent = min(number.exponent, -scale)
        let first = forms.count
        defer { while forms.count < first + Self.forms { forms.append(Form()) } }
        let (shift, raise) = (-scale - exponent, number.exponent - exponent)
        guard number.isFinite, shift <= 38, raise + digitCount(number.coefficient) <= Decimal128.precision else { return }
        let magnitude = Int128(number.coefficient * power10(raise))
        let own = number.isNegative ? -magnitude : magnitude
        /// The first count, none below zero, with which the sum reaches `sum`.
        func count(reaching sum: Int128) -> Int64 {
            let (quotient, rest) = (sum - own).quotientAndRemainder(dividingBy: Int128(power10(shift)))
            return Int64(clamping: max(0, rest > 0 ? quotient + 1 : quotient))
        }
        func count(tooLongBy digits: Int) -> Int64 { count(reaching: Int128(power10(Decimal128.precision + digits - 1))) }
        let last = min(Self.forms - 1, max(0, shift - 1))
        for digits in 0...last {
            let rounded = Int128(Self.rounded(own.magnitude, without: digits))
            forms.append(Form(factor: power10(shift - digits), rest: UInt128(truncatingIfNeeded: own < 0 ? -rounded : rounded)))
        }
        start = count(reaching: 0)
        if last >= 1 { one = count(tooLongBy: 1) }
        if last >= 2 { two = count(tooLongBy: 2) }
        if last >= 3 { three = count(tooLongBy: 3) }
        end = count(tooLongBy: last + 1)
    }

    /// Half to even.
    private static func rounded(_ value: UInt128, without digits: Int) -> UInt128 {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: power10(digits))
        let half = power10(digits) / 2
        return digits > 0 && (rest > half || (rest == half && quotient & 1 == 1)) ? quotient + 1 : quotient
    }

    @inline(__always) func holds(for count: Int64) -> Bool { count >= start && count < end }
    /// How many digits the sum has too many.
    @inline(__always) func digits(of count: Int64) -> Int { (count >= one ? 1 : 0) &+ (count >= two ? 1 : 0) &+ (count >= three ? 1 : 0) }
}
