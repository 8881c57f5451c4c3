import Kernel

extension FormValues {
    /// Reads application/x-www-form-urlencoded bytes (WHATWG URL standard, section 5.1).
    ///
    /// - Throws: `WEB-413` for more than `maximum` entries, `WEB-400` for text that is not UTF-8.
    init(urlEncoded bytes: some Collection<UInt8>, maximum: Int) throws(PolityError) {
        entries = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard entries.count < maximum else { throw PolityError(.tooLarge, "WEB-413", Phrase.tooLarge, context: "more than \(maximum) fields") }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decode(parts[0], plusIsSpace: true), let value = parts.count == 2 ? Self.decode(parts[1], plusIsSpace: true) : "" else {
                throw PolityError(.badInput, "WEB-400", Phrase.badInput, context: "a form that is not UTF-8")
            }
            entries.append(Entry(name, value))
        }
    }

    /// Percent-decoding (URL standard, section 1.3); nil when the result is not UTF-8. NUL is refused with it.
    static func decode(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) -> String? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace: out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let end = bytes.index(index, offsetBy: 2, limitedBy: bytes.endIndex),
                    let decoded = Hex.decode(String(decoding: bytes[index..<end], as: UTF8.self)), decoded.count == 1
                else {
                    out.append(byte)
                    continue
                }
                out.append(decoded[0])
                index = end
            default: out.append(byte)
            }
        }
        guard !out.contains(0) else { return nil }
        return String(validating: out, as: UTF8.self)
    }
}
