import Kernel

/// DMN 1.5, section 10.3.4.3. Positions and lengths count Unicode characters (code points).
extension BuiltIns {
    static let strings: [BuiltIn] = [
        BuiltIn("substring(string: string, start position: number, length?: number) -> string") { a, _ in
            guard let text = a.string(0), let start = a.number(1).flatMap({ Int(exactly: $0.rounded(.down)) }) else { return .null }
            let scalars = text.unicodeScalars
            let from = start > 0 ? start - 1 : scalars.count + start
            guard start != 0, from >= 0, from <= scalars.count else { return .null }
            guard let length = a.number(2) else { return .string(String(scalars.dropFirst(from))) }
            // From 1 to what is left (table 74, footnote 1).
            guard let count = Int(exactly: length.rounded(.down)), count >= 1, count <= scalars.count - from else { return .null }
            return .string(String(String.UnicodeScalarView(scalars.dropFirst(from).prefix(count))))
        },
        BuiltIn("string length(string: string) -> number") { a, _ in a.string(0).map { .integer($0.unicodeScalars.count) } ?? .null },
        BuiltIn("upper case(string: string) -> string") { a, _ in a.string(0).map { .string($0.uppercased()) } ?? .null },
        BuiltIn("lower case(string: string) -> string") { a, _ in a.string(0).map { .string($0.lowercased()) } ?? .null },
        BuiltIn("substring before(string: string, match: string) -> string") { a, _ in
            guard let text = a.string(0), let match = a.string(1) else { return .null }
            return .string(text.firstRange(ofScalars: match).map { String(text.unicodeScalars[..<$0.lowerBound]) } ?? "")
        },
        BuiltIn("substring after(string: string, match: string) -> string") { a, _ in
            guard let text = a.string(0), let match = a.string(1) else { return .null }
            return .string(text.firstRange(ofScalars: match).map { String(text.unicodeScalars[$0.upperBound...]) } ?? "")
        },
        BuiltIn("contains(string: string, match: string) -> boolean") { a, _ in
            guard let text = a.string(0), let match = a.string(1) else { return .null }
            return .boolean(text.firstRange(ofScalars: match) != nil)
        },
        BuiltIn("starts with(string: string, match: string) -> boolean") { a, _ in
            guard let text = a.string(0), let match = a.string(1) else { return .null }
            return .boolean(text.utf8.starts(with: match.utf8))
        },
        BuiltIn("ends with(string: string, match: string) -> boolean") { a, _ in
            guard let text = a.string(0), let match = a.string(1) else { return .null }
            return .boolean(text.utf8.reversed().starts(with: match.utf8.reversed()))
        },
        BuiltIn("string join(list: list<string>, delimiter?: string) -> string") { a, _ in
            guard let items = a.list(0) else { return .null }
            let delimiter = a.string(1) ?? ""
            var (texts, size): ([String], Int) = ([], 0)
            for item in items where !item.isNull {
                guard case .string(let text) = item else { return .null }
                texts.append(text)
                size += text.utf8.count + delimiter.utf8.count
                guard size <= Value.maximumText else { return .null }
            }
            return .string(texts.joined(separator: delimiter))
        },
    ]
}

extension String {
    /// By code points: "e" is found in a decomposed "é", as XPath has it.
    func firstRange(ofScalars match: String) -> Range<String.Index>? {
        let pattern = Array(match.utf8)
        guard !pattern.isEmpty else { return startIndex..<startIndex }
        // How much of the pattern's beginning still matches after a byte that does not (Knuth, Morris, Pratt, 1977): no byte is looked at twice.
        var borders = [0]
        for byte in pattern.dropFirst() {
            var length = borders[borders.count - 1]
            while length > 0, pattern[length] != byte { length = borders[length - 1] }
            borders.append(pattern[length] == byte ? length + 1 : 0)
        }
        var length = 0
        for (place, byte) in utf8.enumerated() {
            while length > 0, pattern[length] != byte { length = borders[length - 1] }
            if pattern[length] == byte { length += 1 }
            guard length == pattern.count else { continue }
            return utf8.index(startIndex, offsetBy: place + 1 - length)..<utf8.index(startIndex, offsetBy: place + 1)
        }
        return nil
    }
}
