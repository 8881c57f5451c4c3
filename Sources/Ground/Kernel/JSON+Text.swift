extension JSON {
    /// Reads one JSON text. Limits: `maximumDepth` levels, no duplicate names, nothing behind the value.
    ///
    /// - Throws: `PolityError` of kind `.badInput`, code `JSON-101`, with the byte's offset.
    public init(parsing bytes: some Collection<UInt8>, maximumDepth: Int = 64) throws(PolityError) {
        var parser = JSONParser(bytes: Array(bytes), maximumDepth: maximumDepth)
        self = try parser.document()
    }

    public init(parsing text: String, maximumDepth: Int = 64) throws(PolityError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }

    /// The compact text, members in their own order.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public var bytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out, canonical: false)
        return out
    }

    /// The JSON Canonicalization Scheme (RFC 8785): members sorted by the UTF-16 code units of their names, no white
    /// space, the shortest escapes. Numbers are written as plain decimals, which is RFC 8785's form for every integer
    /// up to 2^53 and every short decimal; values beyond a double's precision keep their digits.
    public var canonicalBytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out, canonical: true)
        return out
    }

    private func write(to out: inout [UInt8], canonical: Bool) {
        switch self {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
        // JSON has no word for what is no number (RFC 8259, section 6).
        case .number(let value): out.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
        case .string(let value): Self.write(value, to: &out)
        case .array(let items):
            out.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                item.write(to: &out, canonical: canonical)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            let ordered = canonical ? members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) } : members
            out.append(UInt8(ascii: "{"))
            for (index, member) in ordered.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out, canonical: canonical)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    /// A text in its quotes (RFC 8259, section 7), as part of what somebody else writes.
    ///
    /// What needs no escape is copied in whole stretches: most texts are one.
    public static func write(_ text: String, to out: inout [UInt8]) {
        var text = text
        out.append(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated() where byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                out.append(contentsOf: bytes[start..<index])
                escape(byte, to: &out)
                start = index + 1
            }
            out.append(contentsOf: bytes[start...])
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8, to out: inout [UInt8]) {
        switch byte {
        case 8: out.append(contentsOf: "\\b".utf8)
        case 9: out.append(contentsOf: "\\t".utf8)
        case 10: out.append(contentsOf: "\\n".utf8)
        case 12: out.append(contentsOf: "\\f".utf8)
        case 13: out.append(contentsOf: "\\r".utf8)
        case 0..<32: out.append(contentsOf: "\\u00".utf8); out.append(Hex.digit(byte >> 4)); out.append(Hex.digit(byte & 15))
        default: out.append(UInt8(ascii: "\\")); out.append(byte)
        }
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    let maximumDepth: Int
    var offset = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(PolityError) -> JSON {
        let value = try value(depth: 0)
        skipSpace()
        guard offset == bytes.count else { throw fault("text behind the value") }
        return value
    }

    private func fault(_ what: String) -> PolityError {
        PolityError(.badInput, "JSON-101", "This is not valid JSON: \(what) at byte \(offset).", hint: "Send one JSON value (RFC 8259).")
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { offset += 1 }
    }

    private mutating func value(depth: Int) throws(PolityError) -> JSON {
        guard depth < maximumDepth else { throw fault("nested deeper than \(maximumDepth) levels") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): try word("true"); return .bool(true)
        case UInt8(ascii: "f"): try word("false"); return .bool(false)
        case UInt8(ascii: "n"): try word("null"); return .null
        case nil: throw fault("the text ends too soon")
        case let byte? where byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte): return .number(try number())
        default: throw fault("an unexpected character")
        }
    }

    private mutating func word(_ word: StaticString) throws(PolityError) {
        for byte in UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount) {
            guard next == byte else { throw fault("an unknown word") }
            offset += 1
        }
    }

    private mutating func object(depth: Int) throws(PolityError) -> JSON {
        offset += 1
        var members: [JSON.Member] = []
        var names: Set<String> = []
        skipSpace()
        if next == UInt8(ascii: "}") { offset += 1; return .object([]) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("a name in quotes is missing") }
            let name = try string()
            guard names.insert(name).inserted else { throw fault("a name stands twice") }
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw fault("a colon is missing") }
            offset += 1
            members.append(JSON.Member(name, try value(depth: depth + 1)))
            skipSpace()
            if next == UInt8(ascii: ",") { offset += 1; continue }
            guard next == UInt8(ascii: "}") else { throw fault("a comma or } is missing") }
            offset += 1
            return .object(members)
        }
    }

    private mutating func array(depth: Int) throws(PolityError) -> JSON {
        offset += 1
        var items: [JSON] = []
        skipSpace()
        if next == UInt8(ascii: "]") { offset += 1; return .array([]) }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            if next == UInt8(ascii: ",") { offset += 1; continue }
            guard next == UInt8(ascii: "]") else { throw fault("a comma or ] is missing") }
            offset += 1
            return .array(items)
        }
    }

    private mutating func number() throws(PolityError) -> Decimal128 {
        let start = offset
        if next == UInt8(ascii: "-") { offset += 1 }
        let whole = try digits()
        guard whole == 1 || bytes[offset - whole] != UInt8(ascii: "0") else { throw fault("a number with a leading zero") }
        if next == UInt8(ascii: ".") { offset += 1; _ = try digits() }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            _ = try digits()
        }
        guard let value = Decimal128(String(decoding: bytes[start..<offset], as: UTF8.self)) else { throw fault("a number out of range") }
        return value
    }

    private mutating func digits() throws(PolityError) -> Int {
        let start = offset
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        guard offset > start else { throw fault("a digit is missing") }
        return offset - start
    }

    private mutating func string() throws(PolityError) -> String {
        offset += 1
        var out: [UInt8] = []
        while let byte = next {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: out, as: UTF8.self) else { throw fault("a string that is not UTF-8") }
                return text
            case UInt8(ascii: "\\"):
                let scalar = try escaped()
                out.append(contentsOf: Array(String(Character(scalar)).utf8))
            case 0..<32: throw fault("a control character in a string")
            default:
                // Up to the next byte that means something.
                let start = offset - 1
                while let byte = next, byte >= 32, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { offset += 1 }
                out.append(contentsOf: bytes[start..<offset])
            }
        }
        throw fault("a string without its end")
    }

    private mutating func escaped() throws(PolityError) -> Unicode.Scalar {
        guard let byte = next else { throw fault("a string without its end") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let first = try unit()
            if (0xD800..<0xDC00).contains(first) {
                guard next == UInt8(ascii: "\\") else { throw fault("half a surrogate pair") }
                offset += 1
                guard next == UInt8(ascii: "u") else { throw fault("half a surrogate pair") }
                offset += 1
                let second = try unit()
                guard (0xDC00..<0xE000).contains(second) else { throw fault("half a surrogate pair") }
                guard let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) else { throw fault("half a surrogate pair") }
                return scalar
            }
            guard let scalar = Unicode.Scalar(first) else { throw fault("half a surrogate pair") }
            return scalar
        default: throw fault("an unknown escape")
        }
    }

    private mutating func unit() throws(PolityError) -> UInt32 {
        guard offset + 4 <= bytes.count, let pair = Hex.decode(String(decoding: bytes[offset..<offset + 4], as: UTF8.self)) else {
            throw fault("an escape that needs four hexadecimal digits")
        }
        offset += 4
        return UInt32(pair[0]) << 8 | UInt32(pair[1])
    }
}
