extension Language {
    /// A key by which names sort as people expect: without regard to case and accents, ñ after n in Spanish; a second
    /// level keeps accented and plain forms apart in a fixed order. Keys compare byte by byte, on every store alike.
    public func sortKey(_ text: String) -> String {
        var primary: [UInt8] = []
        var secondary: [UInt8] = []
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "ñ" where base == .spanish: primary += Array("n~".utf8)
            // The same letter written as two: n and a combining tilde.
            case "\u{303}" where base == .spanish && primary.last == UInt8(ascii: "n"): primary.append(UInt8(ascii: "~"))
            case "ß": primary += Array("ss".utf8); secondary.append(2)
            case "æ": primary += Array("ae".utf8); secondary.append(2)
            case "œ": primary += Array("oe".utf8); secondary.append(2)
            case "ø": primary.append(UInt8(ascii: "o")); secondary.append(2)
            case "ł": primary.append(UInt8(ascii: "l")); secondary.append(2)
            case "đ": primary.append(UInt8(ascii: "d")); secondary.append(2)
            case "-", "'", "’", ".": continue
            default:
                if let folded = Self.folded[scalar] {
                    primary.append(folded)
                    secondary.append(2)
                } else if scalar.properties.canonicalCombiningClass != .notReordered {
                    secondary.append(2)
                } else {
                    primary += Array(String(Character(scalar)).utf8)
                    secondary.append(1)
                }
            }
        }
        return String(decoding: primary, as: UTF8.self) + "\u{1}" + String(decoding: secondary, as: UTF8.self)
    }

    /// The base letters of the Latin letters with marks, of Latin-1 and Latin Extended-A.
    private static let folded: [Unicode.Scalar: UInt8] = {
        let table: [(Character, String)] = [
            ("a", "àáâãäåāăą"), ("c", "çćĉċč"), ("d", "ď"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"),
            ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀ"), ("n", "ñńņňŉ"), ("o", "òóôõöōŏő"), ("r", "ŕŗř"), ("s", "śŝşš"),
            ("t", "ţťŧ"), ("u", "ùúûüũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
        ]
        var folded: [Unicode.Scalar: UInt8] = [:]
        for (base, letters) in table {
            for scalar in letters.unicodeScalars { folded[scalar] = base.asciiValue }
        }
        return folded
    }()
}
