/// The encodings of XML 1.0 (appendix F) that modelling tools write, turned into UTF-8 with line feeds at line ends (section 2.11).
enum XMLEncoding {
    /// - Throws: a sentence that says what is wrong, and the offset behind which it is.
    static func utf8(_ bytes: [UInt8]) throws(XMLFault) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try checked(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { throw unread("UTF-32") }
        if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes.dropFirst(2), bigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes.dropFirst(2), bigEndian: true) }
        if bytes.starts(with: [0x3C, 0]) { return try utf16(bytes[...], bigEndian: false) }
        if bytes.starts(with: [0, 0x3C]) { return try utf16(bytes[...], bigEndian: true) }
        let name = declared(bytes)
        switch name?.lowercased() {
        // A program that writes text into a string and that string into a file says UTF-16 of a file that is UTF-8.
        case nil, "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be": return try checked(bytes[...])
        // A file that says Latin-1 and holds bytes of 128 to 159 means Windows's set, as browsers read it (WHATWG Encoding, section 4.2).
        case "iso-8859-1", "latin1", "windows-1252", "cp1252": return try checked(eightBit(bytes, replacing: windows1252)[...])
        case "iso-8859-15": return try checked(eightBit(bytes, replacing: latin9)[...])
        // Tools name the encoding of the machine they run on (GBK, windows-1250), of files in which nothing but ASCII stands. Those that write other
        // letters with ASCII's bytes are left out.
        case .some(let other):
            guard bytes.allSatisfy({ $0 < 0x80 }), !other.hasPrefix("utf-7"), !other.hasPrefix("hz"), !other.hasPrefix("iso-2022") else {
                throw unread(name ?? "")
            }
            return try checked(bytes[...])
        }
    }

    /// Whether the first line ends so: in UTF-16 too, whose other bytes of these two characters are zero.
    static func endsLinesWithCarriageReturn(_ bytes: [UInt8]) -> Bool {
        guard let end = bytes.firstIndex(of: 0x0A) else { return false }
        return bytes[..<end].last { $0 != 0 } == 0x0D
    }

    private static func unread(_ name: String) -> XMLFault {
        XMLFault(at: 0, "the encoding \(name.prefix(40)) is not read here", mend: "Save the file as UTF-8.")
    }

    /// The name that the declaration gives, read byte by byte: every encoding left here has ASCII's letters.
    private static func declared(_ bytes: [UInt8]) -> String? {
        guard bytes.starts(with: "<?xml".utf8) else { return nil }
        let head = String(decoding: bytes.prefix(200).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let words = head.split(separator: "encoding", maxSplits: 1).dropFirst().first else { return nil }
        let value = words.drop { $0 == "=" || $0.isWhitespace }
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        return String(value.dropFirst().prefix { $0 != quote })
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) throws(XMLFault) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (a, b) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(bigEndian ? a << 8 | b : b << 8 | a)
            index += 2
        }
        guard let text = String(validating: units, as: UTF16.self), index == bytes.endIndex else {
            throw XMLFault(at: 0, "this file is not in UTF-16", mend: "Save the file as UTF-8.")
        }
        return try checked(Array(text.utf8)[...])
    }

    private static func eightBit(_ bytes: [UInt8], replacing table: [UInt8: UInt32]) -> [UInt8] {
        var text = String.UnicodeScalarView()
        for byte in bytes { if let scalar = Unicode.Scalar(table[byte] ?? UInt32(byte)) { text.append(scalar) } }
        return Array(String(text).utf8)
    }

    /// Valid UTF-8 of characters that XML allows (production 2), with its line ends made one.
    private static func checked(_ bytes: ArraySlice<UInt8>) throws(XMLFault) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            switch byte {
            case 0x0D:
                result.append(0x0A)
                if index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A { index += 1 }
            case 0x09, 0x0A, 0x20...: result.append(byte)
            default: throw XMLFault(after: result, "the character \(byte) is not allowed in XML", mend: "Delete it.")
            }
            index += 1
        }
        guard String(validating: result, as: UTF8.self) != nil else {
            throw XMLFault(
                after: Array(validPrefix(result)), "this file is not in UTF-8", mend: "Save it as UTF-8, or name its encoding in its first line.")
        }
        return result
    }

    private static func validPrefix(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var (low, high) = (0, bytes.count)
        // A cut may fall into a character: the last three bytes are left out of the question.
        while low + 4 < high {
            let middle = (low + high) / 2
            let isValid = (0...3).contains { middle >= $0 && String(validating: bytes[..<(middle - $0)], as: UTF8.self) != nil }
            if isValid { low = middle } else { high = middle }
        }
        let end = stride(from: min(high + 4, bytes.count), to: low, by: -1).first { String(validating: bytes[..<$0], as: UTF8.self) != nil }
        return bytes[..<(end ?? low)]
    }

    private static let windows1252: [UInt8: UInt32] = [
        0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x0192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021, 0x88: 0x02C6, 0x89: 0x2030, 0x8A: 0x0160,
        0x8B: 0x2039, 0x8C: 0x0152, 0x8E: 0x017D, 0x91: 0x2018, 0x92: 0x2019, 0x93: 0x201C, 0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014,
        0x98: 0x02DC, 0x99: 0x2122, 0x9A: 0x0161, 0x9B: 0x203A, 0x9C: 0x0153, 0x9E: 0x017E, 0x9F: 0x0178,
    ]
    private static let latin9: [UInt8: UInt32] = [
        0xA4: 0x20AC, 0xA6: 0x0160, 0xA8: 0x0161, 0xB4: 0x017D, 0xB8: 0x017E, 0xBC: 0x0152, 0xBD: 0x0153, 0xBE: 0x0178,
    ]
}
