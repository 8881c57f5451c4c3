extension PaperDocument {
    /// Who writes: stands at the head of the first page.
    public struct Letterhead: Sendable, Hashable {
        public var government: String
        public var organisation: String
        /// Address, telephone, web: a line each, at most six.
        public var contact: [String]
        public var accent: Colour

        public init(government: String, organisation: String, contact: [String] = [], accent: Colour = .slateBlue) {
            self.government = government
            self.organisation = organisation
            self.contact = contact
            self.accent = accent
        }
    }

    /// A file inside the file, such as a certificate's proof as JSON.
    public struct Attachment: Sendable, Hashable {
        /// How the file belongs to the document (ISO 32000-2, table 43, AFRelationship).
        public enum Relationship: String, Sendable { case source = "Source", data = "Data", alternative = "Alternative", supplement = "Supplement" }

        /// ASCII letters, digits, `-`, `_` and `.` only.
        public var name: String
        /// `application/json`.
        public var mediaType: String
        public var description: String
        public var relationship: Relationship
        public var bytes: [UInt8]

        public init(name: String, mediaType: String, description: String, relationship: Relationship = .data, bytes: [UInt8]) {
            self.name = name
            self.mediaType = mediaType
            self.description = description
            self.relationship = relationship
            self.bytes = bytes
        }
    }

    /// The few words the page itself brings, in the document's language.
    public struct Wording: Sendable, Hashable {
        /// With `{page}` and `{pages}`.
        public var pageNumber: String

        public init(pageNumber: String = "Page {page} of {pages}") { self.pageNumber = pageNumber }
    }
}

/// An opaque sRGB colour.
public struct Colour: Sendable, Hashable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#1d4f91`; nil for anything else.
    public init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 7, digits[0] == UInt8(ascii: "#"), hex.dropFirst().allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let value = UInt32(hex.dropFirst(), radix: 16)
        else { return nil }
        self.init(red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
    }

    public static let slateBlue = Colour(red: 0x1D, green: 0x4F, blue: 0x91)
    static let ink = Colour(red: 0x18, green: 0x20, blue: 0x2B)
    /// 5.9:1 on white.
    static let quiet = Colour(red: 0x55, green: 0x61, blue: 0x70)
    static let hairline = Colour(red: 0xD3, green: 0xD9, blue: 0xE0)
    static let tint = Colour(red: 0xF4, green: 0xF6, blue: 0xF9)
}
