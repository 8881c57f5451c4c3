import Kernel

/// What people type who come from a spreadsheet, a word processor or another language, and how FEEL says it.
enum Slip {
    /// Signs that FEEL has not, as tokens that follow each other without a blank.
    private static let signs: [(tokens: [String], mend: String)] = [
        (["=", "="], "FEEL says = for equal, != for not equal."),
        (["!=", "="], "FEEL says = for equal, != for not equal."),
        (["<", ">"], "FEEL says != for not equal."),
        (["=", ">"], "FEEL says >= for at least."),
        (["=", "<"], "FEEL says <= for at most."),
        (["&", "&"], "FEEL says and, or, not(…)."),
        (["|", "|"], "FEEL says and, or, not(…)."),
        (["!"], "FEEL says and, or, not(…)."),
        (["&"], "FEEL joins texts with +."),
        (["^"], "FEEL says ** for a power."),
        (["?"], "Write: if a then b else c."),
        ([";"], "Arguments are parted by commas: max(60, 12)."),
        (["'"], "Texts stand between straight double quotation marks: \"x\"."),
        (["`"], "Texts stand between straight double quotation marks: \"x\"."),
    ]

    private static let dashes: Set<Character> = ["\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}"]
    private static let quotationMarks: Set<Character> = ["\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{201A}", "\u{AB}", "\u{BB}"]

    /// The fault told as what was meant; nil where nothing known was. Of several slips the first goes first: it is what the reader stumbled over.
    ///
    /// - Parameter isCell: the text is a cell of a decision table.
    static func explain(_ fault: SyntaxFault, in parser: Parser, isCell: Bool) -> SyntaxFault? {
        let tokens = parser.tokens
        guard let last = tokens.firstIndex(where: { $0.span.lowerBound >= fault.span.lowerBound }) else { return nil }
        if isCell, tokens[last].kind == .name, ["and", "or"].contains(tokens[last].text.lowercased()) {
            return SyntaxFault(
                tokens[last].span, "'\(tokens[last].text)' does not fit here",
                mend: "From 3 to below 9 is [3..9); several values are parted by commas: 3, 5; else write the value as ?: ? >= 3 and ? < 9.")
        }
        if let start = call(ofIf: tokens, endingAt: last) {
            return SyntaxFault(tokens[start].span, "'if' is no function", mend: "Write: if condition then value else value.")
        }
        var index = 0
        while index <= last {
            if let length = parser.lengthOfName(at: index), length > 1 {
                index += length
                continue
            }
            if let slip = word(at: index, tokens) ?? sign(at: index, tokens, last) { return slip }
            index += 1
        }
        return nil
    }

    /// Where `if(` stands whose condition ends in a comma or a semicolon, as in a spreadsheet.
    private static func call(ofIf tokens: [Token], endingAt last: Int) -> Int? {
        guard tokens[last].kind == .symbol, [",", ";"].contains(tokens[last].text) else { return nil }
        return (0..<last).last { tokens[$0].kind == .name && tokens[$0].text == "if" && tokens[$0 + 1].text == "(" }
    }

    private static func word(at index: Int, _ tokens: [Token]) -> SyntaxFault? {
        let token = tokens[index]
        guard token.kind == .name else { return nil }
        let isCalled = index + 1 < tokens.count && tokens[index + 1].kind == .symbol && tokens[index + 1].text == "("
        return mend(ofName: token.text, isCalled: isCalled).map { SyntaxFault(token.span, "'\(token.text)' does not fit here", mend: $0) }
    }

    /// - Parameter last: the token that could not be read.
    private static func sign(at index: Int, _ tokens: [Token], _ last: Int) -> SyntaxFault? {
        let token = tokens[index]
        for (texts, mend) in signs where index + texts.count > last && follow(texts, at: index, tokens) {
            return SyntaxFault(token.span, "'\(texts.joined())' does not fit here", mend: mend)
        }
        guard index == last, index > 0, tokens[index - 1].kind == .number, let number = Decimal128(tokens[index - 1].text) else { return nil }
        if token.text == "%" { return SyntaxFault(token.span, "'%' does not fit here", mend: "Write \(number / Decimal128(100)) for \(number) %.") }
        guard token.text == ",", tokens[index + 1].kind == .number, tokens[index + 1].span.lowerBound == token.span.upperBound else { return nil }
        return SyntaxFault(token.span, "',' does not fit here", mend: "Decimals have a point: \(tokens[index - 1].text).\(tokens[index + 1].text).")
    }

    private static func follow(_ texts: [String], at index: Int, _ tokens: [Token]) -> Bool {
        guard index + texts.count <= tokens.count else { return false }
        for (offset, text) in texts.enumerated() {
            guard tokens[index + offset].text == text, tokens[index + offset].kind == .symbol || text == "?" else { return false }
            if offset > 0, tokens[index + offset].span.lowerBound != tokens[index + offset - 1].span.upperBound { return false }
        }
        return true
    }

    private static func isCurly(_ text: String) -> Bool { text.first.map(quotationMarks.contains) ?? false || text.last.map(quotationMarks.contains) ?? false }

    /// `If`, `THEN`: a word of FEEL, but for its capitals.
    private static func isCapital(_ text: String) -> Bool { !Parser.keywords.contains(text) && Parser.keywords.contains(text.lowercased()) }

    /// How to mend a name that nothing knows.
    static func mend(ofName name: String, isCalled: Bool) -> String? {
        if !name.isEmpty, name.allSatisfy(dashes.contains) { return "Write the short dash of the keyboard: -." }
        if isCurly(name) { return "Texts stand between straight double quotation marks: \"x\"." }
        if isCalled, name != "if", name.lowercased() == "if" { return "Write: if condition then value else value." }
        if name.split(separator: " ").contains(where: { isCapital(String($0)) }) {
            return "Words of FEEL are written small: if, then, else, and, or, not(…), true, false."
        }
        return nil
    }

    /// How to mend a comparison of two kinds of values: most often it is a day that was written like a number or a text.
    static func mend(ofComparing left: FEELType, _ a: Syntax, with right: FEELType, _ b: Syntax) -> String? {
        let days: [FEELType] = [.date, .dateAndTime]
        guard let text = days.contains(left) ? day(b) : days.contains(right) ? day(a) : nil else { return nil }
        return "A day is written @\"\(text)\", with the @ and the quotation marks."
    }

    /// The day that `2026-01-31` (three numbers to be subtracted) and `"2026-01-31"` look like.
    private static func day(_ syntax: Syntax) -> String? {
        switch syntax.kind {
        case .literal(.string(let text)): return CivilDate(text).map(\.description)
        case .arithmetic(.subtract, let left, let day):
            guard case .arithmetic(.subtract, let year, let month) = left.kind, let day = whole(day), let month = whole(month), let year = whole(year) else {
                return nil
            }
            return CivilDate(year: year, month: month, day: day)?.description
        default: return nil
        }
    }

    private static func whole(_ syntax: Syntax) -> Int? { if case .literal(.number(let value)) = syntax.kind { Int(exactly: value) } else { nil } }
}
