import HTML
import Identity
import Kernel
import Web

/// Who is away, and the form in which an officer says so.
struct AbsencePage: Sendable {
    let desk: Desk
    let absences: [Absence]
    /// For whom the reader may say it, beside themselves.
    let officers: [Account]
    let standIns: [Account]
    let colleagues: Colleagues
    let request: Request
    var faults: [Fault] = []

    private var language: Language { request.language }
    private var today: CivilDate { desk.day(request.now) }

    func page() -> Page {
        Page(
            request.say(.absencesTitle), for: request, breadcrumbs: [Link(request.say(.back), href: "/desk")], hasFaults: !faults.isEmpty
        ) { html in
            html.errorSummary(faults)
            html.h1(request.say(.absencesTitle))
            html.p(request.say(.absencesAbout))
            for absence in absences { entry(absence, &html) }
            html.h2(request.say(.sayAway))
            form(&html)
        }
    }

    private func entry(_ absence: Absence, _ html: inout HTML) {
        html.inset { html in
            html.p { html in
                html.strong(colleagues.name(absence.account, in: language))
                html.text(": " + request.say(.absenceDays, ["from": .date(absence.from), "to": .date(absence.to)]))
            }
            html.p(request.say(.absenceStandIn, ["name": .text(colleagues.name(absence.standIn, in: language))]))
            if absence.isInForce(on: today) { html.p { html in html.tag(html.language.say(.awayNow), .waiting) } }
            guard absence.account == request.actor.account || officers.contains(where: { $0.id == absence.account }) else { return }
            let words: Phrase = absence.account == request.actor.account && absence.from <= today ? .iAmBack : .endAbsence
            html.formButton(request.say(words), request, to: "/desk/absences/\(absence.id)/end")
        }
    }

    private func form(_ html: inout HTML) {
        html.form(request, to: "/desk/absences") { html in
            if !officers.isEmpty {
                let own = request.actor.account.map { [ChoiceOption($0.text, request.say(.you))] } ?? []
                html.select(
                    Control("account", request.say(.whoIsAway), faults: faults),
                    own + options(officers.filter { $0.id != request.actor.account }), chosen: request.form["account"] ?? request.actor.account?.text,
                    hasEmpty: false)
            }
            html.dateInput(Control("from", request.say(.absenceFrom), faults: faults), isSent ? request.form.date("from") : DateAnswer(today))
            html.dateInput(Control("to", request.say(.absenceTo), faults: faults), request.form.date("to"))
            html.select(
                Control("stand_in", request.say(.whoStandsIn), hint: request.say(.whoStandsInHint), faults: faults), options(standIns),
                chosen: request.form["stand_in"])
            html.buttons { html in html.submit(request.say(.sayAway)) }
        }
    }

    private var isSent: Bool { request.form["from.day"] != nil }

    private func options(_ accounts: [Account]) -> [ChoiceOption] {
        accounts.filter { $0.name != nil && !$0.isSuspended }.map { ChoiceOption($0.id.text, $0.name ?? "") }
            .sorted { language.sortKey($0.text) < language.sortKey($1.text) }
    }

    var output: JSON { ["absences": .array(absences.map(\.json))] }
}

extension Phrase {
    static let absencesTitle = Phrase("desk.absences", en: "Who is away", es: "Ausencias")
    static let absencesAbout = Phrase(
        "desk.absences_about",
        en:
            "While an officer is away, a colleague stands in: they see and do what the officer has taken, and no more than the officer could. With the last day it ends by itself.",
        es:
            "Durante una ausencia, otra persona la suple: ve y hace lo que la persona ausente tenía asumido, y no más de lo que esta podría. Con el último día termina sola."
    )
    static let sayAway = Phrase("desk.say_away", en: "Enter an absence", es: "Anotar una ausencia")
    static let absenceDays = Phrase("desk.absence_days", en: "from {from} to {to}", es: "del {from} al {to}")
    static let absenceStandIn = Phrase("desk.absence_stand_in", en: "Stands in: {name}", es: "Suplencia: {name}")
    static let awayNow = Phrase("desk.away_now", en: "Away now", es: "Ausente ahora")
    static let iAmBack = Phrase("desk.i_am_back", en: "I am back", es: "He vuelto")
    static let endAbsence = Phrase("desk.end_absence", en: "End this absence", es: "Terminar esta ausencia")
    static let whoIsAway = Phrase("desk.who_is_away", en: "Who is away?", es: "¿Quién está ausente?")
    static let absenceFrom = Phrase("desk.absence_from", en: "First day", es: "Primer día")
    static let absenceTo = Phrase("desk.absence_to", en: "Last day", es: "Último día")
    static let whoStandsIn = Phrase("desk.who_stands_in", en: "Who stands in?", es: "¿Quién hace la suplencia?")
    static let whoStandsInHint = Phrase(
        "desk.who_stands_in_hint", en: "Somebody of the same office, or of one above it.", es: "Alguien de la misma oficina, o de una superior.")
    static let absenceDay = Phrase("desk.absence_day", en: "Enter a day", es: "Indique un día")
    static let absenceNobody = Phrase("desk.absence_nobody", en: "Choose who stands in", es: "Elija quién hace la suplencia")
    static let absencesLink = Phrase("desk.absences_link", en: "Say when you are away, and who stands in", es: "Anotar sus ausencias y quién le suple")
    static let youStandIn = Phrase("desk.you_stand_in", en: "You stand in for {name} until {date}", es: "Usted suple a {name} hasta el {date}")
    static let youStandInAbout = Phrase(
        "desk.you_stand_in_about", en: "What they have taken is among what is yours.", es: "Lo que tenía asumido figura entre lo suyo.")
    static let youAreAway = Phrase(
        "desk.you_are_away", en: "You are entered as away until {date}; {name} stands in for you",
        es: "Consta como ausente hasta el {date}; {name} le suple")
    static let awayUntil = Phrase("desk.away_until", en: "{name} (away until {date})", es: "{name} (ausente hasta el {date})")
    static let workInPlace = Phrase(
        "desk.work_in_place", en: "This task is {name}’s, who is away until {date}. You stand in for them.",
        es: "Esta tarea es de {name}, ausente hasta el {date}. Usted hace la suplencia.")
    static let takenInPlace = Phrase(
        "desk.taken_in_place", en: "You have taken this task in place of {name}, who is away until {date}.",
        es: "Ha asumido esta tarea en lugar de {name}, ausente hasta el {date}.")
    static let inPlaceOf = Phrase("desk.in_place_of", en: "in place of {name}", es: "en lugar de {name}")
}
