import Kernel

/// Compares a file with its translation to one language: what is missing, and what translates nothing.
struct TranslationCheck {
    let language: String
    var diagnostics: Diagnostics
    /// How many texts the file has for people.
    private(set) var textCount = 0

    init(language: String, isOfServed: Bool) {
        self.language = language
        diagnostics = Diagnostics(isOfServed: isOfServed)
    }

    /// - Parameters:
    ///   - translation: nil where the translation has nothing at all for this part.
    ///   - nearest: the innermost place of the translation that there is, for findings about what is not.
    mutating func compare(_ node: SourceNode, _ schema: Schema, with translation: SourceNode?, path: [String], nearest: SourceLocation) {
        let translation = translation?.isNull == true ? nil : translation
        let nearest = translation?.location ?? nearest
        switch schema.resolved(for: node) {
        case .text(let rule) where rule.isTranslatable: compare(text: node, with: translation, path, nearest)
        case .object(let object): compare(object: node, object, with: translation, path, nearest)
        case .dictionary(let value, let keys): compare(dictionary: node, value, keys, with: translation, path, nearest)
        case .list(let item, _, _): compare(list: node, item, with: translation, path, nearest)
        default: break
        }
    }

    private mutating func compare(text node: SourceNode, with translation: SourceNode?, _ path: [String], _ nearest: SourceLocation) {
        guard let text = node.text, !text.isEmpty else { return }
        textCount += 1
        guard let translation else {
            diagnostics.warning(nearest, "no \(language) text for '\(path.joined(separator: "."))'", mend: "Translate: \(text.shortened)")
            return
        }
        guard let translated = translation.text else {
            return diagnostics.error(
                translation.location, "the \(language) text for '\(path.joined(separator: "."))' must be a text, not \(translation.shape.name)",
                mend: "Write the translated text behind the key.")
        }
        let (wanted, used) = (text.placeholders, translated.placeholders)
        for name in used.subtracting(wanted).sorted() {
            let nearest = Spelling.nearest(to: name, among: wanted).map { "Did you mean '{{\($0)}}'?" }
            diagnostics.error(translation.location, "'{{\(name)}}' does not stand in the text that this translates", mend: nearest ?? "Remove it.")
        }
        for name in wanted.subtracting(used).sorted() {
            diagnostics.warning(translation.location, "the \(language) text leaves out '{{\(name)}}'", mend: "The text is: \(text.shortened)")
        }
    }

    private mutating func compare(object node: SourceNode, _ object: ObjectSchema, with translation: SourceNode?, _ path: [String], _ nearest: SourceLocation) {
        var known: [String] = []
        for entry in node.entries {
            guard let key = object.keys.first(where: { $0.name == entry.key }), key.schema.isTranslatable(for: entry.value) else { continue }
            known.append(entry.key)
            compare(entry.value, key.schema, with: translation?[entry.key], path: path + [entry.key], nearest: nearest)
        }
        checkKeys(of: translation, known)
    }

    private mutating func compare(
        dictionary node: SourceNode, _ value: Schema, _ keys: Schema.TextRule, with translation: SourceNode?, _ path: [String], _ nearest: SourceLocation
    ) {
        var known: [String] = []
        // Keys that people read, as a certificate's labels are: the translation has the label in the value's place.
        for entry in node.entries where keys.isTranslatable {
            known.append(entry.key)
            let key = SourceNode(.scalar(SourceScalar(entry.key, style: .doubleQuoted, start: entry.keyLocation.position)), at: entry.keyLocation)
            compare(text: key, with: translation?[entry.key], path + [entry.key], nearest)
        }
        if keys.isTranslatable { return checkKeys(of: translation, known) }
        for entry in node.entries where value.isTranslatable(for: entry.value) {
            known.append(entry.key)
            compare(entry.value, value, with: translation?[entry.key], path: path + [entry.key], nearest: nearest)
        }
        checkKeys(of: translation, known)
    }

    private mutating func compare(list node: SourceNode, _ item: Schema, with translation: SourceNode?, _ path: [String], _ nearest: SourceLocation) {
        var known: [String] = []
        for (index, entry) in node.items.enumerated() where item.isTranslatable(for: entry) {
            let name = entry.ownName
            if let name { known.append(name) }
            compare(
                entry, item, with: translation?.translation(of: entry, at: index), path: path + (entry.isNamedByItsKey ? [] : [name ?? String(index + 1)]),
                nearest: nearest)
        }
        checkKeys(of: translation, known)
    }

    private mutating func checkKeys(of translation: SourceNode?, _ known: [String]) {
        let names = Set(known)
        // Of thousands nobody wants a list, and comparing each with each takes long.
        let near = known.prefix(1_000)
        for entry in translation?.entries ?? [] where !names.contains(entry.key) {
            let nearest = Spelling.nearest(to: entry.key, among: near).map { "Did you mean '\($0)'?" }
            let some = known.prefix(12).joined(separator: ", ") + (known.count > 12 ? " …" : "")
            let all = known.isEmpty ? "Remove it." : "To translate here: \(some)."
            diagnostics.tightened(entry.keyLocation, "'\(entry.key)' translates nothing", mend: nearest ?? all)
        }
    }
}

extension Schema {
    /// Whether `node`, read by this schema, holds any text for people.
    func isTranslatable(for node: SourceNode) -> Bool {
        switch resolved(for: node) {
        case .text(let rule): rule.isTranslatable
        case .object(let object):
            node.entries.contains { entry in object.keys.first { $0.name == entry.key }?.schema.isTranslatable(for: entry.value) ?? false }
        case .dictionary(let value, let keys): keys.isTranslatable ? !node.entries.isEmpty : node.entries.contains { value.isTranslatable(for: $0.value) }
        case .list(let item, _, _): node.items.contains { item.isTranslatable(for: $0) }
        default: false
        }
    }
}

extension String {
    /// The names in `{{name}}`.
    fileprivate var placeholders: Set<String> {
        var names: Set<String> = []
        var rest = self[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            names.insert(rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace })
            rest = rest[close.upperBound...]
        }
        return names
    }
}
