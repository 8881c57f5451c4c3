extension Dialect {
    /// A statement of the common dialect in this one. Done once for each text; the drivers keep what comes of it.
    func statement(_ text: String) -> String {
        switch self {
        case .sqlite:
            guard text.utf8.contains(JSONMember.opening) else { return text }
            return SQLToken.all(in: text).map { $0.kind == .member ? member($0) : $0.text }.joined()
        case .postgres:
            var count = 0
            return SQLToken.all(in: text).map { token in
                switch token.kind {
                case .member: return member(token)
                case .symbol where token.text == "?":
                    count += 1
                    return "$\(count)"
                default: return token.text
                }
            }.joined()
        }
    }

    private func member(_ token: SQLToken) -> String {
        JSONMember(placeholder: String(token.text.dropFirst().dropLast()))?.text(in: self) ?? token.text
    }
}
