import Crypto
import Foundation
import Kernel

/// Reads what `DumpWriter` writes. It trusts nothing: every length has a limit and the hash is checked at the end.
struct DumpReader {
    enum Record {
        case migration(name: String, hash: String)
        case table(String, columns: [String])
        case row([SQLValue])
        /// The whole was read and its hash is right.
        case end(rowCount: Int)
    }

    private static let nameLimit = 200
    private static let columnLimit = 1_000
    /// PostgreSQL holds no value beyond a gigabyte.
    private static let valueLimit = 1 << 30

    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var offset = 0
    private var digest = SHA256()
    private var columnCount: Int?
    private var rowCount = 0

    init(file: FileHandle) throws {
        self.file = file
        guard try take(DumpWriter.magic.count) == DumpWriter.magic[...] else { throw StoreFault.badDump("it does not begin as one") }
    }

    mutating func next() throws -> Record {
        guard let tag = DumpWriter.Tag(rawValue: try byte()) else { throw StoreFault.badDump("an unknown record") }
        switch tag {
        case .migration:
            let capability = try text(limit: Self.nameLimit)
            let number = try count(limit: 1_000_000)
            return .migration(name: "\(capability) \(number)", hash: try text(limit: Self.nameLimit))
        case .table:
            let name = try text(limit: Self.nameLimit)
            let columns = try (0..<count(limit: Self.columnLimit)).map { _ in try text(limit: Self.nameLimit) }
            columnCount = columns.count
            return .table(name, columns: columns)
        case .row:
            guard let columnCount else { throw StoreFault.badDump("a row before any table") }
            rowCount += 1
            return .row(try (0..<columnCount).map { _ in try value() })
        case .end:
            guard try count(limit: .max) == rowCount else { throw StoreFault.badDump("its rows are not all there") }
            let expected = digest.finalizedCopy(with: buffer[..<offset])
            guard try take(32).elementsEqual(expected) else { throw StoreFault.badDump("its hash is wrong") }
            return .end(rowCount: rowCount)
        }
    }

    private mutating func value() throws -> SQLValue {
        switch try byte() {
        case 0: return .null
        case 1: return .integer(try take(8).reduce(0) { $0 << 8 | Int64($1) })
        case 2: return .text(try text(limit: Self.valueLimit))
        case 3: return .bytes(Array(try take(count(limit: Self.valueLimit))))
        default: throw StoreFault.badDump("an unknown kind of value")
        }
    }

    private mutating func text(limit: Int) throws -> String {
        guard let text = String(validating: try take(count(limit: limit)), as: UTF8.self) else { throw StoreFault.badDump("a text is not UTF-8") }
        return text
    }

    private mutating func count(limit: Int) throws -> Int {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7F) << shift
            guard byte & 0x80 != 0 else {
                guard value <= UInt64(limit) else { throw StoreFault.badDump("a length beyond its limit") }
                return Int(value)
            }
        }
        throw StoreFault.badDump("a number too large")
    }

    private mutating func byte() throws -> UInt8 {
        if offset == buffer.count { try fill(1) }
        defer { offset += 1 }
        return buffer[offset]
    }

    private mutating func take(_ length: Int) throws -> ArraySlice<UInt8> {
        if buffer.count - offset < length { try fill(length) }
        defer { offset += length }
        return buffer[offset..<(offset + length)]
    }

    /// Makes at least `length` bytes readable. What was read goes into the hash.
    private mutating func fill(_ length: Int) throws {
        digest.update(data: buffer[..<offset])
        buffer.removeFirst(offset)
        offset = 0
        while buffer.count < length {
            guard let more = try file.read(upToCount: max(1 << 20, min(length - buffer.count, 1 << 24))), !more.isEmpty else {
                throw StoreFault.badDump("it ends too soon")
            }
            buffer.append(contentsOf: more)
        }
    }
}

extension SHA256 {
    /// The digest as it would be after some more bytes.
    fileprivate func finalizedCopy(with bytes: ArraySlice<UInt8>) -> SHA256.Digest {
        var copy = self
        copy.update(data: bytes)
        return copy.finalize()
    }
}
