import Casework
import HTML
import Kernel
import Web

/// The front page: a search, the services by topic, what happens in people's lives, and how the government keeps its word.
struct HomePage: Sendable {
    let portal: Portal
    let request: Request
    let services: [PublicService]
    let panels: [@Sendable (inout HTML) -> Void]

    private var language: Language { request.language }

    var page: Page {
        Page(request.say(.homeTitle), for: request, width: .wide) { html in
            html.hero(request.say(.homeTitle), lead: request.say(.homeIntroduction)) { html in
                html.searchForm(action: "/", label: request.say(.findService))
            }
            for panel in panels { panel(&html) }
            topics(&html)
            moments(&html)
            figures(&html)
            promises(&html)
        }
    }

    /// Each topic with its services; those under no topic last, or all under one heading where there are no topics.
    private func topics(_ html: inout HTML) {
        let shelves = portal.shelves.topics.map { ($0.title[language.code], portal.of($0)) }.filter { !$0.1.isEmpty }
        let shelved = Set(shelves.flatMap { $0.1.map(\.id) })
        let others = services.filter { !shelved.contains($0.id) }
        html.h2(request.say(.services))
        guard !shelves.isEmpty else { return html.cards(services.map { portal.card($0, request) }, headingLevel: 3) }
        html.div(class: "shelves") { html in
            for (title, services) in shelves + (others.isEmpty ? [] : [(request.say(.otherServices), others)]) {
                html.section(class: "shelf") { html in
                    html.h3(title)
                    html.ul { html in
                        for service in services {
                            html.li { html in
                                html.a(service.title[language.code], href: "/services/\(service.id)")
                                html.p(service.summary[language.code])
                            }
                        }
                    }
                }
            }
        }
    }

    private func moments(_ html: inout HTML) {
        let moments = portal.shelves.moments
        guard !moments.isEmpty else { return }
        html.h2(request.say(.momentsTitle))
        html.ul(class: "moments") { html in
            for moment in moments { html.li { html in html.a(moment.title[language.code], href: "/?moment=\(moment.id)") } }
        }
    }

    /// Public figures; none while too few cases were decided to say anything.
    private func figures(_ html: inout HTML) {
        guard let figures = portal.board.figures, figures.decided > 0 else { return }
        html.h2(request.say(.howWeDo))
        html.figures([
            Figure(language.format(figures.decided), request.say(.figureDecided), note: request.say(.figureDecidedNote)),
            Figure(request.say(.figureDays, ["count": .count(figures.medianDays)]), request.say(.figureMedian), note: request.say(.figureMedianNote)),
            Figure(language.format(figures.open), request.say(.figureOpen)),
        ])
    }

    private func promises(_ html: inout HTML) {
        html.h2(request.say(.promisesTitle))
        html.cards(
            [
                Card(request.say(.promiseVerify), href: "/verify", text: request.say(.promiseVerifyText)),
                Card(request.say(.promiseLog), href: "/log", text: request.say(.promiseLogText)),
                Card(request.say(.promiseReads), href: "/account/reads", text: request.say(.promiseReadsText)),
            ], headingLevel: 3)
    }
}

extension Phrase {
    static let otherServices = Phrase("portal.other_services", en: "Other services", es: "Otros servicios")
    static let noServiceFoundTitle = Phrase("portal.no_service_found_title", en: "Nothing here by that name", es: "Nada con ese nombre")
    static let momentsTitle = Phrase("portal.moments_title", en: "What has happened?", es: "¿Qué ha ocurrido?")
    static let howWeDo = Phrase("portal.how_we_do", en: "How we are doing", es: "Cómo vamos")
    static let figureDecided = Phrase("portal.figure_decided", en: "Cases decided", es: "Expedientes resueltos")
    static let figureDecidedNote = Phrase("portal.figure_decided_note", en: "in the last 30 days", es: "en los últimos 30 días")
    static let figureDays = Phrase(
        "portal.figure_days", en: .plural(one: "{count} day", other: "{count} days"), es: .plural(one: "{count} día", other: "{count} días"))
    static let figureMedian = Phrase("portal.figure_median", en: "From sending in to the decision", es: "De la solicitud a la resolución")
    static let figureMedianNote = Phrase("portal.figure_median_note", en: "half of them were faster", es: "la mitad fue más rápida")
    static let figureOpen = Phrase("portal.figure_open", en: "Cases we are working on", es: "Expedientes en curso")
    static let promisesTitle = Phrase("portal.promises_title", en: "You can check us", es: "Puede comprobarlo")
    static let promiseVerify = Phrase("portal.promise_verify", en: "Is this certificate genuine?", es: "¿Es auténtico este certificado?")
    static let promiseVerifyText = Phrase(
        "portal.promise_verify_text", en: "Anybody can check it by its number or its code.", es: "Cualquiera puede comprobarlo con su número o su código.")
    static let promiseLog = Phrase("portal.promise_log", en: "Every act is on record", es: "Cada acto queda registrado")
    static let promiseLogText = Phrase(
        "portal.promise_log_text", en: "A public log shows that no decision was changed or removed afterwards.",
        es: "Un registro público muestra que ninguna resolución se cambió ni se quitó después.")
    static let promiseReads = Phrase("portal.promise_reads", en: "Who looked at your data?", es: "¿Quién ha consultado sus datos?")
    static let promiseReadsText = Phrase(
        "portal.promise_reads_text", en: "Each look by an official is shown to you, with the reason.",
        es: "Cada consulta de un funcionario se le muestra, con el motivo.")
}
