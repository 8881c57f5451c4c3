/// Whole numbers at rest: in 32 bits each as long as all have room, in 64 from the first that has none.
struct PackedCounts: Sendable {
    private var narrow: [Int32] = []
    private var wide: [Int64] = []
    private var isWide = false

    /// `Column.missing` stands for null; in 32 bits it has a number of its own.
    private static let missing = Int32.min

    init() {}

    /// - Parameter bounds: none of the values is beyond them, and none is missing.
    init(_ values: [Int64], within bounds: ClosedRange<Int64>) {
        isWide = bounds.lowerBound <= Int64(Self.missing) || bounds.upperBound > Int64(Int32.max)
        if isWide { wide = values } else { narrow = values.mapped { Int32(truncatingIfNeeded: $0) } }
    }

    var count: Int { isWide ? wide.count : narrow.count }

    mutating func reserveCapacity(_ capacity: Int) { narrow.reserveCapacity(capacity) }

    mutating func append(_ value: Int64) {
        if !isWide {
            if value > Int64(Self.missing), value <= Int64(Int32.max) { return narrow.append(Int32(truncatingIfNeeded: value)) }
            if value == Int64(Column.missing) { return narrow.append(Self.missing) }
            widen()
        }
        wide.append(value)
    }

    private mutating func widen() {
        wide.reserveCapacity(narrow.capacity)
        for value in narrow { wide.append(Self.widened(value)) }
        narrow = []
        isWide = true
    }

    @inline(__always) private static func widened(_ value: Int32) -> Int64 { value == missing ? Int64(Column.missing) : Int64(value) }

    subscript(row: Int) -> Int64 { isWide ? wide[row] : Self.widened(narrow[row]) }

    /// The rows of a stretch, as what computes with them takes them.
    func values<Number: FixedWidthInteger & SignedInteger>(_ range: Range<Int>, as type: Number.Type = Number.self) -> [Number] {
        if isWide { return wide[range].mapped { Number(truncatingIfNeeded: $0) } }
        return narrow[range].mapped { Number(truncatingIfNeeded: Self.widened($0)) }
    }

    var all: Range<Int> { 0..<count }

    /// The same with each multiplied; nil where one has no room.
    func multiplied(by factor: Int64) -> PackedCounts? {
        var result = PackedCounts()
        result.reserveCapacity(count)
        for row in 0..<count {
            let (value, isTooLarge) = self[row].multipliedReportingOverflow(by: factor)
            guard !isTooLarge, value != Int64(Column.missing) else { return nil }
            result.append(value)
        }
        return result
    }

    /// The least and the greatest; 0 for none.
    var bounds: (low: Int64, high: Int64) {
        isWide ? (wide.min() ?? 0, wide.max() ?? 0) : (narrow.min().map(Self.widened) ?? 0, narrow.max().map(Self.widened) ?? 0)
    }
}
