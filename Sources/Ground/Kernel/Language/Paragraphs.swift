extension String {
    /// The parts between empty lines, as people write paragraphs in a letter or a file.
    ///
    /// By bytes, because no letter's bytes hold a line's end (RFC 3629, section 1).
    public var paragraphs: [String] {
        var parts: [String] = []
        var start = startIndex
        var place = start
        while let end = utf8[place...].firstIndex(of: UInt8(ascii: "\n")) {
            place = utf8[end...].firstIndex { $0 != UInt8(ascii: "\n") } ?? endIndex
            guard utf8.distance(from: end, to: place) > 1 else { continue }
            if start < end { parts.append(String(self[start..<end])) }
            start = place
        }
        guard start > startIndex else { return isEmpty ? [] : [self] }
        if start < endIndex { parts.append(String(self[start...])) }
        return parts
    }
}
