import Kernel

/// The reference a payer quotes, so that a payment finds its invoice by itself (ISO 11649): `RF`, two check digits and
/// up to 21 letters and digits.
public struct CreditorReference: Hashable, Sendable, CustomStringConvertible {
    /// Without spaces, in capitals: `RF18539007547034`.
    public let text: String

    /// Reads a reference as people and banks write it: spaces and small letters are forgiven, wrong check digits are not.
    public init?(_ text: some StringProtocol) {
        let bytes = text.utf8.filter { $0 != 0x20 }.map(Self.capital)
        guard (5...25).contains(bytes.count), bytes[0] == UInt8(ascii: "R"), bytes[1] == UInt8(ascii: "F"),
            bytes[2...3].allSatisfy(Self.isDigit), Self.remainder(bytes[4...] + bytes[..<4]) == 1
        else { return nil }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// Makes the reference of an invoice's own number.
    ///
    /// - Returns: nil unless `body` is 1 to 21 ASCII letters and digits.
    public init?(body: some StringProtocol) {
        let bytes = body.utf8.map(Self.capital)
        guard (1...21).contains(bytes.count), let remainder = Self.remainder(bytes + Array("RF00".utf8)) else { return nil }
        let check = 98 - remainder
        text = "RF" + (check < 10 ? "0" : "") + String(check) + String(decoding: bytes, as: UTF8.self)
    }

    /// In groups of four, as it is printed: `RF18 5390 0754 7034`.
    public var description: String {
        var grouped = ""
        for (index, character) in text.enumerated() {
            if index > 0, index % 4 == 0 { grouped.append(" ") }
            grouped.append(character)
        }
        return grouped
    }

    /// ISO 7064, MOD 97-10, with letters as the numbers 10 to 35; nil for any other character.
    private static func remainder(_ bytes: some Sequence<UInt8>) -> Int? {
        var remainder = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): remainder = (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): remainder = (remainder * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
            default: return nil
            }
        }
        return remainder
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func capital(_ byte: UInt8) -> UInt8 { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte }
}
