import Blueprint
import FEEL
import Kernel
import Messages

/// Finds the names of a template that mean nothing where they stand.
struct TemplateCheck {
    /// What a template may name besides the service's own names.
    static let extras: [String: FEELType] = [
        "title": .string, "outcome": .string, "message": .string, "reference": .string, "organisation": .string, "government": .string, "issued_on": .date,
        "valid_until": .date, "fields": .list(.context(["label": .string, "value": .string])),
    ]
    /// Lists in lists: a few lines must not make a book.
    static let deepest = 3

    let names: [String: FEELType]

    init(_ names: [String: FEELType]) { self.names = names.merging(Self.extras) { own, _ in own } }

    func run(_ template: PaperTemplate, _ diagnostics: inout Diagnostics) {
        // What is in scope within each open section: a list's item or a record, else nothing of its own.
        var open: [(item: FEELType?, isList: Bool)] = []
        for tag in template.tags {
            switch tag.kind {
            case .end: _ = open.popLast()
            case .value: _ = type(of: tag, open.compactMap(\.item), &diagnostics)
            case .inverted:
                _ = type(of: tag, open.compactMap(\.item), &diagnostics)
                open.append((nil, false))
            case .section:
                let type = type(of: tag, open.compactMap(\.item), &diagnostics)
                switch type {
                case .list(let element)?: open.append((element, true))
                case .context?: open.append((type, false))
                default: open.append((nil, false))
                }
                if open.count(where: \.isList) > Self.deepest {
                    diagnostics.error(tag.location, "lists stand in one another more than \(Self.deepest) deep", mend: "Split the template's text.")
                }
            }
        }
    }

    /// The type of what a tag names; nil where it is not known.
    private func type(of tag: LetterTag, _ scopes: [FEELType], _ diagnostics: inout Diagnostics) -> FEELType? {
        if tag.name == "." {
            if let item = scopes.last { return item }
            diagnostics.error(tag.location, "'{{.}}' stands in no list", mend: "It is the item of the list in whose section it stands.")
            return nil
        }
        var path = tag.name.split(separator: ".").map(String.init)[...]
        guard let first = path.popFirst() else { return nil }
        var known = Set(names.keys)
        var found = names[first]
        for scope in scopes {
            guard case .context(let members) = scope else { continue }
            known.formUnion(members.keys)
            if let member = members[first] { found = member }
        }
        guard var type = found else {
            report(first, among: known, tag, &diagnostics)
            return nil
        }
        for part in path {
            guard case .context(let members) = type else {
                if type == .any { return .any }
                diagnostics.error(tag.location, "'\(first)' is \(type.plainName) and has no '\(part)'", mend: "Write '{{\(first)}}'.")
                return nil
            }
            guard let member = members[part] else {
                report(part, among: Set(members.keys), tag, &diagnostics)
                return nil
            }
            type = member
        }
        return type
    }

    private func report(_ name: String, among known: Set<String>, _ tag: LetterTag, _ diagnostics: inout Diagnostics) {
        diagnostics.error(
            tag.location, "there is no '\(name)' that '{{\(tag.name)}}' could stand for",
            mend: Spelling.nearest(to: name, among: known).map { "Did you mean '\($0)'?" } ?? "Known here: \(known.sorted().joined(separator: ", ")).")
    }
}

extension ServiceReader {
    static let certificateTemplate = "certificate", letterTemplate = "letter"

    /// The template of a paper: the one it names, else the one that is called as the paper is.
    mutating func template(_ node: Checked, or standard: String) -> String? {
        guard let named = node["template"] else { return templates.has(standard) ? standard : nil }
        let name = named.text.hasSuffix(".mustache") ? String(named.text.dropLast(".mustache".count)) : named.text
        guard !templates.has(name) else { return name }
        diagnostics.error(
            named.location, "there is no template '\(name).mustache' beside this file",
            mend: Spelling.nearest(to: name, among: templates.names).map { "Did you mean '\($0)'?" } ?? "Write it, or leave 'template' out.")
        return nil
    }

    /// Names of all templates, their translations, and templates that no outcome uses.
    mutating func checkTemplates(_ outcomes: [Outcome], names: [String: FEELType]) {
        let used = Set(outcomes.flatMap { [$0.certificate?.template, $0.letter?.template].compactMap { $0 } })
        let check = TemplateCheck(names)
        for name in templates.names {
            for template in templates.all(name) { check.run(template, &diagnostics) }
            guard let first = templates.all(name).first else { continue }
            if !used.contains(name) {
                diagnostics.warning(
                    first.location, "no outcome uses this template", mend: "Name it under 'certificate' or 'letter' of an outcome: 'template: \(name)'.")
            }
            for language in templates.missingLanguages(of: name) {
                diagnostics.warning(first.location, "this template has no \(language) text", mend: "Write it in \(name).\(language).mustache.")
            }
        }
    }
}
