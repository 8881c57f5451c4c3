import Casework
import HTML
import Identity
import Kernel
import Web

/// For who supervises: what waits, how long and where, and who holds how much of it.
extension Desk {
    var overviewRoutes: [Route] { [overview] }

    private var overview: Route {
        Route(
            "desk_overview", .get, "/desk/overview", "Shows a supervisor what waits, how long and where.", output: DeskSchema.overview,
            access: .permission(.superviseCases)
        ) { request in
            let caller = caller(request)
            let (places, services) = (try await casework.loads(caller), try await casework.stages(caller))
            let identity = host[Identity.self]
            let roles = host.edition.government.roles.filter { $0.permissions.contains(Permission.workCases.name) }.map(\.id)
            let officers = try await host.store.read { connection in
                Set(try roles.flatMap { try identity.holders(of: $0, in: connection) }.map(\.id)).sorted()
            }
            let loads = try await casework.loads(of: officers, caller)
            let (stopped, unheard) = (try await casework.incidents(limit: 1, caller), try await casework.notices(limit: 1, caller))
            let drawing = OverviewDrawing(
                desk: self, hasIncidents: !stopped.isEmpty || !unheard.isEmpty, places: places, services: services, loads: loads,
                colleagues: try await colleagues(Set(loads.map(\.account)), for: request),
                request: request)
            return Reply(drawing.output) { drawing.page() }
        }
    }
}

struct OverviewDrawing: Sendable {
    let desk: Desk
    let hasIncidents: Bool
    let places: [PlaceLoad]
    let services: [ServiceLoad]
    let loads: [OfficerLoad]
    let colleagues: Colleagues
    let request: Request

    private var language: Language { request.language }

    func page() -> Page {
        Page(request.say(.overviewTitle), for: request, width: .wide) { html in
            html.h1(request.say(.overviewTitle))
            if hasIncidents { html.p { html in html.a(request.say(.incidentsTitle), href: "/desk/incidents") } }
            html.figures([
                Figure(sum(\.open), request.say(.countWaiting), href: "/desk"), Figure(sum(\.overdue), request.say(.countOverdue), href: "/desk?due=overdue"),
                Figure(sum(\.untaken), request.say(.countUntaken), href: "/desk?assigned=nobody"),
            ])
            html.h2(request.say(.whereItWaits))
            if places.isEmpty {
                html.emptyState(request.say(.nothingWaits), request.say(.nothingWaitsAdvice))
            } else {
                placeTable(&html)
            }
            if !loads.isEmpty {
                html.h2(request.say(.whoHolds))
                officerTable(&html)
            }
            if !services.isEmpty {
                html.h2(request.say(.whereCasesStand))
                serviceTable(&html)
            }
        }
    }

    private func sum(_ part: (PlaceLoad) -> Int) -> String { places.contains { part($0) >= 1_000 } ? count(1_000) : count(places.map(part).reduce(0, +)) }
    private func count(_ count: Int) -> String { count >= 1_000 ? language.format(1_000) + "+" : language.format(count) }

    private func overdue(_ count: Int) -> Cell { count == 0 ? .text("0") : .tag(self.count(count), .bad) }

    private func placeTable(_ html: inout HTML) {
        let today = desk.day(request.now)
        html.dataTable(
            caption: request.say(.whereItWaits), showsCaption: false,
            [
                Column(request.say(.role)), Column(request.say(.organisation)), Column(request.say(.countWaiting), isNumeric: true),
                Column(request.say(.countOverdue), isNumeric: true), Column(request.say(.countUntaken), isNumeric: true), Column(request.say(.oldest)),
            ],
            places.sorted { ($0.overdue, $0.open) > ($1.overdue, $1.open) }.map { place in
                let since = place.oldest.map { desk.casework.calendar.workingDays(from: desk.day($0), to: today) }
                return [
                    .link(desk.roleName(place.role, language), href: "/desk?" + FormValues([.init("role", place.role)]).encoded),
                    .text(desk.organisationName(place.organisation, language)), .text(count(place.open)), overdue(place.overdue), .text(count(place.untaken)),
                    .text(since.map { $0 == 0 ? request.say(.sinceToday) : request.say(.waitsFor, ["count": .count($0)]) } ?? ""),
                ]
            })
    }

    private func officerTable(_ html: inout HTML) {
        html.dataTable(
            caption: request.say(.whoHolds), showsCaption: false,
            [Column(request.say(.officer)), Column(request.say(.countWaiting), isNumeric: true), Column(request.say(.countOverdue), isNumeric: true)],
            loads.sorted { ($0.overdue, $0.open) > ($1.overdue, $1.open) }.map { load in
                [.link(colleagues.name(load.account, in: language), href: "/desk?holder=\(load.account)"), .text(count(load.open)), overdue(load.overdue)]
            })
    }

    private func serviceTable(_ html: inout HTML) {
        let stages: [Case.Stage] = [.awaitingPayment, .inProgress, .awaitingApplicant, .appealed]
        html.dataTable(
            caption: request.say(.whereCasesStand), showsCaption: false,
            [Column(request.say(.service))] + stages.map { Column(desk.stageWords($0, language), isNumeric: true) },
            services.map { load in
                [.link(desk.serviceTitle(load.service, language), href: "/desk/processes/\(load.service)")]
                    + stages.map { stage in
                        let number = load.stages[stage] ?? 0
                        let query = FormValues([.init("service", load.service), .init("stage", stage.rawValue)]).encoded
                        return number == 0 ? .text("0") : .link(count(number), href: "/desk/cases?" + query)
                    }
            })
    }

    var output: JSON {
        [
            "places": .array(
                places.map {
                    [
                        "organisation": .string($0.organisation), "role": .string($0.role), "open": .integer($0.open), "overdue": .integer($0.overdue),
                        "untaken": .integer($0.untaken), "oldest": $0.oldest.map { .string($0.description) } ?? .null,
                    ]
                }),
            "officers": .array(loads.map { ["account": .string($0.account.text), "open": .integer($0.open), "overdue": .integer($0.overdue)] }),
            "services": .array(
                services.map { load in
                    [
                        "service": .string(load.service),
                        "stages": .object(load.stages.sorted { $0.key.rawValue < $1.key.rawValue }.map { JSON.Member($0.key.rawValue, .integer($0.value)) }),
                    ]
                }),
        ]
    }
}

extension Phrase {
    static let overviewTitle = Phrase("desk.overview", en: "What waits", es: "Lo pendiente")
    static let countUntaken = Phrase("desk.count_untaken", en: "Nobody’s yet", es: "Sin asignar")
    static let whereItWaits = Phrase("desk.where_it_waits", en: "Where it waits", es: "Dónde espera")
    static let whoHolds = Phrase("desk.who_holds", en: "Who holds what", es: "Quién tiene qué")
    static let whereCasesStand = Phrase("desk.where_cases_stand", en: "Where cases stand", es: "Dónde están los expedientes")
    static let officer = Phrase("desk.officer", en: "Officer", es: "Funcionario")
    static let oldest = Phrase("desk.oldest", en: "Oldest", es: "La más antigua")
    static let waitsFor = Phrase(
        "desk.waits_for", en: .plural(one: "{count} working day", other: "{count} working days"),
        es: .plural(one: "{count} día hábil", other: "{count} días hábiles"))
    static let sinceToday = Phrase("desk.since_today", en: "From today", es: "De hoy")
    static let nothingWaits = Phrase("desk.nothing_waits", en: "Nothing waits", es: "No hay nada pendiente")
    static let nothingWaitsAdvice = Phrase("desk.nothing_waits_advice", en: "Every task is done.", es: "Todas las tareas están hechas.")
}
