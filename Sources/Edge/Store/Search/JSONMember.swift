/// A text member of a JSON text column, written once and expanded by each driver in its own words.
///
/// Only strings are answered, because the drivers write numbers and booleans differently.
struct JSONMember {
    let column: String
    let path: [String]

    init(column: String, path: [String]) {
        let isName = { (name: String) in
            !name.isEmpty && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        }
        precondition(!path.isEmpty && path.allSatisfy(isName), "JSON member names are lower-case letters, digits and _")
        precondition(column.split(whereSeparator: { $0 == "." }).allSatisfy { isName(String($0)) }, "a column's name is lower-case letters, digits and _")
        self.column = column
        self.path = path
    }

    /// Stands in the common text between two characters that no statement holds.
    static let opening: UInt8 = 1
    static let closing: UInt8 = 2

    var placeholder: String { "\u{1}\(column):\(path.joined(separator: "."))\u{2}" }

    init?(placeholder: String) {
        let parts = placeholder.split(separator: ":")
        guard parts.count == 2 else { return nil }
        self.init(column: String(parts[0]), path: parts[1].split(separator: ".").map(String.init))
    }

    func text(in dialect: Dialect) -> String {
        switch dialect {
        case .sqlite:
            let at = "'$.\(path.joined(separator: "."))'"
            return "CASE json_type(\(column), \(at)) WHEN 'text' THEN json_extract(\(column), \(at)) END"
        case .postgres:
            let at = "'{\(path.joined(separator: ","))}'"
            return "CASE json_typeof(\(column)::json #> \(at)) WHEN 'string' THEN \(column)::json #>> \(at) END"
        }
    }
}
