import Kernel

/// What stands between double braces in a template: a value, or the beginning or end of a section.
public struct LetterTag: Sendable, Hashable {
    public enum Kind: Sendable, Hashable { case value, section, inverted, end }

    public var kind: Kind
    /// `answers.name`, or `.` for the item of a list.
    public var name: String
    public var location: SourceLocation
}

extension LetterTag {
    /// The tags of a template in their order. What templates here do not know (partials, blocks, other delimiters, functions) is an
    /// error at its place: a template is a text with values in it, and nothing that has to be run.
    static func read(_ source: String, at start: SourceLocation, diagnostics: inout Diagnostics) -> [LetterTag] {
        var tags: [LetterTag] = []
        var place = start
        var rest = source[...]
        func advance(over text: Substring) {
            for character in text {
                if character.isNewline { (place.position.line, place.position.column) = (place.position.line + 1, 1) } else { place.position.column += 1 }
            }
        }
        while let open = rest.firstRange(of: "{{") {
            advance(over: rest[..<open.lowerBound])
            let here = place
            let isRaw = rest[open.upperBound...].hasPrefix("{")
            guard let close = rest[open.upperBound...].firstRange(of: isRaw ? "}}}" : "}}") else {
                diagnostics.error(here, "a name in braces is not closed", mend: "Write '{{name}}'.")
                return tags
            }
            let inner = rest[open.upperBound..<close.lowerBound].drop { $0 == "{" || $0.isWhitespace }
            advance(over: rest[open.lowerBound..<close.upperBound])
            rest = rest[close.upperBound...]
            guard inner.first != "!" else { continue }
            if let tag = tag(inner, at: here, &diagnostics) { tags.append(tag) }
        }
        return tags
    }

    private static func tag(_ inner: Substring, at location: SourceLocation, _ diagnostics: inout Diagnostics) -> LetterTag? {
        let kinds: [Character: Kind] = ["#": .section, "^": .inverted, "/": .end, "&": .value]
        let kind = inner.first.flatMap { kinds[$0] }
        let name = (kind == nil ? inner : inner.dropFirst()).filter { !$0.isWhitespace }
        let isPlain = name == "." || (!name.isEmpty && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isName))
        guard isPlain else {
            diagnostics.error(
                location, "'{{\(inner)}}' cannot stand in a template",
                mend: "Write a name, '{{#name}} … {{/name}}' for a list or a condition, or '{{^name}} … {{/name}}' for what stands where it is empty.")
            return nil
        }
        return LetterTag(kind: kind ?? .value, name: name, location: location)
    }

    private static func isName(_ part: Substring) -> Bool {
        guard let first = part.first, first.isLetter || first == "_" else { return false }
        return part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
}

extension LetterTemplate {
    /// Largest template, in bytes.
    public static let maximumBytes = 100_000

    /// A template of the folder: its mistakes are findings at their places.
    ///
    /// - Returns: nil when `diagnostics` were given an error.
    public static func read(_ source: String, at location: SourceLocation, diagnostics: inout Diagnostics) -> (template: LetterTemplate, tags: [LetterTag])? {
        guard source.utf8.count <= maximumBytes else {
            diagnostics.error(location, "this template is larger than \(maximumBytes) bytes")
            return nil
        }
        var found = Diagnostics()
        let tags = LetterTag.read(source, at: location, diagnostics: &found)
        closing(tags, &found)
        defer { diagnostics.append(contentsOf: found) }
        guard !found.hasErrors else { return nil }
        do throws(PolityError) {
            return (try LetterTemplate(source, location: location), tags)
        } catch {
            found.error(location, error.message)
            return nil
        }
    }

    /// Each section is closed by its own name.
    private static func closing(_ tags: [LetterTag], _ diagnostics: inout Diagnostics) {
        var open: [LetterTag] = []
        for tag in tags {
            switch tag.kind {
            case .value: continue
            case .section, .inverted: open.append(tag)
            case .end:
                guard let last = open.popLast() else {
                    diagnostics.error(tag.location, "'{{/\(tag.name)}}' closes nothing", mend: "Remove it.")
                    continue
                }
                if last.name != tag.name {
                    diagnostics.error(
                        tag.location, "'{{/\(tag.name)}}' stands where '\(last.name)' is open", mend: "Close '\(last.name)' first: '{{/\(last.name)}}'.")
                }
            }
        }
        for tag in open { diagnostics.error(tag.location, "'\(tag.name)' is opened here and never closed", mend: "Write '{{/\(tag.name)}}' where it ends.") }
    }
}
