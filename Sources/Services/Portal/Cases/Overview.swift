import Casework
import HTML
import Kernel
import Web

/// Everything a person began or sent in: what waits for them first, what is over last.
extension Portal {
    var overview: Route {
        Route(
            "applications", .get, "/applications", "Lists a person's own drafts and cases, newest first.", output: PortalSchema.applications,
            access: .signedIn()
        ) { request in
            // The panels ask the store beside it: on PostgreSQL in the same round trip.
            async let found = casework.overview(caller(request))
            let panels = try await panels(.portalAccount, request)
            let principal = try await principalName(request)
            let lines = try await found
            return Reply(.array(lines.map(output))) {
                Page(request.say(.myApplications), for: request) { html in
                    actingFor(principal, request, &html)
                    html.h1(request.say(.myApplications))
                    if lines.isEmpty {
                        html.emptyState(request.say(.noApplications), request.say(.noApplicationsAdvice), link: Link(request.say(.allServices), href: "/"))
                    }
                    drafts(lines.filter { $0.submitted == nil }, request, &html)
                    sent(.underWay, lines.filter { $0.submitted?.isOver == false }, request, &html)
                    sent(.over, lines.filter { $0.submitted?.isOver == true }, request, &html)
                    for panel in panels { panel(&html) }
                    html.h2(request.say(.mandatesTitle))
                    html.p { html in html.a(request.say(.mandatesLink), href: "/mandates") }
                }
            }
        }
    }

    private func output(_ line: OverviewLine) -> JSON {
        [
            "application": .string(line.application.text), "service": .string(line.service), "case": line.submitted.map { .string($0.caseID.text) } ?? .null,
            "reference": line.submitted.map { .string($0.reference.description) } ?? .null, "stage": line.submitted.map { .string($0.stage.rawValue) } ?? .null,
            "outcome": line.submitted?.outcome.map(JSON.string) ?? .null, "due": line.submitted?.due.map { .string($0.description) } ?? .null,
            "kept_until": line.submitted == nil ? .string(casework.draftEnds(changedAt: line.updatedAt).description) : .null,
        ]
    }

    private func title(_ line: OverviewLine, _ language: Language) -> String {
        casework.services.service(line.service)?.title[language.code] ?? line.service
    }

    /// A draft leads to where it was left; deleting asks once more.
    private func drafts(_ lines: [OverviewLine], _ request: Request, _ html: inout HTML) {
        guard !lines.isEmpty else { return }
        html.h2(request.say(.notSentYet))
        html.ul(class: "tasks") { html in
            for line in lines {
                html.li(class: "task draft") { html in
                    html.div(class: "task-title") { html in
                        html.a(href: "/applications/\(line.application)") { html in
                            html.span(request.say(.continueDraft), class: "unseen")
                            html.text(title(line, request.language))
                        }
                        html.p(
                            request.say(
                                .draftKept,
                                ["date": .date(day(line.updatedAt)), "until": .date(casework.draftEnds(changedAt: line.updatedAt))]), class: "hint")
                    }
                    html.a(href: "/applications/\(line.application)/discard", class: "draft-delete") { html in
                        html.text(request.say(.deleteDraft))
                        html.span(" " + title(line, request.language), class: "unseen")
                    }
                }
            }
        }
    }

    private func sent(_ heading: Phrase, _ lines: [OverviewLine], _ request: Request, _ html: inout HTML) {
        guard !lines.isEmpty else { return }
        let language = request.language
        html.h2(request.say(heading))
        html.taskList(
            lines.compactMap { line in
                guard let submitted = line.submitted else { return nil }
                let service = casework.services.service(line.service)
                let status = service?.status(submitted.stage, outcome: submitted.outcome, in: language)
                var hint = request.say(.referenceIs, ["reference": .text(submitted.reference.description)])
                if !submitted.isOver, let due = submitted.due { hint += " · " + request.say(.expectedBy, ["date": .date(due)]) }
                return TaskItem(
                    service?.title[language.code] ?? line.service, href: "/cases/\(submitted.caseID)", hint: hint,
                    status: status?.text ?? request.say(submitted.stage.phrase),
                    tone: status?.tone ?? submitted.stage.tone)
            })
    }
}

extension OverviewLine.Submitted {
    var isOver: Bool { stage == .decided || stage == .withdrawn }
}

extension Phrase {
    static let underWay = Phrase("portal.under_way", en: "Under way", es: "En curso")
    static let over = Phrase("portal.over", en: "Finished", es: "Terminadas")
    static let continueDraft = Phrase("portal.continue_draft", en: "Continue: ", es: "Continuar: ")
    static let deleteDraft = Phrase("portal.delete_draft", en: "Delete", es: "Borrar")
    static let draftKept = Phrase(
        "portal.draft_kept", en: "Last changed {date}. Kept until {until}.", es: "Último cambio: {date}. Se guarda hasta el {until}.")
    static let expectedBy = Phrase("portal.expected_by", en: "expected by {date}", es: "previsto a más tardar el {date}")
}
