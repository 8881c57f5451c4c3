import Kernel

extension YAMLEvents.Fault {
    /// libyaml's complaint in words that say what to do. The commonest slips are told by the line itself.
    func explained(file: String, lines: SourceLines) -> Diagnostic {
        let (place, message, mend) = explanation(lines)
        return Diagnostic(.error, SourceLocation(file: file, line: place.line, column: place.column), message, mend: mend)
    }

    private typealias Explanation = (SourcePosition, message: String, mend: String)

    private func explanation(_ lines: SourceLines) -> Explanation {
        if let offset { return (lines.position(of: offset), "a control character stands here", "Remove it.") }
        return merge(lines) ?? tab(lines) ?? blank(lines) ?? quotation(lines) ?? bracket(lines) ?? mark(lines) ?? indentation()
            ?? (position, "this is not YAML: \(problem)", "Mend the line; putting a text in quotation marks often helps.")
    }

    /// The marks that git leaves in a file where two changes meet.
    private func merge(_ lines: SourceLines) -> Explanation? {
        for number in 1...max(1, min(position.line, lines.count)) {
            guard lines.line(number).starts(with: "<<<<<<< ".utf8) else { continue }
            return (
                SourcePosition(line: number, column: 1), "these are the marks of a merge that was not finished",
                "Keep the lines that are right, and remove the three lines with the marks."
            )
        }
        return nil
    }

    /// Word processors and web pages give blanks that only look like some.
    private func blank(_ lines: SourceLines) -> Explanation? {
        for number in [position.line, position.line - 1] {
            let line = lines.line(number)
            guard let first = line.firstIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }), line[first...].starts(with: [0xC2, 0xA0]) else {
                continue
            }
            return (
                SourcePosition(line: number, column: first - line.startIndex + 1), "a no-break space stands where YAML wants spaces",
                "Indent with plain spaces; two for each level."
            )
        }
        return nil
    }

    private func tab(_ lines: SourceLines) -> Explanation? {
        for (index, byte) in lines.line(position.line).enumerated() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            case UInt8(ascii: "\t"):
                return (
                    SourcePosition(line: position.line, column: index + 1), "a tab stands where YAML wants spaces", "Indent with spaces; two for each level."
                )
            default: return nil
            }
        }
        return nil
    }

    private func quotation(_ lines: SourceLines) -> Explanation? {
        if context.contains("quoted scalar"), problem.contains("end of") || problem.contains("document indicator") {
            return (contextPosition, "this quotation mark is never closed", "Close it, or remove it.")
        }
        if problem.contains("escape") || problem.contains("hexadecimal") || problem.contains("Unicode character code") {
            return (position, "a backslash has a meaning of its own between double quotation marks", #"Write it twice ("\\"), or use single quotation marks."#)
        }
        let before = lines.text(from: SourcePosition(line: position.line, column: 1), to: position).trimmingSuffix { $0 == " " }
        if problem.contains("did not find expected key"), let last = before.last, last == "\"" || last == "'" {
            return (
                position, "a text goes on behind its closing quotation mark",
                "Put all of it between the marks; an apostrophe between single marks is written twice."
            )
        }
        return nil
    }

    private func bracket(_ lines: SourceLines) -> Explanation? {
        let mend = "Close it and put commas between the values; if it belongs to a text, put the text in quotation marks."
        if problem.contains("did not find expected ',' or") {
            let (open, close) = problem.contains("']'") ? ("[", "]") : ("{", "}")
            return (contextPosition, "this '\(open)' has no '\(close)' where one is needed", mend)
        }
        guard problem.contains("did not find expected node content") else { return nil }
        if lines.offset(of: position) >= lines.bytes.count { return (position, "the file ends inside '[' or '{'", mend) }
        let mark = character(lines)
        return (position, "a value is missing before '\(mark)'", "Write it, or remove the '\(mark)'; if it belongs to a text, put the text in quotation marks.")
    }

    /// So many characters may stand before the ':' of a key (YAML 1.1, section 7.3.3).
    private static let longestKey = 1_024
    private static let tooLong = "this key is longer than 1,024 characters"

    private func mark(_ lines: SourceLines) -> Explanation? {
        if problem.contains("mapping values are not allowed") {
            if let found = dash(lines) { return found }
            // Its ': ' is the first of the line, and comes too late for one.
            let before = lines.text(from: SourcePosition(line: position.line, column: 1), to: position)
            if before.utf8.count > Self.longestKey, !before.contains(": ") {
                return (SourcePosition(line: position.line, column: 1), Self.tooLong, "Give it a shorter name.")
            }
            if before.contains(" ? ") {
                return (position, "a second ': ' stands on this line", "Write: if a then b else c.")
            }
            return (position, "a second ': ' stands on this line", "Put the text in quotation marks, or mend the indentation.")
        }
        if problem.contains("could not find expected ':'") {
            if let found = dash(lines) { return found }
            if lines.line(contextPosition.line).count > Self.longestKey { return (contextPosition, Self.tooLong, "Give it a shorter name.") }
            return (contextPosition, "this line has no ': ' behind its key", "Write 'key: value', or indent the line below the text it continues.")
        }
        if problem.contains("found unexpected ':'") {
            return (position, "a ':' needs a space behind it", "Write 'key: value'; if it belongs to a text, put the text in quotation marks.")
        }
        if problem.contains("cannot start any token") {
            return (position, "a text cannot begin with '\(character(lines))'", "Put the text in quotation marks.")
        }
        if problem.contains("block sequence entries are not allowed") {
            return (position, "a list cannot begin behind its key", "Put '- ' on a line of its own; if it belongs to a text, put the text in quotation marks.")
        }
        if problem.contains("expected comment or line break") {
            return (position, "only a comment may stand behind '|' or '>'", "Begin the text on the next line, indented; or put it in quotation marks.")
        }
        return nil
    }

    /// A line that was meant as an item of a list: `-pay`, or with the long dash of a word processor. YAML takes it for a text that goes on.
    private func dash(_ lines: SourceLines) -> Explanation? {
        for number in [position.line - 1, contextPosition.line] {
            let text = String(decoding: lines.line(number), as: UTF8.self)
            let indent = text.prefix { $0 == " " }.count
            let item = text.dropFirst(indent)
            guard let sign = item.first, let second = item.dropFirst().first else { continue }
            let place = SourcePosition(line: number, column: indent + 1)
            if sign == "-", !second.isWhitespace, second != "-", !second.isNumber {
                return (place, "the dash of a list needs a blank behind it", "Write '- ' and then the item; a text that begins with '-' needs quotation marks.")
            }
            if "\u{2013}\u{2014}\u{2212}".contains(sign) {
                return (place, "a long dash stands here, which begins no item of a list", "Write '- ', with the short dash of the keyboard and a blank.")
            }
        }
        return nil
    }

    private func indentation() -> Explanation? {
        let signs = [
            "did not find expected key", "did not find expected '-' indicator", "not allowed in this context", "unexpected indentation", "less indented",
        ]
        guard signs.contains(where: problem.contains) else { return nil }
        return (
            position, "this line does not fit the lines above it",
            "Keys of one map, and dashes of one list, begin in the same column; a text with ': ', ' #' or quotation marks in it needs quotation marks around it."
        )
    }

    private func character(_ lines: SourceLines) -> String {
        lines.text(from: position, to: SourcePosition(line: position.line, column: position.column + 1))
    }
}
