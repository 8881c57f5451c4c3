import Casework
import HTML
import Kernel
import Web

/// "What happens next": who does it, by when, and whether the reader has to do anything.
extension Portal {
    func nextStep(_ view: ApplicantView, _ request: Request, isHeading: Bool = true, _ html: inout HTML) {
        let lines = words(for: view.next, of: view, request)
        guard !lines.isEmpty else { return }
        if isHeading { html.h2(request.say(.whatHappensNext)) }
        for line in lines { html.p(line) }
    }

    private func words(for next: NextStep, of view: ApplicantView, _ request: Request) -> [String] {
        let language = request.language
        switch next {
        case .payment(let day):
            return [request.say(.nextPayment, ["date": .date(day), "organisation": .text(organisation(view.service.organisation, in: language))])]
        case .answer(_, let day): return [request.say(.nextAnswer, ["date": .date(day)])]
        case .office(let step, let role, let place, let day):
            let who = host.edition.government.role(role)?.title[language.code] ?? role
            var lines = [
                step.map { request.say(.nextOffice, ["step": .text($0[language.code])]) } ?? request.say(.nextAppeal),
                request.say(.nextWho, ["role": .text(who), "organisation": .text(organisation(place, in: language))]),
            ]
            lines.append(day.map { request.say(.nextBy, ["date": .date($0)]) } ?? request.say(.nextNothingToDo))
            return lines
        case .pause(let day): return [request.say(.nextPause, ["date": .date(day)])]
        case .nothing: return []
        }
    }
}

extension Phrase {
    static let nextPayment = Phrase(
        "portal.next_payment", en: "Please pay by {date}. {organisation} begins when the fee has arrived.",
        es: "Pague antes del {date}. {organisation} empezará cuando haya recibido la tasa.")
    static let nextAnswer = Phrase(
        "portal.next_answer", en: "We wait for your answer until {date}, then we go on with what we have.",
        es: "Esperamos su respuesta hasta el {date}; después seguiremos con lo que tengamos.")
    static let nextOffice = Phrase("portal.next_office", en: "The next step: {step}.", es: "El paso siguiente: {step}.")
    static let nextAppeal = Phrase(
        "portal.next_appeal", en: "Somebody who did not decide before looks at everything again.",
        es: "Otra persona, distinta de quien decidió, lo examina todo de nuevo.")
    static let nextWho = Phrase("portal.next_who", en: "It is done by: {role}, {organisation}.", es: "Lo hace: {role}, {organisation}.")
    static let nextBy = Phrase(
        "portal.next_by", en: "This step should be done by {date}. You do not have to do anything.",
        es: "Este paso debería estar hecho antes del {date}. No tiene que hacer nada.")
    static let nextNothingToDo = Phrase("portal.next_nothing_to_do", en: "You do not have to do anything.", es: "No tiene que hacer nada.")
    static let nextPause = Phrase("portal.next_pause", en: "The next step begins on {date}.", es: "El paso siguiente empieza el {date}.")
}
