extension Diagnostic {
    /// The finding with the line it speaks of and a caret below the place, for a terminal.
    ///
    /// - Parameter source: the file's bytes; without them, or when the place is not in them, it is the plain form.
    public func rendered(source: [UInt8]?, colours: Bool = false) -> String {
        let paint = Paint(isOn: colours)
        var text = "\(paint.bold("\(location):")) \(paint.severity(severity)): \(message)"
        if let source, let excerpt = Self.excerpt(source, at: location.position) { text += "\n" + excerpt }
        if let mend { text += "\n    \(mend)" }
        return text
    }

    /// Long lines are cut to what surrounds the place.
    private static func excerpt(_ source: [UInt8], at position: SourcePosition) -> String? {
        let lines = source.split(separator: UInt8(ascii: "\n"), maxSplits: max(0, position.line), omittingEmptySubsequences: false)
        guard position.line >= 1, position.line <= lines.count, position.column >= 1 else { return nil }
        let characters = Array(String(decoding: lines[position.line - 1], as: UTF8.self).unicodeScalars).filter { $0 != "\r" }
        guard !characters.isEmpty, position.column <= characters.count + 1 else { return nil }
        let start = max(0, position.column - 70)
        let shown = characters[start..<min(characters.count, start + 100)]
        var line = "", blank = ""
        for (index, character) in shown.enumerated() {
            // Control characters of a hostile file must not reach the terminal.
            line.unicodeScalars.append(character.value < 32 && character != "\t" || character.value == 127 ? "\u{FFFD}" : character)
            if start + index < position.column - 1 { blank += character == "\t" ? "\t" : " " }
        }
        let number = String(position.line)
        let margin = String(repeating: " ", count: number.count)
        return "    \(number) | \(line)\n    \(margin) | \(blank)^"
    }
}

/// ECMA-48 colours, or none.
private struct Paint {
    var isOn: Bool

    func bold(_ text: String) -> String { isOn ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    func severity(_ severity: Diagnostic.Severity) -> String {
        guard isOn else { return severity.rawValue }
        return "\u{1B}[1;\(severity == .error ? 31 : 33)m\(severity.rawValue)\u{1B}[0m"
    }
}
