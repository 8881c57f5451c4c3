import CPostgres
import Kernel

/// What came of one statement, copied out of libpq's memory.
struct PostgresAnswer {
    let tag: String
    let changed: Int
    let rows: [Row]

    init(result: OpaquePointer, statement: PostgresStatement) throws {
        tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
        changed = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
        let count = PQntuples(result)
        guard count > 0 else {
            rows = []
            return
        }
        let columns = statement.columns ?? Self.columns(of: result)
        if !statement.isFetch { statement.columns = columns }
        rows = try (0..<count).map { row in
            var values: [SQLValue] = []
            values.reserveCapacity(columns.types.count)
            for (index, type) in columns.types.enumerated() {
                values.append(try Self.value(result, row, Int32(index), type, columns))
            }
            return Row(columns: columns.names, values: values)
        }
    }

    private static func value(_ result: OpaquePointer, _ row: Int32, _ column: Int32, _ type: UInt32, _ columns: PostgresColumns) throws -> SQLValue {
        guard PQgetisnull(result, row, column) == 0 else { return .null }
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        return try PostgresBinary.read(bytes, type: type, column: columns.names.names[Int(column)])
    }

    private static func columns(of result: OpaquePointer) -> PostgresColumns {
        let indices = 0..<PQnfields(result)
        return PostgresColumns(
            names: Columns(indices.map { index in PQfname(result, index).map { String(cString: $0) } ?? "" }),
            types: indices.map { PQftype(result, $0) })
    }
}
