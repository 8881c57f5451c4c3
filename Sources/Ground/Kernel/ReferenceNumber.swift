/// A number a person can read over the phone: `K7P-4RW-9XC`.
///
/// Twenty-two characters, none of which looks like another (no 0 and O, 1 and I, 2 and Z, 5 and S, 8 and B, U and V), and no
/// vowels, so that no word can appear. The last is a check character after ISO 7064's hybrid system (MOD 23,22; 23 is
/// prime): it finds every single wrong character and all but one in 22² of the swapped neighbours.
public struct ReferenceNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Nine characters of the alphabet, without dashes. This is what is stored.
    public let plain: String

    static let alphabet = Array("23456789CFHJKMNPRTVWXY".utf8)
    private static let length = 8

    /// Takes eight characters from the bytes of `random`; about 5.5 × 10¹⁰ numbers exist, so a store holds them unique
    /// and asks again when one is taken.
    public init(random: Random) {
        var characters: [UInt8] = []
        while characters.count < Self.length {
            // Bytes of 242 and more are thrown away, so that each of the 22 characters is equally likely.
            for byte in random.bytes(16) where byte < 242 && characters.count < Self.length {
                characters.append(Self.alphabet[Int(byte) % Self.alphabet.count])
            }
        }
        characters.append(Self.check(characters))
        plain = String(decoding: characters, as: UTF8.self)
    }

    /// Reads what a person typed: any case, with or without spaces and dashes; B, S, Z and G are taken for 8, 5, 2 and 6.
    ///
    /// - Returns: nil when a character does not belong or the check character is wrong.
    public init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// The same for what every row of a list holds: nothing generic is asked letter by letter.
    public init?(_ text: String) {
        var characters: [UInt8] = []
        characters.reserveCapacity(Self.length + 1)
        for letter in text.utf8 {
            let byte = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) ? letter - 32 : letter
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            case UInt8(ascii: "B"): characters.append(UInt8(ascii: "8"))
            case UInt8(ascii: "S"): characters.append(UInt8(ascii: "5"))
            case UInt8(ascii: "Z"): characters.append(UInt8(ascii: "2"))
            case UInt8(ascii: "G"): characters.append(UInt8(ascii: "6"))
            default:
                guard Self.alphabet.contains(byte) else { return nil }
                characters.append(byte)
            }
            guard characters.count <= Self.length + 1 else { return nil }
        }
        guard characters.count == Self.length + 1, let last = characters.popLast(), Self.check(characters) == last else { return nil }
        plain = String(decoding: characters + [last], as: UTF8.self)
    }

    /// In groups of three, for people.
    public var description: String {
        var text: [UInt8] = []
        for (index, character) in plain.utf8.enumerated() {
            if index > 0, index % 3 == 0 { text.append(UInt8(ascii: "-")) }
            text.append(character)
        }
        return String(decoding: text, as: UTF8.self)
    }

    public static func < (a: Self, b: Self) -> Bool { a.plain < b.plain }

    /// ISO/IEC 7064:2003, section 9 (hybrid systems), with M = 22 in the place of 36.
    static func check(_ characters: [UInt8]) -> UInt8 {
        let m = alphabet.count
        var product = m
        for character in characters {
            let value = alphabet.firstIndex(of: character) ?? 0
            let sum = (product + value) % m
            product = (sum == 0 ? m : sum) * 2 % (m + 1)
        }
        return alphabet[(m + 1 - product) % m]
    }
}
