extension Parser {
    /// What follows `in`: one test, or several in parentheses (rule 49.c).
    mutating func membershipTests() throws(SyntaxFault) -> [Syntax] {
        if isSymbol("(") {
            let list = attempt { parser throws(SyntaxFault) in
                parser.index += 1
                let tests = try parser.inBrackets { parser throws(SyntaxFault) in try parser.tests() }
                try parser.need(symbol: ")", "Tests stand in parentheses, separated by commas.")
                return tests
            }
            // One test in parentheses may go on: `x in (a) + b` or `x in (1..3)`.
            if let list, list.count > 1 || !continues { return list }
            if list != nil { index = indexOfOpening }
        }
        return comparisonSign() == nil ? [try sum()] : [try test()]
    }

    private var continues: Bool { isSymbol("+") || isSymbol("-") || isSymbol("*") || isSymbol("/") || isSymbol("**") || isSymbol(".") || isSymbol("[") }

    /// The parenthesis that the token before closes.
    private var indexOfOpening: Int {
        var (position, open) = (index - 1, 0)
        while position > 0 {
            if tokens[position].kind == .symbol, tokens[position].text == ")" { open += 1 }
            if tokens[position].kind == .symbol, tokens[position].text == "(" { open -= 1 }
            if open == 0 { break }
            position -= 1
        }
        return position
    }

    private mutating func tests() throws(SyntaxFault) -> [Syntax] {
        var tests = [try test()]
        while take(symbol: ",") { tests.append(try test()) }
        return tests
    }

    /// `< 10`, `[1..3]`, a value (rules 7 and 12).
    mutating func test() throws(SyntaxFault) -> Syntax {
        guard let comparison = comparisonSign() else { return try expression() }
        let start = token.span.lowerBound
        index += 1
        let value = try sum()
        return Syntax(start..<value.span.upperBound, .test(comparison, value))
    }

    /// A cell of a decision table: `-`, tests, or `not(tests)` (rules 13 to 16). nil stands for `-`.
    mutating func unaryTests() throws(SyntaxFault) -> (tests: [Syntax], negated: Bool)? {
        try explained(isCell: true) { parser throws(SyntaxFault) in try parser.cell() }
    }

    private mutating func cell() throws(SyntaxFault) -> (tests: [Syntax], negated: Bool)? {
        if isSymbol("-"), tokens[index + 1].kind == .end {
            index += 1
            return nil
        }
        if isWord("not"), isSymbol("(", ahead: 1) {
            let negated = attempt { parser throws(SyntaxFault) in
                parser.index += 2
                let tests = try parser.tests()
                try parser.need(symbol: ")", "")
                try parser.needEnd()
                return tests
            }
            if let negated { return (negated, true) }
        }
        let tests = try tests()
        try needEnd()
        return (tests, false)
    }
}
