import CSQLite

/// A prepared statement of one connection.
final class SQLiteStatement {
    let handle: OpaquePointer
    private(set) var columns: Columns
    let parameterCount: Int
    /// Set while its rows are walked, so that the same text asked again inside gets a statement of its own.
    var isBusy = false

    init(handle: OpaquePointer) {
        self.handle = handle
        parameterCount = Int(sqlite3_bind_parameter_count(handle))
        columns = Self.columns(of: handle)
    }

    private static func columns(of handle: OpaquePointer) -> Columns {
        Columns((0..<sqlite3_column_count(handle)).map { sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? "" })
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ values: [SQLValue]) throws {
        guard values.count == parameterCount else {
            throw StoreFault.badStatement("\(values.count) values for \(parameterCount) places")
        }
        for (index, value) in values.enumerated() {
            guard try bind(value, at: Int32(index + 1)) == SQLITE_OK else { throw StoreFault.badStatement("value \(index + 1) is too large") }
        }
    }

    private func bind(_ value: SQLValue, at place: Int32) throws -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, place)
        case .integer(let value): return sqlite3_bind_int64(handle, place, value)
        case .text(var value):
            return try value.withUTF8 { text in
                guard !text.contains(0) else { throw StoreFault.cannotHold("text with a NUL character") }
                return sqlite3_bind_text64(
                    handle, place, UnsafeRawPointer(text.baseAddress ?? Self.empty).assumingMemoryBound(to: CChar.self), UInt64(text.count), Self.copied,
                    UInt8(SQLITE_UTF8))
            }
        case .bytes(let value):
            guard !value.isEmpty else { return sqlite3_bind_zeroblob(handle, place, 0) }
            return value.withUnsafeBytes { sqlite3_bind_blob64(handle, place, $0.baseAddress, UInt64($0.count), Self.copied) }
        }
    }

    func row() throws -> Row {
        // SQLite prepares again by itself after a migration, and `SELECT *` may then have more columns.
        if Int(sqlite3_column_count(handle)) != columns.names.count { columns = Self.columns(of: handle) }
        var values: [SQLValue] = []
        values.reserveCapacity(columns.names.count)
        for index in 0..<Int32(columns.names.count) { values.append(try value(at: index)) }
        return Row(columns: columns, values: values)
    }

    private func value(at index: Int32) throws -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_TEXT:
            // The text first, its length after: asking the other way round may convert it in between.
            guard let text = sqlite3_column_text(handle, index) else { return .text("") }
            return .text(String(decoding: UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, index))), as: UTF8.self))
        case SQLITE_BLOB:
            guard let bytes = sqlite3_column_blob(handle, index) else { return .bytes([]) }
            return .bytes([UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, index)))))
        case SQLITE_NULL: return .null
        default: throw StoreFault.wrongKind(column: columns.names[Int(index)], wanted: "an integer, text or bytes", found: "a double")
        }
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// SQLITE_TRANSIENT: SQLite makes a copy of its own.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    private nonisolated(unsafe) static let empty: UnsafePointer<UInt8> = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))
}
