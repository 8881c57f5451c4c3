import FEEL
import Kernel

/// A column at rest, in the least room that holds it; what is computed with is made from it stretch by stretch.
enum StoredColumn: Sendable {
    case integers(PackedCounts, scale: Int, low: Int64, high: Int64)
    case days(PackedCounts)
    /// A byte for each, for at most 255 words; the last code for null.
    case texts([UInt8], words: [String])
    case column(Column)

    static let nullText = UInt8.max
    @inline(__always) static func code(_ stored: UInt8) -> Int32 { stored == nullText ? -1 : Int32(stored) }

    init(_ column: Column) {
        func packed(_ values: some Sequence<Int64>) -> PackedCounts {
            var counts = PackedCounts()
            for value in values { counts.append(value) }
            return counts
        }
        switch column {
        case .integers(let column):
            self = .integers(PackedCounts(column.values, within: column.low...column.high), scale: column.scale, low: column.low, high: column.high)
        case .days(let values): self = .days(packed(values.lazy.map { Int64($0) }))
        case .texts(let column) where column.words.count <= Int(Self.nullText):
            self = .texts(column.codes.map { $0 < 0 ? Self.nullText : UInt8($0) }, words: column.words)
        default: self = .column(column)
        }
    }

    /// The rows of a stretch.
    func slice(_ range: Range<Int>) -> Column {
        switch self {
        case .integers(let counts, let scale, let low, let high):
            IntegerColumn(counts.values(range), scale: scale, low: Int128(low), high: Int128(high)).map(Column.integers) ?? .null
        case .days(let counts): .days(counts.values(range))
        case .texts(let codes, let words):
            .texts(TextColumn(codes: codes[range].mapped(Self.code), words: words))
        case .column(let column): column.slice(range)
        }
    }

    func value(_ row: Int) -> Value { slice(row..<row + 1).value(0) }
}
