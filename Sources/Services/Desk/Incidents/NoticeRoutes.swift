import Casework
import HTML
import Kernel
import Web

/// For who supervises: what a case said and nothing took up.
extension Desk {
    private static var notice: Field<Identifier<CaseNotice>> { .path("notice", "What was said.") }
    private static var again: Field<Bool> {
        .body("again", "Sends a message once more, and keeps it as long as before; gives a signal, timer or payment to its case once more.")
    }

    static var noticesAfter: Field<String?> { .query("notices_after", "Where the page before ended of what nothing took up.") }

    var noticeRoutes: [Route] { [oneNotice, closeNotice] }

    private var oneNotice: Route {
        Route(
            "desk_notice", .get, "/desk/notices/{notice}", "Shows what a case said and nothing took up.", input: [Self.notice], output: DeskSchema.notice,
            access: .permission(.superviseCases)
        ) { request in
            let found = try await casework.notice(try request[Self.notice], caller(request))
            return Reply(found.json) { page(found, request) }
        }
    }

    private var closeNotice: Route {
        Route(
            "close_notice", .post, "/desk/notices/{notice}/close", "Says that it is dealt with, or gives what was said once more.",
            input: [Self.notice, Self.again], output: DeskSchema.closedNotice, access: .permission(.superviseCases)
        ) { request in
            let id = try request[Self.notice]
            let found = try await casework.notice(id, caller(request))
            try await casework.close(id, sendingAgain: try request[Self.again], caller(request))
            return .redirect(to: "/desk/incidents", output: ["case": found.caseID.map { .string($0.text) } ?? .null])
        }
    }

    /// Below the cases that have stopped.
    func noticeTable(_ notices: [CaseNotice], _ request: Request, _ html: inout HTML) {
        guard !notices.isEmpty else { return }
        let language = request.language
        html.h2(request.say(.noticesTitle), id: "notices")
        html.p(request.say(.noticesAbout))
        html.dataTable(
            caption: request.say(.noticesTitle), showsCaption: false,
            [Column(request.say(.incidentCase)), Column(request.say(.service)), Column(request.say(.noticeWhat)), Column(request.say(.incidentSince))],
            notices.prefix(Self.incidentPage).map { notice in
                let day = day(notice.since)
                return [
                    .link(notice.whose, href: notice.path), .text(serviceTitle(notice.service, language)), .text(notice.words(language)),
                    .date(text: language.format(day), datetime: day.description),
                ]
            })
        html.pagination(
            of: request.say(.noticesTitle), previous: nil,
            next: Self.place(notices, \.place).map { Self.incidents("notices", after: $0.description) })
    }

    private func page(_ notice: CaseNotice, _ request: Request) -> Page {
        let language = request.language
        let title = request.say(notice.title, ["reference": .text(notice.sender ?? notice.whose)])
        return Page(title, for: request, breadcrumbs: [Link(request.say(.incidentsTitle), href: "/desk/incidents")]) { html in
            html.h1(title)
            html.p(request.say(notice.about))
            var rows = [
                SummaryRow(request.say(.noticeWhat), notice.words(language)), SummaryRow(request.say(.service), serviceTitle(notice.service, language)),
                SummaryRow(request.say(.incidentSince), language.format(day(notice.since))),
            ]
            if notice.kind == .message, !notice.element.isEmpty { rows.append(SummaryRow(request.say(.noticeBeganNothing), notice.element)) }
            if notice.kind == .timer || notice.kind == .payment { rows.append(SummaryRow(request.say(.incidentReason), notice.name)) }
            html.summaryList(rows)
            if let id = notice.caseID { html.p { html in html.a(request.say(.noticeCase), href: "/desk/cases/\(id)") } }
            html.form(request, to: notice.path + "/close") { html in
                html.buttons { html in
                    html.submit(request.say(.noticeClose))
                    if notice.canBeSentAgain { html.submit(request.say(notice.again), name: "again", value: "yes", style: .secondary) }
                }
            }
        }
    }
}

extension CaseNotice {
    fileprivate var path: String { "/desk/notices/\(id)" }

    /// The case; where none is known, the program.
    fileprivate var whose: String { reference.map { "\($0)" } ?? sender ?? name }

    fileprivate func words(_ language: Language) -> String {
        switch kind {
        case .escalation: language.say(.noticeEscalation, ["name": .text(name)])
        case .message: language.say(.noticeMessage, ["name": .text(name)])
        case .signal: language.say(.noticeSignal, ["name": .text(name)])
        case .timer: language.say(.noticeTimer, ["name": .text(element)])
        case .payment: language.say(.noticePayment)
        }
    }

    fileprivate var title: Phrase {
        switch kind {
        case .signal: .noticeSignalTitle
        case .timer, .payment: .noticeRefusedTitle
        case .message, .escalation: sender == nil ? .noticeTitle : .noticeProgramTitle
        }
    }

    fileprivate var again: Phrase { kind == .timer || kind == .payment ? .incidentRetry : .noticeAgain }

    fileprivate var about: Phrase {
        switch kind {
        case .escalation: .noticeEscalationAbout
        case .message: .noticeMessageAbout
        case .signal: .noticeSignalAbout
        case .timer, .payment: .noticeRefusedAbout
        }
    }

    var json: JSON {
        [
            "notice": .string(id.text), "kind": .string(kind.rawValue), "case": caseID.map { .string($0.text) } ?? .null,
            "reference": reference.map { .string($0.plain) } ?? .null, "sender": sender.map(JSON.string) ?? .null,
            "service": .string(service), "step": .string(element), "name": .string(name), "since": .string(since.description),
            "can_be_sent_again": .bool(canBeSentAgain),
        ]
    }
}

extension Phrase {
    static let noticesTitle = Phrase("desk.notices", en: "What nothing took up", es: "Lo que nada atendió")
    static let noticesAbout = Phrase(
        "desk.notices_about", en: "What these cases said reached nobody, or what reached them they could not take. Somebody should know.",
        es: "Lo que dijeron estos expedientes no llegó a nadie, o no pudieron atender lo que les llegó. Alguien debe saberlo.")
    static let noticeWhat = Phrase("desk.notice_what", en: "What it is", es: "Qué es")
    static let noticeEscalation = Phrase("desk.notice_escalation", en: "Escalation: {name}", es: "Escalado: {name}")
    static let noticeMessage = Phrase("desk.notice_message", en: "Message: {name}", es: "Mensaje: {name}")
    static let noticeSignal = Phrase("desk.notice_signal", en: "Signal: {name}", es: "Señal: {name}")
    static let noticeSignalTitle = Phrase(
        "desk.notice_signal_title", en: "{reference} could not take a signal", es: "{reference} no pudo atender una señal")
    static let noticeSignalAbout = Phrase(
        "desk.notice_signal_about",
        en: "What would have followed here was refused, and the case stands where it stood. Once that is mended, send the signal again.",
        es: "Lo que habría seguido aquí fue rechazado y el expediente sigue donde estaba. Cuando esté corregido, envíe de nuevo la señal.")
    static let noticeTimer = Phrase("desk.notice_timer", en: "A time has come: {name}", es: "Ha llegado el momento: {name}")
    static let noticePayment = Phrase("desk.notice_payment", en: "The fee was paid", es: "Se ha pagado la tasa")
    static let noticeRefusedTitle = Phrase("desk.notice_refused_title", en: "{reference} could not go on", es: "{reference} no pudo continuar")
    static let noticeRefusedAbout = Phrase(
        "desk.notice_refused_about",
        en: "What follows now could not be carried out, and the case stands where it stood. Once that is mended, try again.",
        es: "Lo que sigue ahora no se pudo llevar a cabo y el expediente sigue donde estaba. Cuando esté corregido, inténtelo de nuevo.")
    static let noticeTitle = Phrase("desk.notice", en: "Nothing took up what {reference} said", es: "Nada atendió lo que dijo {reference}")
    static let noticeProgramTitle = Phrase(
        "desk.notice_program", en: "Nothing took up what the program {reference} sent", es: "Nada atendió lo que envió el programa {reference}")
    static let noticeEscalationAbout = Phrase(
        "desk.notice_escalation_about", en: "The process told of something that nobody in it deals with, and has gone on.",
        es: "El proceso avisó de algo que nadie atiende en él, y ha continuado.")
    static let noticeMessageAbout = Phrase(
        "desk.notice_message_about", en: "No case waited for this message as long as it was kept.",
        es: "Ningún expediente esperó este mensaje mientras se conservó.")
    static let noticeBeganNothing = Phrase("desk.notice_began_nothing", en: "Why it began no case", es: "Por qué no inició ningún expediente")
    static let noticeCase = Phrase("desk.notice_case", en: "Open the case", es: "Abrir el expediente")
    static let noticeClose = Phrase("desk.notice_close", en: "It is dealt with", es: "Ya está atendido")
    static let noticeAgain = Phrase("desk.notice_again", en: "Send it again", es: "Enviarlo de nuevo")
}
