public import HTML

extension HTML {
    /// Text in which a reference number such as `K7M-4TX-R92` is never broken between two lines, and runs from left to right
    /// in every script (Unicode Standard Annex 9 would turn its groups around).
    public mutating func textWithReferences(_ text: String) {
        var text = text
        var start = text.startIndex
        for range in text.withUTF8({ Self.references(in: $0) }) {
            let (lower, upper) = (text.utf8.index(text.startIndex, offsetBy: range.lowerBound), text.utf8.index(text.startIndex, offsetBy: range.upperBound))
            self.text(String(text[start..<lower]))
            element("bdi", String(text[lower..<upper]), class: "number", [.dir("ltr")])
            start = upper
        }
        self.text(start == text.startIndex ? text : String(text[start...]))
    }

    /// Where three groups of three capitals or digits stand by themselves.
    private static func references(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        func isSign(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (65...90).contains(byte) }
        var found: [Range<Int>] = []
        var start = 0
        while start + 11 <= text.count {
            let end = start + 11
            // The two dashes are looked for first: almost no place in a text has them.
            let fits =
                text[start + 3] == UInt8(ascii: "-") && text[start + 7] == UInt8(ascii: "-")
                && (0..<11).allSatisfy { $0 == 3 || $0 == 7 || isSign(text[start + $0]) }
                && (start == 0 || !(isSign(text[start - 1]) || text[start - 1] == UInt8(ascii: "-")))
                && (end == text.count || !(isSign(text[end]) || text[end] == UInt8(ascii: "-")))
            if fits { found.append(start..<end) }
            start = fits ? end : start + 1
        }
        return found
    }
}
