import Foundation

/// How text is made equal before it is searched: compatibility form (Unicode UAX #15, NFKD) without its combining
/// marks, in lower case, with single spaces. `Łucja  ÅSE` and `lucja ase` meet.
public enum TextFolding {
    /// Letters that carry their stroke or ligature in themselves and so have no decomposition.
    private static let plain: [Character: String] = [
        "ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    ]

    public static func fold(_ text: some StringProtocol) -> String {
        let lower = String(text).decomposedStringWithCompatibilityMapping.lowercased()
        var folded = ""
        var isSpace = true
        for character in String(String.UnicodeScalarView(lower.unicodeScalars.filter { $0.properties.generalCategory != .nonspacingMark })) {
            if character.isWhitespace {
                if !isSpace { folded.append(" ") }
                isSpace = true
            } else {
                if let letters = plain[character] { folded += letters } else { folded.append(character) }
                isSpace = false
            }
        }
        if folded.hasSuffix(" ") { folded.removeLast() }
        return folded
    }

    /// The words of folded text: runs of letters and digits.
    public static func words(_ text: some StringProtocol) -> [String] {
        fold(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// An e-mail address as it is compared, and written to: composed (NFC) and in small letters, as RFC 8265, section 3.3, has names.
    /// Accents stay, and nothing is taken for what it looks like: those are other people's addresses. Domains do not tell cases apart
    /// (RFC 5321, section 2.4), and no provider in use does for the part before the @.
    public static func email(_ address: some StringProtocol) -> String {
        String(address).precomposedStringWithCanonicalMapping.lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
