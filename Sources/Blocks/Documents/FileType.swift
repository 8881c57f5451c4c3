import Kernel

/// The kinds of file that are taken, each known by its content. A name or a declared type is never believed.
public enum FileType: String, Sendable, CaseIterable {
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case webp = "image/webp"
    case geoJSON = "application/geo+json"
    case xml = "application/xml"
    case text = "text/plain"

    public var contentType: String { rawValue }

    public var fileExtension: String {
        switch self {
        case .pdf: "pdf"
        case .png: "png"
        case .jpeg: "jpg"
        case .webp: "webp"
        case .geoJSON: "geojson"
        case .xml: "xml"
        case .text: "txt"
        }
    }

    public var isImage: Bool { self == .png || self == .jpeg || self == .webp }

    /// Those whose content is words, and so must be words to their end.
    var isText: Bool { self == .geoJSON || self == .xml || self == .text }
}

/// Tells a file's type while it arrives: the signature at its beginning, and for text that it is text throughout.
struct FileTypeSniffer {
    private(set) var type: FileType?
    private var head: [UInt8] = []
    private var isDecided = false
    private var text = TextCheck()

    /// Enough for every signature and for the white space before a text's first sign.
    static let headLength = 512

    /// - Returns: false when the file is of no type that is known; later bytes need not be looked at.
    mutating func feed(_ bytes: some Collection<UInt8>) -> Bool {
        if !isDecided {
            head += bytes.prefix(Self.headLength - head.count)
            // Sixteen bytes hold every signature; a text may begin with blank lines.
            if head.count >= 16, Self.firstSign(of: head) != nil || head.count == Self.headLength { decide() }
        }
        // Until the type is known it may be text.
        if !isDecided || type?.isText == true {
            text.feed(bytes)
            if type?.isText == true, text.isBroken { return false }
        }
        return !isDecided || type != nil
    }

    /// - Returns: the type; nil for an empty file and for one of no known type.
    mutating func finish() -> FileType? {
        if !isDecided { decide() }
        if type?.isText == true, !text.finish() { return nil }
        return type
    }

    private mutating func decide() {
        isDecided = true
        type = Self.type(of: head)
    }

    /// By signature (PDF: ISO 32000-1, 7.5.2; PNG: ISO/IEC 15948, 5.2; JPEG: ISO/IEC 10918-1, B.1.1; WebP: RFC 9649, 2.3), else by
    /// the first sign of a text.
    static func type(of head: [UInt8]) -> FileType? {
        if head.starts(with: Array("%PDF-".utf8)) { return .pdf }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if head.starts(with: Array("RIFF".utf8)), head.count >= 12, head[8..<12].elementsEqual("WEBP".utf8) { return .webp }
        switch firstSign(of: head) {
        case nil: return nil
        case UInt8(ascii: "{"): return .geoJSON
        case UInt8(ascii: "<"): return .xml
        case let first?: return first >= 0x20 && first != 0x7F ? .text : nil
        }
    }

    /// The first byte that is no white space and no byte order mark.
    private static func firstSign(of head: [UInt8]) -> UInt8? {
        let withoutMark = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head[3...] : head[...]
        return withoutMark.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }
}

/// UTF-8 without control characters, checked as it comes (Unicode 15, table 3-7).
struct TextCheck {
    private(set) var isBroken = false
    private var missing = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    mutating func feed(_ bytes: some Collection<UInt8>) {
        for byte in bytes where !isBroken {
            if missing > 0 {
                isBroken = byte < lowest || byte > highest
                (lowest, highest) = (0x80, 0xBF)
                missing -= 1
            } else {
                begin(byte)
            }
        }
    }

    /// - Returns: whether all of it was text, and no character was cut off.
    func finish() -> Bool { !isBroken && missing == 0 }

    private mutating func begin(_ byte: UInt8) {
        switch byte {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20...0x7E: break
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF:
            missing = 2
            if byte == 0xE0 { lowest = 0xA0 }
            if byte == 0xED { highest = 0x9F }
        case 0xF0...0xF4:
            missing = 3
            if byte == 0xF0 { lowest = 0x90 }
            if byte == 0xF4 { highest = 0x8F }
        default: isBroken = true
        }
    }
}
