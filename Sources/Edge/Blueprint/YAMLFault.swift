import Kernel

extension YAMLEvents.Fault {
    /// libyaml's complaint in words that say what to do. The commonest slips are told by the line itself.
    func explained(file: String, lines: SourceLines) -> Diagnostic {
        let at = SourceLocation(file: file, line: position.line, column: position.column)
        let opened = SourceLocation(file: file, line: contextPosition.line, column: contextPosition.column)
        func error(_ place: SourceLocation, _ message: String, _ mend: String) -> Diagnostic { Diagnostic(.error, place, message, mend: mend) }

        if let column = tabColumn(lines.line(position.line)) {
            return error(SourceLocation(file: file, line: position.line, column: column), "a tab stands where YAML wants spaces", "Indent with spaces; two for each level.")
        }
        if context.contains("quoted scalar"), problem.contains("end of") {
            return error(opened, "this quotation mark is never closed", "Close it, or remove it.")
        }
        if problem.contains("escape") || problem.contains("hexadecimal") || problem.contains("Unicode character code") {
            return error(at, "a backslash has a meaning of its own between double quotation marks", #"Write it twice ("\\"), or use single quotation marks."#)
        }
        if problem.contains("mapping values are not allowed") {
            return error(at, "a second ': ' stands on this line", "Put the text in quotation marks, or mend the indentation.")
        }
        if problem.contains("could not find expected ':'") {
            return error(opened, "this line has no ': ' behind its key", "Write 'key: value', or indent the line below the text it continues.")
        }
        if problem.contains("cannot start any token") {
            return error(at, "a text cannot begin with '\(character(at: position, lines: lines))'", "Put the text in quotation marks.")
        }
        if problem.contains("did not find expected ',' or") {
            let (open, close) = problem.contains("']'") ? ("[", "]") : ("{", "}")
            return error(opened, "this '\(open)' has no '\(close)' where one is needed", "Close it and put commas between the values; if it belongs to a text, put the text in quotation marks.")
        }
        if problem.contains("did not find expected key") || problem.contains("did not find expected '-' indicator") || problem.contains("not allowed in this context") {
            return error(at, "this line does not fit the lines above it", "Keys of one map, and dashes of one list, begin in the same column; a text with marks such as ': ', ' #' or quotation marks inside needs quotation marks around it.")
        }
        if problem.contains("control characters") || problem.contains("not allowed") && context.isEmpty && problem.contains("character") {
            return error(at, "a control character stands here", "Remove it.")
        }
        if problem.contains("document") {
            return error(at, "a line of '---' or '%' begins a document, and only one is allowed", "Remove the line.")
        }
        return error(at, "this is not YAML: \(problem)", "Mend the line; putting a text in quotation marks often helps.")
    }

    /// The column of a tab in the line's indentation (or behind a dash), if there is one.
    private func tabColumn(_ line: ArraySlice<UInt8>) -> Int? {
        for (index, byte) in line.enumerated() {
            switch byte {
            case UInt8(ascii: "\t"): return index + 1
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            default: return nil
            }
        }
        return nil
    }

    private func character(at position: SourcePosition, lines: SourceLines) -> String {
        lines.text(from: position, to: SourcePosition(line: position.line, column: position.column + 1))
    }
}
