import Kernel

/// A scale for the numbers of one column: only the brackets that they reach, each a straight line in whole counts.
struct FittedScale {
    /// `value × rate + intercept`; both wrap around, their sum has room.
    struct Line {
        var rate: Int64
        var intercept: Int64

        @inline(__always) func callAsFunction(_ value: Int64) -> Int64 { value &* rate &+ intercept }
    }

    private let base: IntegerColumn
    /// Digits behind the point of the results.
    private let scale: Int
    /// The first line holds up to the first threshold, it included.
    private let thresholds: [Int64]
    private let lines: [Line]
    /// More is never less: the results' bounds are those of the bounds.
    private let isRising: Bool

    /// - Parameter isContinuous: two lines give the same at the threshold between them.
    init(base: IntegerColumn, scale: Int, thresholds: [Int64], lines: [Line], isContinuous: Bool, isRising: Bool) {
        let below = thresholds.prefix { $0 < base.low || (isContinuous && $0 == base.low) }.count
        let reached = thresholds[below...].prefix { $0 < base.high }
        self.base = base
        self.scale = scale
        self.thresholds = Array(reached)
        self.lines = Array(lines[below...(below + reached.count)])
        self.isRising = isRising
    }

    private func value(_ base: Int64) -> Int64 { lines[thresholds.count { base > $0 }](base) }

    var column: IntegerColumn? {
        let values = values(Unrounded())
        // The widest bounds are rarely reached; those of the results let more follow in whole numbers.
        let (low, high) = isRising ? (value(base.low), value(base.high)) : (values.min() ?? 0, values.max() ?? 0)
        return IntegerColumn(values, scale: scale, low: Int128(low), high: Int128(high))
    }

    /// Rounded to so many digits behind the point as it goes; nil for other roundings, and where something is negative.
    func rounded(_ rounding: Rounding) -> IntegerColumn? {
        guard rounding.mode == .halfUp, let unit = rounding.unit.scaled, unit.value == 1, unit.scale < scale, isRising, value(base.low) >= 0 else { return nil }
        let step = Int64.powerOf10(scale - unit.scale)
        let half = step / 2
        guard value(base.high) < Int64.max - half else { return nil }
        let values: [Int64] =
            switch step {
            case 10: values(HalfUp10())
            case 100: values(HalfUp100())
            case 1_000: values(HalfUp1000())
            case 10_000: values(HalfUp10000())
            default: values(HalfUp(step: step))
            }
        return IntegerColumn(values, scale: unit.scale, low: Int128((value(base.low) + half) / step), high: Int128((value(base.high) + half) / step))
    }

    /// Without a branch, so that the processor need not guess; a few thresholds stand in registers.
    private func values<Finish: Finishing>(_ finish: Finish) -> [Int64] {
        func threshold(_ place: Int) -> Int64 { place < thresholds.count ? thresholds[place] : .max }
        return lines.withUnsafeBufferPointer { lines in
            switch thresholds.count {
            case 0:
                let line = lines[0]
                return base.values.mapped { finish(line($0)) }
            case 1...4:
                let (a, b, c, d) = (threshold(0), threshold(1), threshold(2), threshold(3))
                return base.values.mapped { value in
                    let passed = (value > a ? 1 : 0) &+ (value > b ? 1 : 0) &+ (value > c ? 1 : 0) &+ (value > d ? 1 : 0)
                    return finish(lines[passed](value))
                }
            case 5...8:
                let (a, b, c, d) = (threshold(0), threshold(1), threshold(2), threshold(3))
                let (e, f, g, h) = (threshold(4), threshold(5), threshold(6), threshold(7))
                return base.values.mapped { value in
                    let lower = (value > a ? 1 : 0) &+ (value > b ? 1 : 0) &+ (value > c ? 1 : 0) &+ (value > d ? 1 : 0)
                    let upper = (value > e ? 1 : 0) &+ (value > f ? 1 : 0) &+ (value > g ? 1 : 0) &+ (value > h ? 1 : 0)
                    return finish(lines[lower &+ upper](value))
                }
            default:
                return thresholds.withUnsafeBufferPointer { thresholds in
                    base.values.mapped { value in
                        var passed = 0
                        for threshold in thresholds { passed &+= value > threshold ? 1 : 0 }
                        return finish(lines[passed](value))
                    }
                }
            }
        }
    }
}

/// What is done with each result. A type for each, so that it is compiled into the loop; and a processor divides by a number it knows
/// beforehand several times faster.
private protocol Finishing {
    func callAsFunction(_ value: Int64) -> Int64
}

private struct Unrounded: Finishing {
    @inline(__always) func callAsFunction(_ value: Int64) -> Int64 { value }
}

private struct HalfUp10: Finishing {
    @inline(__always) func callAsFunction(_ value: Int64) -> Int64 { (value &+ 5) / 10 }
}

private struct HalfUp100: Finishing {
    @inline(__always) func callAsFunction(_ value: Int64) -> Int64 { (value &+ 50) / 100 }
}

private struct HalfUp1000: Finishing {
    @inline(__always) func callAsFunction(_ value: Int64) -> Int64 { (value &+ 500) / 1_000 }
}

private struct HalfUp10000: Finishing {
    @inline(__always) func callAsFunction(_ value: Int64) -> Int64 { (value &+ 5_000) / 10_000 }
}

private struct HalfUp: Finishing {
    let step: Int64

    @inline(__always) func callAsFunction(_ value: Int64) -> Int64 { (value &+ step / 2) / step }
}
