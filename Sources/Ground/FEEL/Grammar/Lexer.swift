/// A piece of an expression's text.
struct Token: Sendable, Hashable {
    enum Kind: Sendable { case name, number, string, temporal, symbol, end }

    var kind: Kind
    /// The text as written; of strings and `@` literals the content, unescaped.
    var text: String
    /// Offsets into the source's UTF-8.
    var span: Range<Int>

    /// Whether it can be a part of a name: a word, a number behind one, or a sign.
    var standsInNames: Bool {
        switch kind {
        case .name, .number, .symbol: true
        case .string, .temporal, .end: false
        }
    }
}

/// Cuts text into tokens (DMN 1.5, section 10.3.1.2). Names with spaces are several tokens here; the parser joins them.
struct Lexer {
    private let bytes: [UInt8]
    private var offset = 0
    /// What is wrong, where the text cannot be cut.
    private(set) var fault: SyntaxFault?

    init(_ source: String) { bytes = Array(source.utf8) }

    mutating func all() -> [Token] {
        var tokens: [Token] = []
        while fault == nil {
            skipSpace()
            guard fault == nil else { break }
            guard offset < bytes.count else { break }
            tokens.append(next())
        }
        tokens.append(Token(kind: .end, text: "", span: bytes.count..<bytes.count))
        return tokens
    }

    private func byte(_ ahead: Int = 0) -> UInt8? { offset + ahead >= 0 && offset + ahead < bytes.count ? bytes[offset + ahead] : nil }

    private func isDigit(_ byte: UInt8?) -> Bool { byte.map { (48...57).contains($0) } ?? false }

    private func starts(_ text: StaticString) -> Bool {
        guard offset + text.utf8CodeUnitCount <= bytes.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where bytes[offset + index] != text.utf8Start[index] { return false }
        return true
    }

    /// White space of section 10.3.1.2, rules 61 and 62, and comments.
    private mutating func skipSpace() {
        while let byte = byte() {
            if byte == 32 || (9...13).contains(byte) {
                offset += 1
            } else if starts("//") {
                while let byte = self.byte(), byte != 10, byte != 13 { offset += 1 }
            } else if starts("/*") {
                let start = offset
                offset += 2
                while offset < bytes.count, !starts("*/") { offset += 1 }
                guard offset < bytes.count else { return fault = SyntaxFault(start..<bytes.count, "this comment has no end", mend: "Close it with */.") }
                offset += 2
            } else if byte >= 0x80, let count = spaceLength() {
                offset += count
            } else {
                return
            }
        }
    }

    /// U+0085, U+00A0, U+1680, U+180E, U+2000 to U+200B, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF.
    private func spaceLength() -> Int? {
        for (text, count) in [
            ("\u{85}", 2), ("\u{A0}", 2), ("\u{1680}", 3), ("\u{180E}", 3), ("\u{2028}", 3), ("\u{2029}", 3), ("\u{202F}", 3), ("\u{205F}", 3), ("\u{3000}", 3),
            ("\u{FEFF}", 3),
        ]
        where bytes[offset...].starts(with: text.utf8) { return count }
        guard byte() == 0xE2, byte(1) == 0x80, let last = byte(2), (0x80...0x8B).contains(last) else { return nil }
        return 3
    }

    private mutating func next() -> Token {
        let start = offset
        switch byte() {
        case UInt8(ascii: "\""): return string(.string, from: start)
        case UInt8(ascii: "@") where byte(1) == UInt8(ascii: "\""):
            offset += 1
            return string(.temporal, from: start)
        case let first where isDigit(first) || (first == UInt8(ascii: ".") && isDigit(byte(1)) && byte(-1) != UInt8(ascii: ".")): return number(from: start)
        case UInt8(ascii: "?"):
            offset += 1
            return Token(kind: .name, text: "?", span: start..<offset)
        case let first? where isNameStart(first): return name(from: start)
        default: return symbol(from: start)
        }
    }

    private func isNameStart(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte >= 0x80 }

    private mutating func name(from start: Int) -> Token {
        while let byte = byte(), isNameStart(byte) || isDigit(byte) {
            if byte >= 0x80, spaceLength() != nil { break }
            offset += 1
        }
        return token(.name, from: start)
    }

    private mutating func number(from start: Int) -> Token {
        while isDigit(byte()) { offset += 1 }
        if byte() == UInt8(ascii: "."), isDigit(byte(1)) {
            offset += 1
            while isDigit(byte()) { offset += 1 }
        }
        if byte() == UInt8(ascii: "e") || byte() == UInt8(ascii: "E") {
            let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
            if isDigit(byte(1 + sign)) {
                offset += 1 + sign
                while isDigit(byte()) { offset += 1 }
            }
        }
        return token(.number, from: start)
    }

    private mutating func symbol(from start: Int) -> Token {
        for text in ["**", "..", "<=", ">=", "!=", "->"] as [StaticString] where starts(text) {
            offset += 2
            return token(.symbol, from: start)
        }
        offset += 1
        return token(.symbol, from: start)
    }

    private func token(_ kind: Token.Kind, from start: Int) -> Token {
        Token(kind: kind, text: String(decoding: bytes[start..<offset], as: UTF8.self), span: start..<offset)
    }

    /// Escapes of rule 64: \' \" \\ \n \r \t, \uXXXX (surrogates in pairs) and \UXXXXXX.
    private mutating func string(_ kind: Token.Kind, from start: Int) -> Token {
        offset += 1
        var text: [UInt8] = []
        while let byte = byte(), byte != UInt8(ascii: "\"") {
            offset += 1
            guard byte == UInt8(ascii: "\\"), let escape = self.byte() else { text.append(byte); continue }
            offset += 1
            switch escape {
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "r"): text.append(13)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "'"): text.append(escape)
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                if let scalar = scalar(digits: escape == UInt8(ascii: "u") ? 4 : 6) { text += String(Character(scalar)).utf8 } else { text += [byte, escape] }
            // Regular expressions are written with single backslashes: an unknown escape stands for itself.
            default: text += [byte, escape]
            }
        }
        guard offset < bytes.count else {
            fault = SyntaxFault(start..<bytes.count, "this text has no end", mend: "Close it with a quotation mark.")
            return Token(kind: kind, text: "", span: start..<offset)
        }
        offset += 1
        return Token(kind: kind, text: String(decoding: text, as: UTF8.self), span: start..<offset)
    }

    private mutating func scalar(digits: Int) -> Unicode.Scalar? {
        guard let first = hexadecimal(digits, at: offset) else { return nil }
        if (0xD800..<0xDC00).contains(first), digits == 4 {
            guard byte(4) == UInt8(ascii: "\\"), byte(5) == UInt8(ascii: "u"), let second = hexadecimal(4, at: offset + 6),
                (0xDC00..<0xE000).contains(second), let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            else { return nil }
            offset += 10
            return scalar
        }
        guard let scalar = Unicode.Scalar(first) else { return nil }
        offset += digits
        return scalar
    }

    private func hexadecimal(_ count: Int, at start: Int) -> UInt32? {
        guard start + count <= bytes.count, bytes[start] != UInt8(ascii: "+"), bytes[start] != UInt8(ascii: "-") else { return nil }
        return UInt32(String(decoding: bytes[start..<start + count], as: UTF8.self), radix: 16)
    }
}

/// Where an expression's text goes wrong, and how to mend it.
struct SyntaxFault: Error {
    var span: Range<Int>
    var message: String
    var mend: String?

    init(_ span: Range<Int>, _ message: String, mend: String? = nil) {
        self.span = span
        self.message = message
        self.mend = mend
    }
}
