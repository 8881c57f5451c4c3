import Kernel

/// The functions on regular expressions (DMN 1.5, section 10.3.4.3), as XPath defines them.
extension BuiltIns {
    static let patterns: [BuiltIn] = [
        BuiltIn("matches(input: string, pattern: string, flags?: string) -> boolean") { a, evaluation in
            guard let text = a.string(0), let search = Search(a.string(1), flags: a.string(2), evaluation) else { return .null }
            switch search.next(in: Array(text.unicodeScalars), from: 0) {
            case .match: return .boolean(true)
            case .none: return .boolean(false)
            case .tooHard: return .null
            }
        },
        BuiltIn("replace(input: string, pattern: string, replacement: string, flags?: string) -> string") { a, evaluation in
            guard let text = a.string(0), let search = Search(a.string(1), flags: a.string(3), evaluation), let parts = search.replacement(a.string(2) ?? ""),
                let pieces = search.pieces(of: text)
            else { return .null }
            let scalars = search.scalars(text)
            var out: [Unicode.Scalar] = []
            for (piece, match) in pieces {
                out += piece
                guard let match else { continue }
                guard evaluation.spend(parts.count / 8) else { return .null }
                for part in parts {
                    switch part {
                    case .text(let scalar): out.append(scalar)
                    case .group(0): out += scalars[match.whole]
                    case .group(let number): if let range = match.groups[number - 1] { out += scalars[range] }
                    }
                    guard out.count <= Value.maximumText else { return .null }
                }
            }
            return .string(String(String.UnicodeScalarView(out)))
        },
        BuiltIn("split(string: string, delimiter: string) -> list<string>") { a, evaluation in
            guard let text = a.string(0), let search = Search(a.string(1), flags: nil, evaluation), let pieces = search.pieces(of: text) else { return .null }
            return .list(pieces.map { .string(String(String.UnicodeScalarView($0.piece))) })
        },
    ]
}

/// A pattern that is searched for at the cost of an evaluation's budget.
private struct Search {
    enum Part { case text(Unicode.Scalar), group(Int) }

    let pattern: Pattern
    let evaluation: Evaluation

    init?(_ source: String?, flags: String?, _ evaluation: Evaluation) {
        guard let source else { return nil }
        var steps = 0
        let pattern = Pattern(source, flags: flags ?? "", steps: &steps)
        guard evaluation.spend(steps), let pattern else { return nil }
        self.pattern = pattern
        self.evaluation = evaluation
    }

    func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    func next(in text: [Unicode.Scalar], from start: Int) -> Pattern.Outcome {
        let given = evaluation.budget
        guard given > 0 else { return .tooHard }
        var left = given
        let outcome = pattern.first(in: text, from: start, steps: &left)
        _ = evaluation.spend(given - max(left, 0))
        if case .tooHard = outcome { evaluation.exhaust("the pattern takes too many steps") }
        return outcome
    }

    /// The text between the matches, each with the match behind it. nil where the pattern matches nothing at all, which XPath forbids
    /// here (FORX0003), or takes too long.
    func pieces(of source: String) -> [(piece: ArraySlice<Unicode.Scalar>, match: Pattern.Match?)]? {
        if case .none = next(in: [], from: 0) {} else { return nil }
        let text = scalars(source)
        var (pieces, start): ([(piece: ArraySlice<Unicode.Scalar>, match: Pattern.Match?)], Int) = ([], 0)
        while start <= text.count {
            switch next(in: text, from: start) {
            case .match(let match):
                guard !match.whole.isEmpty else { return nil }
                pieces.append((text[start..<match.whole.lowerBound], match))
                start = match.whole.upperBound
            case .none:
                pieces.append((text[start...], nil))
                return pieces
            case .tooHard: return nil
            }
        }
        return pieces
    }

    /// `$1` is a group, `\$` and `\\` stand for themselves; nil for anything else behind those signs (FORX0004).
    func replacement(_ text: String) -> [Part]? {
        let scalars = Array(text.unicodeScalars)
        var (parts, index): ([Part], Int) = ([], 0)
        func digit(_ position: Int) -> Int? {
            guard position < scalars.count, ("0"..."9").contains(scalars[position]) else { return nil }
            return Int(scalars[position].value - 48)
        }
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == "\\" {
                guard index < scalars.count, scalars[index] == "\\" || scalars[index] == "$" else { return nil }
                parts.append(.text(scalars[index]))
                index += 1
            } else if scalar == "$" {
                guard var number = digit(index) else { return nil }
                index += 1
                while let more = digit(index), number * 10 + more <= pattern.groups, number > 0 { number = number * 10 + more; index += 1 }
                // A group that the pattern does not have is empty.
                if number <= pattern.groups { parts.append(.group(number)) }
            } else {
                parts.append(.text(scalar))
            }
        }
        return parts
    }
}
