import Kernel

/// Numbers as whole counts of 10^-scale, with bounds.
///
/// The bounds hold for every value, so that before an operation it is known whether any result could have no room; then decimals are used
/// instead. Inside the bounds nothing is ever rounded, and a decimal of 34 digits holds every count of 64 bits: both ways give the same number.
struct IntegerColumn: Sendable {
    let counts: Counts
    let scale: Int
    let low: Int64
    let high: Int64

    /// Bounds beyond this are not allowed: a sum of two still has room.
    static let limit: Int128 = 1 << 62

    @inline(__always) func decimal(_ row: Int) -> Decimal128 { Decimal128(counts[row], scale: scale) }

    /// nil where the bounds have no room.
    init?(_ counts: Counts, scale: Int, low: Int128, high: Int128) {
        guard low >= -Self.limit, high <= Self.limit, (0...18).contains(scale) else { return nil }
        self.counts = counts
        self.scale = scale
        self.low = Int64(low)
        self.high = Int64(high)
    }

    init?(_ values: [Int64], scale: Int, low: Int128, high: Int128) {
        self.init(Counts(values, low: low, high: high), scale: scale, low: low, high: high)
    }

    private init(_ counts: Counts, like other: IntegerColumn) {
        self.counts = counts
        scale = other.scale
        low = other.low
        high = other.high
    }

    /// nil where one is null, has too many digits, or has no room.
    init?(_ decimals: [Decimal128]) {
        var scale = 0
        for decimal in decimals {
            guard let own = decimal.scaled else { return nil }
            scale = max(scale, own.scale)
        }
        var values: [Int64] = []
        values.reserveCapacity(decimals.count)
        for decimal in decimals {
            guard let count = decimal.count(scale: scale) else { return nil }
            values.append(count)
        }
        self.init(values, scale: scale, low: Int128(values.min() ?? 0), high: Int128(values.max() ?? 0))
    }

    func slice(_ range: Range<Int>) -> IntegerColumn { IntegerColumn(counts.slice(range), like: self) }
    func gathered(_ places: [Int32]) -> IntegerColumn { IntegerColumn(counts.gathered(places), like: self) }

    /// The same numbers with more digits behind the point.
    func rescaled(to scale: Int) -> IntegerColumn? {
        guard scale != self.scale else { return self }
        let factor = Int64.powerOf10(scale - self.scale)
        let (low, high) = (Int128(low) * Int128(factor), Int128(high) * Int128(factor))
        guard low >= -Self.limit, high <= Self.limit else { return nil }
        return IntegerColumn(counts.counts(isNarrow: Counts.areNarrow(low, high)) { $0 &* factor }, scale: scale, low: low, high: high)
    }
}

/// One side of an operation on whole numbers: a column, or one number for all rows.
struct IntegerOperand {
    let column: IntegerColumn?
    let constant: Int64
    let scale: Int
    let low: Int128
    let high: Int128

    init(_ column: IntegerColumn) {
        self.column = column
        constant = 0
        scale = column.scale
        (low, high) = (Int128(column.low), Int128(column.high))
    }

    init?(_ number: Decimal128) {
        guard let (value, scale) = number.scaled else { return nil }
        self.init(value, scale: scale)
    }

    private init(_ value: Int64, scale: Int) {
        column = nil
        constant = value
        self.scale = scale
        (low, high) = (Int128(value), Int128(value))
    }

    func rescaled(to scale: Int) -> IntegerOperand? {
        if let column { return column.rescaled(to: scale).map(IntegerOperand.init) }
        let (value, isTooLarge) = constant.multipliedReportingOverflow(by: Int64.powerOf10(scale - self.scale))
        return isTooLarge ? nil : IntegerOperand(value, scale: scale)
    }

    /// Both with the same count of digits behind the point; nil where one has no room for that.
    static func aligned(_ a: IntegerOperand, _ b: IntegerOperand) -> (a: IntegerOperand, b: IntegerOperand)? {
        let scale = max(a.scale, b.scale)
        guard scale - min(a.scale, b.scale) <= 18, let x = a.rescaled(to: scale), let y = b.rescaled(to: scale) else { return nil }
        return (x, y)
    }

    /// Row by row; one of the two is a column.
    @inline(__always)
    static func zip<Element>(_ a: IntegerOperand, _ b: IntegerOperand, _ combine: (Int64, Int64) -> Element) -> [Element] {
        switch (a.column?.counts, b.column?.counts) {
        case (.narrow(let x)?, .narrow(let y)?): return x.zipped(with: y) { combine(Int64($0), Int64($1)) }
        case (let x?, let y?): return x.widened.zipped(with: y.widened, combine)
        case (let x?, nil):
            // A constant of the column's own width, so that the whole operation is done in it.
            if case .narrow(let x) = x, let constant = Int32(exactly: b.constant) { return x.mapped { combine(Int64($0), Int64(constant)) } }
            let constant = b.constant
            return x.widened.mapped { combine($0, constant) }
        case (nil, let y?):
            if case .narrow(let y) = y, let constant = Int32(exactly: a.constant) { return y.mapped { combine(Int64(constant), Int64($0)) } }
            let constant = a.constant
            return y.widened.mapped { combine(constant, $0) }
        case (nil, nil): return []
        }
    }

    /// - Parameter isNarrow: 32 bits have room for all results.
    @inline(__always)
    static func counts(_ a: IntegerOperand, _ b: IntegerOperand, isNarrow: Bool, _ combine: (Int64, Int64) -> Int64) -> Counts {
        isNarrow ? .narrow(zip(a, b) { Int32(truncatingIfNeeded: combine($0, $1)) }) : .wide(zip(a, b, combine))
    }

    /// Row by row; one of the two is a column.
    static func compared<Test: RowComparison>(_ a: IntegerOperand, _ b: IntegerOperand, _ test: Test.Type) -> [Truth] {
        if let x = a.side(as: Int32.self), let y = b.side(as: Int32.self) { return Side.compared(x, y, test) }
        return Side.compared(a.wideSide, b.wideSide, test)
    }

    /// `a` where a row is true and `b` elsewhere.
    ///
    /// - Parameter isNarrow: 32 bits have room for both.
    static func selected(_ truths: [Truth], _ a: IntegerOperand, _ b: IntegerOperand, isNarrow: Bool) -> Counts {
        if isNarrow, let x = a.side(as: Int32.self), let y = b.side(as: Int32.self) { return .narrow(Side.selected(truths, x, y)) }
        return .wide(Side.selected(truths, a.wideSide, b.wideSide))
    }

    private enum Side<Number: FixedWidthInteger & SignedInteger & BitwiseCopyable> {
        case column([Number])
        case constant(Number)

        static func compared<Test: RowComparison>(_ a: Self, _ b: Self, _ test: Test.Type) -> [Truth] {
            switch (a, b) {
            case (.column(let x), .column(let y)): x.zipped(with: y) { Truth(Test.holds($0, $1)) }
            case (.column(let x), .constant(let y)): x.mapped { Truth(Test.holds($0, y)) }
            case (.constant(let x), .column(let y)): y.mapped { Truth(Test.holds(x, $0)) }
            case (.constant, .constant): []
            }
        }

        /// Without a branch, so that the processor need not guess.
        static func selected(_ truths: [Truth], _ a: Self, _ b: Self) -> [Number] {
            @inline(__always) func one(_ truth: Truth, _ x: Number, _ y: Number) -> Number { y ^ ((x ^ y) & (truth.code == 1 ? -1 : 0)) }
            return switch (a, b) {
            case (.constant(let x), .constant(let y)): truths.mapped { one($0, x, y) }
            case (.column(let x), .constant(let y)): truths.zipped(with: x) { one($0, $1, y) }
            case (.constant(let x), .column(let y)): truths.zipped(with: y) { one($0, x, $1) }
            case (.column(let x), .column(let y)): truths.zipped(with: x, y) { one($0, $1, $2) }
            }
        }
    }

    private func side(as: Int32.Type) -> Side<Int32>? {
        guard let column else { return Int32(exactly: constant).map(Side.constant) }
        if case .narrow(let values) = column.counts { return .column(values) }
        return nil
    }

    private var wideSide: Side<Int64> { column.map { .column($0.counts.widened) } ?? .constant(constant) }
}

extension UnsafeBufferPointer {
    /// `map` into memory that is written once.
    @inline(__always)
    func mapped<Result>(_ transform: (Element) -> Result) -> [Result] {
        [Result](unsafeUninitializedCapacity: count) { buffer, written in
            guard let target = buffer.baseAddress, let values = baseAddress else { return }
            for row in 0..<count { (target + row).initialize(to: transform(values[row])) }
            written = count
        }
    }
}

extension ArraySlice {
    @inline(__always)
    func mapped<Result>(_ transform: (Element) -> Result) -> [Result] { withUnsafeBufferPointer { $0.mapped(transform) } }
}

extension Array {
    @inline(__always)
    func mapped<Result>(_ transform: (Element) -> Result) -> [Result] { withUnsafeBufferPointer { $0.mapped(transform) } }

    /// Row by row with another of the same count.
    @inline(__always)
    func zipped<Other, Result>(with other: [Other], _ combine: (Element, Other) -> Result) -> [Result] {
        precondition(count == other.count, "columns of \(count) and \(other.count) rows")
        return [Result](unsafeUninitializedCapacity: count) { buffer, written in
            withUnsafeBufferPointer { first in
                other.withUnsafeBufferPointer { second in
                    guard let target = buffer.baseAddress, let x = first.baseAddress, let y = second.baseAddress else { return }
                    for row in 0..<first.count { (target + row).initialize(to: combine(x[row], y[row])) }
                }
            }
            written = count
        }
    }

    /// Row by row with two others of the same count.
    @inline(__always)
    func zipped<First, Second, Result>(with first: [First], _ second: [Second], _ combine: (Element, First, Second) -> Result) -> [Result] {
        precondition(count == first.count && count == second.count, "columns of \(count), \(first.count) and \(second.count) rows")
        return [Result](unsafeUninitializedCapacity: count) { buffer, written in
            withUnsafeBufferPointer { own in
                first.withUnsafeBufferPointer { first in
                    second.withUnsafeBufferPointer { second in
                        guard let target = buffer.baseAddress, let x = own.baseAddress, let y = first.baseAddress, let z = second.baseAddress else { return }
                        for row in 0..<own.count { (target + row).initialize(to: combine(x[row], y[row], z[row])) }
                    }
                }
            }
            written = count
        }
    }
}
