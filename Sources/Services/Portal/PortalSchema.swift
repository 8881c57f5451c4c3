import Kernel
import Payments

/// What the portal's routes answer to programs. A test holds the answers of a served government to it.
enum PortalSchema {
    private static func object(_ title: String, _ about: String, _ keys: [ObjectSchema.Key]) -> Schema { .object(ObjectSchema(title, about, keys)) }

    static let services = Schema.list(
        of: object(
            "Service", "A service.",
            [
                .required("id", .text(), "Its id."), .required("title", .text(), "What it is called."), .required("summary", .text(), "What it is for."),
            ]))

    private static let choice = object(
        "Choice", "An answer to choose.",
        [
            .required("id", .text(), "What is sent."), .required("label", .text(), "What people read."), .required("hint", .nullable(.text()), "Help with it."),
        ])

    /// Named: a group holds questions.
    static let question: Schema = .named("question") {
        object(
            "Question", "A question, and how its answer is written.",
            [
                .required("id", .text(), "The member under which the answer is sent."), .required("ask", .text(), "The question."),
                .required("hint", .nullable(.text()), "Help with it."),
                .required(
                    "type", .text(),
                    "text, long_text, number, money (whole units of the currency), date (2026-09-30), yes_no (true or false), choose_one (the id of a choice), choose_many (a list of them), email, phone, address (line_1, line_2, town, postal_code), files (parts of a multipart form called ID.new), place (longitude and latitude in WGS 84, description), person_name, record (its number), group (a list of objects)."
                ),
                .required("optional", .boolean, "Whether it may be left out."),
                .required("public", .boolean, "Whether everybody can see the answer."), .required("choices", .list(of: choice), "What can be chosen."),
                .required("least", .nullable(.text()), "The smallest number or amount, or the earliest day."),
                .required("most", .nullable(.text()), "The largest number or amount, the latest day, or the most characters, files or items."),
                .required("pattern", .nullable(.text()), "A regular expression that the whole text matches."),
                .required("accept", .list(of: .text()), "The kinds of file that are taken."),
                .required("questions", .list(of: question), "The questions of a group."),
            ])
    }

    private static let page = object(
        "Page", "Questions that are answered together.",
        [
            .required("id", .text(), "The page's id."), .required("heading", .text(), "Its heading."),
            .required("questions", .list(of: question), "Its questions."),
        ])

    private static let unmet = Schema.list(
        of: object(
            "Unmet", "Something that must hold and does not.",
            [.required("message", .text(), "What people are told."), .required("source", .nullable(.text()), "The law and its section.")]))

    static let service = object(
        "ServicePage", "A service: what it is, who may use it, what it asks and what it costs.",
        [
            .required("id", .text(), "Its id."), .required("title", .text(), "What it is called."), .required("summary", .text(), "What it is for."),
            .required("access", .text(), "everyone or signed_in."), .required("organisation", .text(), "Who answers for it."),
            .required("takes", .nullable(.text()), "How long it takes."), .required("you_need", .list(of: .text()), "What to have at hand."),
            .required("has_fee", .boolean, "Whether it costs anything."), .required("fee", .nullable(.text()), "The fee in words."),
            .required("pages", .list(of: page), "All it may ask; which pages come depends on the answers."),
            .required("unmet", unmet, "Why the caller cannot apply."),
        ])

    static let started = object(
        "Started", "A new draft.",
        [
            .required("application", .text(), "Its id."),
            .required(
                "secret", .nullable(.text()),
                "Where nobody is signed in: what opens the draft, and later its case, again. Send it as the cookie opens_APPLICATION (and opens_CASE)."),
        ])

    static let draft = object(
        "Draft", "A draft: its answers, and what it still asks. Once it was sent, only the id of its case.",
        [
            .optional("case", .text(), "The case that came of it."), .optional("application", .text(), "Its id."),
            .optional("service", .text(), "The service's id."),
            .optional("answers", .any, "The answers so far, by question."),
            .optional("pages", .list(of: .text()), "The pages that the answers so far lead to, in order."),
            .optional("first_open_page", .nullable(.text()), "The first page that lacks a good answer; null when it can be sent."),
            .optional("questions", .list(of: question), "The questions of the page that was asked for."),
            .optional("fee", .nullable(.text()), "The fee with its currency, once it is known."), .optional("unmet", unmet, "Why it cannot be sent."),
        ])

    static let answered = object(
        "Answered", "What became of the answers.",
        [
            .optional("next", .nullable(.text()), "The next page; null when all is answered."),
            .optional("found", .list(of: .text()), "Where `find` names a question: the numbers of records that match what was typed."),
        ])

    /// By question. A question of several parts is an object, a group a list of objects.
    static let answers = Schema.dictionary(of: .any)

    static let submitted = object(
        "Submitted", "The case that came of an application.",
        [.required("case", .text(), "Its id."), .required("reference", .text(), "The number people read over the telephone.")])

    private static let decision = object(
        "Decision", "A decision.",
        [
            .required("outcome", .text(), "One of the service's outcomes."), .required("reasons", .list(of: .text()), "Why."),
            .required("conditions", .list(of: .text()), "On which conditions."), .required("findings", .list(of: .any), "The rules that held."),
        ])

    private static let paper = object(
        "Paper", "A certificate or letter.",
        [
            .required("kind", .text(), "certificate or letter."), .required("title", .text(), "What it is called."),
            .required("number", .text(), "By which /verify/NUMBER tells whether it is genuine."),
            .required("file", .text(), "Where its PDF is."),
        ])

    private static let nextStep = object(
        "NextStep", "What has to happen next in a case, who does it and by when.",
        [
            .required("waits_for", .nullable(.text()), "`payment`, `applicant`, `office` or `time`; null when nobody has anything to do."),
            .required("by", .nullable(.date), "The day by which it is due."),
            .optional("request", .integer(minimum: 1), "The question to answer, by its number."),
            .optional("step", .nullable(.text()), "What the office does."), .optional("role", .text(), "Whose work it is."),
            .optional("organisation", .text(), "Where."),
        ])

    static let ownCase = object(
        "Case", "One's own case.",
        [
            .required("case", .text(), "Its id."), .required("reference", .text(), "Its reference number."), .required("service", .text(), "The service's id."),
            .required("stage", .text(), "Where it stands."), .required("due", .nullable(.date), "When a decision is due."),
            .required(
                "decide_by", .nullable(.date), "By when the service promised to decide; nothing where it promises none, and while it waits for the applicant."),
            .required("fee", .nullable(.text()), "The fee with its currency; /cases/CASE/pay tells how to pay it."),
            .required("is_paid", .boolean, "Whether the fee is paid."),
            .required("decisions", .list(of: decision), "The decisions so far."),
            .required("fee_findings", .list(of: .any), "The rules by which the fee is what it is."),
            .required("next", nextStep, "What has to happen next."),
            .required("appeal_until", .nullable(.date), "The last day on which an appeal can be made."),
            .required(
                "requests",
                .list(
                    of: object(
                        "Request", "What an officer asks for.",
                        [
                            .required("number", .integer(minimum: 1), "Its number."), .required("text", .text(), "What is asked."),
                            .required("is_answered", .boolean, "Whether it was answered."),
                        ])), "What officers asked for."),
            .required("papers", .list(of: paper), "The papers that were issued."),
            .required("invoices", .list(of: Invoice.schema), "What the process asked to be paid beside the fee."),
        ])

    static let applications = Schema.list(
        of: object(
            "Application", "A draft or a case of one's own.",
            [
                .required("application", .text(), "The application's id."), .required("service", .text(), "The service's id."),
                .required("case", .nullable(.text()), "The case's id, once it was sent."), .required("reference", .nullable(.text()), "Its reference number."),
                .required("stage", .nullable(.text()), "Where it stands."), .required("outcome", .nullable(.text()), "How it ended."),
                .required("due", .nullable(.date), "When a decision is due."),
                .required("kept_until", .nullable(.text()), "When an unsent draft is deleted."),
            ]))

    static let publicCase = object(
        "PublicCase", "What anyone may know of a case.",
        [
            .required("reference", .text(), "Its reference number."), .required("service", .text(), "The service's id."),
            .required("stage", .text(), "Where it stands."), .required("outcome", .nullable(.text()), "How it ended."),
            .required("opened_at", .text(), "When it began."), .required("decided_at", .nullable(.text()), "When it was decided."),
            .required("next", nextStep, "What has to happen next."), .required("fields", .any, "The published answers and findings, by question."),
            .required("files", .list(of: .text()), "Where published files are."),
        ])

    static let publicCases = Schema.list(of: publicCase)

    private static let mandate = object(
        "Mandate", "That one person acts for another.",
        [
            .required("id", .text(), "Its id."), .required("name", .nullable(.text()), "The other side."),
            .required("services", .list(of: .text()), "For which services; for all when there is none."),
            .required("until", .nullable(.date), "Its last day."),
        ])

    static let mandates = object(
        "Mandates", "Who acts for whom.",
        [
            .required("given", .list(of: mandate), "Who may act in the caller's name."),
            .required("held", .list(of: mandate), "In whose name the caller may act."),
        ])
}
