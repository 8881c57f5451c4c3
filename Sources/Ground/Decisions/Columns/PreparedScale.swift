import FEEL
import Kernel

/// A scale with what it gives at each threshold worked out, so that a value costs finding its bracket, and one product.
struct PreparedScale {
    let scale: ScaleInForce
    private let whole: Whole?

    /// In whole counts: thresholds of 10^-scale; rates, and so results, of 10^-rateScale more.
    private struct Whole {
        let scale: Int
        let rateScale: Int
        let thresholds: [Int64]
        /// By the count of thresholds passed.
        let steps: [(start: Int64, rate: Int64, base: Int64)]
        let bases: ClosedRange<Int128>
        let largestRate: Int128
        var rates: [Int64] { steps.map(\.rate) }
    }

    init(_ scale: ScaleInForce) {
        self.scale = scale
        whole = Self.whole(scale)
    }

    private static func whole(_ scale: ScaleInForce) -> Whole? {
        var (digits, rateDigits) = (0, 0)
        for step in scale.steps {
            guard let threshold = step.threshold.scaled, let rate = step.rate.scaled else { return nil }
            (digits, rateDigits) = (max(digits, threshold.scale), max(rateDigits, rate.scale))
        }
        guard digits + rateDigits <= 18 else { return nil }
        let isMarginal = scale.kind == .marginal
        var steps: [(start: Int64, rate: Int64, base: Int64)] = [(0, 0, 0)]
        var thresholds: [Int64] = []
        for step in scale.steps {
            guard let start = step.threshold.count(scale: digits), let rate = step.rate.count(scale: rateDigits) else { return nil }
            let last = steps[steps.count - 1]
            var base = Int128(rate) * Int128(Int64.powerOf10(digits))
            if isMarginal { base = thresholds.isEmpty ? 0 : Int128(last.base) + (Int128(start) - Int128(last.start)) * Int128(last.rate) }
            guard Column.fits(base, base) else { return nil }
            thresholds.append(start)
            steps.append((start, isMarginal ? rate : 0, Int64(base)))
        }
        let bases = steps.map { Int128($0.base) }
        return Whole(
            scale: digits, rateScale: rateDigits, thresholds: thresholds, steps: steps, bases: (bases.min() ?? 0)...(bases.max() ?? 0),
            largestRate: steps.map { abs(Int128($0.rate)) }.max() ?? 0)
    }

    /// - Parameter rounding: what its results are rounded by, where they are at once.
    func callAsFunction(_ column: Column, _ count: Int, _ rounding: Rounding? = nil) throws(NotByColumns) -> Column {
        if case .integers(let base) = column, let fitted = whole.flatMap({ fitted($0, to: base) }) {
            if let rounding, let result = fitted.rounded(rounding) { return .integers(result) }
            if let result = fitted.column { return rounding.map { Column.integers(result).rounded($0, count) } ?? .integers(result) }
        }
        let result = try column.mapNumbers(count) { scale($0) }
        return rounding.map { result.rounded($0, count) } ?? result
    }

    private func fitted(_ whole: Whole, to column: IntegerColumn) -> FittedScale? {
        let scale = max(whole.scale, column.scale)
        guard scale + whole.rateScale <= 18, let base = column.rescaled(to: scale) else { return nil }
        let factor = Int64.powerOf10(scale - whole.scale)
        // What has room at the thresholds' own digits may have none with more of them.
        let reach = max(abs(Int128(base.low)), abs(Int128(base.high)))
        let start = Int128(whole.thresholds.map(\.magnitude).max() ?? 0) * Int128(factor)
        guard start <= IntegerColumn.limit else { return nil }
        let spread = (reach + start) * whole.largestRate
        let low = min(whole.bases.lowerBound * Int128(factor), 0) - spread
        let high = max(whole.bases.upperBound * Int128(factor), 0) + spread
        guard Column.fits(low, high) else { return nil }
        let isMarginal = self.scale.kind == .marginal
        // A marginal scale does not yet count what equals a threshold, an amount by bracket does.
        let thresholds = whole.thresholds.map { $0 * factor - (isMarginal ? 0 : 1) }
        let lines = whole.steps.map { FittedScale.Line(rate: $0.rate, intercept: $0.base * factor &- $0.start * factor &* $0.rate) }
        return FittedScale(
            base: base, scale: scale + whole.rateScale, thresholds: thresholds, lines: lines, isContinuous: isMarginal,
            isRising: isMarginal && whole.rates.allSatisfy { $0 >= 0 })
    }
}
