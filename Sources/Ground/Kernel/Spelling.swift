/// "Did you mean …?": the nearest of the words that would have been right.
public enum Spelling {
    /// The candidate nearest to `word`, or nil when none is near enough to be what was meant.
    ///
    /// Letter case, `-` and spaces for `_` count for little. Of equally near candidates the first in the alphabet wins,
    /// so that the answer does not depend on their order. O(candidates · length²); candidates of another length are
    /// passed over at once.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let wanted = letters(word)
        guard !wanted.isEmpty, wanted.count <= 80 else { return nil }
        let allowed = max(1, wanted.count / 3)
        var best: (distance: Int, word: String)?
        for candidate in candidates where candidate != word {
            guard abs(candidate.utf8.count - wanted.count) <= allowed * 4 else { continue }
            let letters = letters(candidate)
            guard abs(letters.count - wanted.count) <= allowed else { continue }
            let distance = distance(wanted, letters)
            guard distance <= allowed, distance < letters.count else { continue }
            if let found = best, (found.distance, found.word) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.word
    }

    /// The restricted Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and
    /// swaps of neighbours, no part edited twice.
    public static func distance(_ a: String, _ b: String) -> Int {
        distance(Array(a.unicodeScalars.map(\.value)), Array(b.unicodeScalars.map(\.value)))
    }

    private static func letters(_ word: String) -> [UInt32] {
        word.lowercased().unicodeScalars.map { $0 == "-" || $0 == " " ? 0x5F : $0.value }
    }

    /// Three rows suffice: a swap looks two rows back.
    private static func distance(_ a: [UInt32], _ b: [UInt32]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        var row = beforeLast
        for i in 1...a.count {
            row[0] = i
            for j in 1...b.count {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
            }
            (beforeLast, last, row) = (last, row, beforeLast)
        }
        return last[b.count]
    }
}
