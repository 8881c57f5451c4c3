import Foundation
import Kernel
import Mustache
import Paper

/// A template that designers edit: Mustache, whose values can be nothing but text.
///
/// Values are escaped before Mustache sees them, for plain mail or for the small Markdown that papers are made of, so
/// neither `{{{triple braces}}}` nor anything else in a template lets a value become markup.
public struct LetterTemplate: Sendable {
    private let template: MustacheTemplate
    /// What the template asks for: `answers.name` of `{{answers.name}}`, in the order of first use.
    public let names: [String]

    /// - Throws: `MESSAGES-201` with the place and what is wrong there.
    public init(_ source: String, location: SourceLocation) throws(PolityError) {
        do {
            // Escaping is ours; Mustache's own is for HTML.
            template = try MustacheTemplate(string: Self.prefix + source)
        } catch let error as MustacheTemplate.ParserError {
            let place = SourceLocation(file: location.file, line: max(1, error.context.lineNumber - 1), column: max(1, error.context.columnNumber))
            throw PolityError(.invalid, "MESSAGES-201", "\(place): \(Self.wording(of: error.error))")
        } catch {
            throw PolityError(.invalid, "MESSAGES-201", "\(location): this template cannot be read")
        }
        names = Self.names(in: source)
    }

    /// For mail and messages.
    public func text(_ values: JSON) -> String {
        template.render(Self.tree(values) { $0.filter { $0 != "\r" } })
    }

    /// For papers: the blocks of the Markdown the template makes.
    ///
    /// - Throws: `PAPER-101` when it makes too much.
    public func blocks(_ values: JSON) throws(PolityError) -> [PaperDocument.Block] {
        try PaperDocument.blocks(markdown: template.render(Self.tree(values, PaperDocument.escaped)))
    }

    /// On a line of its own, which leaves none behind: a section may then begin the template's first line.
    private static let prefix = "{{% CONTENT_TYPE:TEXT}}\n"

    /// Mustache asks for Swift's dictionaries and arrays. A missing or null value prints nothing and opens no section.
    private static func tree(_ value: JSON, _ escape: (String) -> String) -> [String: Any] {
        var object: [String: Any] = [:]
        for member in value.members ?? [] { object[member.name] = leaf(member.value, escape) }
        return object
    }

    private static func leaf(_ value: JSON, _ escape: (String) -> String) -> Any? {
        switch value {
        case .null: nil
        case .bool(let bool): bool
        case .number(let number): escape(number.description)
        case .string(let text): text.isEmpty ? nil : escape(text)
        case .array(let items): PrintedList(items: items.compactMap { leaf($0, escape) })
        case .object:
            if let text = value[""]?.string {
                PrintedValue(renderText: escape(text), isNull: value["?"]?.bool == false, members: tree(value, escape))
            } else {
                tree(value, escape)
            }
        }
    }

    private static func names(in source: String) -> [String] {
        var names: [String] = []
        for piece in source.components(separatedBy: "{{").dropFirst() {
            guard let end = piece.range(of: "}}") else { continue }
            let tag = piece[..<end.lowerBound]
            guard let sign = tag.first, !"!>%/=".contains(sign) else { continue }
            let name = tag.drop { "#^&{ ".contains($0) }.prefix { !"} ".contains($0) }
            if !name.isEmpty, name != ".", !names.contains(String(name)) { names.append(String(name)) }
        }
        return names
    }

    private static func wording(of error: any Error) -> String {
        guard let error = error as? MustacheTemplate.Error else { return "this template cannot be read" }
        switch error {
        case .sectionCloseNameIncorrect: return "this closes another section than the one that is open"
        case .unfinishedName: return "a name in braces is not closed with '}}'"
        case .expectedSectionEnd: return "a section is not closed"
        default: return "this template cannot be read"
        }
    }
}
