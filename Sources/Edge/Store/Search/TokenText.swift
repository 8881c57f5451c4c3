import Foundation

/// Words out of text for a `TokenIndex`: the same on both drivers because no database is asked.
public enum TokenText {
    /// The words, each once, in the order they first come: letters and digits, in lower case, without accents.
    ///
    /// - Parameter limit: words beyond it are left out.
    public static func words(in text: String, limit: Int = 1_000) -> [String] {
        var words: [String] = []
        var known: Set<String> = []
        var word = String.UnicodeScalarView()
        func end() {
            guard !word.isEmpty else { return }
            let text = String(word)
            word = String.UnicodeScalarView()
            if known.insert(text).inserted { words.append(text) }
        }
        for scalar in folded(text).unicodeScalars {
            guard words.count < limit else { return words }
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.append(scalar)
            } else {
                end()
            }
        }
        end()
        return words
    }

    /// The beginnings of a word, shortest first, from one length to another in characters.
    public static func prefixes(of word: String, from shortest: Int = 3, to longest: Int = 12) -> [String] {
        let longest = min(longest, word.count)
        guard shortest <= longest else { return [] }
        return (shortest...longest).map { String(word.prefix($0)) }
    }

    /// Lower case, decomposed (Unicode NFKD) and without the marks, so that "Ile" finds "Île". Letters with a stroke and
    /// ligatures have no decomposition in Unicode and are listed.
    public static func folded(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars {
            if scalar.properties.generalCategory == .nonspacingMark { continue }
            if let letters = undecomposed[scalar] {
                scalars.append(contentsOf: letters.unicodeScalars)
            } else {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private static let undecomposed: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t",
    ]
}
