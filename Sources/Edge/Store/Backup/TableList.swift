/// The tables that hold the state, with their columns, as the driver's catalogue knows them.
struct TableList {
    struct Table {
        let name: String
        let columns: [String]

        /// All rows, in no order that matters.
        var everything: SQL { "SELECT \(raw: list) FROM \"\(raw: name)\"" }

        func insertion(_ values: [SQLValue]) -> SQL {
            let places = repeatElement("?", count: columns.count).joined(separator: ", ")
            return SQL(text: "INSERT INTO \"\(name)\" (\(list)) VALUES (\(places))", values: values)
        }

        private var list: String { columns.map { "\"\($0)\"" }.joined(separator: ", ") }
    }

    /// Migrations are compared, not copied; leases belong to the processes that run now.
    private static let passedOver: Set<String> = ["store_migrations", "store_leases"]

    let tables: [Table]

    init(_ connection: Connection) throws {
        let names: SQL
        let columns: (String) -> SQL
        switch connection.session.dialect {
        case .sqlite:
            names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
            columns = { "SELECT name FROM pragma_table_info(\($0)) ORDER BY name" }
        case .postgres:
            names = """
                SELECT table_name::text COLLATE "C" AS name FROM information_schema.tables
                WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1
                """
            columns = {
                """
                SELECT column_name::text COLLATE "C" AS name FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = \($0) ORDER BY 1
                """
            }
        }
        tables = try connection.rows(names).map { try $0.text(0) }.filter { !Self.passedOver.contains($0) }.map { name in
            Table(name: name, columns: try connection.rows(columns(name)).map { try $0.text(0) })
        }
    }
}
