/// A statement, or a piece of one, with its values apart from its text.
///
/// ```swift
/// let sql: SQL = "SELECT title FROM cases WHERE id = \(id) AND state IN \(list: states)"
/// ```
/// becomes `SELECT title FROM cases WHERE id = ? AND state IN (?, ?)` and three bound values. A value can never become
/// text of the statement; only `\(raw:)` puts text in, and it is for names the program itself holds.
///
/// The dialect is what both drivers understand alike. Beyond that: types are TEXT, BIGINT and BYTES; `ORDER BY` a column
/// that may be null says `NULLS FIRST` or `NULLS LAST`; a condition is a comparison (`flag = 1`), not a bare column;
/// `LIKE` heeds case; there is no clock, randomness or sequence in SQL.
public struct SQL: Sendable, Hashable {
    public private(set) var text: String
    public private(set) var values: [SQLValue]

    public init(text: String, values: [SQLValue] = []) {
        self.text = text
        self.values = values
    }

    public static let empty = SQL(text: "")

    public var isEmpty: Bool { text.isEmpty }

    public static func + (a: SQL, b: SQL) -> SQL { SQL(text: a.text + b.text, values: a.values + b.values) }

    public static func += (a: inout SQL, b: SQL) {
        a.text += b.text
        a.values += b.values
    }
}

extension Sequence<SQL> {
    /// One piece out of many: `conditions.joined(separator: " AND ")`.
    public func joined(separator: String) -> SQL {
        var result = SQL.empty
        var isFirst = true
        for piece in self {
            if !isFirst { result += SQL(text: separator) }
            result += piece
            isFirst = false
        }
        return result
    }
}
