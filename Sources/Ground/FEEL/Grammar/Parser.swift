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
    let typeNames: Vocabulary
    var index = 0
    /// Names in scope, outermost first, with one vocabulary for all members of records.
    var scopes: [Vocabulary]
    var members: Vocabulary
    var depth = 0
    private var attempts = 0
    /// In the upper end of a range, where `[` closes it.
    var bracketCloses = false

    init(_ source: String, names: Names) throws(SyntaxFault) {
        guard source.utf8.count <= Self.maximumLength else {
            throw SyntaxFault(0..<0, "this expression is longer than \(Self.maximumLength) bytes", mend: "Split it into named parts.")
        }
        var lexer = Lexer(source)
        tokens = lexer.all()
        if let fault = lexer.fault { throw fault }
        let vocabularies = names.vocabularies
        scopes = [BuiltIns.vocabulary, vocabularies.names]
        members = vocabularies.members
        namedTypes = names.namedTypes
        typeNames = vocabularies.types
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
}
