import Store

/// Every row of every table, so that what came between two moments can be told, row by row and byte by byte.
struct TableRows: Sendable {
    struct Table: Sendable {
        var name: String
        var columns: [String]
        /// Places of the primary key's columns.
        var key: [Int]
        var rows: [[SQLValue]: [SQLValue]]
    }

    var tables: [Table]

    init(_ store: Store) async throws {
        let dialect = store.dialect
        tables = try await store.read { connection in
            try Self.names(dialect, connection).map { name in
                let (columns, key) = try Self.shape(of: name, dialect, connection)
                let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
                var rows: [[SQLValue]: [SQLValue]] = [:]
                // A case's words are written when nobody waits: whoever sends an application in waits for none of them, and the ceiling has none either.
                let aside = name == "store_tokens" ? " WHERE scope <> 'casework.words'" : ""
                for row in try connection.rows(SQL(text: "SELECT \(list) FROM \"\(name)\"\(aside)")) { rows[key.map { row.values[$0] }] = row.values }
                return Table(name: name, columns: columns, key: key, rows: rows)
            }
        }
    }

    private static func names(_ dialect: Dialect, _ connection: Connection) throws -> [String] {
        let query: SQL =
            dialect == .postgres
            ? "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
            : "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        return try connection.rows(query).map { try $0.text(0) }.filter { $0 != "store_leases" }.sorted()
    }

    private static func shape(of table: String, _ dialect: Dialect, _ connection: Connection) throws -> (columns: [String], key: [Int]) {
        let query: SQL =
            dialect == .postgres
            ? """
            SELECT c.column_name::text, COALESCE(k.ordinal_position, 0)::bigint FROM information_schema.columns c
            LEFT JOIN information_schema.key_column_usage k ON k.table_schema = c.table_schema AND k.table_name = c.table_name
                AND k.column_name = c.column_name AND k.constraint_name = \(table + "_pkey")
            WHERE c.table_schema = current_schema() AND c.table_name = \(table) ORDER BY c.ordinal_position
            """
            : "SELECT name, pk FROM pragma_table_info(\(table)) ORDER BY cid"
        let columns = try connection.rows(query).map { (name: try $0.text(0), place: try $0.integer(1)) }
        let key = columns.indices.filter { columns[$0].place > 0 }
        return (columns.map(\.name), key.isEmpty ? Array(columns.indices) : key)
    }

    /// What turns `before` into this, as insertions and as updates of the columns that differ; rows that went are left out.
    func changes(since before: TableRows) -> [(table: String, statements: [Statement])] {
        let earlier = Dictionary(before.tables.map { ($0.name, $0.rows) }, uniquingKeysWith: { first, _ in first })
        return tables.map { table in
            let known = earlier[table.name] ?? [:]
            // Each key is written out once: doing so is slow, and a comparison would do it again and again.
            let changed = table.rows.filter { known[$0.key] != $0.value }.map { (text: Self.text($0.key), key: $0.key, row: $0.value) }
            return (
                table.name,
                changed.sorted { $0.text < $1.text }.map { change in known[change.key].map { table.update($0, change.row) } ?? table.insertion(change.row) }
            )
        }
    }

    private static func text(_ key: [SQLValue]) -> String { "\(key)" }
}

extension TableRows.Table {
    fileprivate func insertion(_ row: [SQLValue]) -> Statement {
        let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        let places = row.map { _ in "?" }.joined(separator: ", ")
        return Statement(text: "INSERT INTO \"\(name)\" (\(list)) VALUES (\(places))", values: row)
    }

    fileprivate func update(_ old: [SQLValue], _ new: [SQLValue]) -> Statement {
        let changed = new.indices.filter { old[$0] != new[$0] }
        let sets = changed.map { "\"\(columns[$0])\" = ?" }.joined(separator: ", ")
        let conditions = key.map { "\"\(columns[$0])\" = ?" }.joined(separator: " AND ")
        return Statement(text: "UPDATE \"\(name)\" SET \(sets) WHERE \(conditions)", values: changed.map { new[$0] } + key.map { new[$0] })
    }
}
