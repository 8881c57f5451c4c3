import Kernel

/// A mailbox: an address that can stand in an SMTP envelope and a name to show beside it.
public struct MailAddress: Sendable, Hashable {
    /// `ada@example.org`: a dot-atom and a host name in ASCII (RFC 5321, section 4.1.2), at most 254 characters.
    public let address: String
    public let name: String?

    /// - Returns: nil for anything but a plain address.
    public init?(_ address: String, name: String? = nil) {
        guard EmailAddress.isMailable(address) else { return nil }
        self.address = address
        self.name = name
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
