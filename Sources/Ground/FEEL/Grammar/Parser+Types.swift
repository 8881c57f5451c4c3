/// Types (rules 46 and 53).
extension Parser {
    mutating func type() throws(SyntaxFault) -> FEELType {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw SyntaxFault(token.span, "this type is nested deeper than \(Self.maximumDepth) levels", mend: "Name an inner type, or write Any.")
        }
        let start = token.span
        if let entry = typeNames.match(tokens, at: index), let type = namedTypes[entry.name] {
            index += entry.tokens.count
            return type
        }
        for (words, type) in Self.simpleTypes where words.indices.allSatisfy({ isWord(words[$0], ahead: $0) }) {
            index += words.count
            return type
        }
        let word = token.text
        index += 1
        switch word {
        case "list": return .list(try typeArgument())
        case "range": return .range(try typeArgument())
        case "context": return try Self.bounded(try contextType(), start)
        case "function": return try Self.bounded(try functionType(), start)
        default:
            throw SyntaxFault(
                start, "there is no type '\(word)'",
                mend: "The types are number, string, boolean, date, time, date and time, the two durations, list<…>, range<…>, context<…> and function<…>.")
        }
    }

    /// Named types are shared, so that a line could describe more parts than there is time for.
    private static func bounded(_ type: FEELType, _ span: Range<Int>) throws(SyntaxFault) -> FEELType {
        guard !type.isLarger() else {
            throw SyntaxFault(span, "this type has more than \(FEELType.mostParts) parts in each other", mend: "Write Any.")
        }
        return type
    }

    /// nil for the name of a type that lacks its parameters (table 61: `123 instance of list` is null).
    mutating func instanceType() throws(SyntaxFault) -> FEELType? {
        if ["list", "range", "context", "function"].contains(token.text), !isSymbol("<", ahead: 1), typeNames.match(tokens, at: index) == nil {
            index += 1
            return nil
        }
        return try type()
    }

    private static let simpleTypes: [([String], FEELType)] = [
        (["date", "and", "time"], .dateAndTime), (["days", "and", "time", "duration"], .daysAndTimeDuration),
        (["years", "and", "months", "duration"], .yearsAndMonthsDuration), (["number"], .number), (["string"], .string), (["boolean"], .boolean),
        (["date"], .date), (["time"], .time), (["Any"], .any), (["Null"], .null),
    ]

    private mutating func typeArgument() throws(SyntaxFault) -> FEELType {
        guard take(symbol: "<") else { return .any }
        let type = try type()
        try need(symbol: ">", "Write: list<number>.")
        return type
    }

    private mutating func contextType() throws(SyntaxFault) -> FEELType {
        var members: [String: FEELType] = [:]
        guard take(symbol: "<") else { return .context([:]) }
        while !take(symbol: ">") {
            let name = try declaredName(until: [":", ">"], "a member's name is missing")
            try need(symbol: ":", "Write: context<name: type>.")
            members[name] = try type()
            if !isSymbol(">") { try need(symbol: ",", "Members are separated by commas.") }
        }
        return .context(members)
    }

    private mutating func functionType() throws(SyntaxFault) -> FEELType {
        var parameters: [FEELType] = []
        try need(symbol: "<", "Write: function<number> -> string.")
        while !take(symbol: ">") {
            parameters.append(try type())
            if !isSymbol(">") { try need(symbol: ",", "Parameters are separated by commas.") }
        }
        try need(symbol: "->", "Write: function<number> -> string.")
        return .function(parameters: parameters, result: try type())
    }
}
