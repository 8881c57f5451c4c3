/// What stands inside a line: bold, italic, escapes, cells, and the colon between label and value.
enum MarkdownInline {
    /// Lines of one paragraph; a backslash at a line's end breaks it, else they run on.
    static func text(_ lines: [Substring]) -> RichText {
        var joined = ""
        for (index, line) in lines.enumerated() {
            joined += line
            if index < lines.count - 1 { joined += joined.reversed().prefix { $0 == "\\" }.count % 2 == 1 ? "n" : " " }
        }
        return text(joined[...])
    }

    /// `**bold**`, `*italic*` and `_italic_`. A sign that never closes is printed as it is.
    static func text(_ line: Substring) -> RichText {
        var spans: [Span] = []
        var current = ""
        var bold = false
        var italic: Character?
        func finish() {
            if !current.isEmpty { spans.append(Span(current, bold: bold, italic: italic != nil)) }
            current = ""
        }
        var rest = line
        while let character = rest.popFirst() {
            switch character {
            case "\\":
                guard let next = rest.popFirst() else { break }
                current.append(next == "n" ? "\n" : next)
            case "*" where rest.first == "*" && (bold || isFollowed(rest.dropFirst(), by: "**")):
                rest.removeFirst()
                finish()
                bold.toggle()
            case "*", "_":
                if italic == character {
                    finish()
                    italic = nil
                } else if italic == nil, !(current.last?.isLetter ?? false), isFollowed(rest, by: String(character)) {
                    finish()
                    italic = character
                } else {
                    current.append(character)
                }
            default: current.append(character)
            }
        }
        finish()
        return RichText(spans)
    }

    /// Whether `mark` comes again, not behind a backslash, and something stands before it.
    private static func isFollowed(_ text: Substring, by mark: String) -> Bool {
        guard let first = text.first, !first.isWhitespace else { return false }
        var rest = text
        while let character = rest.first {
            if rest.hasPrefix(mark) { return true }
            rest.removeFirst()
            if character == "\\" { _ = rest.popFirst() }
        }
        return false
    }

    /// The parts between bars that stand behind no backslash. A first and a last bar only close the row.
    static func cells(_ line: Substring) -> [Substring] {
        var cells: [Substring] = []
        var start = line.startIndex
        var index = line.startIndex
        while index < line.endIndex {
            if line[index] == "\\" {
                index = line.index(after: index)
                if index == line.endIndex { break }
            } else if line[index] == "|" {
                cells.append(line[start..<index].trimmed)
                start = line.index(after: index)
            }
            index = line.index(after: index)
        }
        cells.append(line[start...].trimmed)
        if line.hasPrefix("|") { cells.removeFirst() }
        if cells.last?.isEmpty == true, cells.count > 1 { cells.removeLast() }
        return cells
    }

    /// `Label: value`, where the label is short and no sentence ends in it.
    static func fact(_ line: Substring) -> PaperDocument.Fact? {
        var index = line.startIndex
        while index < line.endIndex, line[index] != ":" {
            if line[index] == "\\" { index = line.index(after: index) }
            guard index < line.endIndex, !".;!?".contains(line[index]) || line[..<index].hasSuffix("\\") else { return nil }
            index = line.index(after: index)
        }
        let label = line[..<index]
        guard index < line.endIndex, !label.isEmpty, label.count <= 48 else { return nil }
        let rest = line[line.index(after: index)...]
        guard rest.isEmpty || rest.first == " " else { return nil }
        return PaperDocument.Fact(text(label), text(rest.trimmed))
    }
}
