import Kernel

/// Checks a tree against a schema and collects every finding, and with them the names the tree declares and uses.
struct SchemaCheck {
    var reading = Reading()

    /// - Parameter subject: what messages call the value: `'title'`, `an item of 'pages'`, `the file`.
    mutating func check(_ node: SourceNode, against schema: Schema, subject: String = "the file") {
        switch schema {
        case .text(let rule): check(text: node, rule, subject)
        case .integer(let minimum, let maximum): check(integer: node, minimum, maximum, subject)
        case .number: check(number: node, subject)
        case .boolean: check(boolean: node, subject)
        case .date: check(date: node, subject)
        case .choice(let choices): check(choice: node, choices, subject)
        case .feel: _ = scalar(node, subject, "an expression")
        case .reference(let kind): check(reference: node, to: kind, subject)
        case .list(let item, let minimum, let maximum): check(list: node, of: item, minimum, maximum, subject)
        case .dictionary(let value, let keys): check(dictionary: node, of: value, keys, subject)
        case .object(let object): check(object: node, object, subject)
        case .either(let forms): check(either: node, forms, subject)
        case .named(_, let schema): check(node, against: schema(), subject: subject)
        case .null: if !node.isNull { error(node, "\(subject) must be empty", mend: "Remove its value.") }
        case .any: break
        }
    }

    mutating func error(_ node: SourceNode, _ message: String, mend: String? = nil) {
        reading.diagnostics.error(node.location, message, mend: mend)
    }

    /// The scalar that a simple value must be; a list, a map or nothing at all is reported.
    mutating func scalar(_ node: SourceNode, _ subject: String, _ wanted: String) -> SourceScalar? {
        if node.isNull {
            error(node, "\(subject) has no value", mend: "Give it \(wanted).")
            return nil
        }
        guard let scalar = node.scalar else {
            error(
                node, "\(subject) must be \(wanted), not \(node.shape.name)",
                mend: "Write one value behind the key; a text that begins with '[', '{' or '- ' needs quotation marks around it.")
            return nil
        }
        if scalar.text.allSatisfy(\.isWhitespace) {
            error(node, "\(subject) is empty", mend: "Give it \(wanted).")
            return nil
        }
        return scalar
    }
}

// MARK: - Values that hold others

extension SchemaCheck {
    private mutating func check(list node: SourceNode, of item: Schema, _ minimum: Int, _ maximum: Int, _ subject: String) {
        guard case .list(let items) = node.content else {
            if node.isNull {
                if minimum > 0 { error(node, "\(subject) has no value", mend: "List at least \(minimum).") }
            } else {
                error(node, "\(subject) must be a list, not \(node.shape.name)", mend: "Begin each of its items with '- '.")
            }
            return
        }
        if items.count < minimum {
            error(node, "\(subject) needs at least \(counted(minimum, "item")); it has \(items.count)", mend: "Add what is missing, or remove the key.")
        }
        if items.count > maximum { error(node, "\(subject) may have at most \(counted(maximum, "item")); it has \(items.count)", mend: "Remove some.") }
        for entry in items { check(entry, against: item, subject: "an item of \(subject)") }
        checkUnique(items)
    }

    /// Ids inside one list are unique, whoever else may use them.
    private mutating func checkUnique(_ items: [SourceNode]) {
        var lines: [String: Int] = [:]
        for item in items {
            guard let id = item["id"], let text = id.text, !text.isEmpty else { continue }
            if let line = lines[text] {
                error(id, "the id '\(text)' is already used on line \(line)", mend: "Give one of them another id.")
            } else {
                lines[text] = id.location.position.line
            }
        }
    }

    private mutating func check(dictionary node: SourceNode, of value: Schema, _ keys: Schema.TextRule, _ subject: String) {
        guard case .map(let entries) = node.content else {
            if !node.isNull { error(node, "\(subject) must be a map, not \(node.shape.name)", mend: "Write 'name: value' lines below it.") }
            return
        }
        for (index, entry) in entries.enumerated() {
            // Where null is a value, as among the answers of an example, a name without one lacks nothing.
            let mayBeEmpty = value.accepts(.null) && (entry.key.first?.isLetter ?? false) && entry.key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            if index > 0, !mayBeEmpty, strays(entry, behind: entries[index - 1]) { continue }
            let key = SourceNode(.scalar(SourceScalar(entry.key, style: .doubleQuoted, start: entry.keyLocation.position)), at: entry.keyLocation)
            check(text: key, keys, "the key '\(entry.key.shortened)'")
            check(entry.value, against: value, subject: "'\(entry.key.shortened)'")
        }
    }

    private mutating func check(object node: SourceNode, _ object: ObjectSchema, _ subject: String) {
        guard case .map(let entries) = node.content else {
            let required = object.keys.filter(\.isRequired).map { "'\($0.name)'" }
            let needs = required.isEmpty ? "" : " It needs \(required.joined(separator: ", "))."
            if node.isNull {
                error(node, "\(subject) is empty", mend: required.isEmpty ? nil : "Write 'key: value' lines.\(needs)")
            } else {
                error(node, "\(subject) must be a map, not \(node.shape.name)", mend: "Write 'key: value' lines.\(needs)")
            }
            return
        }
        var present: Set<String> = []
        for entry in entries { present.insert(entry.key) }
        let absent = object.keys.filter { !present.contains($0.name) }
        var meant: Set<String> = []
        for (index, entry) in entries.enumerated() {
            guard let key = object.keys.first(where: { $0.name == entry.key }) else {
                meant.formUnion(unknown(entry, behind: index > 0 ? entries[index - 1] : nil, object, absent: absent))
                continue
            }
            if entry.value.isNull, !key.isRequired {
                reading.diagnostics.warning(entry.keyLocation, "'\(entry.key)' has no value", mend: "Give it one, or remove the line.")
            } else {
                check(entry.value, against: key.schema, subject: "'\(entry.key)'")
            }
        }
        for key in absent where key.isRequired && !meant.contains(key.name) {
            error(node, "\(subject) lacks '\(key.name)'", mend: key.about.isEmpty ? nil : "\(key.name): \(key.about)")
        }
    }

    /// - Returns: the key that was meant, so that it is not also reported as missing.
    private mutating func unknown(
        _ entry: SourceNode.Entry, behind before: SourceNode.Entry?, _ object: ObjectSchema, absent: [ObjectSchema.Key]
    ) -> [String] {
        if let before, strays(entry, behind: before) { return [] }
        let nearest = Spelling.nearest(to: entry.key, among: absent.map(\.name))
        let mend = nearest.map { "Did you mean '\($0)'?" } ?? "Known here: \(object.keys.map(\.name).joined(separator: ", "))."
        // An earlier version may have known it; what it said there is passed over.
        reading.diagnostics.tightened(entry.keyLocation, "unknown key '\(entry.key)'", mend: mend)
        return reading.diagnostics.isOfServed ? [] : nearest.map { [$0] } ?? []
    }

    /// Tells what a comma in braces has cut off: of `{amount: max(60, 5)}` the `5)`, of `{rate: 0,1}` the `1`.
    private mutating func strays(_ entry: SourceNode.Entry, behind before: SourceNode.Entry) -> Bool {
        guard entry.value.isNull, entry.value.scalar?.text.isEmpty == true, before.keyLocation.position.line == entry.keyLocation.position.line else {
            return false
        }
        let isDecimal = [before.value.text ?? "", entry.key].allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
        reading.diagnostics.tightened(
            entry.keyLocation, "'\(entry.key.shortened)' stands behind a comma and has no value",
            mend: isDecimal
                ? "Decimals have a point: \(before.value.text ?? "").\(entry.key)."
                : "If it belongs to '\(before.key)', put the whole value of that in quotation marks.")
        return true
    }

    /// Of the forms that could begin like this value, the one with the fewest errors speaks.
    private mutating func check(either node: SourceNode, _ forms: [Schema], _ subject: String) {
        let shape = node.shape
        let fitting = forms.filter { $0.accepts(shape) }
        guard !fitting.isEmpty else {
            let names = forms.map(\.shapeName)
            error(
                node, "\(subject) must be \(names.joined(separator: " or ")), not \(shape.name)",
                mend: node.isNull ? "Write it behind the key, or remove the line." : "docs/blueprint.md shows how it is written.")
            return
        }
        if fitting.count == 1 {
            if let key = formula(in: forms, insteadOf: fitting[0], node) {
                return error(
                    node, "\(subject) must be \(fitting[0].shapeName), not '\(node.text?.shortened ?? "")'",
                    mend: "Write digits with a point for decimals; a formula stands under '\(key)', as in {\(key): \"…\"}.")
            }
            return check(node, against: fitting[0], subject: subject)
        }
        var best: (errors: Int, form: Schema, reading: Reading)?
        for form in fitting {
            var trial = SchemaCheck()
            trial.check(node, against: form, subject: subject)
            let errors = trial.reading.diagnostics.count(of: .error)
            if errors < best?.errors ?? .max { best = (errors, form, trial.reading) }
            if errors == 0 { break }
        }
        guard let best else { return }
        // Which form is meant shows in what does not fit, whether that is let be or not.
        if reading.diagnostics.isOfServed { return check(node, against: best.form, subject: subject) }
        reading.diagnostics.append(contentsOf: best.reading.diagnostics)
        reading.references.append(contentsOf: best.reading.references)
    }
}

extension SchemaCheck {
    /// The key under which a formula may stand where a plain number was read: `fee: if …` is `fee: {amount: if …}`.
    private func formula(in forms: [Schema], insteadOf form: Schema, _ node: SourceNode) -> String? {
        guard case .number = form, let scalar = node.scalar, !scalar.isQuoted, Decimal128(scalar.text) == nil else { return nil }
        for case .object(let object) in forms {
            if let key = object.keys.first(where: { if case .feel = $0.schema { true } else { false } }) { return key.name }
        }
        return nil
    }
}

/// `1 item`, `2 items`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
