import Crypto
import Foundation
import Kernel

/// Writes a backup: a driver-neutral stream of records that either driver reads.
///
/// It begins with `polity-store 1` and a line feed. Each record is a tag and its fields; numbers are LEB128, texts and
/// bytes have their length before them:
///
/// | tag | record | fields |
/// | --- | --- | --- |
/// | 1 | a migration | capability, number, hash |
/// | 2 | a table | name, number of columns, their names |
/// | 3 | a row of the last table | its values: 0 null, 1 integer (8 bytes, big-endian), 2 text, 3 bytes |
/// | 4 | the end | number of rows, then the 32 bytes of SHA-256 over everything before them |
struct DumpWriter {
    static let magic = Array("polity-store 1\n".utf8)

    enum Tag: UInt8 { case migration = 1, table, row, end }

    private let file: FileHandle
    private var buffer = DumpWriter.magic
    private var digest = SHA256()
    private(set) var rowCount = 0

    init(file: FileHandle) { self.file = file }

    mutating func migration(capability: String, number: Int, hash: String) throws {
        buffer.append(Tag.migration.rawValue)
        text(capability)
        count(number)
        text(hash)
        try flushIfLarge()
    }

    mutating func table(_ name: String, columns: [String]) throws {
        buffer.append(Tag.table.rawValue)
        text(name)
        count(columns.count)
        for column in columns { text(column) }
        try flushIfLarge()
    }

    mutating func row(_ values: [SQLValue]) throws {
        rowCount += 1
        buffer.append(Tag.row.rawValue)
        for value in values {
            switch value {
            case .null: buffer.append(0)
            case .integer(let value):
                buffer.append(1)
                withUnsafeBytes(of: value.bigEndian) { buffer.append(contentsOf: $0) }
            case .text(let value):
                buffer.append(2)
                text(value)
            case .bytes(let value):
                buffer.append(3)
                bytes(value)
            }
        }
        try flushIfLarge()
    }

    mutating func end() throws {
        buffer.append(Tag.end.rawValue)
        count(rowCount)
        try flush()
        try file.write(contentsOf: Data(digest.finalize()))
        try file.synchronize()
    }

    private mutating func text(_ value: String) { bytes(value.utf8) }

    private mutating func bytes(_ value: some Collection<UInt8>) {
        count(value.count)
        buffer.append(contentsOf: value)
    }

    private mutating func count(_ value: Int) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        buffer.append(UInt8(rest))
    }

    private mutating func flushIfLarge() throws {
        if buffer.count >= 1 << 20 { try flush() }
    }

    private mutating func flush() throws {
        digest.update(data: buffer)
        try file.write(contentsOf: Data(buffer))
        buffer.removeAll(keepingCapacity: true)
    }
}
