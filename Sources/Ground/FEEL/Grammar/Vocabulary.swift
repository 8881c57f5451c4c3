/// The names that the parser may join from several tokens, by their first token, longest first.
///
/// FEEL lets names hold spaces and signs (`date of birth`, `a+b`, `Mike's age`), so that only the names in scope tell where one ends
/// (DMN 1.5, section 10.3.1.4).
struct Vocabulary: Sendable {
    struct Entry: Sendable {
        var tokens: [String]
        var name: String
    }

    private var entries: [String: [Entry]] = [:]

    init(_ names: some Sequence<String> = []) { for name in names { insert(name) } }

    /// A record's key may be any text. One that holds a text in quotation marks, or an `@` literal, can be written as no name.
    mutating func insert(_ name: String) {
        var lexer = Lexer(name)
        let found = lexer.all().dropLast()
        guard found.first?.kind == .name, found.allSatisfy(\.standsInNames), lexer.fault == nil else { return }
        let tokens = found.map(\.text)
        let first = tokens[0]
        var list = entries[first] ?? []
        guard !list.contains(where: { $0.tokens == tokens }) else { return }
        list.insert(Entry(tokens: tokens, name: name), at: list.firstIndex { $0.tokens.count < tokens.count } ?? list.endIndex)
        entries[first] = list
    }

    /// The longest name that begins at `index`.
    func match(_ tokens: [Token], at index: Int) -> Entry? {
        guard tokens[index].kind == .name, let candidates = entries[tokens[index].text] else { return nil }
        return candidates.first { candidate in
            guard index + candidate.tokens.count <= tokens.count else { return false }
            for (offset, text) in candidate.tokens.enumerated().dropFirst() {
                let token = tokens[index + offset]
                if token.text != text || !token.standsInNames { return false }
            }
            return true
        }
    }
}
