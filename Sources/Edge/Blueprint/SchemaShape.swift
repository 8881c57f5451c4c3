import Kernel

/// How a value is written, before anyone asks what it means.
enum NodeShape: Hashable {
    case scalar, list, map, null

    var name: String {
        switch self {
        case .scalar: "a single value"
        case .list: "a list"
        case .map: "a map"
        case .null: "nothing"
        }
    }
}

extension SourceNode {
    var shape: NodeShape {
        switch content {
        case .scalar: isNull ? .null : .scalar
        case .list: .list
        case .map: .map
        }
    }
}

extension SourceNode {
    /// A file without the key by which some editors are told its schema; it says nothing about the government.
    var withoutSchemaKey: SourceNode {
        guard case .map(let entries) = content, entries.contains(where: { $0.key == "$schema" }) else { return self }
        return SourceNode(.map(entries.filter { $0.key != "$schema" }), at: location)
    }
}

extension Schema {
    func accepts(_ shape: NodeShape) -> Bool {
        switch self {
        case .text, .integer, .number, .boolean, .date, .choice, .feel, .reference: shape == .scalar
        case .list: shape == .list
        case .dictionary, .object: shape == .map
        case .either(let forms): forms.contains { $0.accepts(shape) }
        case .named(_, let schema): schema().accepts(shape)
        case .null: shape == .null
        case .any: true
        }
    }

    var shapeName: String {
        switch self {
        case .text(let rule): rule.form.wanted
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .date: "a date"
        case .choice(let choices) where choices.count == 1: "'\(choices[0].value)'"
        case .choice(let choices): "one of " + choices.map(\.value).joined(separator: ", ")
        case .feel: "an expression"
        case .reference(let kind): "the id of \(kind.withArticle)"
        case .list: "a list"
        case .dictionary, .object: "a map"
        case .either(let forms): forms.map(\.shapeName).joined(separator: " or ")
        case .named(_, let schema): schema().shapeName
        case .null: "nothing"
        case .any: "a value"
        }
    }

    /// The schema that speaks for `node`: names looked up, and of several forms the first that fits its shape.
    func resolved(for node: SourceNode) -> Schema {
        switch self {
        case .named(_, let schema): schema().resolved(for: node)
        case .either(let forms): forms.first { $0.accepts(node.shape) }?.resolved(for: node) ?? self
        default: self
        }
    }
}
