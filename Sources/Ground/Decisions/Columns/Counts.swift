import Kernel

/// Whole numbers, in 32 bits each where all have room in them and in 64 otherwise.
///
/// What computes with them is written once, for 64 bits. In 32 the processor takes twice as many at a time out of half the memory, and the
/// results are the same as long as they have room there: additions and multiplications that wrap around agree in their lower bits.
enum Counts: Sendable {
    case narrow([Int32])
    case wide([Int64])

    /// Whether 32 bits have room for all that lies between the two. Their least number is kept free, to stand for null at rest.
    static func areNarrow(_ low: Int128, _ high: Int128) -> Bool { low > Int128(Int32.min) && high <= Int128(Int32.max) }

    init(_ values: [Int64], low: Int128, high: Int128) {
        self = Self.areNarrow(low, high) ? .narrow(values.mapped { Int32(truncatingIfNeeded: $0) }) : .wide(values)
    }

    var count: Int {
        switch self {
        case .narrow(let values): values.count
        case .wide(let values): values.count
        }
    }

    @inline(__always) subscript(row: Int) -> Int64 {
        switch self {
        case .narrow(let values): Int64(values[row])
        case .wide(let values): values[row]
        }
    }

    /// In 64 bits, whatever they are in.
    var widened: [Int64] { mapped { $0 } }

    /// The least and the greatest; 0 for none.
    var bounds: (low: Int64, high: Int64) {
        switch self {
        case .narrow(let values): values.bounds.map { (Int64($0.low), Int64($0.high)) } ?? (0, 0)
        case .wide(let values): values.bounds ?? (0, 0)
        }
    }

    /// What all come to, and how many are not zero.
    var total: (sum: Int128, others: Int) {
        var others = 0
        switch self {
        case .narrow(let values):
            // 64 bits have room for as many as memory holds.
            var sum: Int64 = 0
            for value in values {
                sum &+= Int64(value)
                others &+= value == 0 ? 0 : 1
            }
            return (Int128(sum), others)
        case .wide(let values):
            var sum: Int128 = 0
            for value in values {
                sum &+= Int128(value)
                others &+= value == 0 ? 0 : 1
            }
            return (sum, others)
        }
    }

    @inline(__always)
    func mapped<Result>(_ transform: (Int64) -> Result) -> [Result] {
        switch self {
        case .narrow(let values): values.mapped { transform(Int64($0)) }
        case .wide(let values): values.mapped(transform)
        }
    }

    /// What `transform` makes of each.
    ///
    /// - Parameter isNarrow: 32 bits have room for all results.
    @inline(__always)
    func counts(isNarrow: Bool, _ transform: (Int64) -> Int64) -> Counts {
        isNarrow ? .narrow(mapped { Int32(truncatingIfNeeded: transform($0)) }) : .wide(mapped(transform))
    }

    func slice(_ range: Range<Int>) -> Counts {
        switch self {
        case .narrow(let values): .narrow(Array(values[range]))
        case .wide(let values): .wide(Array(values[range]))
        }
    }

    /// The rows at `places`, in that order.
    func gathered(_ places: [Int32]) -> Counts {
        switch self {
        case .narrow(let values): .narrow(places.map { values[Int($0)] })
        case .wide(let values): .wide(places.map { values[Int($0)] })
        }
    }
}

extension Array where Element: FixedWidthInteger {
    /// The least and the greatest, found without a branch; nil for none.
    var bounds: (low: Element, high: Element)? {
        guard let first else { return nil }
        var (low, high) = (first, first)
        for value in self {
            low = value < low ? value : low
            high = value > high ? value : high
        }
        return (low, high)
    }
}
