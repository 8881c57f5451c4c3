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
        // The widest bounds are rarely reached; those of the results let more follow in whole numbers.
        guard isRising else {
            let values = values(base.counts.widened, Unrounded())
            let (low, high) = values.bounds ?? (0, 0)
            return IntegerColumn(values, scale: scale, low: Int128(low), high: Int128(high))
        }
        let (low, high) = (Int128(value(base.low)), Int128(value(base.high)))
        return IntegerColumn(counts(Unrounded(), isNarrow: Counts.areNarrow(low, high)), scale: scale, low: low, high: high)
    }

    /// Rounded to so many digits behind the point as it goes; nil for other roundings, and where something is negative.
    func rounded(_ rounding: Rounding) -> IntegerColumn? {
        guard rounding.mode == .halfUp, let unit = rounding.unit.scaled, unit.value == 1, unit.scale < scale, isRising, value(base.low) >= 0 else { return nil }
        let step = Int64.powerOf10(scale - unit.scale)
        let half = step / 2
        guard value(base.high) < Int64.max - half else { return nil }
        // What is about to be rounded must have room too.
        let isNarrow = Counts.areNarrow(Int128(value(base.low)), Int128(value(base.high)) + Int128(half))
        let counts: Counts =
            switch step {
            case 10: counts(HalfUp10(), isNarrow: isNarrow)
            case 100: counts(HalfUp100(), isNarrow: isNarrow)
            case 1_000: counts(HalfUp1000(), isNarrow: isNarrow)
            case 10_000: counts(HalfUp10000(), isNarrow: isNarrow)
            default: counts(HalfUp(step: step), isNarrow: isNarrow && step <= Int64(Int32.max))
            }
        return IntegerColumn(counts, scale: unit.scale, low: Int128((value(base.low) + half) / step), high: Int128((value(base.high) + half) / step))
    }

    /// - Parameter isNarrow: 32 bits have room for all results, before they are finished and after it.
    private func counts<Finish: Finishing>(_ finish: Finish, isNarrow: Bool) -> Counts {
        guard isNarrow, case .narrow(let base) = base.counts, thresholds.count <= 8 else { return .wide(values(base.counts.widened, finish)) }
        return .narrow(thresholds.count <= 4 ? narrowValues(base, finish, upTo: 4) : narrowValues(base, finish, upTo: 8))
    }

    /// As the first line and, past each threshold, by how much the line behind it differs: nothing is looked up, so that a processor does several
    /// rows at once. In 32 bits; what wraps around on the way comes right, because the results have room.
    @inline(__always)
    private func narrowValues<Finish: Finishing>(_ base: [Int32], _ finish: Finish, upTo most: Int) -> [Int32] {
        func threshold(_ place: Int) -> Int32 { place < thresholds.count ? Int32(truncatingIfNeeded: thresholds[place]) : .max }
        func difference(_ place: Int) -> (rate: Int32, intercept: Int32) {
            guard place < thresholds.count else { return (0, 0) }
            let (before, behind) = (lines[place], lines[place + 1])
            return (Int32(truncatingIfNeeded: behind.rate &- before.rate), Int32(truncatingIfNeeded: behind.intercept &- before.intercept))
        }
        let (rate, intercept) = (Int32(truncatingIfNeeded: lines[0].rate), Int32(truncatingIfNeeded: lines[0].intercept))
        let (a, b, c, d) = (threshold(0), threshold(1), threshold(2), threshold(3))
        let (da, db, dc, dd) = (difference(0), difference(1), difference(2), difference(3))
        @inline(__always) func mask(_ isPassed: Bool) -> Int32 { isPassed ? -1 : 0 }
        guard most > 4 else {
            return base.mapped { value in
                let (pa, pb, pc, pd) = (mask(value > a), mask(value > b), mask(value > c), mask(value > d))
                let ownRate = rate &+ (pa & da.rate) &+ (pb & db.rate) &+ (pc & dc.rate) &+ (pd & dd.rate)
                let own = intercept &+ (pa & da.intercept) &+ (pb & db.intercept) &+ (pc & dc.intercept) &+ (pd & dd.intercept)
                return finish(value &* ownRate &+ own)
            }
        }
        let (e, f, g, h) = (threshold(4), threshold(5), threshold(6), threshold(7))
        let (de, df, dg, dh) = (difference(4), difference(5), difference(6), difference(7))
        return base.mapped { value in
            let (pa, pb, pc, pd) = (mask(value > a), mask(value > b), mask(value > c), mask(value > d))
            let (pe, pf, pg, ph) = (mask(value > e), mask(value > f), mask(value > g), mask(value > h))
            let lowerRate = rate &+ (pa & da.rate) &+ (pb & db.rate) &+ (pc & dc.rate) &+ (pd & dd.rate)
            let upperRate = (pe & de.rate) &+ (pf & df.rate) &+ (pg & dg.rate) &+ (ph & dh.rate)
            let lower = intercept &+ (pa & da.intercept) &+ (pb & db.intercept) &+ (pc & dc.intercept) &+ (pd & dd.intercept)
            let upper = (pe & de.intercept) &+ (pf & df.intercept) &+ (pg & dg.intercept) &+ (ph & dh.intercept)
            return finish(value &* (lowerRate &+ upperRate) &+ lower &+ upper)
        }
    }

    /// Without a branch, so that the processor need not guess; a few thresholds stand in registers.
    private func values<Finish: Finishing>(_ base: [Int64], _ finish: Finish) -> [Int64] {
        func threshold(_ place: Int) -> Int64 { place < thresholds.count ? thresholds[place] : .max }
        return lines.withUnsafeBufferPointer { lines in
            switch thresholds.count {
            case 0:
                let line = lines[0]
                return base.mapped { finish(line($0)) }
            case 1...4:
                let (a, b, c, d) = (threshold(0), threshold(1), threshold(2), threshold(3))
                return base.mapped { value in
                    let passed = (value > a ? 1 : 0) &+ (value > b ? 1 : 0) &+ (value > c ? 1 : 0) &+ (value > d ? 1 : 0)
                    return finish(lines[passed](value))
                }
            case 5...8:
                let (a, b, c, d) = (threshold(0), threshold(1), threshold(2), threshold(3))
                let (e, f, g, h) = (threshold(4), threshold(5), threshold(6), threshold(7))
                return base.mapped { value in
                    let lower = (value > a ? 1 : 0) &+ (value > b ? 1 : 0) &+ (value > c ? 1 : 0) &+ (value > d ? 1 : 0)
                    let upper = (value > e ? 1 : 0) &+ (value > f ? 1 : 0) &+ (value > g ? 1 : 0) &+ (value > h ? 1 : 0)
                    return finish(lines[lower &+ upper](value))
                }
            default:
                return thresholds.withUnsafeBufferPointer { thresholds in
                    base.mapped { value in
                        var passed = 0
                        for threshold in thresholds { passed &+= value > threshold ? 1 : 0 }
                        return finish(lines[passed](value))
                    }
                }
            }
        }
    }
}

/// What is done with each result, none of them negative unless it is left as it is. A type for each, so that it is compiled into the loop; and a
/// processor divides by a number it knows beforehand several times faster.
private protocol Finishing {
    func callAsFunction<Number: FixedWidthInteger & SignedInteger>(_ value: Number) -> Number
}

private struct Unrounded: Finishing {
    @inline(__always) func callAsFunction<Number: FixedWidthInteger & SignedInteger>(_ value: Number) -> Number { value }
}

extension FixedWidthInteger where Self: SignedInteger {
    /// Of a number that is not negative.
    @inline(__always)
    fileprivate func halfUp(_ step: Magnitude) -> Self { Self(truncatingIfNeeded: (Magnitude(truncatingIfNeeded: self) &+ step / 2) / step) }
}

private struct HalfUp10: Finishing {
    @inline(__always) func callAsFunction<Number: FixedWidthInteger & SignedInteger>(_ value: Number) -> Number { value.halfUp(10) }
}

private struct HalfUp100: Finishing {
    @inline(__always) func callAsFunction<Number: FixedWidthInteger & SignedInteger>(_ value: Number) -> Number { value.halfUp(100) }
}

private struct HalfUp1000: Finishing {
    @inline(__always) func callAsFunction<Number: FixedWidthInteger & SignedInteger>(_ value: Number) -> Number { value.halfUp(1_000) }
}

private struct HalfUp10000: Finishing {
    @inline(__always) func callAsFunction<Number: FixedWidthInteger & SignedInteger>(_ value: Number) -> Number { value.halfUp(10_000) }
}

private struct HalfUp: Finishing {
    let step: Int64

    @inline(__always) func callAsFunction<Number: FixedWidthInteger & SignedInteger>(_ value: Number) -> Number {
        value.halfUp(Number.Magnitude(truncatingIfNeeded: step))
    }
}
