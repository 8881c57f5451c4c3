import HTML
import Identity
import Kernel
import Web

/// What was typed into the form that gives a mandate.
struct MandateForm: Sendable {
    var email = ""
    var until = DateAnswer()
    /// None: all.
    var services: [String] = []
    var faults: [Web.Fault] = []
}

extension Portal {
    func mandatesPage(_ given: [NamedMandate], _ held: [NamedMandate], _ form: MandateForm, _ request: Request) -> Page {
        let title = request.say(.mandatesTitle)
        return Page(title, for: request, back: "/applications", hasFaults: !form.faults.isEmpty) { html in
            html.errorSummary(form.faults)
            html.h1(title)
            if request.query["done"] == "given" {
                html.banner(.success, title: request.say(.mandateGiven)) { html in html.p(request.say(.mandateGivenAbout)) }
            }
            html.h2(request.say(.mandatesGiven))
            list(given, empty: .noneGiven, request, &html)
            if case .mandate = request.actor.actingFor {} else { give(form, request, &html) }
            html.h2(request.say(.mandatesHeld))
            list(held, empty: .noneHeld, request, &html)
            if !held.isEmpty { html.p { html in html.a(request.say(.chooseForWhom), href: "/account/acting") } }
        }
    }

    private func list(_ mandates: [NamedMandate], empty: Phrase, _ request: Request, _ html: inout HTML) {
        guard !mandates.isEmpty else { return html.p(request.say(empty), class: "quiet") }
        html.ul(class: "tasks") { html in
            for named in mandates {
                html.li(class: "task") { html in
                    html.div(class: "task-title") { html in
                        html.span(named.name ?? request.say(.somebodyElse))
                        if !named.mandate.services.isEmpty { html.p(titles(of: named.mandate.services, request), class: "hint") }
                        html.p(
                            named.mandate.to.map { request.say(.mandateUntil, ["date": .date($0)]) }
                                ?? request.say(.mandateSince, ["date": .date(named.mandate.from)]),
                            class: "hint")
                    }
                    html.formButton(request.say(.endMandate), request, to: "/mandates/\(named.mandate.id)/revoke", style: .quiet)
                }
            }
        }
    }

    private func give(_ form: MandateForm, _ request: Request, _ html: inout HTML) {
        html.details(request.say(.giveMandateTitle), isOpen: !form.faults.isEmpty) { html in
            html.p(request.say(.giveMandateAbout))
            html.form(request, to: "/mandates") { html in
                html.textInput(
                    Control("email", request.say(.mandateEmail), hint: request.say(.mandateEmailHint), faults: form.faults), value: form.email, kind: .email)
                html.checkboxes(
                    Control("services", request.say(.mandateServices), hint: request.say(.mandateServicesHint), faults: form.faults, isOptional: true),
                    casework.services.offered(in: request.language).filter { $0.access == .signedIn }
                        .map { ChoiceOption($0.id, $0.title[request.language.code]) },
                    chosen: form.services)
                html.dateInput(
                    Control("until", request.say(.mandateEnds), hint: request.say(.mandateEndsHint), faults: form.faults, isOptional: true), form.until)
                html.buttons { html in html.submit(request.say(.giveMandateButton)) }
            }
        }
    }

    private func titles(of services: [String], _ request: Request) -> String {
        services.map { casework.services.service($0)?.title[request.language.code] ?? $0 }.joined(separator: ", ")
    }

    /// Who is served, over every page of an application that is made for somebody else.
    func actingFor(_ name: String?, _ request: Request, _ html: inout HTML) {
        guard let name else { return }
        html.banner(.information, title: request.say(.youActFor, ["name": .text(name)])) { html in
            html.p { html in html.a(request.say(.chooseForWhom), href: "/account/acting") }
        }
    }
}

extension Phrase {
    static let mandatesTitle = Phrase("portal.mandates_title", en: "Acting for somebody else", es: "Actuar por otra persona")
    static let mandatesLink = Phrase(
        "portal.mandates_link", en: "Let somebody act for you, or act for somebody", es: "Permitir que alguien actúe por usted o actuar por alguien")
    static let mandatesGiven = Phrase("portal.mandates_given", en: "Who may act for you", es: "Quién puede actuar por usted")
    static let mandatesHeld = Phrase("portal.mandates_held", en: "For whom you may act", es: "Por quién puede actuar usted")
    static let noneGiven = Phrase("portal.mandates_none_given", en: "Nobody but you.", es: "Nadie más que usted.")
    static let noneHeld = Phrase("portal.mandates_none_held", en: "Nobody but yourself.", es: "Solo en su propio nombre.")
    static let somebodyElse = Phrase("portal.somebody_else", en: "Somebody else", es: "Otra persona")
    static let mandateUntil = Phrase("portal.mandate_until", en: "Until {date}", es: "Hasta el {date}")
    static let mandateSince = Phrase("portal.mandate_since", en: "Since {date}, until it is ended", es: "Desde el {date}, hasta que se ponga fin")
    static let endMandate = Phrase("portal.end_mandate", en: "End it", es: "Poner fin")
    static let giveMandateTitle = Phrase("portal.give_mandate_title", en: "Let somebody act for you", es: "Permitir que alguien actúe por usted")
    static let giveMandateAbout = Phrase(
        "portal.give_mandate_about",
        en: "They can apply, pay, answer and see your applications in your name. What they do is recorded as done by them for you. You can end it at any time.",
        es:
            "Podrá solicitar, pagar, responder y ver sus solicitudes en su nombre. Lo que haga constará como hecho por esa persona en su nombre. Puede ponerle fin cuando quiera."
    )
    static let mandateEmail = Phrase("portal.mandate_email", en: "Their e-mail address", es: "Su dirección de correo")
    static let mandateEmailHint = Phrase("portal.mandate_email_hint", en: "The one with which they sign in here.", es: "Aquella con la que inicia sesión aquí.")
    static let mandateGiven = Phrase("portal.mandate_given", en: "They may act for you", es: "Puede actuar por usted")
    static let mandateGivenAbout = Phrase(
        "portal.mandate_given_about", en: "Tell them. It holds as soon as they sign in with this address, also if they have never done so before.",
        es: "Dígaselo. Vale en cuanto inicie sesión con esta dirección, aunque nunca lo haya hecho.")
    static let mandateServices = Phrase("portal.mandate_services", en: "For which services?", es: "¿Para qué servicios?")
    static let mandateServicesHint = Phrase(
        "portal.mandate_services_hint", en: "Choose none to let them use all.", es: "No elija ninguno para permitir todos.")
    static let mandateEnds = Phrase("portal.mandate_ends", en: "Until which day?", es: "¿Hasta qué día?")
    static let mandateEndsHint = Phrase(
        "portal.mandate_ends_hint", en: "Leave it empty if you want to end it yourself.", es: "Déjelo vacío si quiere ponerle fin usted.")
    static let giveMandateButton = Phrase("portal.give_mandate_button", en: "Let them act for you", es: "Permitirlo")
    static let chooseForWhom = Phrase("portal.choose_for_whom", en: "Choose for whom you act", es: "Elegir por quién actúa")
    static let youActFor = Phrase("portal.you_act_for", en: "You act for {name}", es: "Actúa por {name}")
    static let whoseEmail = Phrase("portal.whose_email", en: "Enter their e-mail address", es: "Escriba su dirección de correo")
    static let untilWhen = Phrase("portal.until_when", en: "Enter a day from today on", es: "Escriba un día a partir de hoy")
    static let noOtherAddress = Phrase(
        "portal.no_other_address", en: "Enter the address of somebody else, such as name@example.org",
        es: "Escriba la dirección de otra persona, como nombre@example.org")
    static let chooseFromList = Phrase("portal.choose_from_list", en: "Choose services of this list", es: "Elija servicios de esta lista")
    static let noSuchMandate = Phrase("portal.no_such_mandate", en: "There is nothing to end here.", es: "No hay nada a lo que poner fin.")
    static let onlyForYourself = Phrase(
        "portal.only_for_yourself", en: "Only you can let others act for you. Choose to act for yourself first.",
        es: "Solo usted puede permitir que otros actúen por usted. Elija primero actuar en su propio nombre.")
}
