import Kernel

/// How a formula's result is rounded, declared in the law's own file so that every way of computing it does the same.
public struct Rounding: Sendable, Hashable {
    /// 0.01 for a penny, 1 for a pound, 0.05, 100.
    public let unit: Decimal128
    public let mode: RoundingMode

    /// - Returns: nil for a unit that is not 1, 2 or 5 times a power of ten from 10^-9 to 10^9: only those divide without a remainder in decimals.
    public init?(to unit: Decimal128, _ mode: RoundingMode) {
        let fits = (-9...9).contains { power in [1, 2, 5].contains { unit == Decimal128($0) * Self.tenTo(power) } }
        guard fits else { return nil }
        self.unit = unit
        self.mode = mode
    }

    /// As a rulebook writes it.
    public var json: JSON { ["to": .number(unit), "mode": .string(mode.rawValue)] }

    static func tenTo(_ power: Int) -> Decimal128 {
        power < 0 ? Decimal128(1, scale: -power) : (0..<power).reduce(Decimal128.one) { value, _ in value * Decimal128(10) }
    }

    /// A number so large that it has no digits to round stays what it is.
    public func callAsFunction(_ value: Decimal128) -> Decimal128 {
        let rounded = (value / unit).rounded(mode) * unit
        return rounded.isFinite ? rounded : value
    }
}

extension Decimal128 {
    fileprivate func rounded(_ mode: RoundingMode) -> Decimal128 { rounded(scale: 0, mode) }
}
