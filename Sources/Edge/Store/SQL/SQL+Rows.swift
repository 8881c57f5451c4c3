extension SQL {
    /// Insertions of many rows in few statements. Their texts are few as well, because drivers keep what comes of each: a
    /// statement holds a power of two of rows.
    ///
    /// - Parameters:
    ///   - columns: `id, name`, text that the program itself holds, as `table` is.
    ///   - rows: each with a value for each column.
    public static func insertions(into table: String, _ columns: String, rows: [[SQLValue]]) -> [SQL] {
        var statements: [SQL] = []
        var (start, size) = (0, 64)
        while start < rows.count {
            while size > rows.count - start { size /= 2 }
            let portion = rows[start..<start + size]
            let places = portion.map { row in "(" + repeatElement("?", count: row.count).joined(separator: ", ") + ")" }.joined(separator: ", ")
            statements.append(SQL(text: "INSERT INTO \(table) (\(columns)) VALUES \(places)", values: portion.flatMap(\.self)))
            start += size
        }
        return statements
    }
}
