import Kernel

@testable import Blueprint

/// A folder made of texts.
func snapshot(_ files: [String: String]) -> FolderSnapshot {
    FolderSnapshot(files: files.map { FolderSnapshot.File(path: $0.key, bytes: Array($0.value.utf8)) })
}

func read(_ yaml: String, limits: YAML.Limits = .init()) -> (node: SourceNode?, diagnostics: Diagnostics) {
    var diagnostics = Diagnostics()
    let node = YAML.read(Array(yaml.utf8), file: "f.yaml", limits: limits, diagnostics: &diagnostics)
    return (node, diagnostics)
}

/// What a check of `yaml` against `schema` finds, a line each.
func findings(_ yaml: String, _ schema: Schema) -> String {
    var (node, diagnostics) = read(yaml)
    if let node {
        var check = SchemaCheck()
        check.check(node, against: schema)
        diagnostics.append(contentsOf: check.reading.diagnostics)
    }
    return diagnostics.sorted.map { $0.description + "\n" }.joined()
}

/// Reads a folder with `kinds`, its names resolved.
func readFolder(_ files: [String: String], _ kinds: [AnyFileKind] = Sample.kinds) -> (folder: Folder, diagnostics: Diagnostics) {
    var reading = Reading()
    reading.references.declare("permission", builtIn: ["casework.decide", "casework.view", "registries.view"])
    let folder = Folder.read(snapshot(files), kinds: kinds, reading: &reading)
    reading.resolveReferences()
    return (folder, reading.diagnostics)
}

extension Diagnostics {
    var text: String { sorted.map { $0.description + "\n" }.joined() }
}

/// Kinds of file as a capability would bring them: small, but with every sort of key.
enum Sample {
    struct Service: Sendable {
        var id: String
        var title: LocalizedText
        var fee: SourceText?
        var questions: [(id: String, ask: LocalizedText)]
        var needs: [LocalizedText]
    }

    static let government = """
        name: Arden
        currency: GBP
        time_zone: Europe/London
        """

    static let service: FileKind<Service> = FileKind<Service>(
        id: "service", pattern: "services/*/service.yaml", about: "A service.", declares: "service", translations: .beside, schema: serviceSchema
    ) { file, reading in
        Service(
            id: file.id, title: file.root.localized("title"), fee: file.root.source("fee"),
            questions: file.root.dictionary("questions").map { ($0.value, $1.localized("ask")) },
            needs: file.root.list("you_need").map(\.localized))
    }

    static let letter = FileKind<String>(id: "letter", pattern: "services/*/*.mustache", about: "A letter.", translations: .none, schema: nil) { file, _ in
        file.text
    }

    static let registry = FileKind<Int>(id: "registry", pattern: "registries/*.yaml", about: "A registry.", declares: "registry", schema: registrySchema) {
        file, _ in
        file.root.dictionary("fields").count
    }

    static var kinds: [AnyFileKind] { [service.erased, letter.erased, registry.erased] }

    static let question: Schema = Schema.object(
        ObjectSchema(
            "Question", "What is asked.",
            [
                .required("ask", .localized(maximumLength: 60), "The question."),
                .required(
                    "type", .choice([.init("text", "Words"), .init("number", "A number"), .init("yes_no", "Yes or no"), .init("group", "Several")]),
                    "What the answer is."),
                .optional("when", .feel(of: "boolean"), "When it is asked."),
                .optional("max", .integer(minimum: 1, maximum: 100), "The most."),
                .optional("optional", .boolean, "Whether it may be left out."),
                .optional("questions", .named("questions", { questions() }), "What a group asks."),
            ]))

    static func questions() -> Schema { .things(question) }

    static let serviceSchema = Schema.object(
        ObjectSchema(
            "Service", "What people apply for.",
            [
                .required("title", .localized(maximumLength: 100), "What it is called."),
                .optional("about", .localized(.markdown), "What it is for."),
                .optional("role", .reference(to: "role"), "Who decides."),
                .optional("registry", .reference(to: "registry"), "What it changes."),
                .optional("since", .date, "The first day."),
                .optional("share", .number, "A part of one."),
                .optional("contact", .text(.init(.email)), "Who answers."),
                .optional("keep", .text(.init(.duration)), "How long its cases are kept."),
                .optional("you_need", .list(of: .localized(), maximum: 3), "What to have at hand."),
                .optional(
                    "fee",
                    .either([
                        .feel(of: "number"),
                        .object(
                            ObjectSchema(
                                "Fee", "",
                                [
                                    .required("amount", .feel(of: "number"), "How much."), .optional("text", .localized(), "In words."),
                                ])),
                    ]), "What it costs."),
                .required("questions", .things(question), "What is asked."),
                .optional(
                    "steps",
                    .list(
                        of: .either([
                            .choice([.init("pay", "")]),
                            .object(
                                ObjectSchema(
                                    "Step", "",
                                    [
                                        .optional(
                                            "review",
                                            .object(
                                                ObjectSchema(
                                                    "Review", "", [.required("title", .localized(), ""), .optional("role", .reference(to: "role"), "")])), "")
                                    ])),
                        ])), "What happens."),
            ]))

    static let registrySchema = Schema.object(
        ObjectSchema(
            "Registry", "",
            [
                .required("title", .localized(), "What it is called."),
                .required("fields", .dictionary(of: .object(ObjectSchema("Field", "", [.required("title", .localized(), "")]))), "What is recorded."),
            ]))
}
