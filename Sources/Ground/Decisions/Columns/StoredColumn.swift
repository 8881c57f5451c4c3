import FEEL
import Kernel

/// A column at rest, in the least room that holds it; what is computed with is taken from it stretch by stretch.
enum StoredColumn: Sendable {
    /// A byte for each, for at most 255 words; the last code for null.
    case texts([UInt8], words: [String])
    case column(Column)

    static let nullText = UInt8.max
    @inline(__always) static func code(_ stored: UInt8) -> Int32 { stored == nullText ? -1 : Int32(stored) }

    init(_ column: Column) {
        switch column {
        case .texts(let column) where column.words.count <= Int(Self.nullText):
            self = .texts(column.codes.map { $0 < 0 ? Self.nullText : UInt8($0) }, words: column.words)
        default: self = .column(column)
        }
    }

    /// The rows of a stretch.
    func slice(_ range: Range<Int>) -> Column {
        switch self {
        case .texts(let codes, let words): .texts(TextColumn(codes: codes[range].mapped(Self.code), words: words))
        case .column(let column): column.slice(range)
        }
    }

    func value(_ row: Int) -> Value { slice(row..<row + 1).value(0) }
}
