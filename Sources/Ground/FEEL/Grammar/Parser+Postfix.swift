/// What follows a value: members, filters and calls.
extension Parser {
    mutating func postfix() throws(SyntaxFault) -> Syntax {
        var value = try primary()
        var length = 0
        while true {
            length += 1
            guard length <= Self.maximumDepth else {
                throw SyntaxFault(token.span, "this chain has more than \(Self.maximumDepth) links", mend: "Split it into named parts.")
            }
            let start = value.span.lowerBound
            if isSymbol("."), index + 1 < tokens.count, tokens[index + 1].kind == .name {
                index += 1
                let member = memberName()
                value = try node(start..<previousEnd, .path(value, member: member))
            } else if isSymbol("["), !bracketCloses {
                index += 1
                scopes.append(members)
                scopes.append(Vocabulary(["item"]))
                let filter = try inBrackets { parser throws(SyntaxFault) in try parser.expression() }
                scopes.removeLast(2)
                try need(symbol: "]", "A filter stands in brackets: list[condition].")
                value = try node(start..<previousEnd, .filter(value, filter))
            } else if isSymbol("(") {
                index += 1
                let arguments = try inBrackets { parser throws(SyntaxFault) in try parser.arguments() }
                value = try node(start..<previousEnd, .call(value, arguments))
            } else {
                return value
            }
        }
    }

    /// Inside any bracket a `[` filters again.
    mutating func inBrackets<T>(_ read: (inout Parser) throws(SyntaxFault) -> T) throws(SyntaxFault) -> T {
        let saved = bracketCloses
        bracketCloses = false
        defer { bracketCloses = saved }
        return try read(&self)
    }

    /// In the upper end of a range a `[` closes it.
    mutating func withClosingBracket<T>(_ read: (inout Parser) throws(SyntaxFault) -> T) throws(SyntaxFault) -> T {
        let saved = bracketCloses
        bracketCloses = true
        defer { bracketCloses = saved }
        return try read(&self)
    }

    private mutating func memberName() -> String {
        if let entry = members.match(tokens, at: index) {
            index += entry.tokens.count
            return entry.name
        }
        return plainName()
    }

    private mutating func arguments() throws(SyntaxFault) -> [Syntax.Argument] {
        var arguments: [Syntax.Argument] = []
        if take(symbol: ")") { return [] }
        while true {
            let name = argumentName()
            arguments.append(Syntax.Argument(name: name, value: try expression()))
            if take(symbol: ",") { continue }
            try need(symbol: ")", "Arguments stand in parentheses, separated by commas.")
            return arguments
        }
    }

    /// `start position:` before an argument.
    private mutating func argumentName() -> String? {
        var end = index
        while tokens[end].kind == .name || (end > index && tokens[end].kind == .number) { end += 1 }
        guard end > index, tokens[end].kind == .symbol, tokens[end].text == ":" else { return nil }
        let name = tokens[index..<end].map(\.text).joined(separator: " ")
        index = end + 1
        return name
    }
}
