/// A UUIDv7 (RFC 9562, section 5.7) that knows which kind of thing it names.
///
/// `Identifier<Case>` and `Identifier<Account>` do not mix. The text form is the 36-character lower-case one; it
/// sorts by the time of making, to the millisecond.
public struct Identifier<Entity>: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    /// - Parameter text: the lower-case 36-character form; anything else gives nil.
    public init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// The same for what every row holds: nothing generic is asked letter by letter.
    public init?(_ text: String) {
        guard CanonicalUUID.matches(text) else { return nil }
        self.text = text
    }

    /// Lays out `milliseconds` and ten random bytes as RFC 9562 section 5.7 says.
    init(milliseconds: Int64, random: [UInt8]) {
        var bytes = [UInt8](repeating: 0, count: 16)
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * index)) }
        for index in 0..<10 { bytes[6 + index] = random[index] }
        bytes[6] = (bytes[6] & 0x0F) | 0x70
        bytes[8] = (bytes[8] & 0x3F) | 0x80
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            text.append(Hex.digit(byte >> 4))
            text.append(Hex.digit(byte & 15))
        }
        self.text = String(decoding: text, as: UTF8.self)
    }

    public var description: String { text }
    public static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

private enum CanonicalUUID {
    static func matches(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        var index = 0
        for byte in text.utf8 {
            let isDash = index == 8 || index == 13 || index == 18 || index == 23
            switch byte {
            case UInt8(ascii: "-") where isDash: break
            case UInt8(ascii: "0")...UInt8(ascii: "9") where !isDash: break
            case UInt8(ascii: "a")...UInt8(ascii: "f") where !isDash: break
            default: return false
            }
            index += 1
        }
        return true
    }
}
