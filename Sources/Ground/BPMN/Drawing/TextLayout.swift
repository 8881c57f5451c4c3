import XML

/// Breaks labels into lines by the widths that a plain sans-serif face has, near enough for a box drawn by another tool.
struct TextLayout {
    var lines: [String]
    var size: Double
    var lineHeight: Double { size * 1.2 }
    var height: Double { Double(lines.count) * lineHeight }

    /// - Parameters:
    ///   - height: what the lines have to fit into; they shrink, and at the end are cut.
    init(_ text: String, width: Double, height: Double = .infinity, size: Double = 12, smallest: Double = 8) {
        let text = String(text.prefix(2_000))
        var size = size
        var lines = Self.wrap(text, width / size)
        while size > smallest, Double(lines.count) * size * 1.2 > height || Self.isBroken(lines, text) {
            size -= 0.5
            lines = Self.wrap(text, width / size)
        }
        let most = height.isFinite ? max(1, Int(height / (size * 1.2))) : 40
        if lines.count > most {
            lines = Array(lines.prefix(most))
            lines[most - 1] = String(lines[most - 1].dropLast(1)) + "…"
        }
        self.lines = lines
        self.size = size
    }

    /// Whether a word had to be cut.
    private static func isBroken(_ lines: [String], _ text: String) -> Bool {
        let words = Set(text.split(whereSeparator: \.isWhitespace))
        return lines.contains { line in line.split(separator: " ").contains { !words.contains($0) } }
    }

    private static func wrap(_ text: String, _ ems: Double) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(whereSeparator: \.isNewline) {
            var (line, used) = ("", 0.0)
            for word in paragraph.split(whereSeparator: \.isWhitespace) {
                let width = width(of: word)
                if !line.isEmpty, used + 0.28 + width <= ems {
                    line += " " + word
                    used += 0.28 + width
                    continue
                }
                if !line.isEmpty { lines.append(line) }
                (line, used) = ("", 0)
                for character in word {
                    let width = self.width(of: character)
                    if used + width > ems, !line.isEmpty {
                        lines.append(line)
                        (line, used) = ("", 0)
                    }
                    line.append(character)
                    used += width
                }
            }
            if !line.isEmpty { lines.append(line) }
        }
        return lines
    }

    static func width(of text: some StringProtocol) -> Double { text.reduce(0) { $0 + width(of: $1) } }

    /// In parts of the size.
    private static func width(of character: Character) -> Double {
        switch character {
        case "i", "j", "l", "'", "|", "I", ".", ",", ":", ";", "!": 0.26
        case "f", "t", "r", " ", "(", ")", "[", "]", "/", "-": 0.33
        case "m", "M", "W", "%", "@": 0.86
        case "w", "C", "D", "G", "H", "N", "O", "Q", "R", "U": 0.72
        case "c", "k", "s", "v", "x", "y", "z", "J": 0.5
        case "A", "B", "E", "K", "P", "S", "V", "X", "Y", "&": 0.67
        default: character.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false ? 1 : 0.56
        }
    }

    /// Lines around a middle, from `top` on.
    func drawn(x: Double, top: Double, anchor: String = "middle", classes: String) -> XMLElement {
        let spans = lines.enumerated().map { index, line in
            SVG.text("tspan", ["x": SVG.number(x), "y": SVG.number(top + Double(index) * lineHeight + size * 0.95)], line)
        }
        return SVG.node("text", ["class": classes, "font-size": SVG.number(size), "text-anchor": anchor], spans)
    }

    func centred(in bounds: Diagram.Bounds, classes: String) -> XMLElement {
        drawn(x: bounds.midX, top: bounds.midY - height / 2, classes: classes)
    }
}
