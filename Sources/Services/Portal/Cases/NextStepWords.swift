import Casework
import HTML
import Kernel
import Web

/// "What happens next": who does it, by when, and whether the reader has to do anything.
extension Portal {
    func nextStep(_ view: ApplicantView, _ request: Request, _ html: inout HTML) {
        next(view.next, service: view.service, request, &html)
    }

    /// - Parameter isPublic: for a page that anyone reads, which asks nothing of its reader.
    func next(_ next: NextStep, service: PublicService, isPublic: Bool = false, _ request: Request, _ html: inout HTML) {
        let language = request.language
        if isPublic { guard case .office = next else { return } }
        if case .nothing = next { return }
        html.h2(request.say(.whatHappensNext))
        switch next {
        case .payment(let day):
            html.p(request.say(.nextPayment, ["date": .date(day), "organisation": .text(organisation(service.organisation, in: language))]))
        case .answer(_, let day): html.p(request.say(.nextAnswer, ["date": .date(day)]))
        case .office(let step, let role, let place, let day):
            let who = host.edition.government.role(role)?.title[language.code] ?? role
            var rows = [
                SummaryRow(request.say(.nextStep), step?[language.code] ?? request.say(.nextAppeal)),
                SummaryRow(request.say(.nextWho), "\(who), \(organisation(place, in: language))"),
            ]
            if let day { rows.append(SummaryRow(request.say(.nextBy), language.format(day))) }
            if !isPublic { rows.append(SummaryRow(request.say(.nextYou), request.say(.nextNothingToDo))) }
            html.summaryList(rows)
        case .pause(let day): html.p(request.say(.nextPause, ["date": .date(day)]))
        case .nothing: break
        }
    }

    /// The step that is to come, as the last of what happened.
    func coming(_ next: NextStep, _ request: Request) -> TimelineEvent? {
        let language = request.language
        func event(_ title: String, by day: CivilDate?) -> TimelineEvent {
            TimelineEvent(
                title, moment: day.map { request.say(.comingBy, ["date": .date($0)]) } ?? "", datetime: day?.description ?? "", isFuture: true)
        }
        switch next {
        case .payment(let day): return event(request.say(.comingPayment), by: day)
        case .answer(_, let day): return event(request.say(.comingAnswer), by: day)
        case .office(let step, _, _, let day): return event(step?[language.code] ?? request.say(.comingAppeal), by: day)
        case .pause(let day): return event(request.say(.nextStep), by: day)
        case .nothing: return nil
        }
    }
}

extension Phrase {
    static let nextPayment = Phrase(
        "portal.next_payment", en: "Please pay by {date}. {organisation} begins when the fee has arrived.",
        es: "Pague hasta el {date} inclusive. {organisation} empezará cuando haya recibido la tasa.")
    static let nextAnswer = Phrase(
        "portal.next_answer", en: "We wait for your answer until {date}, then we go on with what we have.",
        es: "Esperamos su respuesta hasta el {date} inclusive; después seguiremos con lo que tengamos.")
    static let nextStep = Phrase("portal.next_step", en: "Next step", es: "El paso siguiente")
    static let nextAppeal = Phrase(
        "portal.next_appeal", en: "Somebody who did not decide before looks at everything again.",
        es: "Otra persona, distinta de quien decidió, lo examina todo de nuevo.")
    static let nextWho = Phrase("portal.next_who", en: "Who does it", es: "Quién lo hace")
    static let nextBy = Phrase("portal.next_by", en: "By", es: "A más tardar el")
    static let nextYou = Phrase("portal.next_you", en: "What you have to do", es: "Qué tiene que hacer usted")
    static let nextNothingToDo = Phrase("portal.next_nothing_to_do", en: "You do not have to do anything.", es: "No tiene que hacer nada.")
    static let nextPause = Phrase("portal.next_pause", en: "The next step begins on {date}.", es: "El paso siguiente empieza el {date}.")
    static let comingBy = Phrase("portal.coming_by", en: "by {date}", es: "a más tardar el {date}")
    static let comingPayment = Phrase("portal.coming_payment", en: "You pay the fee", es: "Paga la tasa")
    static let comingAnswer = Phrase("portal.coming_answer", en: "You answer", es: "Responde")
    static let comingAppeal = Phrase("portal.coming_appeal", en: "A second decision", es: "Una segunda decisión")
}
