import Kernel

/// What the officers' routes of the registries answer to programs.
enum RegistrySchema {
    private static func object(_ title: String, _ about: String, _ keys: [ObjectSchema.Key]) -> Schema { .object(ObjectSchema(title, about, keys)) }

    private static let named: [ObjectSchema.Key] = [.required("id", .text(), "Its id."), .required("title", .text(), "What people call it.")]

    static let list = Schema.list(of: object("Registry", "A registry that the caller may read.", named))

    static let registry = object(
        "Registry", "What a registry holds, and why the caller may read it.",
        named + [
            .required("legal_bases", .list(of: .text()), "What the caller may state as the purpose."),
            .required("fields", .list(of: object("Field", "What is kept of each record.", named)), "Its fields."),
        ])

    static let record = object(
        "Record", "A record as it holds on a day.",
        [
            .required("id", .text(), "Its id."), .required("registry", .text(), "The registry's id."), .required("title", .text(), "What names it."),
            .required("version", .integer(minimum: 1), "Send it with a change, so that nobody else's is overwritten."),
            .required("valid_from", .date, "The day from which it holds."), .required("valid_to", .nullable(.date), "The day on which it ends."),
            .required("is_erased", .boolean, "Whether the person's values are gone."),
            .required("values", .dictionary(of: .any), "Its values, by field."),
        ])

    static let records = object(
        "Records", "What was found.",
        [
            .required("records", .list(of: record, maximum: 200), "The records of this page."),
            .required("next", .nullable(.text()), "Send it as `after` to get the next page."),
        ])

    static let sight = object(
        "Record with its history", "The look at it is written down.",
        [
            .required("record", .nullable(record), "Nothing when it does not hold on that day."),
            .required(
                "history",
                .list(
                    of: object(
                        "Change", "Who changed what, when and why.",
                        [
                            .required("version", .integer(minimum: 1), "The version it made."),
                            .required("kind", .text(), "created, updated, corrected or ended."),
                            .required("recorded_at", .text(), "When it was recorded (RFC 3339)."), .required("actor", .text(), "By whom."),
                            .required("reason", .text(), "Why."), .required("case", .nullable(.text()), "The case it came from."),
                            .required("states", .list(of: record), "What holds since then, period by period."),
                        ])), "The oldest first."),
            .required("relations", .list(of: record), "Records that point to it."),
            .required(
                "measures",
                .dictionary(
                    of: object(
                        "Measures", "In the plane that the government measures in.",
                        [
                            .optional("square_metres", .number, "The surface, without holes."),
                            .optional("metres", .number, "The length, or the way around."),
                        ])), "How large what lies on the map is, by field."),
        ])

    /// The fields of a change: `value.FIELD`, or `value.FIELD.PART` for an address, a date or a place.
    static let change = Schema.dictionary(of: .any)
}
