/// What a column can hold. There are no doubles: amounts are integers, decimals are text.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    /// The value's kind for a message. Never the value itself.
    var kind: String {
        switch self {
        case .null: "null"
        case .integer: "an integer"
        case .text: "text"
        case .bytes: "bytes"
        }
    }
}
