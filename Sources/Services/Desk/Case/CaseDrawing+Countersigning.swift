import Casework
import HTML
import Kernel
import Web

/// What a colleague decided, for the officer who agrees with it or gives it back.
extension CaseDrawing {
    func countersignature(_ task: OfficeTask, _ address: String, _ html: inout HTML) {
        guard let proposal = view.theCase.proposal else { return }
        html.h3(request.say(.proposedDecision))
        html.inset { html in
            html.p { html in html.strong(view.service.outcome(proposal.outcome)?.title[language.code] ?? proposal.outcome) }
            html.div([.lang(view.theCase.language)]) { html in for reason in proposal.reasons { html.p(reason.text) } }
            if !proposal.conditions.isEmpty {
                html.p(html.language.say(.conditionsLabel), class: "quiet")
                html.ul([.lang(view.theCase.language)]) { html in for condition in proposal.conditions { html.li(condition) } }
            }
            ownWords(proposal, &html)
            if let officer = proposal.officer { html.p(request.say(.proposedBy, ["name": .text(colleagues.name(officer, in: language))]), class: "quiet") }
        }
        html.ruleFindings(proposal.findings, words: view.service.ruleWords, in: language)
        guard !isOwnDecision(task) else { return html.p(request.say(.notOwnDecision)) }
        html.formButton(request.say(.countersign), request, to: address + "/countersign" + onward, style: .primary)
        let faults = form.faults.filter { $0.field == "note" }
        html.details(request.say(.giveBack), isOpen: !faults.isEmpty) { html in
            html.form(request, to: address + "/give-back" + onward) { html in
                html.textArea(
                    Control("note", request.say(.giveBackLabel), hint: request.say(.noteHint), faults: faults), value: "", rows: 3,
                    maximumLength: Casework.longestNoteBytes)
                html.buttons { html in html.submit(request.say(.giveBack), style: .secondary) }
            }
        }
    }
}

extension Phrase {
    static let proposedDecision = Phrase("desk.proposed_decision", en: "What was decided", es: "Lo que se ha decidido")
    static let proposedBy = Phrase("desk.proposed_by", en: "Decided by: {name}", es: "Decidido por: {name}")
    static let notOwnDecision = Phrase(
        "desk.not_own_decision", en: "It is your own decision, so another officer looks at it. Nothing takes effect before.",
        es: "Es su propia decisión: debe revisarla otra persona. Hasta entonces no surte efecto.")
    static let notOwnAppeal = Phrase(
        "desk.not_own_appeal", en: "The appeal is against a decision you had part in, so another officer decides it.",
        es: "El recurso es contra una decisión en la que usted intervino: debe resolverlo otra persona.")
    static let didPropose = Phrase(
        "desk.did_propose", en: "{who} decided, and a second officer is to agree", es: "{who} decidió, a la espera del refrendo de otra persona")
    static let countersign = Phrase("desk.countersign", en: "Countersign the decision", es: "Refrendar la decisión")
    static let giveBack = Phrase("desk.give_back", en: "Give it back", es: "Devolverla")
    static let giveBackLabel = Phrase("desk.give_back_label", en: "What should be looked at again?", es: "¿Qué debe revisarse?")
    static let giveBackEmpty = Phrase("desk.give_back_empty", en: "Say what should be looked at again", es: "Indique qué debe revisarse")
    static let doneProposed = Phrase(
        "desk.done_proposed", en: "Your decision is recorded, and waits for a second officer", es: "Su decisión consta y espera el refrendo de otra persona")
    static let doneCountersigned = Phrase(
        "desk.done_countersigned", en: "The decision is countersigned, and the applicant is told", es: "La decisión está refrendada y se avisa al solicitante")
    static let doneGivenBack = Phrase("desk.done_given_back", en: "The decision is given back", es: "La decisión está devuelta")
    static let didCountersign = Phrase("desk.did_countersign", en: "{who} countersigned the decision", es: "{who} refrendó la decisión")
    static let didGiveBack = Phrase("desk.did_give_back", en: "{who} gave the decision back", es: "{who} devolvió la decisión")
    static let waitsForSecond = Phrase("desk.waits_for_second", en: "{outcome}, if a second officer agrees", es: "{outcome}, si otra persona lo refrenda")
}
