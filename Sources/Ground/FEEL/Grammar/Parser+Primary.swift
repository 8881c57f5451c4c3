import Kernel

extension Parser {
    /// Literals, names, and everything that begins with a word or a bracket of its own.
    mutating func primary() throws(SyntaxFault) -> Syntax {
        let start = token
        switch start.kind {
        case .number:
            index += 1
            guard let value = Decimal128(start.text) else {
                throw SyntaxFault(start.span, "this number is too large", mend: "Numbers have 34 digits and end at 1E6145.")
            }
            return Syntax(start.span, .literal(.number(value)))
        case .string:
            index += 1
            return Syntax(start.span, .literal(.string(start.text)))
        case .temporal:
            index += 1
            return Syntax(start.span, .literal(try temporal(start)))
        case .name: return try word()
        case .symbol: return try bracket()
        case .end: throw SyntaxFault(start.span, "the expression ends too soon", mend: "A value is missing here.")
        }
    }

    /// Rule 62: a date, a time, a date and time or a duration.
    private func temporal(_ token: Token) throws(SyntaxFault) -> Value {
        if let date = TemporalReader.date(token.text) { return .date(date) }
        if let value = TemporalReader.dateAndTime(token.text) { return .dateAndTime(value) }
        if let time = TemporalReader.time(token.text) { return .time(time) }
        if let duration = TemporalReader.duration(token.text) { return duration }
        throw SyntaxFault(
            token.span, "'\(token.text)' is no date, time or duration",
            mend: "Write @\"2026-01-31\", @\"10:30:00\", @\"2026-01-31T10:30:00\", @\"P3D\" or @\"P1Y6M\".")
    }

    private mutating func word() throws(SyntaxFault) -> Syntax {
        let start = token
        // A known name of several words may begin with a keyword; a keyword alone is never a name.
        if Self.keywords.contains(start.text) {
            switch start.text {
            case "true", "false":
                index += 1
                return Syntax(start.span, .literal(.boolean(start.text == "true")))
            case "null":
                index += 1
                return Syntax(start.span, .literal(.null))
            case "if": return try conditional()
            case "for": return try iteration()
            case "some", "every": return try quantified()
            case "function" where isSymbol("(", ahead: 1): return try function()
            case "not" where isSymbol("(", ahead: 1): break
            default:
                throw SyntaxFault(
                    start.span, "the word '\(start.text)' does not fit here", mend: "A value is missing before it, or it belongs to a text in quotation marks.")
            }
        }
        let name = name()
        return Syntax(start.span.lowerBound..<previousEnd, .name(name))
    }

    private mutating func conditional() throws(SyntaxFault) -> Syntax {
        let start = token.span.lowerBound
        index += 1
        let condition = try inBrackets { parser throws(SyntaxFault) in try parser.expression() }
        try need(word: "then", "Write: if condition then value else value.")
        let then = try expression()
        try need(word: "else", "Every if needs an else: if condition then value else value.")
        let otherwise = try expression()
        return Syntax(start..<previousEnd, .conditional(condition, then: then, otherwise: otherwise))
    }

    private mutating func iteration() throws(SyntaxFault) -> Syntax {
        let start = token.span.lowerBound
        index += 1
        let (iterators, scopeCount) = try iterators()
        try need(word: "return", "Write: for item in list return value.")
        scopes.append(Vocabulary(["partial"]))
        let body = try expression()
        scopes.removeLast(scopeCount + 1)
        return Syntax(start..<previousEnd, .iteration(iterators, body))
    }

    private mutating func quantified() throws(SyntaxFault) -> Syntax {
        let start = token
        index += 1
        let (iterators, scopeCount) = try iterators()
        try need(word: "satisfies", "Write: \(start.text) item in list satisfies condition.")
        let body = try expression()
        scopes.removeLast(scopeCount)
        return Syntax(start.span.lowerBound..<previousEnd, .quantified(every: start.text == "every", iterators, body))
    }

    /// Each name is in scope for the domains that follow and for the body.
    private mutating func iterators() throws(SyntaxFault) -> ([Syntax.Iterator], scopes: Int) {
        var iterators: [Syntax.Iterator] = []
        while true {
            let nameStart = token.span.lowerBound
            let name = try declaredName(until: ["in", ","], "a name for each item is missing here")
            let nameSpan = nameStart..<previousEnd
            try need(word: "in", "Write: item in list.")
            let domain = try expression()
            let end = take(symbol: "..") ? try expression() : nil
            iterators.append(Syntax.Iterator(name: name, nameSpan: nameSpan, domain: domain, end: end))
            scopes.append(declare(name))
            guard iterators.count <= 16 else {
                throw SyntaxFault(token.span, "this runs over more than 16 lists at once", mend: "Split it into named parts.")
            }
            if !take(symbol: ",") { return (iterators, iterators.count) }
        }
    }

    mutating func function() throws(SyntaxFault) -> Syntax {
        let start = token.span.lowerBound
        index += 2
        var parameters: [Function.Parameter] = []
        while !take(symbol: ")") {
            let name = try declaredName(until: [":", ",", ")"], "a parameter's name is missing here")
            parameters.append(Function.Parameter(name, take(symbol: ":") ? try type() : .any))
            if !isSymbol(")") { try need(symbol: ",", "Parameters are separated by commas.") }
        }
        if take(word: "external") {
            let body = try expression()
            return Syntax(start..<previousEnd, .external(parameters, body))
        }
        scopes.append(Vocabulary(parameters.map(\.name)))
        let body = try expression()
        scopes.removeLast()
        return Syntax(start..<previousEnd, .function(parameters, body))
    }

    private mutating func bracket() throws(SyntaxFault) -> Syntax {
        let start = token
        switch start.text {
        case "(": return try inBrackets { parser throws(SyntaxFault) in try parser.parenthesis() }
        case "[": return try inBrackets { parser throws(SyntaxFault) in try parser.listOrRange() }
        case "]":
            index += 1
            let low = try inBrackets { parser throws(SyntaxFault) in try parser.sum() }
            try need(symbol: "..", "']' here begins a range: ]1..10].")
            return try rangeEnd(start.span.lowerBound, low, startIncluded: false)
        case "{": return try inBrackets { parser throws(SyntaxFault) in try parser.context() }
        default:
            throw SyntaxFault(start.span, "'\(start.text)' does not fit here", mend: "A value is missing before it.")
        }
    }

    /// A value in parentheses, a range that begins open, or a comparison as a range.
    private mutating func parenthesis() throws(SyntaxFault) -> Syntax {
        let start = token.span.lowerBound
        index += 1
        if comparisonSign() != nil {
            let test = try test()
            try need(symbol: ")", "Write: (< 10).")
            return Syntax(start..<previousEnd, test.kind)
        }
        let value = try expression()
        if take(symbol: "..") { return try rangeEnd(start, value, startIncluded: false) }
        try need(symbol: ")", "The opening parenthesis needs a closing one.")
        // The parentheses belong to the node, so that an explanation shows them.
        return Syntax(start..<previousEnd, value.kind)
    }

    private mutating func listOrRange() throws(SyntaxFault) -> Syntax {
        let start = token.span.lowerBound
        index += 1
        var items: [Syntax] = []
        if take(symbol: "]") { return Syntax(start..<previousEnd, .list([])) }
        while true {
            items.append(try listItem())
            if items.count == 1, take(symbol: "..") { return try rangeEnd(start, items[0], startIncluded: true) }
            if take(symbol: ",") { continue }
            try need(symbol: "]", "A list stands in brackets, separated by commas: [1, 2, 3].")
            return Syntax(start..<previousEnd, .list(items))
        }
    }

    private mutating func listItem() throws(SyntaxFault) -> Syntax {
        comparisonSign() != nil ? try test() : try expression()
    }

    /// Behind `..`: the upper end, and `]` where it belongs to the range, `)` or `[` where it does not.
    private mutating func rangeEnd(_ start: Int, _ low: Syntax, startIncluded: Bool) throws(SyntaxFault) -> Syntax {
        let (high, endIncluded) = try upperEnd()
        return Syntax(start..<previousEnd, .range(start: low, startIncluded: startIncluded, end: high, endIncluded: endIncluded))
    }

    private mutating func upperEnd() throws(SyntaxFault) -> (Syntax, included: Bool) {
        // `[1..x[1]]` has a filter, `[1..x[` has not: the first reading that closes is taken.
        if let found = attempt({ parser throws(SyntaxFault) in try parser.closedEnd() }) { return found }
        let high = try withClosingBracket { parser throws(SyntaxFault) in try parser.sum() }
        return (high, try rangeCloser())
    }

    private mutating func closedEnd() throws(SyntaxFault) -> (Syntax, included: Bool) {
        let high = try sum()
        return (high, try rangeCloser())
    }

    private mutating func rangeCloser() throws(SyntaxFault) -> Bool {
        if take(symbol: "]") { return true }
        if take(symbol: ")") || take(symbol: "[") { return false }
        throw SyntaxFault(token.span, "the range has no end", mend: "Close it with ] where the last value belongs to it, with ) where it does not.")
    }

    /// Rules 57 to 59. Keys are names or text; each is in scope for the entries behind it.
    mutating func context() throws(SyntaxFault) -> Syntax {
        let start = token.span.lowerBound
        index += 1
        var entries: [Syntax.Entry] = []
        while !take(symbol: "}") {
            let keyStart = token.span.lowerBound
            let key: String
            if token.kind == .string {
                key = token.text
                index += 1
            } else {
                key = try declaredName(until: [":", ",", "}"], "an entry's name is missing here")
            }
            let keySpan = keyStart..<previousEnd
            try need(symbol: ":", "Write: {name: value}.")
            members.insert(key)
            // The entry's own name is known inside it for a function that calls itself.
            scopes.append(declare(key))
            entries.append(Syntax.Entry(key: key, keySpan: keySpan, value: try expression()))
            if !isSymbol("}") { try need(symbol: ",", "Entries are separated by commas.") }
        }
        scopes.removeLast(entries.count)
        return Syntax(start..<previousEnd, .context(entries))
    }
}
