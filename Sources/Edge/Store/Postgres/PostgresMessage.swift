import CPostgres

/// A statement with its values in the form the server reads.
struct PostgresMessage {
    let text: String
    let shape: PostgresShape
    private let buffer: [UInt8]
    /// Where each value lies in `buffer`; nil for null.
    private let ranges: [Range<Int>?]

    init(_ sql: SQL) throws {
        text = sql.text
        shape = PostgresShape(sql)
        var buffer: [UInt8] = []
        var ranges: [Range<Int>?] = []
        for value in sql.values {
            let start = buffer.count
            try PostgresBinary.write(value, to: &buffer)
            ranges.append(value == .null ? nil : start..<buffer.count)
        }
        // Never empty, so that an empty value still has an address.
        buffer.append(0)
        self.buffer = buffer
        self.ranges = ranges
    }

    /// - Returns: whether libpq took it.
    func send(to statement: PostgresStatement, on handle: OpaquePointer) -> Bool {
        let lengths = ranges.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: ranges.count)
        return buffer.withUnsafeBytes { bytes in
            let pointers = ranges.map { range -> UnsafePointer<CChar>? in
                guard let range, let base = bytes.baseAddress else { return nil }
                return (base + range.lowerBound).assumingMemoryBound(to: CChar.self)
            }
            return PQsendQueryPrepared(handle, statement.name, Int32(ranges.count), pointers, lengths, formats, 1) == 1
        }
    }
}
