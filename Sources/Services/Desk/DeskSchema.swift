import Kernel

/// What the desk's routes answer to programs.
enum DeskSchema {
    static func object(_ title: String, _ about: String, _ keys: [ObjectSchema.Key]) -> Schema { .object(ObjectSchema(title, about, keys)) }

    private static let caseID = ObjectSchema.Key.required("case", .text(), "The case's id.")
    private static let reference = ObjectSchema.Key.required("reference", .text(), "The number that people know it by.")
    private static let service = ObjectSchema.Key.required("service", .text(), "The service's id.")
    private static let stage = ObjectSchema.Key.required("stage", .text(), "Where it stands: in_progress, awaiting_applicant, decided …")
    private static let due = ObjectSchema.Key.required("due", .nullable(.date), "The day by which it is to be done.")
    private static let team = ObjectSchema.Key.required("team", .nullable(.text()), "The team that it is put before; nothing for all of the role.")
    private static let skills = ObjectSchema.Key.required("skills", .list(of: .text()), "What whoever takes it must be able to do.")
    private static let assignee = ObjectSchema.Key.required("assignee", .nullable(.text()), "The account that has taken it.")
    private static let isPartial = ObjectSchema.Key.required(
        "is_partial", .boolean, "A search met more cases than it goes through; more letters or words find the rest.")

    private static let queued = object(
        "Queued task", "Something to be done on a case.",
        [
            caseID, .required("ticket", .integer(minimum: 0), "The task's number in its case."), reference, service,
            .required("step", .text(), "The step's id."), .required("role", .text(), "Whose it is."),
            .required("organisation", .text(), "Where it is worked on."), team, skills, due, assignee,
            .required("answers", .dictionary(of: .text()), "Filterable answers, by question."),
        ])

    static let queue = object(
        "Queue", "Open tasks, in the order that was asked for.",
        [
            .required(
                "tasks",
                .list(of: queued, maximum: 200), "The tasks of this page."),
            .required("next", .nullable(.text()), "Send it as `after` to get the next page."),
            .required("previous", .nullable(.text()), "Send it as `before` to get the page before."), isPartial,
        ])

    static let cases = object(
        "Cases", "Cases of the services that the caller works on, the newest first.",
        [
            .required(
                "cases",
                .list(
                    of: object(
                        "Listed case", "Nothing in it is about a person.",
                        [
                            caseID, reference, service, stage, .required("outcome", .nullable(.text()), "The outcome's id, once it is decided."),
                            .required("opened_at", .text(), "When it was sent in (RFC 3339)."),
                            .required("decide_by", .nullable(.date), "By when its service promised a decision; nothing while that time stands still."),
                            .required("closed_at", .nullable(.text()), "When it ended."),
                        ]), maximum: 200), "The cases of this page."),
            .required("next", .nullable(.text()), "Send it as `after` to get the next page."), isPartial,
        ])

    static let overview = object(
        "Overview", "What waits within a supervisor's reach. Every count stops at a thousand.",
        [
            .required(
                "places",
                .list(
                    of: object(
                        "Place", "A role of an organisation; apart from the rest, what is of one of its teams, and what asks for the same skills.",
                        [
                            .required("organisation", .text(), "The organisation's id."), .required("role", .text(), "The role's id."), team, skills,
                            .required("open", count, "Tasks that wait there."), .required("overdue", count, "Of them, those past their day."),
                            .required("soon", count, "Of them, those that are due within three working days."),
                            .required("untaken", count, "Of them, those that nobody has taken."),
                            .required("oldest", .nullable(.text()), "Since when the oldest waits."),
                        ])), "Places where something waits."),
            .required(
                "officers",
                .list(
                    of: object(
                        "Officer", "Who holds how much.",
                        [
                            .required("account", .text(), "The officer's account."), .required("open", count, "Tasks they have taken."),
                            .required("overdue", count, "Of them, those past their day."),
                            .required("soon", count, "Of them, those that are due within three working days."),
                            .required("away_until", .nullable(.date), "The last day of an absence; nothing for whoever is there."),
                        ])), "Every officer."),
            .required("longest", .list(of: queued, maximum: 10), "What waits longest, the oldest first."),
            .required(
                "services",
                .list(
                    of: object(
                        "Service", "Where its cases stand.",
                        [
                            service, .required("stages", .dictionary(of: count), "How many cases, by stage; those that are over are left out."),
                            .required("near", count, "Cases that are about to be decided later than the service promised."),
                            .required("late", count, "Cases that are later."),
                        ])),
                "The supervisor's services."),
        ])

    private static let count = Schema.integer(minimum: 0, maximum: 1_000)

    static let theCase = object(
        "Case", "A case for those who work on it. The look at it is written down.",
        [
            caseID, reference, service, stage, .required("answers", .dictionary(of: .any), "What was answered, by question."),
            .required("facts", .dictionary(of: .any), "What was looked up, by look-up."),
            .required(
                "measures", .dictionary(of: .dictionary(of: .dictionary(of: .number))),
                "How large it is, by look-up and field: `square_metres`, and `metres` along a line or around an area."),
            .required("withheld", .list(of: .text()), "Registries that the caller's role may not read; advice rests on them too, and is left out."),
            .required(
                "promised",
                .nullable(
                    object(
                        "Promised decision", "By when the case is to be decided, as its service promised.",
                        [
                            .required("of", .text(), "decision or appeal."), .required("by", .nullable(.date), "The last day; nothing while it stands still."),
                            .required("working_days_left", .integer(minimum: 0), "How many are left, also while it stands still."),
                        ])), "Nothing where its service promises none, and once it is decided."),
            .required(
                "tasks",
                .list(
                    of: object(
                        "Task", "What the caller may do.",
                        [
                            .required("ticket", .integer(minimum: 0), "The task's number."), .required("step", .text(), "The step's id."),
                            .required("role", .text(), "Whose it is."), team, skills, due, assignee,
                            .required("offered", .list(of: .text()), "Where the task is to choose what is done next: elements that may be begun now."),
                        ])), "Open tasks of the caller."),
            .required(
                "proposal",
                .nullable(
                    object(
                        "Proposal", "What an officer decided and another has to countersign.",
                        [
                            .required("outcome", .text(), "The outcome's id."), .required("reasons", .list(of: .text(.init(.multiline))), "Its reasons."),
                            .required("conditions", .list(of: .text(.init(.multiline))), "Its conditions."),
                            .required("by", .nullable(.text()), "The officer's account."),
                        ])), "Nothing where no decision waits for a second officer."),
            .required(
                "advice",
                .list(
                    of: object(
                        "Advice", "What the rules suggest.",
                        [
                            .required("outcome", .text(), "The outcome's id."), .required("because", .text(), "The reason they draft."),
                            .required("conditions", .list(of: .text()), "The conditions they draft."),
                            .required("source", .nullable(.text()), "The law it rests on."),
                        ])), "For open reviews."),
            .required("findings", .list(of: .any), "What the decision tables say, with the rules that held."),
            .required(
                "rules",
                .list(
                    of: object(
                        "Rule", "A rule that was asked for advice.",
                        [
                            .required("outcome", .text(), "What it suggests."), .required("when", .nullable(.text()), "Its condition; none always holds."),
                            .required("holds", .nullable(.boolean), "Nothing when it could not be told."),
                            .required("values", .dictionary(of: .any), "What it looked at, by name."),
                        ])), "In the order in which they were asked."),
            .required("similar", .list(of: similar), "Decided cases like it, the closest first."),
            .required(
                "files",
                .list(
                    of: object(
                        "File", "What somebody sent.",
                        [
                            .required("id", .text(), "Its id."), .required("name", .text(), "The name it came with."),
                            .required("type", .text(), "Its media type."), .required("bytes", .integer(minimum: 0), "Its size."),
                        ])), "With the application, or in answer to a question."),
            .required(
                "papers",
                .list(
                    of: object(
                        "Paper", "A letter or a certificate.",
                        [
                            .required("id", .text(), "Its id."), .required("kind", .text(), "letter or certificate."),
                            .required("number", .text(), "What verifies it."),
                        ])), "The oldest first."),
        ])

    static let incident = object(
        "Incident", "A place where a case has stopped by a fault of its process.",
        [
            caseID, .required("ticket", .integer(minimum: 0), "The place in its case."), reference, service,
            .required("step", .text(), "The element of the process."), .required("reason", .text(), "The fault, in English."),
            .required("since", .text(), "Since when (RFC 3339)."),
        ])

    static let incidents = object(
        "Incidents", "Where cases have stopped, and what they said and nothing took up; longest first.",
        [
            .required("incidents", .list(of: incident, maximum: 200), "A page of the places."),
            .required("next_incidents", .nullable(.text()), "Send it as `incidents_after` to get the next page of them."),
            .required("notices", .list(of: notice, maximum: 200), "A page of what nothing took up."),
            .required("next_notices", .nullable(.text()), "Send it as `notices_after` to get the next page of that."),
            .required(
                "jobs",
                .list(
                    of: object(
                        "Dead job", "Work that was tried as often as it may be.",
                        [
                            .required("kind", .text(), "The kind of work."), .required("key", .text(), "Which of its kind."),
                            .required("attempts", .integer(minimum: 0), "How often it was tried."),
                            .required("reason", .text(), "What was wrong the last time."),
                            .required("since", .text(), "When it was given up (RFC 3339)."),
                        ]), maximum: 200), "A page of the work of any part of the government that was given up, for whoever supervises all of it."),
            .required("next_jobs", .nullable(.text()), "Send it as `jobs_after` to get the next page of that work."),
        ])

    static let notice = object(
        "Notice", "What a case said and nothing took up, or could not take itself.",
        [
            .required("notice", .text(), "Its id."),
            .required(
                "kind", .text(),
                "`escalation`: no event catches it. `message`: nobody waited for it as long as it was kept. `signal`: the case could not take it. `timer`, `payment`: it could not go on when the time came or the fee was paid."
            ),
            .required("case", .nullable(.text()), "The case's id; null where a program named a key and not a case."),
            .required("reference", .nullable(.text()), "Its reference number."),
            .required("sender", .nullable(.text()), "The program that sent the message; null where a case did."), service,
            .required(
                "step", .text(), "The element that told of an escalation, or the timer; of a message that could begin no case, the code of what was wrong."),
            .required("name", .text(), "The escalation's code, the name of the message or signal; of a timer or payment what was wrong."),
            .required("since", .text(), "Since when (RFC 3339)."),
            .required("can_be_sent_again", .boolean, "Whether it is still there to be given once more."),
        ])

    static let retriedJob = object(
        "RetriedJob", "It is tried again.", [.required("kind", .text(), "The kind of work."), .required("key", .text(), "Which of its kind.")])
    static let closedNotice = object(
        "ClosedNotice", "It is dealt with.", [.required("case", .nullable(.text()), "The case's id; null where a program named a key and not a case.")])

    static let done = object("Done", "It is done; the case tells what came of it.", [caseID])

    private static let chosen: [ObjectSchema.Key] = [
        caseID, .required("ticket", .integer(minimum: 0), "The task's number in its case."),
        .required("reference", .nullable(.text()), "The number that people know the case by; nothing where the caller may not see it."),
        .required("state", .text(), "`possible` before it is done; then `done`, or `refused`."),
        .required("code", .nullable(.text()), "The code of what refused it."), .required("why", .nullable(.text()), "In words."),
    ]

    static let assigned = object(
        "Assigned tasks", "What happened to each task, or would.",
        [.required("tasks", .list(of: object("Assigned task", "A task that was chosen.", chosen), maximum: 100), "In the order that they were sent.")])

    static let doneTogether = object(
        "Tasks done together", "What happened to each task, or would.",
        [
            .required(
                "tasks",
                .list(
                    of: object(
                        "Task done together", "A task that was chosen.",
                        chosen + [
                            .required("suggested", .nullable(.text()), "The outcome that the rules suggest, in the preview of a decision."),
                            .required("waits_for_second", .boolean, "Whether the decision waits, or would, for a second officer."),
                        ]), maximum: 100), "In the order that they were sent."),
            .required("service", .nullable(.text()), "The service's id; nothing where none of them can be done together with others."),
            .required("step", .nullable(.text()), "The id of the step that they have in common."),
        ])

    static let preview = object(
        "Preview", "What the applicant would get. Nothing of it is kept.",
        [
            .required("outcome", .text(), "The outcome's id."), .required("message", .text(.init(.multiline)), "The letter that goes out at once."),
            .required(
                "draft", .text(.init(.multiline)),
                "What the outcome says in it, as drafted from the rules: send it changed as `letter` to have it say something else."),
            .required("registries", .list(of: .text()), "Registries that would change."),
            .required("withheld", .list(of: .text()), "Registries whose values are blank here, because the caller's role may not read them."),
            .required(
                "papers",
                .list(
                    of: object(
                        "Previewed paper", "What would be printed.",
                        [
                            .required("kind", .text(), "letter or certificate."), .required("title", .text(), "Its title."),
                            .required(
                                "lines",
                                .list(
                                    of: object(
                                        "Line", "One of its fields.", [.required("label", .text(), "Its name."), .required("value", .text(), "What it says.")])),
                                "Its fields."),
                            .required("paragraphs", .list(of: .text(.init(.multiline))), "Its words."),
                            .required("valid_until", .nullable(.date), "Its last day."),
                        ])), "Papers that would be made."),
        ])
}
