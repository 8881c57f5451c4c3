import Casework
import HTML
import Kernel
import Processes
import Store
import Web

/// For who supervises: where cases have stopped by a fault, and how they go on.
extension Desk {
    private static let supervising = Route.Access.permission(.superviseCases)
    private static var ticket: Field<Int> { .path("ticket", "The place where the case has stopped.") }
    private static var incidentsAfter: Field<String?> { .query("incidents_after", "Where the page of stopped cases before ended.") }
    private static var values: Field<String?> { .body("values", "Variables to set first, as a FEEL context: `{result: \"mended\"}`.") }

    var incidentRoutes: [Route] { [incidents, incident, retry] + noticeRoutes + jobRoutes }

    private var incidents: Route {
        Route(
            "desk_incidents", .get, "/desk/incidents",
            "Lists where cases have stopped by a fault, what they said and nothing took up, and work that was given up; longest first.",
            input: [Self.incidentsAfter, Self.noticesAfter, Self.jobsAfter], output: DeskSchema.incidents, access: Self.supervising
        ) { request in
            // One more than the page holds says whether there is another.
            let found = try await casework.incidents(
                after: try request[Self.incidentsAfter].flatMap { CaseIncident.Place($0) }, limit: Self.incidentPage + 1, caller(request))
            let notices = try await casework.notices(
                after: try request[Self.noticesAfter].flatMap { CaseNotice.Place($0) }, limit: Self.incidentPage + 1, caller(request))
            let jobs = try await casework.deadJobs(
                after: try request[Self.jobsAfter].flatMap { DeadJob.Place($0) }, limit: Self.incidentPage, caller(request))
            return Reply([
                "incidents": .array(found.prefix(Self.incidentPage).map(\.json)), "next_incidents": Self.next(found, \.place),
                "notices": .array(notices.prefix(Self.incidentPage).map(\.json)), "next_notices": Self.next(notices, \.place),
                "jobs": .array(jobs.jobs.map(\.json)), "next_jobs": jobs.next.map { .string($0.description) } ?? .null,
            ]) { page(found, notices, jobs, request) }
        }
    }

    /// How many of each list stand on a page.
    static let incidentPage = 25

    /// Behind the last of a page, where the list goes on.
    static func place<Item, Place>(_ found: [Item], _ place: (Item) -> Place) -> Place? {
        found.count > incidentPage ? place(found[incidentPage - 1]) : nil
    }

    private static func next<Item, Place: CustomStringConvertible>(_ found: [Item], _ place: (Item) -> Place) -> JSON {
        self.place(found, place).map { .string($0.description) } ?? .null
    }

    /// The page on which one of the lists goes on.
    static func incidents(_ list: String, after last: String) -> String {
        "/desk/incidents?" + FormValues([.init(list + "_after", last)]).encoded + "#" + list
    }

    private var incident: Route {
        Route(
            "desk_incident", .get, "/desk/incidents/{case}/{ticket}", "Shows what stopped a case at one place.", input: [Self.caseField, Self.ticket],
            output: DeskSchema.incident, access: Self.supervising
        ) { request in
            let found = try await casework.incident(Ticket(try request[Self.ticket]), of: try request[Self.caseField], caller(request))
            return Reply(found.json) { page(found, request) }
        }
    }

    private var retry: Route {
        Route(
            "retry_incident", .post, "/desk/incidents/{case}/{ticket}/retry", "Lets a case that has stopped try again, with other variables.",
            input: [Self.caseField, Self.ticket, Self.values], output: DeskSchema.done, access: Self.supervising
        ) { request in
            let id = try request[Self.caseField]
            try await casework.retry(Ticket(try request[Self.ticket]), of: id, settingFEEL: try request[Self.values] ?? "", caller(request))
            return .redirect(to: "/desk/incidents", output: ["case": .string(id.text)])
        }
    }

    private func page(_ found: [CaseIncident], _ notices: [CaseNotice], _ jobs: DeadJobPage, _ request: Request) -> Page {
        let language = request.language
        return Page(request.say(.incidentsTitle), for: request, width: .wide, breadcrumbs: [Link(request.say(.overviewTitle), href: "/desk/overview")]) {
            html in
            html.h1(request.say(.incidentsTitle), id: "incidents")
            html.p(request.say(.incidentsAbout))
            defer {
                noticeTable(notices, request, &html)
                jobList(jobs, request, &html)
            }
            guard !found.isEmpty else {
                // What stood on a further page may have been mended meanwhile.
                if request.query["incidents_after"] != nil {
                    return html.pagination(of: request.say(.incidentsTitle), previous: "/desk/incidents", next: nil)
                }
                return html.emptyState(request.say(.noIncidents), request.say(.noIncidentsAdvice))
            }
            html.dataTable(
                caption: request.say(.incidentsTitle), showsCaption: false,
                [Column(request.say(.incidentCase)), Column(request.say(.service)), Column(request.say(.incidentStep)), Column(request.say(.incidentSince))],
                found.prefix(Self.incidentPage).map { incident in
                    let day = day(incident.since)
                    return [
                        .link("\(incident.reference)", href: incident.path), .text(serviceTitle(incident.service, language)), .text(incident.element),
                        .date(text: language.format(day), datetime: day.description),
                    ]
                })
            html.pagination(
                of: request.say(.incidentsTitle), previous: nil,
                next: Self.place(found, \.place).map { Self.incidents("incidents", after: $0.description) })
        }
    }

    private func page(_ incident: CaseIncident, _ request: Request) -> Page {
        let language = request.language
        let title = request.say(.incidentTitle, ["reference": .text("\(incident.reference)")])
        return Page(title, for: request, breadcrumbs: [Link(request.say(.incidentsTitle), href: "/desk/incidents")]) { html in
            html.h1(title)
            html.summaryList([
                SummaryRow(request.say(.service), serviceTitle(incident.service, language)), SummaryRow(request.say(.incidentStep), incident.element),
                SummaryRow(request.say(.incidentSince), language.format(day(incident.since))),
            ])
            // The engine's words, which it has in English only.
            html.h2(request.say(.incidentReason))
            html.p { html in html.code(incident.reason, [.lang("en")]) }
            html.form(request, to: incident.path + "/retry") { html in
                html.textArea(
                    Control("values", request.say(.incidentValues), hint: request.say(.incidentValuesHint), isOptional: true), rows: 3, maximumLength: 10_000)
                html.buttons { html in html.submit(request.say(.incidentRetry)) }
            }
        }
    }
}

extension CaseIncident {
    fileprivate var path: String { "/desk/incidents/\(caseID)/\(ticket)" }

    fileprivate var json: JSON {
        [
            "case": .string(caseID.text), "ticket": .integer(ticket.number), "reference": .string(reference.plain), "service": .string(service),
            "step": .string(element), "reason": .string(reason), "since": .string(since.description),
        ]
    }
}

extension Phrase {
    static let incidentsTitle = Phrase("desk.incidents", en: "Cases that have stopped", es: "Expedientes detenidos")
    static let incidentsAbout = Phrase(
        "desk.incidents_about", en: "The process of these cases has a fault. They wait until somebody mends it and lets them try again.",
        es: "El proceso de estos expedientes tiene un fallo. Esperan a que alguien lo corrija y haga que se intente de nuevo.")
    static let noIncidents = Phrase("desk.no_incidents", en: "No case has stopped", es: "No hay expedientes detenidos")
    static let noIncidentsAdvice = Phrase("desk.no_incidents_advice", en: "There is nothing to mend.", es: "No hay nada que corregir.")
    static let incidentTitle = Phrase("desk.incident", en: "{reference} has stopped", es: "{reference} está detenido")
    static let incidentCase = Phrase("desk.incident_case", en: "Case", es: "Expediente")
    static let incidentStep = Phrase("desk.incident_step", en: "Step", es: "Paso")
    static let incidentSince = Phrase("desk.incident_since", en: "Since", es: "Desde")
    static let incidentReason = Phrase("desk.incident_reason", en: "What is wrong", es: "Qué falla")
    static let incidentValues = Phrase("desk.incident_values", en: "Values to set first", es: "Valores que fijar antes")
    static let incidentValuesHint = Phrase(
        "desk.incident_values_hint", en: "Names and values in braces, as in expressions.",
        es: "Nombres y valores entre llaves, como en las expresiones.")
    static let incidentRetry = Phrase("desk.incident_retry", en: "Try again", es: "Intentar de nuevo")
}
