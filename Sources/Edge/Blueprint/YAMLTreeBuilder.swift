import Kernel

/// Builds the tree from events. A fault of grammar ends it; a finding about one node does not.
struct YAMLTreeBuilder: ~Copyable {
    let file: String
    let lines: SourceLines
    let limits: YAML.Limits
    var events: YAMLEvents
    var diagnostics = Diagnostics()
    private var depth = 0
    private var nodes = 0

    /// Why reading had to stop; the finding is already among the diagnostics.
    private struct Stop: Error {}

    init(file: String, lines: SourceLines, limits: YAML.Limits, events: consuming YAMLEvents) {
        self.file = file
        self.lines = lines
        self.limits = limits
        self.events = events
    }

    mutating func document() -> SourceNode? {
        do {
            guard case .documentStart = try next().event else { return empty() }
            let root = try node(try next())
            _ = try next()
            let after = try next()
            if case .documentStart = after.event {
                diagnostics.error(
                    location(after.start), "a second document begins here",
                    mend: "Keep one document in a file: remove the '---', or move the rest to its own file.")
                return nil
            }
            return root
        } catch {
            return nil
        }
    }

    /// A file of nothing, or of comments.
    private func empty() -> SourceNode {
        SourceNode(.scalar(SourceScalar("", start: SourcePosition(line: 1, column: 1))), at: SourceLocation(file: file, line: 1, column: 1))
    }

    private mutating func next() throws(Stop) -> YAMLEvents.Item {
        do {
            return try events.next()
        } catch {
            diagnostics.append(error.explained(file: file, lines: lines))
            throw Stop()
        }
    }

    private func location(_ position: SourcePosition) -> SourceLocation { SourceLocation(file: file, line: position.line, column: position.column) }

    private mutating func node(_ item: YAMLEvents.Item) throws(Stop) -> SourceNode {
        nodes += 1
        guard nodes <= limits.nodes else { throw stop(item, "the file has more than \(limits.nodes) values", mend: "Split it into several files.") }
        check(item)
        switch item.event {
        case .scalar(let text, let style):
            if style == .plain { checkComment(behind: item) }
            return SourceNode(.scalar(scalar(text, style, item)), at: location(item.start))
        case .alias(let name):
            diagnostics.error(
                location(item.start), "'*\(name)' repeats another value, which is not allowed here",
                mend: "Write the value out. If the star belongs to a text, put the text in quotation marks.")
            return SourceNode(.scalar(SourceScalar("*\(name)", start: item.start)), at: location(item.start))
        case .listStart:
            return try nested(item) { builder throws(Stop) in try builder.list() }
        case .mapStart:
            return try nested(item) { builder throws(Stop) in try builder.map() }
        case .documentStart, .documentEnd, .streamEnd, .listEnd, .mapEnd:
            // libyaml's grammar never lets one of these stand where a node must.
            throw stop(item, "a value is missing here", mend: nil)
        }
    }

    private mutating func nested(
        _ item: YAMLEvents.Item, _ content: (inout YAMLTreeBuilder) throws(Stop) -> SourceNode.Content
    ) throws(Stop) -> SourceNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.depth else {
            throw stop(item, "values are nested more than \(limits.depth) levels deep", mend: "Give inner parts files or names of their own.")
        }
        return SourceNode(try content(&self), at: location(item.start))
    }

    private mutating func list() throws(Stop) -> SourceNode.Content {
        var items: [SourceNode] = []
        while true {
            let item = try next()
            if case .listEnd = item.event { return .list(items) }
            items.append(try node(item))
        }
    }

    private mutating func map() throws(Stop) -> SourceNode.Content {
        var entries: [SourceNode.Entry] = []
        var lines: [String: Int] = [:]
        while true {
            let item = try next()
            if case .mapEnd = item.event { return .map(entries) }
            let key = try node(item)
            let value = try node(try next())
            guard let name = key.text else {
                diagnostics.error(
                    key.location, "a key must be a text",
                    mend: "If '{' or '[' begins a text (a template's '{{…}}'), put the text in quotation marks.")
                continue
            }
            if let line = lines[name] {
                diagnostics.error(key.location, "the key '\(name)' already stands on line \(line)", mend: "Remove one of them, or join them.")
                continue
            }
            lines[name] = key.location.position.line
            entries.append(SourceNode.Entry(key: name, keyLocation: key.location, value: value))
        }
    }

    private mutating func check(_ item: YAMLEvents.Item) {
        if item.hasAnchor {
            diagnostics.error(
                location(item.start), "'&' names a value for repeating it, which is not allowed here",
                mend: "Remove the name. If the '&' belongs to a text, put the text in quotation marks.")
        }
        if let tag = item.tag {
            diagnostics.error(
                location(item.start), "the tag '\(tag)' is not allowed here",
                mend: "Remove it. If the '!' belongs to a text, put the text in quotation marks.")
        }
    }

    /// `Form #5` is "Form": a number sign behind a blank begins a comment, which most who do not know it write without a blank behind.
    private mutating func checkComment(behind item: YAMLEvents.Item) {
        let (line, end) = (lines.line(item.end.line), lines.offset(of: item.end))
        guard end >= line.startIndex, end < line.endIndex else { return }
        let rest = line[end...]
        guard let sign = rest.firstIndex(where: { $0 != UInt8(ascii: " ") }), sign > rest.startIndex, rest[sign] == UInt8(ascii: "#"), sign + 1 < rest.endIndex,
            !" #\r\n\t!-=".utf8.contains(rest[sign + 1])
        else { return }
        let place = SourcePosition(line: item.end.line, column: item.end.column + sign - rest.startIndex)
        diagnostics.warning(
            location(place), "what stands behind '#' is a comment and not read",
            mend: "Put the text in quotation marks; a comment has a blank behind its '#'.")
    }

    private mutating func stop(_ item: YAMLEvents.Item, _ message: String, mend: String?) -> Stop {
        diagnostics.error(location(item.start), message, mend: mend)
        return Stop()
    }
}

// MARK: - Where a scalar's text begins

extension YAMLTreeBuilder {
    private func scalar(_ text: String, _ style: SourceScalar.Style, _ item: YAMLEvents.Item) -> SourceScalar {
        switch style {
        case .plain:
            let verbatim = item.start.line == item.end.line ? nil : lines.text(from: item.start, to: item.end)
            return SourceScalar(text, style: style, start: item.start, verbatim: verbatim)
        case .singleQuoted, .doubleQuoted:
            let start = SourcePosition(line: item.start.line, column: item.start.column + 1)
            guard item.start.line != item.end.line else { return SourceScalar(text, style: style, start: start) }
            let inside = lines.text(from: start, to: SourcePosition(line: item.end.line, column: item.end.column - 1))
            // With escapes in it the text of the file is not the text meant; positions are then only near.
            let hasEscapes = inside.contains(style == .singleQuoted ? "''" : "\\")
            return SourceScalar(text, style: style, start: start, verbatim: hasEscapes ? nil : inside)
        case .literal, .folded:
            return block(text, style, item)
        }
    }

    /// The text of `|` and `>` begins on the first line below that is not blank.
    private func block(_ text: String, _ style: SourceScalar.Style, _ item: YAMLEvents.Item) -> SourceScalar {
        var number = item.start.line + 1
        while number < item.end.line {
            let line = lines.line(number)
            if let column = line.firstIndex(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D }) {
                let start = SourcePosition(line: number, column: column - line.startIndex + 1)
                return SourceScalar(text, style: style, start: start, verbatim: verbatim(from: start, to: item.end))
            }
            number += 1
        }
        let start = SourcePosition(line: number, column: lines.line(number).prefix { $0 == 0x20 }.count + 1)
        return SourceScalar(text, style: style, start: start, verbatim: verbatim(from: start, to: item.end))
    }

    private func verbatim(from start: SourcePosition, to end: SourcePosition) -> String {
        var text = lines.text(from: start, to: end)[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
