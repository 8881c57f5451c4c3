/// Names, which only the names in scope can end (section 10.3.1.4).
extension Parser {
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

    /// How many tokens the longest known name at `index` has.
    func lengthOfName(at index: Int) -> Int? { scopes.compactMap { $0.match(tokens, at: index)?.tokens.count }.max() }

    /// The keywords that end a name that is not known; `of` may stand in one.
    private static let stops = keywords.subtracting(["of"])

    mutating func plainName() -> String {
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
        while token.standsInNames, !ends.contains(token.text) { index += 1 }
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
}
