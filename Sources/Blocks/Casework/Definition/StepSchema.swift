import Kernel

/// The shape of one step: a word (`pay`) or a map with one of the words below as its key.
extension ServiceSchema {
    static let step = Schema.either([
        .choice([.init("pay", "Waits until the fee is paid.")]),
        .object(
            ObjectSchema(
                "Step", "One step after submission.",
                [
                    .optional(
                        "id", .text(.init(.identifier)),
                        "A name for the step, which examples use: `inspect`. The word of its kind when left out, with its place behind it where that is taken: `review`, `review_4`."
                    ),
                    .optional("when", .feel(of: "boolean"), "Taken only when this holds."),
                    .optional("check", .list(of: requirement, minimum: 1, maximum: 100), "Requirements; the applicant is refused when one does not hold."),
                    .optional(
                        "decide", .list(of: rule, minimum: 1, maximum: 100),
                        "Rules in order: the first that holds decides. If none holds, the next step goes on."),
                    .optional("review", work(advice: true), "An officer decides."),
                    .optional("inspect", work(advice: false), "An officer goes and looks; what is found can be used in later steps."),
                    .optional("task", work(advice: false), "Work of an officer that is no decision."),
                    .optional("wait", .text(.init(maximumLength: 40)), "Nothing happens for a time: `14 days`."),
                    .optional("tell", letter, "The applicant is told something; nobody has to do anything."),
                ])),
    ])

    static let rule = Schema.object(
        ObjectSchema(
            "Rule", "When it holds, the case has this outcome.",
            [
                .optional("when", .feel(of: "boolean"), "The condition. Always, when left out."),
                .required("outcome", .text(.init(.identifier)), "One of `outcomes`."),
                .required("because", .localized(maximumLength: 1_000), "The reason, as the person reads it; `{{name}}` stands for a value."),
                .optional(
                    "conditions", .list(of: .localized(maximumLength: 1_000), maximum: 50),
                    "Conditions of the decision, as the person reads them. `{{name}}` stands for a value, of which every line is a condition."),
                .optional("source", .text(.init(maximumLength: 300)), "The law and its section."),
            ]))

    private static let letter = Schema.object(
        ObjectSchema(
            "Notice", "What the applicant is told on the way, by letter and e-mail.",
            [
                .required("title", .localized(maximumLength: 120), "What it is called."),
                .required("text", .localized(maximumLength: 5_000), "What it says; `{{name}}` stands for a value."),
            ]))

    private static let skills = ObjectSchema.Key.optional(
        "skills",
        .list(
            of: .either([
                .reference(to: "skill"),
                .object(
                    ObjectSchema(
                        "Skill that is asked for", "A skill, and when the work takes it.",
                        [
                            .required("skill", .reference(to: "skill"), "The skill."),
                            .optional("when", .feel(of: "boolean"), "Asked for when this holds as the work begins. Always, when left out."),
                        ])),
            ]), maximum: 10),
        "What whoever takes it must be able to do: `[structures]`, or `{skill: structures, when: floor_area > 400}`. Without it nobody can take it; a supervisor can still give it to somebody."
    )

    private static let countersign = Schema.object(
        ObjectSchema(
            "Countersignature", "A second officer agrees with the decision, or gives it back with a note.",
            [
                .required("title", .localized(maximumLength: 120), "What is to be done, for the second officer's queue."),
                .required("role", .reference(to: "role"), "Who does it; never the officer who decided."),
                .optional("organisation", .reference(to: "organisation"), "Where. The role's organisation when left out."),
                .optional(
                    "within", .either([.text(.init(maximumLength: 40)), .feel(of: "number")]),
                    "The deadline: `3 working days`, or a formula for the number of working days."),
                skills, .optional("when", .feel(of: "boolean"), "Asked for only when this holds: `decision.outcome = \"granted\"`."),
            ]))

    private static func work(advice: Bool) -> Schema {
        var keys: [ObjectSchema.Key] = [
            .required("title", .localized(maximumLength: 120), "What is to be done, for the officer's queue."),
            .required("role", .reference(to: "role"), "Who does it."),
            .optional("organisation", .reference(to: "organisation"), "Where. The service's organisation when left out."),
            .optional(
                "office", .text(.init(.identifier)),
                "The question that asks for the office: each of its choices is an organisation, and the one chosen does it."),
            .optional(
                "within", .either([.text(.init(maximumLength: 40)), .feel(of: "number")]),
                "The deadline: `10 working days`, or a formula for the number of working days."),
            skills, .optional("when", .feel(of: "boolean"), "Done only when this holds."),
            .optional("questions", .dictionary(of: .named("question") { question }), "What the officer fills in."),
        ]
        if advice { keys.append(.optional("countersign", countersign, "Another officer must agree before the decision takes effect.")) }
        if advice { keys.append(.optional("advise", .list(of: rule, maximum: 100), "What the rules suggest to the officer; the first that holds.")) }
        return .object(ObjectSchema(advice ? "Review" : "Task", "Work of an officer.", keys))
    }
}
