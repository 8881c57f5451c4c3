import Blueprint
import Kernel

extension Registry {
    /// `registries/NAME.yaml`.
    public static let fileKind = FileKind<Registry>(
        id: "registry", pattern: "registries/*.yaml",
        about: "A registry: what is recorded about each thing or person, whose data it is, who may read it and why.",
        declares: "registry", schema: schema
    ) { file, reading in Registry(file, &reading) }

    static let schema = Schema.object(
        ObjectSchema(
            "Registry", "What is recorded about each thing or person, and who may read it.",
            [
                .required("title", .localized(maximumLength: 100), "What the registry is called: `Driving licences`."),
                .optional("about", .localized(.multiline), "What it is for, in a sentence or two."),
                .optional("organisation", .reference(to: "organisation"), "Who keeps it. The first organisation when left out."),
                .optional(
                    "subject", .text(.init(maximumLength: 60)),
                    "Whose data a record is: `itself` when each record is a person, or the id of the field that refers to one. Nobody's when left out."),
                .optional("record_title", .text(.init(.identifier)), "The field that names a record to people. The first field when left out."),
                .required("fields", .dictionary(of: field), "What is recorded, by field id, in the order people see it."),
                .optional("readers", .list(of: reader), "Who may read records, and on which legal basis. Whoever is not listed reads none."),
                .optional("writers", .list(of: .reference(to: "role")), "The roles that may change records by hand, outside a case."),
                .optional(
                    "keep", .text(.init(maximumLength: 40)),
                    "How long the law keeps a record after its end: `12 years`. Until then a person's wish to be erased must wait."),
                .optional("keep_source", .text(.init(maximumLength: 200)), "The law that says so."),
                .optional("published", .list(of: .text(.init(.identifier))), "Fields that anyone may see; never personal ones."),
            ]))

    private static let field = Schema.object(
        ObjectSchema(
            "Field", "One thing that is recorded.",
            [
                .required("title", .localized(maximumLength: 200), "What people call it."),
                .required("type", .choice(FieldType.names.map { .init($0, "") }), "What it holds."),
                .optional("choices", .dictionary(of: .localized(maximumLength: 200)), "For `type: choice`: what can be chosen, by id."),
                .optional("registry", .reference(to: "registry"), "For `type: record`: the registry it refers to."),
                .optional(
                    "personal", .choice(PersonalClass.allCases.map { .init($0.rawValue, "") }), "How sensitive it is. Leave it out for what is about no person."
                ),
                .optional("required", .boolean, "Whether every record has it."),
                .optional("unique", .boolean, "Whether no two current records may have the same value."),
                .optional("check", .choice(CheckScheme.allCases.map { .init($0.rawValue, "") }), "How an identifier guards itself against typing errors."),
                .optional("search", .choice(RegistryField.Search.allCases.map { .init($0.rawValue, "") }), "How officers find records by it."),
                .optional("pattern", .text(.init(maximumLength: 500)), "A regular expression, as in `matches`, that the whole text matches."),
                .optional(
                    "was", .either([.text(.init(.identifier)), .list(of: .text(.init(.identifier)), maximum: 20)]),
                    "The id it had before, or all of them with the latest first, so that stored values move with it."),
            ]))

    private static let reader = Schema.object(
        ObjectSchema(
            "Reader", "A role, and the legal bases it reads on.",
            [
                .required("role", .reference(to: "role"), "Who may read."),
                .required("legal_bases", .list(of: .reference(to: "legal_basis"), minimum: 1), "On which legal basis."),
            ]))
}

extension FieldType {
    static let names = [
        "text", "long_text", "number", "money", "date", "boolean", "choice", "list", "email", "phone", "address", "person_name", "position", "area", "record",
        "file",
    ]
}
