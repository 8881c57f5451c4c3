import Kernel

/// A place in the bytes of a file, and the small steps from there. The bytes are valid UTF-8.
struct XMLScanner {
    let bytes: [UInt8]
    var index = 0
    /// How far lines and columns were counted, and the place there.
    private var counted = 0
    private var place = SourcePosition(line: 1, column: 1)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index >= bytes.count }
    /// 0 at the end: no file holds that byte.
    var next: UInt8 { index < bytes.count ? bytes[index] : 0 }

    func starts(with text: StaticString) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[index + offset] != text.utf8Start[offset] { return false }
        return true
    }

    mutating func take(_ text: StaticString) -> Bool {
        guard starts(with: text) else { return false }
        index += text.utf8CodeUnitCount
        return true
    }

    /// - Returns: whether there was any.
    @discardableResult mutating func skipSpace() -> Bool {
        let start = index
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        return index > start
    }

    /// Everything before `end`, which is passed; nil when it never comes.
    mutating func text(until end: StaticString) -> String? {
        let start = index
        let first = end.utf8Start[0]
        while index < bytes.count {
            if bytes[index] == first, starts(with: end) {
                defer { index += end.utf8CodeUnitCount }
                return String(decoding: bytes[start..<index], as: UTF8.self)
            }
            index += 1
        }
        return nil
    }

    /// A name without colons (Namespaces in XML 1.0, production 4).
    mutating func name() -> String? {
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                guard Self.isNameByte(byte), index > start || !Self.isNameTail(byte) else { break }
                index += 1
            } else {
                let (scalar, length) = scalar()
                guard Self.isNameCharacter(scalar), index > start || !Self.isNameTail(scalar) else { break }
                index += length
            }
        }
        return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
    }

    private func scalar() -> (value: UInt32, length: Int) {
        let first = UInt32(bytes[index])
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length where index + offset < bytes.count { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (value, length)
    }

    // MARK: - Places

    /// The place of the next byte. Counting goes on from the last question, so that a file of one line costs no more than any other.
    mutating func here() -> SourcePosition { place(of: index) }

    /// The place of a byte that is not before the one last asked for.
    mutating func place(of offset: Int) -> SourcePosition {
        while counted < offset, counted < bytes.count {
            if bytes[counted] == 0x0A {
                place = SourcePosition(line: place.line + 1, column: 1)
            } else if bytes[counted] & 0xC0 != 0x80 {
                place.column += 1
            }
            counted += 1
        }
        return place
    }

    /// The place of any byte.
    func position(of offset: Int) -> SourcePosition {
        var scanner = XMLScanner(bytes)
        return scanner.place(of: offset)
    }

    // MARK: - Characters

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// What may stand in a name, but not first.
    private static func isNameTail(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || (0x30...0x39).contains(byte) }
    private static func isNameTail(_ scalar: UInt32) -> Bool { scalar == 0xB7 || (0x300...0x36F).contains(scalar) || (0x203F...0x2040).contains(scalar) }

    /// XML 1.0, productions 4 and 4a, beyond ASCII.
    private static func isNameCharacter(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xB7, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x203F...0x2040, 0x2070...0x218F, 0x2C00...0x2FEF,
            0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }
}
