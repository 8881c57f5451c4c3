extension Schema {
    /// What is described: JSON that goes over the wire, or a file in which a person may write `title: 2026` without
    /// quotation marks and mean a text.
    enum Medium { case wire, file }

    /// The JSON Schema (2020-12) of this shape as JSON; schemas that are `named` become `$ref`s to `#/$defs/NAME`.
    public var json: JSON { json(in: .wire) }

    func json(in medium: Medium) -> JSON {
        switch self {
        case .text(let rule):
            let isFree = medium == .file && [.plain, .multiline, .markdown].contains(rule.form)
            return .object([.init("type", isFree ? ["string", "number", "boolean"] : "string")] + rule.members)
        case .integer(let minimum, let maximum):
            var members: [JSON.Member] = [.init("type", "integer")]
            if let minimum { members.append(.init("minimum", .integer(minimum))) }
            if let maximum { members.append(.init("maximum", .integer(maximum))) }
            return .object(members)
        case .number: return ["type": "number"]
        case .boolean: return ["type": "boolean"]
        case .date: return ["type": "string", "format": "date"]
        case .choice(let choices):
            guard choices.contains(where: { !$0.about.isEmpty }) else { return ["enum": .array(choices.map { .string($0.value) })] }
            return ["oneOf": .array(choices.map { ["const": .string($0.value), "description": .string($0.about)] })]
        case .feel(let type):
            return ["type": ["string", "number", "boolean"], "description": .string("A FEEL expression of type \(type).")]
        case .reference(let kind):
            // Permissions are called after their capability: `casework.decide`.
            let article = kind.first.map { "aeiou".contains($0) } == true ? "an" : "a"
            return ["type": "string", "pattern": "^[a-z][a-z0-9_.]*$", "description": .string("The id of \(article) \(kind.replacing("_", with: " ")).")]
        case .list(let item, let minimum, let maximum):
            return ["type": "array", "items": item.json(in: medium), "minItems": .integer(minimum), "maxItems": .integer(maximum)]
        case .dictionary(let value, let keys):
            return ["type": "object", "propertyNames": .object(keys.members), "additionalProperties": value.json(in: medium)]
        case .object(let object): return object.json(in: medium)
        case .either(let forms): return ["anyOf": .array(forms.map { $0.json(in: medium) })]
        case .named(let name, _): return ["$ref": .string("#/$defs/\(name)")]
        case .null: return ["type": "null"]
        case .any: return .object([])
        }
    }

    /// The whole document for one kind of file, as an editor takes it, with every named schema it uses under `$defs`.
    public func document(id: String) -> JSON {
        var definitions: [JSON.Member] = []
        collect(into: &definitions)
        var members: [JSON.Member] = [.init("$schema", "https://json-schema.org/draft/2020-12/schema"), .init("$id", .string(id))]
        members += (json(in: .file).members ?? []).map(Self.admittingSchemaKey)
        if !definitions.isEmpty { members.append(.init("$defs", .object(definitions))) }
        return .object(members)
    }

    /// A file may name its schema, as editors ask: `$schema: ../.schemas/registry.json`.
    private static func admittingSchemaKey(_ member: JSON.Member) -> JSON.Member {
        guard member.name == "properties", let properties = member.value.members else { return member }
        return .init(member.name, .object(properties + [.init("$schema", ["type": "string", "description": "This schema's place, for editors."])]))
    }

    private func collect(into definitions: inout [JSON.Member]) {
        switch self {
        case .list(let item, _, _): item.collect(into: &definitions)
        case .dictionary(let value, _): value.collect(into: &definitions)
        case .object(let object): for key in object.keys { key.schema.collect(into: &definitions) }
        case .either(let forms): for form in forms { form.collect(into: &definitions) }
        case .named(let name, let schema):
            guard !definitions.contains(where: { $0.name == name }) else { return }
            definitions.append(.init(name, .null))
            let whole = schema()
            if let index = definitions.firstIndex(where: { $0.name == name }) { definitions[index].value = whole.json(in: .file) }
            whole.collect(into: &definitions)
        case .text, .integer, .number, .boolean, .date, .choice, .feel, .reference, .null, .any: break
        }
    }
}

extension Schema.TextRule {
    fileprivate var members: [JSON.Member] {
        var members: [JSON.Member] = [.init("maxLength", .integer(maximumLength))]
        switch form {
        case .identifier: members.append(.init("pattern", "^[a-z][a-z0-9_]*$"))
        case .email: members.append(.init("format", "email"))
        case .uri: members.append(.init("format", "uri"))
        case .currency: members.append(.init("pattern", "^[A-Z]{3}$"))
        case .duration: members.append(.init("format", "duration"))
        case .locale: members.append(.init("pattern", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"))
        case .plain, .multiline, .markdown, .timeZone: break
        }
        return members
    }
}

extension ObjectSchema {
    func json(in medium: Schema.Medium) -> JSON {
        var members: [JSON.Member] = [.init("title", .string(title))]
        if !about.isEmpty { members.append(.init("description", .string(about))) }
        members.append(.init("type", "object"))
        members.append(.init("properties", .object(keys.map { .init($0.name, $0.json(in: medium)) })))
        let required = keys.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { members.append(.init("required", .array(required))) }
        members.append(.init("additionalProperties", false))
        return .object(members)
    }
}

extension ObjectSchema.Key {
    /// The schema of the value, described as this key describes it.
    fileprivate func json(in medium: Schema.Medium) -> JSON {
        var members = schema.json(in: medium).members ?? []
        if !about.isEmpty {
            members.removeAll { $0.name == "description" }
            members.append(.init("description", .string(about)))
        }
        return .object(members)
    }
}
