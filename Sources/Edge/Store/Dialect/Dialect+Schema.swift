import Kernel

extension Dialect {
    /// A migration's text in this dialect: the types, and what each driver needs so that both mean the same.
    ///
    /// - Throws: a plain reason when a type is not one of the three.
    func schema(_ text: String) throws(SchemaMistake) -> String {
        var statements: [[SQLToken]] = [[]]
        for token in SQLToken.all(in: text) where token.kind != .comment {
            if token == SQLToken(kind: .symbol, text: ";") {
                statements.append([])
            } else {
                statements[statements.count - 1].append(token)
            }
        }
        var result = ""
        for tokens in statements where tokens.contains(where: { $0.kind != .space }) {
            result += try statement(tokens) + ";"
        }
        return result
    }

    private func statement(_ tokens: [SQLToken]) throws(SchemaMistake) -> String {
        let words = tokens.filter { $0.kind == .word }.prefix(2).map { $0.text.uppercased() }
        guard words == ["CREATE", "TABLE"] || words == ["ALTER", "TABLE"] else { return tokens.map(\.text).joined() }
        var rest = tokens[...]
        var out = ""
        while let token = rest.popFirst() {
            guard token.kind == .word else {
                out += token.text
                continue
            }
            switch token.text {
            case "TEXT": out += self == .postgres ? "TEXT COLLATE \"C\"" : "TEXT"
            // INT, not INTEGER: SQLite gives an INTEGER PRIMARY KEY numbers of its own, and nothing may do that.
            case "BIGINT": out += self == .postgres ? "BIGINT" : "INT"
            case "BYTES": out += self == .postgres ? "BYTEA" : "BLOB"
            case "REFERENCES": out += token.text + reference(&rest)
            case "WITHOUT" where self == .postgres: rest = []
            case let word where Self.foreignTypes.contains(word): throw SchemaMistake(why: "\(word) is not one of TEXT, BIGINT and BYTES")
            default: out += token.text
            }
        }
        guard self == .sqlite, words[0] == "CREATE" else { return out }
        return out + (tokens.contains { $0.text == "ROWID" } ? ", STRICT" : " STRICT")
    }

    /// The table, the columns and the actions behind `REFERENCES`; on PostgreSQL the check may then be put off to the
    /// commit, as SQLite can, which restoring a backup needs.
    private func reference(_ rest: inout ArraySlice<SQLToken>) -> String {
        var out = ""
        func take() { if let token = rest.popFirst() { out += token.text } }
        func takeSpace() { while rest.first?.kind == .space { take() } }
        takeSpace()
        take()
        if rest.drop(while: { $0.kind == .space }).first?.text == "(" {
            takeSpace()
            while let token = rest.first, token.text != ")" { take() }
            take()
        }
        while rest.drop(while: { $0.kind == .space }).first?.text == "ON" {
            takeSpace()
            let isWholeAction = { (words: [String]) in !words.isEmpty && !["SET", "NO"].contains(words.last ?? "") && words.count > 2 }
            var words: [String] = []
            while !isWholeAction(words), let token = rest.first {
                if token.kind == .word { words.append(token.text) }
                take()
            }
        }
        return self == .postgres ? out + " DEFERRABLE INITIALLY IMMEDIATE" : out
    }

    private static let foreignTypes: Set<String> = [
        "INTEGER", "INT", "SMALLINT", "REAL", "DOUBLE", "FLOAT", "NUMERIC", "DECIMAL", "BLOB", "BYTEA", "BOOLEAN", "BOOL", "TIMESTAMP",
        "TIMESTAMPTZ", "DATE", "VARCHAR", "CHAR", "JSON", "JSONB", "UUID", "SERIAL", "BIGSERIAL", "AUTOINCREMENT", "STRICT", "COLLATE", "ANY",
    ]
}

struct SchemaMistake: Error {
    let why: String
}
