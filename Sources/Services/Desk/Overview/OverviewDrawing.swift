import Casework
import HTML
import Identity
import Kernel
import Web

/// What a supervisor sees: where it waits, who holds how much, what waits longest, and the way to give it to somebody else.
struct OverviewDrawing: Sendable {
    let desk: Desk
    let hasIncidents: Bool
    let places: [PlaceLoad]
    let services: [ServiceLoad]
    let loads: [OfficerLoad]
    /// What waits longest, the oldest first.
    let longest: [QueueRow]
    let takers: [Account]
    let colleagues: Colleagues
    let request: Request

    private var language: Language { request.language }

    func page() -> Page {
        Page(request.say(.overviewTitle), for: request, width: .wide) { html in
            html.h1(request.say(.overviewTitle))
            if hasIncidents { html.p { html in html.a(request.say(.incidentsTitle), href: "/desk/incidents") } }
            html.figures([
                Figure(sum(\.open), request.say(.countWaiting), href: "/desk"), Figure(sum(\.overdue), request.say(.countOverdue), href: "/desk?due=overdue"),
                Figure(sum(\.soon), request.say(.countSoon), href: "/desk?due=soon"),
                Figure(sum(\.untaken), request.say(.countUntaken), href: "/desk?assigned=nobody"),
            ])
            html.h2(request.say(.whereItWaits))
            if places.isEmpty {
                html.emptyState(request.say(.nothingWaits), request.say(.nothingWaitsAdvice))
            } else {
                placeTable(&html)
            }
            if !longest.isEmpty {
                html.h2(request.say(.whatWaitsLongest))
                html.form(request, to: "/desk/tasks" + QueueAddress(FormValues([.init("order", "newest")])).suffix, id: "queue") { html in
                    longestTable(&html)
                    AssignmentChoice(desk: desk, takers: takers, roles: Set(longest.map(\.role)), colleagues: colleagues, request: request).draw(&html)
                }
                html.p { html in html.a(html.language.say(.allFromOldest), href: "/desk?order=newest&before=~") }
            }
            if !loads.isEmpty {
                html.h2(request.say(.whoHolds))
                html.p(request.say(.whoHoldsAbout))
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

    private func soon(_ count: Int) -> Cell { count == 0 ? .text("0") : .tag(self.count(count), .waiting) }

    private func placeTable(_ html: inout HTML) {
        let today = desk.day(request.now)
        let hasTeams = places.contains { $0.team != nil || !$0.skills.isEmpty }
        var columns = [Column(request.say(.role))]
        if hasTeams { columns.append(Column(request.say(.teamAndSkills))) }
        columns += [
            Column(request.say(.organisation)), Column(request.say(.countWaiting), isNumeric: true),
            Column(request.say(.countOverdue), isNumeric: true), Column(request.say(.countSoon), isNumeric: true),
            Column(request.say(.countUntaken), isNumeric: true), Column(request.say(.oldest), isNumeric: true),
        ]
        let rows = places.sorted { ($0.overdue, $0.open) > ($1.overdue, $1.open) }.map { place -> [Cell] in
            var row: [Cell] = [.link(desk.roleName(place.role, language), href: href(place))]
            if hasTeams { row.append(.text(group(of: place))) }
            return row + [
                Cell.text(desk.organisationName(place.organisation, language)), .text(count(place.open)), overdue(place.overdue), soon(place.soon),
                .text(count(place.untaken)),
                .text(place.oldest.map { waited(since: $0, today) } ?? ""),
            ]
        }
        html.dataTable(caption: request.say(.whereItWaits), showsCaption: false, columns, rows)
    }

    /// The team and the skills of a queue; of a role's own, none.
    private func group(of place: PlaceLoad) -> String {
        let team = place.team.map { [desk.teamName($0, language)] } ?? []
        let skills = place.skills.isEmpty ? [] : [request.say(.asksFor, ["skills": .text(desk.skillNames(place.skills, language))])]
        return (team + skills).joined(separator: " · ")
    }

    private func href(_ place: PlaceLoad) -> String {
        var values = FormValues([.init("role", place.role)])
        if let team = place.team { values.entries.append(.init("team", team)) }
        return "/desk?" + values.encoded
    }

    private func longestTable(_ html: inout HTML) {
        let today = desk.day(request.now)
        html.dataTable(
            caption: request.say(.whatWaitsLongest), showsCaption: false,
            [
                Column(request.say(.reference)), Column(request.say(.task)), Column(request.say(.oldest), isNumeric: true), Column(request.say(.due)),
                Column(request.say(.organisation)), Column(request.say(.assigned)),
            ],
            longest.map { row in
                [
                    .choice(
                        "\(row.reference)", href: "/desk/cases/\(row.caseID)", name: "task", value: "\(row.caseID)/\(row.ticket)",
                        label: request.say(.chooseTask, ["reference": .text(row.reference.description)])),
                    .pair(desk.stepTitle(row.step, of: row.service, language), desk.serviceTitle(row.service, language)),
                    .text(waited(since: row.createdAt, today)), desk.due(row.due, today, language),
                    .text(desk.organisationName(row.organisation, language)),
                    .text(desk.assigned(row, colleagues, language)),
                ]
            })
    }

    private func waited(since moment: Instant, _ today: CivilDate) -> String {
        let days = desk.casework.calendar.workingDays(from: desk.day(moment), to: today)
        return days == 0 ? request.say(.sinceToday) : request.say(.waitsFor, ["count": .count(days)])
    }

    private func officerTable(_ html: inout HTML) {
        html.dataTable(
            caption: request.say(.whoHolds), showsCaption: false,
            [
                Column(request.say(.officer)), Column(request.say(.countWaiting), isNumeric: true), Column(request.say(.countOverdue), isNumeric: true),
                Column(request.say(.countSoon), isNumeric: true), Column(request.say(.presence)),
            ],
            byPressure.map { load in
                let away = colleagues.absences[load.account].map { request.say(.presentFrom, ["date": .date($0.to.adding(days: 1))]) }
                return [
                    .link(colleagues.name(load.account, in: language), href: "/desk?holder=\(load.account)"), .text(count(load.open)), overdue(load.overdue),
                    soon(load.soon),
                    away.map { Cell.tag($0, .waiting) } ?? .text(request.say(.present)),
                ]
            })
    }

    /// The most pressed first; among equals by name.
    private var byPressure: [OfficerLoad] {
        loads.map { (load: $0, name: language.sortKey(colleagues.name($0.account, in: language))) }
            .sorted { ($1.load.overdue, $1.load.open, $0.name) < ($0.load.overdue, $0.load.open, $1.name) }.map(\.load)
    }

    private func serviceTable(_ html: inout HTML) {
        let stages: [Case.Stage] = [.awaitingPayment, .inProgress, .awaitingApplicant, .appealed]
        let hasPromise = services.contains { desk.casework.services.service($0.service)?.promises == true }
        func cases(_ number: Int, _ load: ServiceLoad, _ name: String, _ value: String) -> Cell {
            guard number > 0 else { return .text("0") }
            return .link(count(number), href: "/desk/cases?" + FormValues([.init("service", load.service), .init(name, value)]).encoded)
        }
        html.dataTable(
            caption: request.say(.whereCasesStand), showsCaption: false,
            [Column(request.say(.service))] + stages.map { Column(desk.stageWords($0, language), isNumeric: true) }
                + (hasPromise ? [Column(request.say(.countNear), isNumeric: true), Column(request.say(.countLate), isNumeric: true)] : []),
            services.sorted { language.sortKey(desk.serviceTitle($0.service, language)) < language.sortKey(desk.serviceTitle($1.service, language)) }.map {
                load -> [Cell] in
                var row: [Cell] = [.link(desk.serviceTitle(load.service, language), href: "/desk/processes/\(load.service)")]
                row += stages.map { cases(load.stages[$0] ?? 0, load, "stage", $0.rawValue) }
                if hasPromise { row += [cases(load.near, load, "due", "near"), cases(load.late, load, "due", "late")] }
                return row
            })
    }

    var output: JSON {
        [
            "places": .array(
                places.map {
                    [
                        "organisation": .string($0.organisation), "role": .string($0.role), "team": $0.team.map(JSON.string) ?? .null,
                        "skills": .array($0.skills.map(JSON.string)), "open": .integer($0.open), "overdue": .integer($0.overdue), "soon": .integer($0.soon),
                        "untaken": .integer($0.untaken), "oldest": $0.oldest.map { .string($0.description) } ?? .null,
                    ]
                }),
            "officers": .array(
                loads.map {
                    [
                        "account": .string($0.account.text), "open": .integer($0.open), "overdue": .integer($0.overdue), "soon": .integer($0.soon),
                        "away_until": colleagues.absences[$0.account].map { .string($0.to.description) } ?? .null,
                    ]
                }),
            "longest": .array(longest.map(\.json)),
            "services": .array(
                services.map { load in
                    [
                        "service": .string(load.service),
                        "stages": .object(load.stages.sorted { $0.key.rawValue < $1.key.rawValue }.map { JSON.Member($0.key.rawValue, .integer($0.value)) }),
                        "near": .integer(load.near), "late": .integer(load.late),
                    ]
                }),
        ]
    }
}

extension Phrase {
    static let overviewTitle = Phrase("desk.overview", en: "What waits", es: "Lo pendiente")
    static let countUntaken = Phrase("desk.count_untaken", en: "Not taken yet", es: "Sin asignar")
    static let whereItWaits = Phrase("desk.where_it_waits", en: "Where it waits", es: "Dónde espera")
    static let whatWaitsLongest = Phrase("desk.what_waits_longest", en: "What waits longest", es: "Lo que más tiempo espera")
    static let allFromOldest = Phrase("desk.all_from_oldest", en: "See what came in first, in the queue", es: "Ver en la bandeja lo que entró primero")
    static let whoHoldsAbout = Phrase(
        "desk.who_holds_about", en: "The most pressed first. Open somebody’s tasks to hand some of them over.",
        es: "Primero quien tiene más carga. Abra las tareas de alguien para traspasar algunas.")
    static let presence = Phrase("desk.presence", en: "There", es: "Presente")
    static let present = Phrase("desk.present", en: "Yes", es: "Sí")
    static let presentFrom = Phrase("desk.present_from", en: "Back on {date}", es: "Vuelve el {date}")
    static let whoHolds = Phrase("desk.who_holds", en: "Who holds what", es: "Quién tiene qué")
    static let whereCasesStand = Phrase("desk.where_cases_stand", en: "Where cases stand", es: "Dónde están los expedientes")
    static let countNear = Phrase("desk.count_near", en: "To be decided soon", es: "Por resolver pronto")
    static let countLate = Phrase("desk.count_late", en: "Later than promised", es: "Fuera de plazo")
    static let anyDay = Phrase("desk.any_day", en: "Any day", es: "Cualquier día")
    static let officer = Phrase("desk.officer", en: "Officer", es: "Funcionario")
    static let teamAndSkills = Phrase("desk.team_and_skills", en: "Team and skills", es: "Equipo y capacidades")
    static let oldest = Phrase("desk.oldest", en: "Oldest", es: "La más antigua")
    static let waitsFor = Phrase(
        "desk.waits_for", en: .plural(one: "{count} working day", other: "{count} working days"),
        es: .plural(one: "{count} día hábil", other: "{count} días hábiles"))
    static let sinceToday = Phrase("desk.since_today", en: "From today", es: "De hoy")
    static let nothingWaits = Phrase("desk.nothing_waits", en: "Nothing waits", es: "No hay nada pendiente")
    static let nothingWaitsAdvice = Phrase("desk.nothing_waits_advice", en: "Every task is done.", es: "Todas las tareas están hechas.")
}
