import Kernel

/// The shape of `services/NAME/service.yaml`.
enum ServiceSchema {
    static let service = Schema.object(
        ObjectSchema(
            "Service", "A service: who may use it, what it asks, how it is decided and what follows. Only a title, a summary and questions have to be given.",
            [
                .required("title", .localized(maximumLength: 120), "What people look for, as a thing to do: `Renew a driving licence`."),
                .required("summary", .localized(maximumLength: 400), "One or two sentences below the title."),
                .optional("about", .localized(.markdown, maximumLength: 20_000), "More for the service's page, in Markdown."),
                .optional("organisation", .reference(to: "organisation"), "Who answers for it. The government's first organisation when left out."),
                .optional(
                    "access", .choice([.init("everyone", "Nobody has to sign in."), .init("signed_in", "Only people with an account.")]),
                    "Who may use it. `signed_in` when left out."),
                .optional(
                    "assurance", .choice(AssuranceLevel.allCases.map { .init($0.rawValue, "") }),
                    "How surely we must know who applies (Regulation (EU) 910/2014, article 8). `low` when left out."),
                .optional("takes", .localized(maximumLength: 200), "How long it takes, in words."),
                .optional("you_need", .list(of: .localized(maximumLength: 300), maximum: 30), "What people should have at hand."),
                .optional(
                    "legal_basis", .reference(to: "legal_basis"),
                    "The law by which the applicant's records are read and changed. Needed with `look_up` and `change`."),
                .optional("look_up", .dictionary(of: lookUp), "Records that expressions may use, by the name they are given here."),
                .optional("law", .things(lawCall), "Values of rulebooks that expressions may use, by the name they are given here."),
                .optional("eligibility", .list(of: requirement, maximum: 100), "What must hold for a person to apply."),
                .required("questions", .dictionary(of: .named("question") { question }), "The questions, in order; each is a page unless it holds several."),
                .optional("fee", .either([.feel(of: "number"), fee]), "What it costs: an amount or a formula; with more to say about it, a map."),
                .optional(
                    "steps", .list(of: step, maximum: 100),
                    "What happens after submission, in order. Payment of the fee, if there is one, and a review by the organisation's first role when left out."
                ),
                .optional("outcomes", .dictionary(of: outcome), "How it can end, and what follows from that. `granted` and `refused` are always there."),
                .optional(
                    "ask",
                    .object(
                        ObjectSchema(
                            "Questions to the applicant", "When an officer asks for what is missing.",
                            [
                                .required(
                                    "within", .text(.init(maximumLength: 40)),
                                    "The time to answer: `20 working days`. The officer's own deadline stands still meanwhile.")
                            ])), "How long an applicant has to send what an officer asked for. 20 working days when left out."),
                .optional(
                    "decide_within", .text(.init(maximumLength: 40)),
                    "Within which time a case is decided: `40 working days`. The applicant reads the day; the time stands still while the case waits for them to pay or to answer, and officers see what is about to be late."
                ),
                .optional(
                    "warn_before", .text(.init(maximumLength: 40)),
                    "How long before such a day the officer who has the task is warned, or where nobody has it the supervisors: `5 working days`. `3 working days` when left out."
                ),
                .optional(
                    "appeal",
                    .object(
                        ObjectSchema(
                            "Appeal", "A second decision on the same case.",
                            [
                                .required("within", .text(.init(maximumLength: 40)), "How long after the decision: `30 days`."),
                                .required("role", .reference(to: "role"), "Who decides it."),
                                .optional(
                                    "decide_within", .text(.init(maximumLength: 40)),
                                    "Within which time it is decided: `20 working days`. Kept as the service's own `decide_within` is."),
                            ])), "Whether and how a decision can be appealed."),
                .optional(
                    "messages", .dictionary(of: message, keys: .init(maximumLength: 100)),
                    "What programs outside may tell its cases, by the names of the messages in process.bpmn."),
                .optional(
                    "public", .list(of: .text(.init(.identifier)), maximum: 50),
                    "Answers and findings that anyone may read on the case's public page; whoever gives them is told. What may tell about a person is refused, unless its question says `personal: none`."
                ),
                .optional(
                    "keep", .text(.init(maximumLength: 40)),
                    "How long answers, files, messages and decisions are kept after the case is closed: `10 years`. Then they are deleted."),
            ]))

    static let lookUp = Schema.either([
        .reference(to: "registry"),
        .object(
            ObjectSchema(
                "Look-up", "A record by its identifier.",
                [
                    .required("registry", .reference(to: "registry"), "The registry."),
                    .optional("record", .feel(of: "any"), "The identifier of the record. The applicant's own record when left out."),
                ])),
    ])

    static let lawCall = Schema.object(
        ObjectSchema(
            "Value of the law", "A value of a rulebook, by the law of the day on which the application was sent (`law_date`).",
            [
                .required("value", .text(.init(maximumLength: 140)), "Which one: `RULEBOOK.FORMULA`."),
                .optional(
                    "given", .dictionary(of: .feel(of: "any"), keys: .init(.identifier, maximumLength: 64)),
                    "The case: an expression for each input of the rulebook, and for each role a list of records. The value is null as long as one of them is; an input that is left out has its default."
                ),
            ]))

    static let requirement = Schema.object(
        ObjectSchema(
            "Requirement", "Something that must hold.",
            [
                .required("must", .feel(of: "boolean"), "The condition."),
                .required("otherwise", .localized(maximumLength: 500), "What people are told when it does not hold."),
                .optional("source", .text(.init(maximumLength: 300)), "The law and its section."),
            ]))

    static let fee = Schema.object(
        ObjectSchema(
            "Fee", "What it costs.",
            [
                .required("amount", .feel(of: "number"), "Whole units of the government's currency, such as 12.50; 0 costs nothing, and no value is an error."),
                .optional("text", .localized(maximumLength: 200), "The fee in words, for the service's page."),
                .optional("refund_when_withdrawn", .boolean, "Whether a paid fee goes back when the application is withdrawn before a decision."),
                .optional("source", .text(.init(maximumLength: 300)), "The law and its section."),
            ]))

    static let question: Schema = .object(
        ObjectSchema(
            "Question", "A question, or a page that holds several (`page` and `questions`).",
            [
                .optional("ask", .localized(maximumLength: 300), "The question as a person reads it."),
                .optional("page", .localized(maximumLength: 300), "The heading of a page with several questions."),
                .optional("hint", .localized(maximumLength: 500), "Help below the question."),
                .optional("type", .choice(QuestionReader.kinds), "What kind of answer it takes."),
                .optional("optional", .boolean, "Whether it may be left empty."),
                .optional("when", .feel(of: "boolean"), "Asked only when this holds."),
                .optional("prefill", .feel(of: "any"), "An answer that is known already, to be confirmed or changed."),
                .optional("show", .feel(of: "any"), "Something to show beside the question."),
                .optional("valid", .feel(of: "boolean"), "Must hold for an answer to be taken."),
                .optional("message", .localized(maximumLength: 300), "What people are told when `valid` does not hold or `pattern` does not match."),
                .optional(
                    "choices", .dictionary(of: .either([.localized(maximumLength: 200), choice])),
                    "For `choose_one` and `choose_many`: the answers to choose from, by id."),
                .optional(
                    "min", .text(.init(maximumLength: 40)),
                    "For `number`, `money` and `date`: the least, or the earliest day, such as 2026-01-31. What depends on today or on other answers is said with `valid`."
                ),
                .optional(
                    "max", .text(.init(maximumLength: 40)),
                    "The largest number or amount, the latest day, the most characters (`text` 200, `long_text` 5000 when left out), files (5) or items of a group (10)."
                ),
                .optional("pattern", .text(.init(maximumLength: 200)), "For `text`: a regular expression, as in `matches`, that the whole text must match."),
                .optional(
                    "accept", .list(of: .choice(QuestionReader.fileKinds), minimum: 1, maximum: 20),
                    "For `files`: the kinds of file that are taken. `[pdf, png, jpeg]` when left out."),
                .optional("registry", .reference(to: "registry"), "For `record`: where it must be found."),
                .optional("one", .localized(maximumLength: 60), "For `group`: what one item is called."),
                .optional("questions", .dictionary(of: .named("question") { question }), "The questions of a page or of a group."),
                .optional("filterable", .boolean, "Whether officers may filter their queue by the answer. Only for choices that say nothing about a person."),
                .optional(
                    "personal", .choice(PersonalClass.allCases.map { .init($0.rawValue, "") } + [.init("none", "It says nothing about a person.")]),
                    "How sensitive the answer is, where its type does not tell."),
            ]))

    static let choice = Schema.object(
        ObjectSchema(
            "Choice", "An answer with a hint.",
            [
                .required("label", .localized(maximumLength: 200), "The answer."),
                .optional("hint", .localized(maximumLength: 300), "Help below it."),
            ]))

    static let outcome = Schema.object(
        ObjectSchema(
            "Outcome", "A way in which the case can end.",
            [
                .required("title", .localized(maximumLength: 120), "How the person is told: `Your licence is renewed`."),
                .optional("message", .localized(.multiline, maximumLength: 4_000), "More for the letter; `{{name}}` stands for the value of a name."),
                .optional("change", .list(of: change, maximum: 50), "What is written in registries."),
                .optional(
                    "certificate",
                    .object(
                        ObjectSchema(
                            "Certificate", "A paper anyone can verify.",
                            [
                                .required("title", .localized(maximumLength: 120), "Its heading."),
                                .optional("valid_until", .feel(of: "date"), "Its last day. Without end when left out."),
                                .optional(
                                    "fields", .dictionary(of: .feel(of: "any"), keys: Schema.TextRule(maximumLength: 120, isTranslatable: true)),
                                    "What it says: labels with their values. A value that is only the name of a question is written as its answer reads."),
                                .optional(
                                    "template", .text(.init(maximumLength: 100)),
                                    "A Mustache file beside this one. `certificate.mustache` when left out, where there is one."),
                                .optional(
                                    "replaces_earlier", .boolean,
                                    "Whether the person's earlier certificates of this service are no longer good: there is one driving licence, but there may be two building permits."
                                ),
                            ])), "The certificate that is issued."),
                .optional(
                    "letter",
                    .object(
                        ObjectSchema(
                            "Letter", "A decision letter.",
                            [
                                .required("title", .localized(maximumLength: 120), "Its heading."),
                                .optional(
                                    "template", .text(.init(maximumLength: 100)),
                                    "A Mustache file beside this one. `letter.mustache` when left out, where there is one."),
                            ])), "The letter that is sent."),
                .optional("positive", .boolean, "Whether it is good news. Left out: `granted`, `approved`, `fixed` and `registered` are."),
                .optional("by_rules", .boolean, "Only the rules decide so: no officer can choose it."),
            ]))

    static let change = Schema.object(
        ObjectSchema(
            "Change", "One record that is made or changed.",
            [
                .required("registry", .reference(to: "registry"), "Which registry."),
                .optional("record", .text(.init(.identifier)), "The name under `look_up` of the record that changes."),
                .optional("create", .boolean, "Whether a new record is made."),
                .optional("when", .feel(of: "boolean"), "Only when this holds."),
                .required("set", .dictionary(of: .feel(of: "any")), "Fields and their new values."),
            ]))
}
