import Blueprint
import FEEL
import Forms
import Kernel
import Registries

/// What an outcome writes in registries, held against what the registries take.
extension ServiceReader {
    mutating func change(_ node: Checked) -> Outcome.Change? {
        if !file.has("legal_basis") {
            diagnostics.error(node.location, "a registry is changed without a legal basis", mend: "Add 'legal_basis: …' to the service.")
        }
        guard let target = target(node) else { return nil }
        let registry = registry(node.text("registry"))
        let fields = node.dictionary("set").compactMap { key, value -> (name: String, value: Expression)? in
            field(key, value.source, in: registry).map { (key.value, $0) }
        }
        if case .create = target, let registry { checkRequired(of: registry, node) }
        return Outcome.Change(registry: node.text("registry"), when: expression(node, "when", .boolean), target: target, fields: fields)
    }

    private mutating func target(_ node: Checked) -> Outcome.Change.Target? {
        switch (node.boolean("create"), node.name("record")) {
        case (true, nil): return .create
        case (false, let name?):
            let lookUps = file.dictionary("look_up")
            guard let found = lookUps.first(where: { $0.key.value == name.value }) else {
                let nearest = Spelling.nearest(to: name.value, among: lookUps.map(\.key.value)).map { "Did you mean '\($0)'?" }
                diagnostics.error(name.location, "there is no look-up '\(name.value)'", mend: nearest ?? "Name one of 'look_up'.")
                return nil
            }
            let source = found.value.isMap ? found.value.text("registry") : found.value.text
            if source != node.text("registry") {
                diagnostics.error(
                    node.location(of: "registry"), "'\(name.value)' is a record of '\(source)', not of '\(node.text("registry"))'",
                    mend: "Write 'registry: \(source)', or name another look-up.")
            }
            return .update(lookUp: name.value)
        default:
            diagnostics.error(node.location, "it is not clear which record changes", mend: "Write either 'create: true' or 'record: …'.")
            return nil
        }
    }

    private mutating func field(_ key: Located<String>, _ source: SourceText, in registry: Registry?) -> Expression? {
        guard let registry else { return expression(source) }
        guard let field = registry.field(key.value) else {
            let names = registry.fields.map(\.id)
            diagnostics.error(
                key.location, "the registry '\(registry.id)' has no field '\(key.value)'",
                mend: Spelling.nearest(to: key.value, among: names).map { "Did you mean '\($0)'?" } ?? "Its fields are \(names.joined(separator: ", ")).")
            return nil
        }
        return expression(source, field.type.feelType, counting: field.type == .money ? currency : nil)
    }

    private mutating func checkRequired(of registry: Registry, _ node: Checked) {
        let given = Set(node.dictionary("set").map(\.key.value))
        let missing = registry.fields.filter { $0.isRequired && !given.contains($0.id) }.map { "'\($0.id)'" }
        guard !missing.isEmpty else { return }
        diagnostics.error(
            node.keyLocation(of: "set"), "a new record of '\(registry.id)' needs \(missing.joined(separator: ", "))",
            mend: "Set what the registry calls 'required'.")
    }
}

/// `{{name}}` in a message.
extension ServiceReader {
    /// Holds the names in a message against what can stand there: another would leave a hole in what people read.
    mutating func checkPlaces(of message: Checked?) {
        guard let source = message?.source else { return }
        var rest = source.text[...]
        func offset(_ index: String.Index) -> Int { source.text.utf8.distance(from: source.text.startIndex, to: index) }
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                diagnostics.error(source.place(ofByte: offset(open.lowerBound)), "a name in braces is not closed", mend: "Write '{{name}}'.")
                return
            }
            let name = rest[open.upperBound..<close.lowerBound]
            _ = expression(SourceText(String(name), at: source.place(ofByte: offset(open.upperBound))))
            rest = rest[close.upperBound...]
        }
    }
}
