import Kernel

extension Store {
    /// What the store finds wrong in its own file, at most a hundred things: pages that cannot be read, indexes that do not say
    /// what their tables say (SQLite's `integrity_check`). A PostgreSQL server watches over its files itself.
    ///
    /// Asked table by table, so that no single read takes long.
    public func damages() async throws -> [String] {
        guard dialect == .sqlite else { return [] }
        let tables = try await read { try $0.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").map { try $0.text(0) } }
        var found: [String] = []
        for table in tables where found.count < 100 {
            let lines = try await read { connection in
                try connection.rows("PRAGMA integrity_check(\(raw: #""\#(table)""#))").map { try $0.text(0) }
            }
            found += lines.filter { $0 != "ok" }
        }
        return Array(found.prefix(100))
    }
}
