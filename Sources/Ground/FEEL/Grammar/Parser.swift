import Kernel

/// Reads expressions and unary tests by recursive descent (DMN 1.5, section 10.3.1.2).
struct Parser {
    static let maximumLength = 100_000
    static let maximumDepth = 160
    /// Of the tree: chains such as 1 + 1 + 1 grow it too. Everything that walks it does so on the native stack.
    static let maximumHeight = 600
    static let keywords: Set<String> = [
        "and", "between", "else", "every", "external", "false", "for", "function", "if", "in", "instance", "not", "null", "of", "or", "return", "satisfies",
        "some", "then", "true",
    ]

    let tokens: [Token]
    let namedTypes: [String: FEELType]
    private let typeNames: Vocabulary
    var index = 0
    /// Names in scope, outermost first, with one vocabulary for all members of records.
    var scopes: [Vocabulary]
    var members: Vocabulary
    private var depth = 0
    private var attempts = 0
    /// In the upper end of a range, where `[` closes it.
    private var bracketCloses = false

    init(_ source: String, names: Names) throws(SyntaxFault) {
        guard source.utf8.count <= Self.maximumLength else {
            throw SyntaxFault(0..<0, "this expression is longer than \(Self.maximumLength) bytes", mend: "Split it into named parts.")
        }
        var lexer = Lexer(source)
        tokens = lexer.all()
        if let fault = lexer.fault { throw fault }
        scopes = [BuiltIns.vocabulary, names.vocabulary]
        members = names.memberVocabulary
        namedTypes = names.namedTypes
        typeNames = Vocabulary(names.namedTypes.keys)
    }

    // MARK: - Tokens

    var token: Token { tokens[index] }
    var previousEnd: Int { index > 0 ? tokens[index - 1].span.upperBound : 0 }

    func isSymbol(_ text: String, ahead: Int = 0) -> Bool {
        index + ahead < tokens.count && tokens[index + ahead].kind == .symbol && tokens[index + ahead].text == text
    }

    func isWord(_ text: String, ahead: Int = 0) -> Bool {
        index + ahead < tokens.count && tokens[index + ahead].kind == .name && tokens[index + ahead].text == text
    }

    mutating func take(symbol text: String) -> Bool {
        guard isSymbol(text) else { return false }
        index += 1
        return true
    }

    mutating func take(word text: String) -> Bool {
        guard isWord(text) else { return false }
        index += 1
        return true
    }

    mutating func need(symbol text: String, _ what: String) throws(SyntaxFault) {
        guard take(symbol: text) else { throw SyntaxFault(token.span, "'\(text)' is missing here", mend: what) }
    }

    mutating func need(word text: String, _ what: String) throws(SyntaxFault) {
        guard take(word: text) else { throw SyntaxFault(token.span, "the word '\(text)' is missing here", mend: what) }
    }

    func needEnd() throws(SyntaxFault) {
        guard token.kind == .end else {
            throw SyntaxFault(token.span, "'\(token.text)' does not fit here", mend: "Before it, the expression is complete. Is an operator missing?")
        }
    }

    /// Tries a reading and goes back where it fails.
    mutating func attempt<T>(_ read: (inout Parser) throws(SyntaxFault) -> T) -> T? {
        // Readings within readings would double with each level.
        attempts += 1
        guard attempts <= 1_000 else { return nil }
        let saved = (index, scopes, members, depth, bracketCloses)
        do { return try read(&self) } catch {
            (index, scopes, members, depth, bracketCloses) = saved
            return nil
        }
    }

    func node(_ span: Range<Int>, _ kind: Syntax.Kind) throws(SyntaxFault) -> Syntax {
        let node = Syntax(span, kind)
        guard node.height <= Self.maximumHeight else {
            throw SyntaxFault(span, "this expression has more than \(Self.maximumHeight) parts in each other", mend: "Split it into named parts.")
        }
        return node
    }

    // MARK: - Expressions, loosest binding first

    mutating func wholeExpression() throws(SyntaxFault) -> Syntax {
        let expression = try expression()
        try needEnd()
        return expression
    }

    mutating func expression() throws(SyntaxFault) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw SyntaxFault(token.span, "this is nested deeper than \(Self.maximumDepth) levels", mend: "Split the expression into named parts.")
        }
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

    mutating func sum() throws(SyntaxFault) -> Syntax {
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
        guard signs <= Self.maximumDepth else { throw SyntaxFault(token.span, "too many signs") }
        var value = try postfix()
        for _ in 0..<signs { value = try node(start..<value.span.upperBound, .negation(value)) }
        return value
    }

    // MARK: - What follows a value: members, filters, calls

    private mutating func postfix() throws(SyntaxFault) -> Syntax {
        var value = try primary()
        var length = 0
        while true {
            length += 1
            guard length <= Self.maximumDepth else { throw SyntaxFault(token.span, "this chain has more than \(Self.maximumDepth) links") }
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

    // MARK: - Names

    /// The longest known name; else words up to the next keyword or sign, as one unknown name.
    mutating func name() -> String {
        var best: Vocabulary.Entry?
        for scope in scopes {
            if let entry = scope.match(tokens, at: index), entry.tokens.count >= best?.tokens.count ?? 0 { best = entry }
        }
        guard let best else { return plainName() }
        // `date of brith` is no call of `date`, but a name that is not known.
        let next = tokens[index + best.tokens.count]
        if BuiltIns.all[best.name] != nil, next.kind == .name, !Self.stops.contains(next.text) { return plainName() }
        index += best.tokens.count
        return best.name
    }

    /// The keywords that end a name that is not known; `of` may stand in one.
    private static let stops = keywords.subtracting(["of"])

    private mutating func plainName() -> String {
        var words = [token.text]
        index += 1
        while token.kind == .name || token.kind == .number, !Self.stops.contains(token.text), tokens[index - 1].kind == .name || token.kind == .name {
            words.append(token.text)
            index += 1
        }
        return words.joined(separator: " ")
    }

    /// A name being declared: everything up to one of `ends`.
    mutating func declaredName(until ends: Set<String>, _ what: String) throws(SyntaxFault) -> String {
        let start = index
        while token.kind != .end, token.kind != .string, !ends.contains(token.text) { index += 1 }
        guard index > start, tokens[start].kind == .name else { throw SyntaxFault(tokens[start].span, what) }
        var name = ""
        for position in start..<index {
            // Words are separated by one space; signs keep the space, or the lack of it, that was written.
            if position > start, tokens[position - 1].span.upperBound < tokens[position].span.lowerBound { name += " " }
            name += tokens[position].text
        }
        return name
    }

    func declare(_ name: String) -> Vocabulary { Vocabulary([name]) }

    // MARK: - Types (rules 46 and 53)

    mutating func type() throws(SyntaxFault) -> FEELType {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw SyntaxFault(token.span, "this type is nested too deeply") }
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
        case "context": return try contextType()
        case "function": return try functionType()
        default:
            throw SyntaxFault(
                start, "there is no type '\(word)'",
                mend: "The types are number, string, boolean, date, time, date and time, the two durations, list<…>, range<…>, context<…> and function<…>.")
        }
    }

    /// nil for the name of a type that lacks its parameters (table 61: `123 instance of list` is null).
    private mutating func instanceType() throws(SyntaxFault) -> FEELType? {
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
