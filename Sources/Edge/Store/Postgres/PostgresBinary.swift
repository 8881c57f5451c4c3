import Kernel

/// Values in the server's binary format: integers are big-endian, text and bytes are as they are.
enum PostgresBinary {
    /// Appends a value's bytes; nothing for null.
    static func write(_ value: SQLValue, to out: inout [UInt8]) throws {
        switch value {
        case .null: break
        case .integer(let value): withUnsafeBytes(of: value.bigEndian) { out.append(contentsOf: $0) }
        case .text(let text):
            let start = out.count
            out.append(contentsOf: text.utf8)
            guard !out[start...].contains(0) else { throw StoreFault.cannotHold("text with a NUL character") }
        case .bytes(let bytes): out.append(contentsOf: bytes)
        }
    }

    static func read(_ bytes: UnsafeRawBufferPointer, type: UInt32, column: @autoclosure () -> String) throws -> SQLValue {
        switch type {
        case PostgresType.int8 where bytes.count == 8: return .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case PostgresType.int4 where bytes.count == 4: return .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case PostgresType.int2 where bytes.count == 2: return .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case PostgresType.bool where bytes.count == 1: return .integer(bytes[0] == 0 ? 0 : 1)
        case PostgresType.text, PostgresType.varchar, PostgresType.bpchar, PostgresType.name: return .text(String(decoding: bytes, as: UTF8.self))
        case PostgresType.bytea: return .bytes([UInt8](bytes))
        case PostgresType.void: return .null
        case PostgresType.numeric:
            guard let whole = wholeNumeric(bytes) else { throw StoreFault.wrongKind(column: column(), wanted: "a 64-bit integer", found: "another number") }
            return .integer(whole)
        default: throw StoreFault.wrongKind(column: column(), wanted: "an integer, text or bytes", found: "the server's type \(type)")
        }
    }

    /// `SUM` of integers is a numeric: digits of base 10,000 with the weight of the first (numeric.c, numeric_send).
    ///
    /// - Returns: nil for a fraction, for NaN and for what does not fit.
    static func wholeNumeric(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard bytes.count >= 8, bytes.count % 2 == 0 else { return nil }
        func word(_ index: Int) -> Int { Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self))) }
        let (count, weight, sign) = (word(0), word(1), UInt16(truncatingIfNeeded: word(2)))
        guard count >= 0, bytes.count == 8 + count * 2, sign == 0 || sign == 0x4000 else { return nil }
        guard count > 0 else { return 0 }
        guard weight >= 0, weight <= 4 else { return nil }
        // Counted downwards from zero, so that the smallest integer fits too.
        var value: Int64 = 0
        for index in 0...max(weight, count - 1) {
            let digit = index < count ? word(4 + index) : 0
            if index > weight {
                guard digit == 0 else { return nil }
                continue
            }
            let (shifted, overflowed) = value.multipliedReportingOverflow(by: 10_000)
            let (sum, overflowedAgain) = shifted.subtractingReportingOverflow(Int64(digit))
            guard !overflowed, !overflowedAgain else { return nil }
            value = sum
        }
        if sign == 0x4000 { return value }
        return value == .min ? nil : -value
    }
}
