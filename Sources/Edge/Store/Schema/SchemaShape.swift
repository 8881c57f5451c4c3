/// What a database consists of, as far as the driver's catalogue tells.
struct SchemaShape {
    /// Columns by table.
    var tables: [String: Set<String>] = [:]
    /// Indexes with a name of their own; a key's index belongs to its table.
    var indexes: [String: Index] = [:]
    /// What runs or stands in between unasked: triggers, rules, policies, views. No migration makes any.
    var strangers: [String] = []
    /// By name the text that made it, on SQLite, which keeps it as it was written.
    var texts: [String: String] = [:]

    struct Index: Hashable {
        var table: String
        var isUnique: Bool
    }

    init(_ connection: Connection) throws {
        switch connection.session.dialect {
        case .sqlite: try readSQLite(connection)
        case .postgres: try readPostgres(connection)
        }
    }

    private mutating func readSQLite(_ connection: Connection) throws {
        for row in try connection.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name") {
            let (type, name, table) = (try row.text(0), try row.text(1), try row.text(2))
            let text = try row.text(optional: 3) ?? ""
            switch type {
            case "table":
                tables[name] = Set(try connection.rows("SELECT name FROM pragma_table_xinfo(\(name))").map { try $0.text(0) })
                texts[name] = text
            case "index":
                indexes[name] = Index(table: table, isUnique: text.uppercased().hasPrefix("CREATE UNIQUE"))
                texts[name] = text
            default: strangers.append("the \(type) \(name) on \(table)")
            }
        }
    }

    private mutating func readPostgres(_ connection: Connection) throws {
        let columns = try connection.rows(
            """
            SELECT t.table_name::text, c.column_name::text FROM information_schema.tables t
            LEFT JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
            WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
            """)
        for row in columns { tables[try row.text(0), default: []].formUnion(try row.text(optional: 1).map { [$0] } ?? []) }
        let named = try connection.rows(
            """
            SELECT i.relname::text, t.relname::text, CASE WHEN x.indisunique THEN 1::bigint ELSE 0::bigint END
            FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
                JOIN pg_namespace n ON n.oid = t.relnamespace LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x')
            WHERE n.nspname = current_schema() AND k.oid IS NULL
            """)
        for row in named { indexes[try row.text(0)] = Index(table: try row.text(1), isUnique: try row.integer(2) == 1) }
        let kinds: [SQL] = [
            """
            SELECT 'trigger', g.tgname::text, t.relname::text FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE n.nspname = current_schema() AND NOT g.tgisinternal
            """,
            "SELECT 'rule', rulename::text, tablename::text FROM pg_rules WHERE schemaname = current_schema()",
            "SELECT 'policy', policyname::text, tablename::text FROM pg_policies WHERE schemaname = current_schema()",
        ]
        for query in kinds {
            for row in try connection.rows(query) { strangers.append("the \(try row.text(0)) \(try row.text(1)) on \(try row.text(2))") }
        }
        strangers.sort()
    }

    /// What differs from what the migrations make, a sentence each.
    func differences(from made: SchemaShape) -> [String] {
        var found = strangers.map { "No migration made \($0)." }
        for (name, columns) in tables.sorted(by: { $0.key < $1.key }) {
            guard let own = made.tables[name] else {
                found.append("No migration made the table \(name).")
                continue
            }
            found += columns.subtracting(own).sorted().map { "No migration made the column \($0) of \(name)." }
            found += own.subtracting(columns).sorted().map { "The table \(name) lacks its column \($0)." }
        }
        found += made.tables.keys.filter { tables[$0] == nil }.sorted().map { "The table \($0) is missing." }
        for (name, index) in indexes.sorted(by: { $0.key < $1.key }) where made.indexes[name] != index {
            found.append(
                made.indexes[name] == nil ? "No migration made the index \(name) of \(index.table)." : "The index \(name) is another than it was made.")
        }
        found += made.indexes.keys.filter { indexes[$0] == nil }.sorted().map { "The index \($0) is missing." }
        // The texts of another driver say nothing here.
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) where made.texts[name].map({ $0 != text }) == true && found.allSatisfy({ !$0.contains(name) })
        {
            found.append("The definition of \(name) is another than it was made.")
        }
        return found
    }
}
