/// What an e-mail address is that a letter can be sent to.
public enum EmailAddress {
    /// A dot-atom and a host name in ASCII (RFC 5321, section 4.1.2), at most 254 characters. Quoted local parts and address literals
    /// are refused: nobody has them, and mischief does.
    public static func isMailable(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return false }
        return isDotAtom(bytes[..<at]) && isHostName(bytes[(at + 1)...])
    }

    /// The same, of somebody out there: at a host that has a dot.
    public static func isPublic(_ text: some StringProtocol) -> Bool { isMailable(text) && text.split(separator: "@").last?.contains(".") == true }

    /// Whether letters beyond ASCII are all that keeps it from being one: some mail servers take such addresses (RFC 6531), ours writes to none.
    public static func isInternational(_ text: some StringProtocol) -> Bool {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return false }
        return isPublic(String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isASCII ? $0 : "x" })))
    }

    /// RFC 5322, section 3.2.3; at most 64 octets (RFC 5321, section 4.5.3.1.1).
    private static func isDotAtom(_ bytes: ArraySlice<UInt8>) -> Bool {
        (1...64).contains(bytes.count)
            && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && $0.allSatisfy { isLetterOrDigit($0) || atomSigns.contains($0) } }
    }

    private static let atomSigns = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    /// RFC 1123, section 2.1. One label is enough: `localhost` is a host.
    private static func isHostName(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}

extension Phrase {
    public static let notMailable = Phrase(
        "email.not_mailable", en: "We cannot write to addresses with accents or other special letters. Enter another, like name@example.org",
        es: "No podemos escribir a direcciones con tildes, eñes u otras letras especiales. Escriba otra, como nombre@example.org")
}
