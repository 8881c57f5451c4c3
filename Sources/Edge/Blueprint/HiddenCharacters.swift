import Kernel

/// Characters that nobody sees and that make a text read otherwise than it is (Unicode 15, section 23.2, and UAX 9): whoever reviews a
/// file must see what it says.
enum HiddenCharacters {
    /// - Parameter bytes: a text in UTF-8. A byte order mark at its beginning is none of its characters.
    static func report(in bytes: [UInt8], file: String, _ diagnostics: inout Diagnostics) {
        let found = bytes.withUnsafeBufferPointer { find(in: $0) }
        guard !found.isEmpty else { return }
        let lines = SourceLines(bytes)
        for (offset, code) in found.prefix(mostTold) {
            let position = lines.position(of: offset)
            let location = SourceLocation(file: file, line: position.line, column: position.column)
            let name = "U+" + String(code, radix: 16, uppercase: true)
            if turnsText(code) {
                diagnostics.tightened(
                    location, "an invisible character (\(name)) turns the direction of the text here, so that it reads otherwise than it is",
                    mend: "Remove it. Around what is filled in, U+2068 before and U+2069 behind it on one line are taken.")
            } else {
                diagnostics.warning(location, "an invisible character (\(name)) stands here", mend: "Remove it.")
            }
        }
    }

    /// More of one file are not told.
    private static let mostTold = 100

    /// All of them have three bytes in UTF-8, beginning with E2 or EF.
    private static func find(in bytes: UnsafeBufferPointer<UInt8>) -> [(offset: Int, code: UInt32)] {
        var found: [(offset: Int, code: UInt32)] = []
        var open: [(offset: Int, code: UInt32)] = []
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while index + 2 < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") {
                found += open
                open = []
            }
            guard bytes[index] == 0xE2 || bytes[index] == 0xEF else {
                index += 1
                continue
            }
            let code = UInt32(bytes[index] & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
            switch code {
            case firstStrongIsolate: open.append((index, code))
            case endOfIsolate: if open.popLast() == nil { found.append((index, code)) }
            default: if turnsText(code) || code == 0x200B || code == 0xFEFF { found.append((index, code)) }
            }
            index += 3
        }
        return (found + open).sorted { $0.offset < $1.offset }
    }

    /// Around a name that is filled in, in a language from right to left: the text in between goes by its own first letter, so that nothing reads
    /// otherwise than it is (UAX 9, section 2.7). Both have to stand on one line.
    private static let firstStrongIsolate: UInt32 = 0x2068, endOfIsolate: UInt32 = 0x2069

    /// Embeddings, overrides and isolates. The marks U+200E and U+200F are let be: they order what stands beside them, and hide nothing.
    private static func turnsText(_ code: UInt32) -> Bool { (0x202A...0x202E).contains(code) || (0x2066...0x2069).contains(code) }
}
