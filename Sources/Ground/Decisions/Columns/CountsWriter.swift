/// Takes whole numbers one after the other: in 32 bits each as long as all have room, in 64 from the first that has none.
struct CountsWriter {
    private var narrow: [Int32] = []
    private var wide: [Int64] = []
    private var isWide = false

    /// Stands for null; in 32 bits it is their own least number.
    static let missing = Int64.min
    private static let narrowMissing = Int32.min

    var count: Int { isWide ? wide.count : narrow.count }

    mutating func reserveCapacity(_ capacity: Int) { narrow.reserveCapacity(capacity) }

    mutating func append(_ value: Int64) {
        if !isWide {
            if value > Int64(Self.narrowMissing), value <= Int64(Int32.max) { return narrow.append(Int32(truncatingIfNeeded: value)) }
            if value == Self.missing { return narrow.append(Self.narrowMissing) }
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

    private static func widened(_ value: Int32) -> Int64 { value == narrowMissing ? missing : Int64(value) }

    subscript(row: Int) -> Int64 { isWide ? wide[row] : Self.widened(narrow[row]) }

    var all: Range<Int> { 0..<count }

    var counts: Counts { isWide ? .wide(wide) : .narrow(narrow) }

    /// The same with each multiplied; nil where one has no room.
    func multiplied(by factor: Int64) -> CountsWriter? {
        var result = CountsWriter()
        result.reserveCapacity(count)
        for row in 0..<count {
            let (value, isTooLarge) = self[row].multipliedReportingOverflow(by: factor)
            guard !isTooLarge, value != Self.missing else { return nil }
            result.append(value)
        }
        return result
    }
}
