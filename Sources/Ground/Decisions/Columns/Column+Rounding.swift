import FEEL
import Kernel

extension Column {
    /// What a formula's declared rounding makes of its results.
    func rounded(_ rounding: Rounding, _ count: Int) -> Column {
        if case .integers(let column) = self, let whole = column.rounded(to: rounding.unit, rounding.mode) { return .integers(whole) }
        if case .values(let values) = self {
            return .values(values.map { if case .number(let number) = $0 { .number(rounding(number)) } else { $0 } })
        }
        return (try? mapNumbers(count) { rounding($0) }) ?? self
    }

    /// FEEL's rounding functions: to so many digits behind the point.
    func rounded(digits: Int, _ mode: RoundingMode, _ count: Int) throws(NotByColumns) -> Column {
        if case .integers(let column) = self, (-9...18).contains(digits), let whole = column.rounded(to: Rounding.tenTo(-digits), mode) {
            return .integers(whole)
        }
        return try mapNumbers(count) { $0.rounded(scale: digits, mode) }
    }
}

extension IntegerColumn {
    /// The nearest multiples of `unit`; nil where that cannot be done in whole numbers.
    func rounded(to unit: Decimal128, _ mode: RoundingMode) -> IntegerColumn? {
        guard let (value, scale) = unit.scaled, value > 0 else { return nil }
        guard scale <= self.scale else {
            // Finer than the numbers are: each is a multiple already, if one count of them is.
            return Int64.powerOf10(scale - self.scale) % value == 0 ? self : nil
        }
        let (step, isTooLarge) = value.multipliedReportingOverflow(by: Int64.powerOf10(self.scale - scale))
        guard !isTooLarge, Int128(step) < Self.limit / 2 else { return nil }
        guard step > 1 else { return self }
        let (low, high) = (Int128(low) - Int128(step), Int128(high) + Int128(step))
        // The bounds first: a multiple next to the largest value must have room.
        guard Column.fits(low, high) else { return nil }
        return IntegerColumn(rounded(toMultiplesOf: step, mode, isNarrow: Counts.areNarrow(low, high)), scale: self.scale, low: low, high: high)
    }

    /// A processor divides by a number it knows beforehand several times faster, so the usual ones are written out.
    private func rounded(toMultiplesOf step: Int64, _ mode: RoundingMode, isNarrow: Bool) -> Counts {
        switch step {
        case 10: counts.counts(isNarrow: isNarrow) { $0.rounded(toMultipleOf: 10, mode) }
        case 100: counts.counts(isNarrow: isNarrow) { $0.rounded(toMultipleOf: 100, mode) }
        case 1_000: counts.counts(isNarrow: isNarrow) { $0.rounded(toMultipleOf: 1_000, mode) }
        case 10_000: counts.counts(isNarrow: isNarrow) { $0.rounded(toMultipleOf: 10_000, mode) }
        default: counts.counts(isNarrow: isNarrow) { $0.rounded(toMultipleOf: step, mode) }
        }
    }
}

extension Int64 {
    @inline(__always)
    fileprivate func rounded(toMultipleOf step: Int64, _ mode: RoundingMode) -> Int64 {
        let rest = self % step
        guard rest != 0 else { return self }
        let towardsZero = self - rest
        let away = self < 0 ? towardsZero - step : towardsZero + step
        let twice = rest.magnitude * 2
        let isUp: Bool =
            switch mode {
            case .down: false
            case .up: true
            case .floor: self < 0
            case .ceiling: self > 0
            case .halfUp: twice >= step.magnitude
            case .halfDown: twice > step.magnitude
            case .halfEven: twice > step.magnitude || (twice == step.magnitude && (towardsZero / step) & 1 != 0)
            }
        return isUp ? away : towardsZero
    }
}
