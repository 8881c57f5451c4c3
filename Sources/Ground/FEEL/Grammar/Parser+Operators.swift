/// Expressions by precedence, the loosest binding first: rules 2 and 4 name them in that order.
extension Parser {
    mutating func wholeExpression() throws(SyntaxFault) -> Syntax {
        try explained { parser throws(SyntaxFault) in
            let expression = try parser.expression()
            try parser.needEnd()
            return expression
        }
    }

    /// What FEEL does not say so, but others do, is told as such.
    mutating func explained<T>(isCell: Bool = false, _ read: (inout Parser) throws(SyntaxFault) -> T) throws(SyntaxFault) -> T {
        do { return try read(&self) } catch { throw Slip.explain(error, in: self, isCell: isCell) ?? error }
    }

    mutating func expression() throws(SyntaxFault) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        try checkDepth()
        var left = try conjunction()
        while isWord("or") {
            index += 1
            let right = try conjunction()
            left = try node(left.span.lowerBound..<right.span.upperBound, .disjunction(left, right))
        }
        return left
    }

    private mutating func conjunction() throws(SyntaxFault) -> Syntax {
        var left = try comparison()
        while isWord("and") {
            index += 1
            let right = try comparison()
            left = try node(left.span.lowerBound..<right.span.upperBound, .conjunction(left, right))
        }
        return left
    }

    private mutating func comparison() throws(SyntaxFault) -> Syntax {
        var left = try sum()
        while true {
            let start = left.span.lowerBound
            if let comparison = comparisonSign() {
                index += 1
                let right = try sum()
                left = try node(start..<right.span.upperBound, .comparison(comparison, left, right))
            } else if take(word: "between") {
                let low = try sum()
                try need(word: "and", "Write: x between low and high.")
                let high = try sum()
                left = try node(start..<high.span.upperBound, .between(left, low, high))
            } else if isWord("in") {
                index += 1
                let tests = try membershipTests()
                left = try node(start..<previousEnd, .membership(left, tests: tests))
            } else if isWord("instance"), isWord("of", ahead: 1) {
                index += 2
                let type = try instanceType()
                left = try node(start..<previousEnd, .instance(left, type))
            } else {
                return left
            }
        }
    }

    func comparisonSign() -> Comparison? {
        guard token.kind == .symbol else { return nil }
        return Comparison(rawValue: token.text)
    }

    /// Every way from a value into one that it holds goes through an expression or a sum, most through both: each counts. What is in brackets of
    /// any kind or behind words such as `if` and `in` is an expression, ends of ranges and operands of tests are sums.
    private func checkDepth() throws(SyntaxFault) {
        guard depth <= Self.maximumDepth * 3 / 2 else {
            throw SyntaxFault(token.span, "this is nested deeper than \(Self.maximumDepth) levels", mend: "Split the expression into named parts.")
        }
    }

    mutating func sum() throws(SyntaxFault) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        try checkDepth()
        var left = try product()
        while isSymbol("+") || isSymbol("-") {
            let sign: Arithmetic = token.text == "+" ? .add : .subtract
            index += 1
            let right = try product()
            left = try node(left.span.lowerBound..<right.span.upperBound, .arithmetic(sign, left, right))
        }
        return left
    }

    private mutating func product() throws(SyntaxFault) -> Syntax {
        var left = try power()
        while isSymbol("*") || isSymbol("/") {
            let sign: Arithmetic = token.text == "*" ? .multiply : .divide
            index += 1
            let right = try power()
            left = try node(left.span.lowerBound..<right.span.upperBound, .arithmetic(sign, left, right))
        }
        return left
    }

    private mutating func power() throws(SyntaxFault) -> Syntax {
        var left = try unary()
        while take(symbol: "**") {
            let right = try unary()
            left = try node(left.span.lowerBound..<right.span.upperBound, .arithmetic(.power, left, right))
        }
        return left
    }

    /// A sign binds closer than a power (rule 4: negation is the last of the arithmetic expressions).
    private mutating func unary() throws(SyntaxFault) -> Syntax {
        let start = token.span.lowerBound
        var signs = 0
        while take(symbol: "-") { signs += 1 }
        guard signs <= Self.maximumDepth else { throw SyntaxFault(token.span, "too many signs", mend: "Write one '-'.") }
        var value = try postfix()
        for _ in 0..<signs { value = try node(start..<value.span.upperBound, .negation(value)) }
        return value
    }
}
