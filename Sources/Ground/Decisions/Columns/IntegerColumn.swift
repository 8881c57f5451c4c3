import Kernel

/// Numbers as whole counts of 10^-scale, with bounds.
///
/// The bounds hold for every value, so that before an operation it is known whether any result could have no room; then decimals are used
/// instead. Inside the bounds nothing is ever rounded, and a decimal of 34 digits holds every count of 64 bits: both ways give the same number.
struct IntegerColumn: Sendable {
    let values: [Int64]
    let scale: Int
    let low: Int64
    let high: Int64

    /// Bounds beyond this are not allowed: a sum of two still has room.
    static let limit: Int128 = 1 << 62

    @inline(__always) func decimal(_ row: Int) -> Decimal128 { Decimal128(values[row], scale: scale) }

    /// nil where the bounds have no room.
    init?(_ values: [Int64], scale: Int, low: Int128, high: Int128) {
        guard low >= -Self.limit, high <= Self.limit, (0...18).contains(scale) else { return nil }
        self.values = values
        self.scale = scale
        self.low = Int64(low)
        self.high = Int64(high)
    }

    private init(_ values: [Int64], like other: IntegerColumn) {
        self.values = values
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

    /// Values taken from this column, so within its bounds.
    func with(_ values: [Int64]) -> IntegerColumn { IntegerColumn(values, like: self) }
    func slice(_ range: Range<Int>) -> IntegerColumn { with(Array(values[range])) }

    func quotients(by divisor: UInt32) -> [Decimal128] {
        let scale = scale
        return values.mapped { Decimal128.quotient($0, scale: scale, by: divisor) }
    }

    /// The same numbers with more digits behind the point.
    func rescaled(to scale: Int) -> IntegerColumn? {
        guard scale != self.scale else { return self }
        let factor = Int64.powerOf10(scale - self.scale)
        let (low, high) = (Int128(low) * Int128(factor), Int128(high) * Int128(factor))
        guard low >= -Self.limit, high <= Self.limit else { return nil }
        return IntegerColumn(values.mapped { $0 &* factor }, scale: scale, low: low, high: high)
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

    /// As `aligned`, without a new column for the one that needs more digits: its factor is applied where it is used.
    ///
    /// - Returns: nil where one has no room for that.
    @inline(__always)
    static func zipAligned<Element>(
        _ a: IntegerOperand, _ b: IntegerOperand, _ combine: (Int64, Int64) -> Element
    ) -> (values: [Element], scale: Int, a: ClosedRange<Int128>, b: ClosedRange<Int128>)? {
        let scale = max(a.scale, b.scale)
        guard scale - min(a.scale, b.scale) <= 18 else { return nil }
        let (fa, fb) = (Int64.powerOf10(scale - a.scale), Int64.powerOf10(scale - b.scale))
        let bounds = (a: a.low * Int128(fa)...a.high * Int128(fa), b: b.low * Int128(fb)...b.high * Int128(fb))
        for bound in [bounds.a, bounds.b] where !Column.fits(bound.lowerBound, bound.upperBound) { return nil }
        let values: [Element] =
            if fa == 1, fb == 1 { zip(a, b, combine) } else if fb == 1 { zip(a, b) { combine($0 &* fa, $1) } } else { zip(a, b) { combine($0, $1 &* fb) } }
        return (values, scale, bounds.a, bounds.b)
    }

    /// Row by row; one of the two is a column.
    @inline(__always)
    static func zip<Element>(_ a: IntegerOperand, _ b: IntegerOperand, _ combine: (Int64, Int64) -> Element) -> [Element] {
        switch (a.column, b.column) {
        case (let x?, let y?): return x.values.zipped(with: y.values, combine)
        case (let x?, nil):
            let constant = b.constant
            return x.values.mapped { combine($0, constant) }
        case (nil, let y?):
            let constant = a.constant
            return y.values.mapped { combine(constant, $0) }
        case (nil, nil): return []
        }
    }
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
}
