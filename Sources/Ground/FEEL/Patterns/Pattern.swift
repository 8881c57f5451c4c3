/// A regular expression of XPath (XQuery and XPath Functions and Operators 3.1, section 5.6), which `matches`, `replace` and `split` take.
///
/// The matcher is our own: it works on code points, knows XPath's classes and flags, and stops after a number of steps, where
/// others can be made to search for years.
struct Pattern: Sendable {
    struct Flags: Sendable {
        /// `s`: a point matches line ends too.
        var pointMatchesAll = false
        /// `m`: `^` and `$` match at each line.
        var isMultiline = false
        /// `i`
        var ignoresCase = false
        /// `x`: white space outside of classes means nothing.
        var ignoresSpace = false

        /// nil for any other letter.
        init?(_ text: String) {
            for letter in text {
                switch letter {
                case "s": pointMatchesAll = true
                case "m": isMultiline = true
                case "i": ignoresCase = true
                case "x": ignoresSpace = true
                default: return nil
                }
            }
        }
    }

    enum Instruction: Sendable {
        case character(Unicode.Scalar)
        case point
        /// `cost`: the steps that a look into the class takes.
        case one(CharacterClass, cost: Int)
        /// Goes on at the first, and on failure at the second.
        case split(Int, Int)
        case jump(Int)
        /// Remembers the position as a group's start (even) or end (odd).
        case save(Int)
        case lineStart, lineEnd
        case same(group: Int)
        /// Remembers where a round of a loop begins, and fails a round that went nowhere.
        case roundStart(Int), roundEnd(Int)
        case accept
    }

    static let maximumInstructions = 20_000
    /// A longer text is no pattern that anybody wrote.
    static let maximumLength = 100_000

    let flags: Flags
    let instructions: [Instruction]
    let groups: Int
    let loops: Int

    /// nil where the pattern or a flag is not one of XPath's, or it is too large.
    ///
    /// - Parameter steps: what reading it took, also where it is none: a step for each instruction that was written, and for each 4 bytes of text.
    init?(_ source: String, flags: String = "", steps: inout Int) {
        guard source.utf8.count <= Self.maximumLength, let flags = Flags(flags) else { return nil }
        var compiler = PatternCompiler(source, flags: flags)
        let isRead = compiler.compile()
        steps += source.utf8.count / 4 + compiler.written
        guard isRead else { return nil }
        self.flags = flags
        instructions = compiler.instructions
        groups = compiler.groups
        loops = compiler.loops
    }

    /// Where the text matches: code point positions of the whole and of each group; nil for no match.
    struct Match: Sendable {
        var whole: Range<Int>
        var groups: [Range<Int>?]
    }

    enum Outcome { case match(Match), none, tooHard }

    func first(in text: [Unicode.Scalar], from start: Int, steps: inout Int) -> Outcome {
        var matcher = Matcher(pattern: self, text: text, steps: steps)
        defer { steps = matcher.steps }
        for position in start...text.count {
            if let match = matcher.match(at: position) { return .match(match) }
            if matcher.steps <= 0 { return .tooHard }
        }
        return .none
    }
}
