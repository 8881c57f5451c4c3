/// A mailbox: an address that can stand in an SMTP envelope and a name to show beside it.
public struct MailAddress: Sendable, Hashable {
    /// `ada@example.org`: a dot-atom and a host name in ASCII (RFC 5321, section 4.1.2), at most 254 characters.
    public let address: String
    public let name: String?

    /// - Returns: nil for anything but a plain address. Quoted local parts and address literals are refused: nobody has
    ///   them, and mischief does.
    public init?(_ address: String, name: String? = nil) {
        let bytes = Array(address.utf8)
        guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        guard Self.isDotAtom(bytes[..<at]), Self.isHostName(bytes[(at + 1)...]) else { return nil }
        self.address = address
        self.name = name
    }

    /// RFC 5322, section 3.2.3; at most 64 octets (RFC 5321, section 4.5.3.1.1).
    private static func isDotAtom(_ bytes: ArraySlice<UInt8>) -> Bool {
        (1...64).contains(bytes.count)
            && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCIILetterOrDigit || Self.atomSigns.contains($0) } }
    }

    private static let atomSigns = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    /// RFC 1123, section 2.1. One label is enough: `localhost` is a host.
    private static func isHostName(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") }
        }
    }
}

extension UInt8 {
    var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}
