import Casework
import HTML
import Kernel
import Web

/// An ad-hoc sub-process: what the officer may begin next, a button each, and the end of it.
extension CaseDrawing {
    func choice(_ choice: WorkChoice, _ address: String, _ html: inout HTML) {
        let picture = ProcessPicture(view.service, language)
        html.h3(request.say(.chooseNext))
        if choice.offered.isEmpty {
            html.p(request.say(.nothingToChoose))
        } else {
            html.form(request, to: address + "/begin" + onward) { html in
                html.buttons { html in
                    for element in choice.offered { html.submit(picture.title(of: element), name: "element", value: element, style: .secondary) }
                }
            }
        }
        if !choice.underWay.isEmpty {
            let names = choice.underWay.map { picture.title(of: $0) }.joined(separator: ", ")
            html.p(request.say(.choiceUnderWay, ["names": .text(names)]))
        }
        guard case .byHand(let givesUp) = choice.end else { return html.p(request.say(.choiceEndsByItself), class: "quiet") }
        if !choice.underWay.isEmpty { html.p(request.say(givesUp ? .choiceGivesUp : .choiceWaits), class: "quiet") }
        html.form(request, to: address + "/finish" + onward) { html in html.buttons { html in html.submit(html.language.say(.choiceEnd)) } }
    }
}

extension Phrase {
    static let chooseNext = Phrase("desk.choose_next", en: "What is done next", es: "Qué se hace ahora")
    static let nothingToChoose = Phrase(
        "desk.nothing_to_choose", en: "Nothing can be begun until what is under way is done.",
        es: "No se puede iniciar nada hasta que termine lo que está en curso.")
    static let choiceUnderWay = Phrase("desk.choice_under_way", en: "Under way: {names}", es: "En curso: {names}")
    static let choiceEndsByItself = Phrase(
        "desk.choice_ends_by_itself", en: "This part of the case ends by itself when enough is done.",
        es: "Esta parte del expediente termina por sí sola cuando se ha hecho lo necesario.")
    static let choiceGivesUp = Phrase(
        "desk.choice_gives_up", en: "What is under way is given up when you say that enough is done.",
        es: "Lo que está en curso se abandona cuando usted indica que ya es suficiente.")
    static let choiceWaits = Phrase(
        "desk.choice_waits", en: "The case goes on when what is under way is done as well.",
        es: "El expediente continúa cuando termine también lo que está en curso.")
    static let choiceEnd = Phrase("desk.choice_end", en: "Enough is done", es: "Ya es suficiente")
}
