import Casework
import HTML
import Kernel
import Web

/// What is for an officer: notes in which a colleague named them. Nobody is written to; the list is on the desk alone.
extension Desk {
    var mentionRoutes: [Route] { [forYou, readMentions] }

    private var forYou: Route {
        Route(
            "desk_for_you", .get, "/desk/for-you", "Lists the notes in which the caller is named, and the cases that are to be decided soon, the newest first.",
            output: DeskSchema.mentions,
            access: Self.access
        ) { request in
            let mentions = try await casework.mentions(caller(request))
            let named = try await colleagues(Set(mentions.compactMap { AccountID($0.author) }), for: request)
            return Reply(["mentions": .array(mentions.map(\.json))]) { page(mentions, named, request) }
        }
    }

    private var readMentions: Route {
        Route(
            "read_mentions", .post, "/desk/for-you/read", "Marks every note in which the caller is named as read.", output: DeskSchema.allRead,
            access: Self.access
        ) { request in
            try await casework.readMentions(caller(request))
            return .redirect(to: "/desk/for-you", output: ["unread": 0])
        }
    }

    private func page(_ mentions: [Mention], _ named: Colleagues, _ request: Request) -> Page {
        let language = request.language
        return Page(request.say(.forYouTitle), for: request, width: .wide, breadcrumbs: [Link(request.say(.back), href: "/desk")]) { html in
            html.h1(request.say(.forYouTitle))
            guard !mentions.isEmpty else { return html.emptyState(request.say(.forYouEmpty), request.say(.forYouEmptyAdvice)) }
            html.dataTable(
                caption: request.say(.forYouTitle), showsCaption: false,
                [
                    Column(request.say(.reference)), Column(request.say(.service)), Column(request.say(.mentionedWhy)), Column(request.say(.mentionedOn)),
                    Column(request.say(.mentionState)),
                ],
                mentions.map { mention in
                    let day = day(mention.at)
                    return [
                        .link("\(mention.reference)", href: "/desk/cases/\(mention.caseID)" + (mention.due == nil ? "#note-\(mention.note)" : "")),
                        .text(serviceTitle(mention.service, language)),
                        .text(said(mention, named, language)),
                        .date(text: language.formatShort(day), datetime: day.description),
                        mention.isRead ? .text(request.say(.mentionRead)) : .tag(request.say(.mentionNew), .waiting),
                    ]
                })
            html.formButton(request.say(.mentionsReadAll), request, to: "/desk/for-you/read")
        }
    }
}

extension Desk {
    /// Who named the reader, or what they are warned of.
    private func said(_ mention: Mention, _ named: Colleagues, _ language: Language) -> String {
        if let due = mention.due { return language.say(.mentionDeadline, ["date": .date(due)]) }
        let who = AccountID(mention.author).map { named.name($0, in: language) } ?? mention.author
        return language.say(.mentionNote, ["name": .text(who)])
    }
}

extension Mention {
    fileprivate var json: JSON {
        [
            "case": .string(caseID.text), "reference": .string(reference.description), "service": .string(service),
            "note": due == nil ? .integer(note) : .null, "by": due == nil ? .string(author) : .null, "due": due.map { .string($0.description) } ?? .null,
            "at": .string(at.description), "is_read": .bool(isRead),
        ]
    }
}

extension DeskSchema {
    static let mentions = object(
        "Mentions", "Notes in which the caller is named, and warnings.",
        [
            .required(
                "mentions",
                .list(
                    of: object(
                        "Mention", "What the note says is told with its case.",
                        [
                            .required("case", .text(), "The case's id."), .required("reference", .text(), "The number that people know it by."),
                            .required("service", .text(), "The service's id."),
                            .required("note", .nullable(.integer(minimum: 1)), "Which of the case's notes it is; nothing for a warning."),
                            .required("by", .nullable(.text()), "Who wrote it."),
                            .required("due", .nullable(.date), "Of a warning, the day by which the case is to be decided."),
                            .required("at", .text(), "When (RFC 3339)."),
                            .required("is_read", .boolean, "Whether the caller has opened the case since."),
                        ]), maximum: 200), "The newest first.")
        ])

    static let allRead = object("All read", "Nothing is new.", [.required("unread", .integer(minimum: 0), "None.")])
}

extension Phrase {
    static let countForYou = Phrase("desk.count_for_you", en: "For you", es: "Para usted")
    static let forYouTitle = Phrase("desk.for_you", en: "For you", es: "Para usted")
    static let forYouEmpty = Phrase("desk.for_you_empty", en: "There is nothing for you", es: "No hay nada para usted")
    static let forYouEmptyAdvice = Phrase(
        "desk.for_you_empty_advice", en: "When a colleague writes @ and your name in a note on a case, or a case of yours is to be decided soon, it is here.",
        es: "Cuando alguien escriba @ y su nombre en una nota, o un expediente suyo deba resolverse pronto, aparecerá aquí.")
    static let mentionedWhy = Phrase("desk.mentioned_why", en: "Why", es: "Motivo")
    static let mentionNote = Phrase("desk.mention_note", en: "{name} named you in a note", es: "{name} le mencionó en una nota")
    static let mentionDeadline = Phrase("desk.mention_deadline", en: "It is to be decided by {date}", es: "Debe resolverse hasta el {date} inclusive")
    static let mentionedOn = Phrase("desk.mentioned_on", en: "On", es: "Fecha")
    static let mentionState = Phrase("desk.mention_state", en: "State", es: "Estado")
    static let mentionNew = Phrase("desk.mention_new", en: "New", es: "Nueva")
    static let mentionRead = Phrase("desk.mention_read", en: "Seen", es: "Vista")
    static let mentionsReadAll = Phrase("desk.mentions_read_all", en: "Mark all as seen", es: "Marcar todo como visto")
    static let noteTold = Phrase("desk.note_told", en: "Told: {names}", es: "Se avisa a: {names}")
    static let mentionUnknown = Phrase(
        "desk.mention_unknown",
        en: "Nobody who may see this case is called “{name}”. Write the name as it stands in the history, or leave out the @.",
        es: "Nadie que pueda ver este expediente se llama «{name}». Escriba el nombre como figura en el historial, o quite la @.")
    static let mentionSeveral = Phrase(
        "desk.mention_several", en: "Several colleagues are called “{name}”. Write the whole name.",
        es: "Varias personas se llaman «{name}». Escriba el nombre completo.")
    static let mentionTooMany = Phrase(
        "desk.mention_too_many", en: "Name at most {count} colleagues in one note", es: "Mencione como máximo a {count} personas en una nota")
}
