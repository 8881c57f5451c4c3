public import HTML

extension HTML {
    /// Text in which a reference number such as `K7M-4TX-R92` is never broken between two lines, and runs from left to right
    /// in every script (Unicode Standard Annex 9 would turn its groups around).
    public mutating func textWithReferences(_ text: String) {
        var rest = text.utf8[...]
        while let found = Self.reference(in: rest) {
            self.text(String(Substring(rest[..<found.lowerBound])))
            element("bdi", String(Substring(rest[found])), class: "number", [.dir("ltr")])
            rest = rest[found.upperBound...]
        }
        self.text(String(Substring(rest)))
    }

    /// The first three groups of three capitals or digits that stand by themselves.
    private static func reference(in text: Substring.UTF8View) -> Range<Substring.UTF8View.Index>? {
        func isSign(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (65...90).contains(byte) }
        var start = text.startIndex
        var before: UInt8 = 32
        while let end = text.index(start, offsetBy: 11, limitedBy: text.endIndex) {
            let fits = !isSign(before) && before != 45 && text[start..<end].enumerated().allSatisfy { $0 == 3 || $0 == 7 ? $1 == 45 : isSign($1) }
            if fits, end == text.endIndex || !(isSign(text[end]) || text[end] == 45) { return start..<end }
            before = text[start]
            start = text.index(after: start)
        }
        return nil
    }
}
