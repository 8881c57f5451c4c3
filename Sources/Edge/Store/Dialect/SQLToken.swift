/// A piece of SQL text: enough of the grammar to tell words from quoted text and comments.
struct SQLToken: Equatable {
    enum Kind: Equatable { case word, quoted, comment, space, member, symbol }

    let kind: Kind
    let text: String

    static func all(in sql: String) -> [SQLToken] {
        var scanner = Scanner(bytes: Array(sql.utf8))
        var tokens: [SQLToken] = []
        while let token = scanner.next() { tokens.append(token) }
        return tokens
    }

    private struct Scanner {
        let bytes: [UInt8]
        var offset = 0

        mutating func next() -> SQLToken? {
            guard offset < bytes.count else { return nil }
            let start = offset
            let kind = skip()
            return SQLToken(kind: kind, text: String(decoding: bytes[start..<offset], as: UTF8.self))
        }

        private mutating func skip() -> Kind {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                skipQuoted(byte)
                return .quoted
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
                skip { $0 != UInt8(ascii: "\n") }
                return .comment
            case JSONMember.opening:
                skip { $0 != JSONMember.closing }
                offset = min(offset + 1, bytes.count)
                return .member
            case 9, 10, 13, 32:
                skip { $0 == 9 || $0 == 10 || $0 == 13 || $0 == 32 }
                return .space
            case let byte where Self.isWord(byte):
                skip(while: Self.isWord)
                return .word
            default:
                offset += 1
                return .symbol
            }
        }

        private static func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "_"), 128...: true
            default: false
            }
        }

        private func peek(_ distance: Int) -> UInt8? { offset + distance < bytes.count ? bytes[offset + distance] : nil }

        private mutating func skip(while condition: (UInt8) -> Bool) {
            while offset < bytes.count && condition(bytes[offset]) { offset += 1 }
        }

        /// A quote inside quoted text is written twice.
        private mutating func skipQuoted(_ quote: UInt8) {
            offset += 1
            while offset < bytes.count {
                offset += 1
                guard bytes[offset - 1] == quote else { continue }
                guard offset < bytes.count, bytes[offset] == quote else { return }
                offset += 1
            }
        }
    }
}
