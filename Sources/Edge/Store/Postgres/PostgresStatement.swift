/// What makes a prepared statement: its text, and the kinds of its values, because each kind is declared to the server.
struct PostgresShape: Hashable {
    let text: String
    let kinds: [UInt32]

    init(_ sql: SQL) {
        text = sql.text
        kinds = sql.values.map(\.postgresType)
    }
}

/// A statement the server has prepared on one connection.
final class PostgresStatement {
    let name: String
    /// Its columns are those of whatever cursor is open, so they are not remembered.
    let isFetch: Bool
    /// Known after the first answer.
    var columns: PostgresColumns?

    init(name: String, text: String) {
        self.name = name
        isFetch = text.hasPrefix("FETCH ")
    }
}

struct PostgresColumns {
    let names: Columns
    let types: [UInt32]
}

/// The server's numbers for types (pg_type.dat).
enum PostgresType {
    static let unknown: UInt32 = 0
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let bpchar: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let numeric: UInt32 = 1700
    static let void: UInt32 = 2278
}

extension SQLValue {
    /// A null has no kind of its own; the server takes what stands around it.
    var postgresType: UInt32 {
        switch self {
        case .null: PostgresType.unknown
        case .integer: PostgresType.int8
        case .text: PostgresType.text
        case .bytes: PostgresType.bytea
        }
    }
}
