import HTML
import Kernel
import Web

extension Portal {
    /// What public bodies have to say of their site: for whom it works, what it keeps in a browser, and what of people.
    var aboutPage: Route {
        Route(
            "about", .get, "/about", "Tells how the site works for everybody, which cookies it sets and what becomes of people's data.", access: .everyone,
            audience: .browsers
        ) { request in
            Reply {
                Page(request.say(.aboutTitle), for: request) { html in
                    html.h1(request.say(.aboutTitle))
                    accessibility(request, &html)
                    cookies(request, &html)
                    data(request, &html)
                }
            }
        }
    }

    private func accessibility(_ request: Request, _ html: inout HTML) {
        html.h2(request.say(.aboutAccessibility))
        html.p(request.say(.aboutAccessibilityText))
        html.p(request.say(.aboutAccessibilityTested))
        let contact = request.site.contact
        guard !contact.isEmpty else { return }
        html.p(request.say(.aboutAccessibilityTell))
        html.ul { html in
            for link in contact { html.li { html in html.a(link.text, href: link.href, [.attribute("dir", request.language.isRightToLeft ? "ltr" : nil)]) } }
        }
    }

    private func cookies(_ request: Request, _ html: inout HTML) {
        html.h2(request.say(.aboutCookies))
        html.p(request.say(.aboutCookiesText))
        html.dataTable(
            caption: request.say(.aboutCookies), showsCaption: false, [Column(request.say(.aboutCookieFor)), Column(request.say(.aboutCookieUntil))],
            [
                [.text(request.say(.cookieSignedIn)), .text(request.say(.cookieSignedInUntil))],
                [.text(request.say(.cookieForms)), .text(request.say(.cookieFormsUntil))],
                [.text(request.say(.cookieOpens)), .text(request.say(.cookieOpensUntil))],
                [.text(request.say(.cookieLanguage)), .text(request.say(.cookieLanguageUntil))],
            ])
    }

    private func data(_ request: Request, _ html: inout HTML) {
        html.h2(request.say(.aboutData))
        html.p(request.say(.aboutDataText))
        html.ul { html in
            html.li { html in html.a(request.say(.aboutDataRecorded), href: "/account/records") }
            html.li { html in html.a(request.say(.aboutDataReads), href: "/account/reads") }
            html.li { html in html.a(request.say(.aboutDataKept), href: "/account/privacy") }
        }
        let laws = host.edition.government.legalBases
        guard !laws.isEmpty else { return }
        html.p(request.say(.aboutDataLaws))
        html.summaryList(laws.map { SummaryRow($0.title[request.language.code], $0.source) })
    }
}

extension Phrase {
    fileprivate static let aboutTitle = Phrase("portal.about", en: "Accessibility, cookies and your data", es: "Accesibilidad, cookies y sus datos")
    fileprivate static let aboutAccessibility = Phrase("portal.about_accessibility", en: "Accessibility", es: "Accesibilidad")
    fileprivate static let aboutAccessibilityText = Phrase(
        "portal.about_accessibility_text",
        en:
            "These pages are made to meet the Web Content Accessibility Guidelines, WCAG 2.2, at level AA. They work with a keyboard alone and with a screen reader, enlarged to 400 %, in high contrast, on a small phone, and without scripts. Whatever a map or a drawing shows can also be read or typed.",
        es:
            "Estas páginas se hacen según las pautas de accesibilidad WCAG 2.2, nivel AA. Funcionan solo con el teclado y con lector de pantalla, ampliadas al 400 %, con alto contraste, en un teléfono pequeño y sin scripts. Lo que muestra un mapa o un dibujo también se puede leer o escribir."
    )
    fileprivate static let aboutAccessibilityTested = Phrase(
        "portal.about_accessibility_tested",
        en:
            "Each page is tested for it before a version is published, as far as a program can test it. Files that other people have sent are shown as they were sent, and may be harder to read.",
        es:
            "Cada página se comprueba antes de publicar una versión, en la medida en que puede hacerlo un programa. Los archivos que otras personas han enviado se muestran como llegaron, y pueden ser más difíciles de leer."
    )
    fileprivate static let aboutAccessibilityTell = Phrase(
        "portal.about_accessibility_tell", en: "If something does not work for you, tell us. We mend it, and help you in another way until then:",
        es: "Si algo no le funciona, díganoslo. Lo arreglaremos y, mientras tanto, le ayudaremos de otro modo:")
    fileprivate static let aboutCookies = Phrase("portal.about_cookies", en: "Cookies", es: "Cookies")
    fileprivate static let aboutCookiesText = Phrase(
        "portal.about_cookies_text",
        en:
            "Nobody is followed here: no cookie counts visits or serves advertising, and no page asks another site for anything. Your browser keeps only what the pages need:",
        es:
            "Aquí no se sigue a nadie: ninguna cookie cuenta visitas ni sirve publicidad, y ninguna página pide nada a otros sitios. Su navegador guarda solo lo que las páginas necesitan:"
    )
    fileprivate static let aboutCookieFor = Phrase("portal.about_cookie_for", en: "What it is for", es: "Para qué")
    fileprivate static let aboutCookieUntil = Phrase("portal.about_cookie_until", en: "Until when", es: "Hasta cuándo")
    fileprivate static let cookieSignedIn = Phrase("portal.cookie_signed_in", en: "You stay signed in", es: "Mantener su sesión abierta")
    fileprivate static let cookieSignedInUntil = Phrase(
        "portal.cookie_signed_in_until", en: "You sign out, or half a day at most", es: "Que cierre la sesión, o medio día como máximo")
    fileprivate static let cookieForms = Phrase(
        "portal.cookie_forms", en: "Nobody else can send a form in your name", es: "Que nadie más pueda enviar un formulario en su nombre")
    fileprivate static let cookieFormsUntil = Phrase("portal.cookie_forms_until", en: "30 days", es: "30 días")
    fileprivate static let cookieOpens = Phrase(
        "portal.cookie_opens", en: "You come back to what you began without signing in", es: "Volver a lo que empezó sin iniciar sesión")
    fileprivate static let cookieOpensUntil = Phrase(
        "portal.cookie_opens_until", en: "60 days after your last answer, a year once it is sent", es: "60 días tras su última respuesta; un año si lo envió")
    fileprivate static let cookieLanguage = Phrase("portal.cookie_language", en: "Your language, if you choose one", es: "Su idioma, si elige uno")
    fileprivate static let cookieLanguageUntil = Phrase("portal.cookie_language_until", en: "A year", es: "Un año")
    fileprivate static let aboutData = Phrase("portal.about_data", en: "Your data", es: "Sus datos")
    fileprivate static let aboutDataText = Phrase(
        "portal.about_data_text",
        en:
            "Each service tells what it asks, who is responsible and how long it is kept. What you tell us is stored encrypted, under a key of your own. Signed in, you can see what we hold about you, take it with you, and have it erased where no law keeps it:",
        es:
            "Cada servicio dice qué pregunta, quién es responsable y cuánto se conserva. Lo que nos cuenta se guarda cifrado, con una clave propia. Con su sesión abierta puede ver lo que tenemos sobre usted, llevárselo y pedir que se borre lo que ninguna ley conserva:"
    )
    fileprivate static let aboutDataRecorded = Phrase("portal.about_data_recorded", en: "What is recorded about you", es: "Qué consta sobre usted")
    fileprivate static let aboutDataReads = Phrase("portal.about_data_reads", en: "Who has looked at your data", es: "Quién ha consultado sus datos")
    fileprivate static let aboutDataKept = Phrase("portal.about_data_kept", en: "What we keep, and having it erased", es: "Qué conservamos y cómo borrarlo")
    fileprivate static let aboutDataLaws = Phrase(
        "portal.about_data_laws",
        en: "Officials look at a person’s record only under one of these laws or with that person’s consent, and each time is written down:",
        es: "El personal consulta los registros de una persona solo en virtud de una de estas leyes o con su consentimiento, y cada vez queda anotado:")
}
