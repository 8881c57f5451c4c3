/// Text that any mail server passes on unchanged (RFC 2045, section 6.7).
enum QuotedPrintable {
    /// Lines of at most 76 characters, ended by CR LF. CR LF, LF and CR in `text` all end a line; NUL is left out.
    static func encode(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").utf8.split(separator: 10, omittingEmptySubsequences: false)
        // A line feed at the text's end ends its last line and begins no other.
        if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        for line in lines {
            var column = 0
            let last = line.indices.last
            for index in line.indices where line[index] != 0 {
                let byte = line[index]
                let isTrailing = (byte == 0x20 || byte == 0x09) && index == last
                let isPlain = (byte == 0x09 || (0x20...0x7E).contains(byte)) && byte != UInt8(ascii: "=") && !isTrailing
                let piece = isPlain ? [byte] : [UInt8(ascii: "="), hexDigit(byte >> 4), hexDigit(byte & 15)]
                // Room for the `=` of a soft break.
                if column + piece.count > 75 {
                    result += [UInt8(ascii: "="), 13, 10]
                    column = 0
                }
                result += piece
                column += piece.count
            }
            result += [13, 10]
        }
        return result
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10 }
}
