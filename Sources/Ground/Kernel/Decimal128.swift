/// A decimal number of 34 digits (IEEE 754-2019 decimal128), rounded half to even.
///
/// `coefficient × 10^exponent` in 16 bytes, laid out as the standard's binary integer decimal encoding: a sign bit, 14 bits
/// of exponent, 113 bits of coefficient. Values that differ only in trailing zeros are equal and hash alike (1.0 == 1.00).
///
/// Where IEEE 754 gives an infinity or a NaN (a division by zero, an overflow), arithmetic here gives the one value
/// `notANumber`, which FEEL turns into null. It equals itself and sorts above every number, so that a set or a sort
/// holding it keeps its rules.
public struct Decimal128: Sendable {
    /// Sign, exponent and the upper 49 bits of the coefficient.
    private var high: UInt64
    private var low: UInt64

    /// The count of significant digits.
    public static let precision = 34
    static let exponents = -6_176...6_111
    static let coefficientLimit: UInt128 = 10_000_000_000_000_000_000_000_000_000_000_000

    public static let zero = Decimal128(0)
    public static let one = Decimal128(1)
    public static let notANumber = Decimal128(high: 0x7C00_0000_0000_0000, low: 0)

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Lays out parts that are known to fit: a coefficient below 10^34 and an exponent of the format.
    @inline(__always)
    init(negative: Bool, coefficient: UInt128, exponent: Int) {
        assert(coefficient < Self.coefficientLimit && Self.exponents.contains(exponent))
        let sign: UInt64 = negative && coefficient != 0 ? 1 << 63 : 0
        high = sign | UInt64(truncatingIfNeeded: exponent + 6_176) << 49 | UInt64(truncatingIfNeeded: coefficient >> 64)
        low = UInt64(truncatingIfNeeded: coefficient)
    }

    public init(_ value: Int64) {
        self.init(negative: value < 0, coefficient: UInt128(value.magnitude), exponent: 0)
    }

    public init(_ value: Int) { self.init(Int64(value)) }

    /// `value` in units of 10^-scale: `Decimal128(1250, scale: 2)` is 12.50.
    ///
    /// - Parameter scale: 0 to 6,000.
    public init(_ value: Int64, scale: Int) {
        precondition((0...6_000).contains(scale), "a scale of \(scale)")
        self.init(negative: value < 0, coefficient: UInt128(value.magnitude), exponent: -scale)
    }

    @inline(__always) public var isNegative: Bool { high >> 63 == 1 }
    /// False for `notANumber` alone.
    @inline(__always) public var isFinite: Bool { high & 0x6000_0000_0000_0000 != 0x6000_0000_0000_0000 }
    @inline(__always) public var isZero: Bool { coefficient == 0 && isFinite }
    @inline(__always) var coefficient: UInt128 { UInt128(high & 0x0001_FFFF_FFFF_FFFF) << 64 | UInt128(low) }
    @inline(__always) var exponent: Int { Int(high >> 49 & 0x3FFF) - 6_176 }
    /// The coefficient, where it fits a machine word, as most do.
    @inline(__always) var smallCoefficient: UInt64? { high & 0x0001_FFFF_FFFF_FFFF == 0 ? low : nil }
    @inline(__always) func hasExponent(of other: Self) -> Bool { (high ^ other.high) & 0x7FFE_0000_0000_0000 == 0 }

    public var isInteger: Bool {
        guard isFinite else { return false }
        guard exponent < 0 else { return true }
        let coefficient = coefficient
        guard coefficient != 0 else { return true }
        guard -exponent < Self.precision else { return false }
        return coefficient % power10(-exponent) == 0
    }

    public var magnitude: Decimal128 { Decimal128(high: high & ~(1 << 63), low: low) }

    public static prefix func - (value: Self) -> Self {
        value.isFinite ? Decimal128(negative: !value.isNegative, coefficient: value.coefficient, exponent: value.exponent) : value
    }

    /// Equal value without trailing zeros; zero has exponent 0.
    var stripped: (coefficient: UInt128, exponent: Int) {
        guard coefficient != 0 else { return (0, 0) }
        return strippingZeros(coefficient, exponent: exponent, upTo: .max)
    }
}

extension Decimal128: Hashable {
    @inline(__always)
    public static func == (a: Self, b: Self) -> Bool {
        if a.high == b.high, a.low == b.low { return true }
        // The same exponent and other digits: another number, but for the signs that zero does not have.
        if a.hasExponent(of: b) { return false }
        return compare(a, b) == 0
    }

    public func hash(into hasher: inout Hasher) {
        guard isFinite else { return hasher.combine(-1) }
        let (coefficient, exponent) = stripped
        hasher.combine(coefficient)
        hasher.combine(exponent)
        hasher.combine(isNegative)
    }
}

extension Decimal128: Comparable {
    @inline(__always)
    public static func < (a: Self, b: Self) -> Bool {
        if a.hasExponent(of: b), let x = a.smallCoefficient, let y = b.smallCoefficient, !a.isNegative, !b.isNegative, a.isFinite { return x < y }
        return compare(a, b) < 0
    }

    /// Negative, zero or positive as `a` is below, equal to or above `b`.
    static func compare(_ a: Self, _ b: Self) -> Int {
        guard a.isFinite, b.isFinite else { return (a.isFinite ? 0 : 1) - (b.isFinite ? 0 : 1) }
        let signs = (a.isZero ? 0 : a.isNegative ? -1 : 1, b.isZero ? 0 : b.isNegative ? -1 : 1)
        guard signs.0 == signs.1 else { return signs.0 < signs.1 ? -1 : 1 }
        return signs.0 == 0 ? 0 : signs.0 * compareMagnitudes(a, b)
    }

    /// Both finite and not zero.
    private static func compareMagnitudes(_ a: Self, _ b: Self) -> Int {
        var (x, y) = (a.coefficient, b.coefficient)
        let difference = a.exponent - b.exponent
        if difference != 0 {
            let (i, j) = (digitCount(x) + a.exponent, digitCount(y) + b.exponent)
            guard i == j else { return i < j ? -1 : 1 }
            // As many digits before the point, so the longer coefficient is at most 34 digits and the shorter one grows to it.
            if difference > 0 { x *= power10(difference) } else { y *= power10(-difference) }
        }
        return x < y ? -1 : x == y ? 0 : 1
    }
}

extension Decimal128: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(value) }
}

extension FixedWidthInteger {
    /// nil when the value has a fraction or does not fit.
    public init?(exactly value: Decimal128) {
        guard value.isInteger else { return nil }
        let (coefficient, exponent) = value.stripped
        guard exponent < 39, digitCount(coefficient) + exponent <= 38 else { return nil }
        let magnitude = coefficient * power10(exponent)
        guard magnitude <= UInt128(Int128.max) else { return nil }
        let signed = value.isNegative ? -Int128(magnitude) : Int128(magnitude)
        guard let result = Self(exactly: signed) else { return nil }
        self = result
    }
}
