/// An attachment's name in its Content-Disposition (RFC 2183): as it is in ASCII, else in the extended form of RFC 2231.
enum FileNameParameter {
    static func encode(_ name: String) -> String {
        let printable = name.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0 != "/" && $0 != "\\" }
        let cleaned = String(String.UnicodeScalarView(printable.prefix(60)))
        let name = cleaned.isEmpty ? "file" : cleaned
        if name.utf8.allSatisfy({ $0.isASCIILetterOrDigit || "._- ".utf8.contains($0) }) { return "filename=\"\(name)\"" }
        var extended = ""
        for byte in name.utf8 {
            if byte.isASCIILetterOrDigit || "._-".utf8.contains(byte) {
                extended.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                extended += "%" + (hex.count == 1 ? "0" : "") + hex
            }
        }
        return "filename*=UTF-8''\(extended)"
    }
}

/// `type/subtype` (RFC 6838, section 4.2).
enum MediaTypeToken {
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                (1...127).contains(part.utf8.count) && part.utf8.allSatisfy { $0.isASCIILetterOrDigit || "!#$&-^_.+".utf8.contains($0) }
            }
    }
}
