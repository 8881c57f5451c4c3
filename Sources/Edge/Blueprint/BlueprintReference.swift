import Kernel

/// The reference of every kind of file as Markdown, made from the schemas, so that it cannot fall behind them.
public struct BlueprintReference {
    private var text = ""
    /// Names of schemas that have had their own table.
    private var told: Set<String> = []

    /// - Parameters:
    ///   - permissions: what roles may be given, with what each allows.
    ///   - messages: the kinds of message, with when each is sent.
    ///   - serviceTasks: what service tasks of a process may ask, with what each does.
    public static func markdown(
        _ kinds: [AnyFileKind], permissions: [Named] = [], messages: [Named] = [], serviceTasks: [Named] = []
    ) -> String {
        var reference = BlueprintReference()
        reference.text = """
            # Blueprint reference

            A government is a folder of files of the kinds below. This page is made from their schemas, and `polity schema KIND`
            prints each as JSON Schema for an editor. Ids are `snake_case`; an *expression* is FEEL ([expressions](expressions.md)); a
            *text for people* can be translated, as the next section shows.

            ## Translations

            A folder with `languages: [en, es]` in polity.yaml is written in the first and translated to the others. A translation has the keys of
            what it translates and the texts alone. Beside a service stands `services/register_a_dog/es.yaml`:

            ```yaml
            title: Registrar un perro
            summary: Cada perro lleva una placa. Cuesta 5 al año.
            questions:
              owner: {ask: ¿Cómo se llama usted?}
              email: {ask: ¿Adónde le escribimos?}
              dog: {ask: ¿Cómo se llama el perro?}
            steps:
              review: {title: Registrar el perro}
            outcomes:
              granted:
                title: El perro está registrado
                message: Recoja la placa en el ayuntamiento.
                certificate: {title: Placa, fields: {Dog: Perro, Owner: Dueño}}
              refused: {title: El perro no está registrado}
            ```

            Everything else has its translation in `translations/es.yaml`, under the names of its folder and its file: `polity` for polity.yaml, `registries:
            dogs:` for registries/dogs.yaml.

            ```yaml
            polity:
              name: Roblar
              organisations:
                council: {title: Ayuntamiento}
              roles:
                clerk: {title: Administrativo}
            ```

            What has a name of its own (a question, a field of a certificate, a choice by its value) is translated under the name it has in the original. Items of a
            list are translated in their order, or under the key that each of them has alone, as `review` above. `polity check` tells each text without a
            translation, and each translation of nothing.


            """
        for kind in kinds { reference.write(kind) }
        reference.list("Permissions", "What a role of polity.yaml may be given.", "permission", "what it allows", permissions)
        reference.list("Messages", "The kinds of message that messages/KIND.mustache can word.", "kind", "when it is sent", messages)
        reference.list(
            "Service tasks", "What a service task of a process may ask of the government itself (`polity:service`).", "name", "what it does", serviceTasks)
        return String(reference.text.trimmingSuffix { $0 == "\n" }) + "\n"
    }

    /// A name that needs no file, and what it is for.
    public typealias Named = (name: String, about: String)

    private mutating func list(_ title: String, _ about: String, _ name: String, _ meaning: String, _ entries: [Named]) {
        guard !entries.isEmpty else { return }
        text += "## \(title)\n\n\(about)\n\n| \(name) | \(meaning) |\n| --- | --- |\n"
        for entry in entries { text += "| `\(entry.name)` | \(Self.cell(entry.about)) |\n" }
        text += "\n"
    }

    private mutating func write(_ kind: AnyFileKind) {
        text += "## `\(kind.pattern)`\n\n\(kind.about)\n\n"
        guard let schema = kind.schema else { return }
        told = []
        write(schema, path: "", level: 3)
    }

    /// A table for each map with known keys that can be met below `schema`.
    private mutating func write(_ schema: Schema, path: String, level: Int) {
        switch schema {
        case .object(let object):
            if !path.isEmpty { text += "\(String(repeating: "#", count: min(level, 6))) `\(path)`\n\n" }
            if !object.about.isEmpty { text += object.about + "\n\n" }
            text += "| key | value | meaning |\n| --- | --- | --- |\n"
            for key in object.keys {
                let name = key.isRequired ? "**`\(key.name)`**" : "`\(key.name)`"
                text += "| \(name) | \(Self.cell(key.schema.inWords)) | \(Self.cell(key.about)) |\n"
            }
            text += "\n"
            for key in object.keys { write(key.schema, path: path.isEmpty ? key.name : "\(path).\(key.name)", level: path.isEmpty ? level : level + 1) }
        case .list(let item, _, _): write(item, path: path, level: level)
        case .dictionary(let value, _): write(value, path: path.isEmpty ? "ID" : "\(path).ID", level: level)
        case .either(let forms): for form in forms { write(form, path: path, level: level) }
        case .named(let name, let schema): if told.insert(name).inserted { write(schema(), path: path, level: level) }
        case .text, .integer, .number, .boolean, .date, .choice, .feel, .reference, .null, .any: break
        }
    }

    private static func cell(_ text: String) -> String {
        String(text.flatMap { $0 == "|" ? "\\|" : $0.isNewline ? " " : String($0) })
    }
}

extension Schema {
    /// What a value is, in a few words for the reference's tables.
    fileprivate var inWords: String {
        switch self {
        case .text(let rule): rule.inWords
        case .integer(let minimum?, let maximum?): "whole number, \(minimum) to \(maximum)"
        case .integer(let minimum?, nil): "whole number from \(minimum)"
        case .integer(nil, let maximum?): "whole number up to \(maximum)"
        case .integer(nil, nil): "whole number"
        case .number: "number"
        case .boolean: "`true` or `false`"
        case .date: "date (`2026-09-30`)"
        case .choice(let choices): choices.map { $0.about.isEmpty ? "`\($0.value)`" : "`\($0.value)` (\($0.about.withoutFullStop))" }.joined(separator: ", ")
        case .feel(let type): type == "any" ? "expression" : "expression (\(type))"
        case .reference(let kind): "id of \(kind.spelledOut.withArticle)"
        case .list(let item, _, _): "list: \(item.inWords)"
        case .dictionary(let value, let keys) where keys.isTranslatable: "by a text for people: \(value.inWords)"
        case .dictionary(let value, let keys): "by \(keys.form == .identifier ? "id" : "name"): \(value.inWords)"
        case .object: "map"
        case .either(let forms): forms.map(\.inWords).joined(separator: "; or ")
        case .named(_, let schema): schema().briefly
        case .null: "nothing"
        case .any: "anything"
        }
    }

    /// Without looking into what a named schema holds, which may be itself.
    private var briefly: String {
        switch self {
        case .list: "list"
        case .dictionary(_, let keys): "by \(keys.form == .identifier ? "id" : "name")"
        case .object, .either, .named: "map"
        default: inWords
        }
    }
}

extension Schema.TextRule {
    fileprivate var inWords: String {
        if isTranslatable { return form == .markdown ? "text for people, in Markdown" : "text for people" }
        switch form {
        case .plain, .multiline: return "text"
        case .markdown: return "text in Markdown"
        case .identifier: return "id"
        case .email: return "e-mail address"
        case .locale: return "language tag"
        case .currency: return "currency code"
        case .timeZone: return "time zone"
        case .duration: return "duration (`P30D`)"
        case .uri: return "web address"
        }
    }
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
