/// Translates what JUEL and XPath have in common with FEEL: comparisons, `and`, `or`, `not`, arithmetic, names, paths, texts and numbers.
/// Whatever else stands there, it is not translated at all.
struct ForeignExpression {
    enum Dialect: Equatable {
        case feel, juel, xpath
        case other(String)
    }

    /// - Returns: nil for anything beyond that.
    static func feel(_ text: String, _ dialect: Dialect) -> String? {
        var text = Substring(text)
        if dialect == .juel, let first = text.first, first == "$" || first == "#" {
            guard text.dropFirst().first == "{", text.last == "}" else { return nil }
            text = text.dropFirst(2).dropLast()
        }
        guard text.utf8.count <= 4_000, let tokens = tokens(text) else { return nil }
        var parser = ForeignExpression(tokens: tokens, dialect: dialect)
        guard let result = parser.disjunction(0), parser.index == tokens.count else { return nil }
        return result.text
    }

    private enum Token: Equatable {
        case name(String), number(String), text(String), sign(String)
    }

    private struct Part {
        var text: String
        /// Whether it needs no parentheses inside something else.
        var isTight = true
    }

    private let tokens: [Token]
    private let dialect: Dialect
    private var index = 0

    private init(tokens: [Token], dialect: Dialect) {
        self.tokens = tokens
        self.dialect = dialect
    }

    /// What is no part of a name.
    private static let words: Set<String> = ["and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "div", "mod", "empty", "instanceof"]

    private static func tokens(_ text: Substring) -> [Token]? {
        var (rest, tokens): (Substring, [Token]) = (text, [])
        while let first = rest.first {
            if first.isWhitespace { rest.removeFirst(); continue }
            if first.isLetter || first == "_" {
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == ":" }
                tokens.append(.name(String(name)))
                rest = rest.dropFirst(name.count)
            } else if first.isNumber, first.isASCII {
                let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
                guard number.count(where: { $0 == "." }) <= 1, number.last != "." else { return nil }
                tokens.append(.number(String(number)))
                rest = rest.dropFirst(number.count)
            } else if first == "'" || first == "\"" {
                let body = rest.dropFirst().prefix { $0 != first }
                guard body.endIndex < rest.endIndex, !body.contains("\\"), !body.contains("\"") else { return nil }
                tokens.append(.text(String(body)))
                rest = rest.dropFirst(body.count + 2)
            } else {
                let signs = ["==", "!=", "<=", ">=", "&&", "||", "=", "<", ">", "!", "+", "-", "*", "/", "(", ")"]
                guard let sign = signs.first(where: { rest.hasPrefix($0) }) else { return nil }
                tokens.append(.sign(sign))
                rest = rest.dropFirst(sign.count)
            }
        }
        return tokens.isEmpty ? nil : tokens
    }

    private mutating func take(_ words: String...) -> Bool {
        guard index < tokens.count else { return false }
        switch tokens[index] {
        case .sign(let word) where words.contains(word), .name(let word) where words.contains(word):
            index += 1
            return true
        default: return false
        }
    }

    private mutating func disjunction(_ depth: Int) -> Part? {
        guard depth < 40, var left = conjunction(depth) else { return nil }
        while dialect == .juel ? take("||", "or") : take("or") {
            guard let right = conjunction(depth) else { return nil }
            left = Part(text: "\(left.text) or \(right.text)", isTight: false)
        }
        return left
    }

    private mutating func conjunction(_ depth: Int) -> Part? {
        guard var left = comparison(depth) else { return nil }
        while dialect == .juel ? take("&&", "and") : take("and") {
            guard let right = comparison(depth) else { return nil }
            left = Part(text: "\(left.text) and \(right.text)", isTight: false)
        }
        return left
    }

    private mutating func comparison(_ depth: Int) -> Part? {
        guard let left = sum(depth) else { return nil }
        let isJuel = dialect == .juel
        let signs: [(String, String)] =
            isJuel
            ? [
                ("==", "="), ("eq", "="), ("!=", "!="), ("ne", "!="), ("<=", "<="), ("le", "<="), (">=", ">="), ("ge", ">="), ("<", "<"), ("lt", "<"),
                (">", ">"), ("gt", ">"),
            ]
            : [("=", "="), ("!=", "!="), ("<=", "<="), (">=", ">="), ("<", "<"), (">", ">")]
        for (sign, feel) in signs where take(sign) {
            guard let right = sum(depth) else { return nil }
            return Part(text: "\(left.text) \(feel) \(right.text)", isTight: false)
        }
        return left
    }

    private mutating func sum(_ depth: Int) -> Part? {
        guard var left = product(depth) else { return nil }
        while true {
            let sign = take("+") ? "+" : take("-") ? "-" : nil
            guard let sign else { return left }
            guard let right = product(depth) else { return nil }
            left = Part(text: "\(left.text) \(sign) \(right.text)", isTight: false)
        }
    }

    private mutating func product(_ depth: Int) -> Part? {
        guard var left = unary(depth) else { return nil }
        while true {
            let sign = take("*") ? "*" : (dialect == .juel ? take("/", "div") : take("div")) ? "/" : nil
            guard let sign else { return left }
            guard let right = unary(depth) else { return nil }
            left = Part(text: "\(left.text) \(sign) \(right.text)", isTight: false)
        }
    }

    private mutating func unary(_ depth: Int) -> Part? {
        guard depth < 40 else { return nil }
        if dialect == .juel, take("!", "not") { return unary(depth + 1).map { Part(text: "not(\($0.text))") } }
        if take("-") { return unary(depth + 1).map { Part(text: "-\($0.text)") } }
        if take("(") {
            guard let inner = disjunction(depth + 1), take(")") else { return nil }
            return inner.isTight ? inner : Part(text: "(\(inner.text))")
        }
        guard index < tokens.count else { return nil }
        defer { index += 1 }
        switch tokens[index] {
        case .number(let text): return Part(text: text)
        case .text(let text): return Part(text: "\"\(text)\"")
        case .name(let name): return named(name, depth)
        case .sign: return nil
        }
    }

    /// Leaves `index` on the last token it used.
    private mutating func named(_ name: String, _ depth: Int) -> Part? {
        let isCall = index + 1 < tokens.count && tokens[index + 1] == .sign("(")
        if !isCall {
            guard !name.contains(":"), !name.hasSuffix("."), !["empty", "instanceof", "mod", "for", "if", "in", "return", "function"].contains(name) else {
                return nil
            }
            // Names of several words, as FEEL has them.
            var words = name
            while index + 1 < tokens.count, case .name(let next) = tokens[index + 1], !Self.words.contains(next), !next.contains(":") {
                words += " " + next
                index += 1
            }
            return Part(text: words)
        }
        guard dialect == .xpath else { return nil }
        let argument = index + 2
        switch name {
        case "bpmn:getDataObject", "bpmn:getDataInput", "bpmn:getDataOutput", "bpmn:getProcessProperty", "getDataObject":
            guard argument + 1 < tokens.count, case .text(let object) = tokens[argument], tokens[argument + 1] == .sign(")"), !object.isEmpty,
                object.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " })
            else { return nil }
            index = argument + 1
            return Part(text: object)
        case "true", "false":
            guard argument < tokens.count, tokens[argument] == .sign(")") else { return nil }
            index = argument
            return Part(text: name)
        case "not":
            index = argument
            guard let inner = disjunction(depth + 1), index < tokens.count, tokens[index] == .sign(")") else { return nil }
            return Part(text: "not(\(inner.text))")
        default: return nil
        }
    }
}
