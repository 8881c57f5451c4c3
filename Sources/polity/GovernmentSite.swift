import BPMN
import Blueprint
import Capability
import Kernel
import Messages
import Rules
import Web

import struct Foundation.Locale

extension Site {
    /// The frame around every page of this government.
    convenience init(_ host: Host) {
        let government = host.edition.government
        let languages = government.languages.map { government.language($0, name: Locale(identifier: $0).localizedString(forIdentifier: $0)) }
        self.init(
            name: Self.byLanguage(government.look.logoText, government), languages: languages, accent: government.look.accent,
            notice: host.settings.isDemonstration ? Dictionary(uniqueKeysWithValues: languages.map { ($0.code, $0.say(.siteDemonstration)) }) : [:],
            accountPath: "/account", publicURL: host.settings.publicAddress, timeZone: government.timeZone,
            address: government.contact.address.map { Self.byLanguage($0, government) } ?? [:],
            contact: Self.contact(government.contact),
            navigation: { request in
                var links = [Link(request.say(.siteServices), href: "/")]
                if request.actor.isSignedIn { links.append(Link(request.say(.siteApplications), href: "/applications")) }
                if request.actor.may("casework.work") { links.append(Link(request.say(.siteDesk), href: "/desk")) }
                if request.actor.may("casework.supervise") { links.append(Link(request.say(.siteOverview), href: "/desk/overview")) }
                if request.actor.may("registries.read") { links.append(Link(request.say(.siteRegistries), href: "/desk/registries")) }
                if request.actor.may("payments.match") { links.append(Link(request.say(.sitePayments), href: "/desk/payments")) }
                if request.actor.may("identity.administer") { links.append(Link(request.say(.siteAdministration), href: "/admin/officers", section: "/admin")) }
                return links
            },
            footer: { language in
                var links = [
                    Link(language.say(.siteVerify), href: "/verify"), Link(language.say(.siteLog), href: "/log"),
                    Link(language.say(.siteAPI), href: "/developers"), Link(language.say(.siteAbout), href: "/about"),
                ]
                if !host.edition[Rulebooks.self].all.isEmpty { links.insert(Link(language.say(.siteLaw), href: "/rules"), at: 0) }
                if host[Messages.self].isShown { links.append(Link(language.say(.siteMail), href: "/demo/mail")) }
                if host.settings.isDemonstration { links.append(Link(language.say(.siteComponents), href: "/components")) }
                return links
            }, styles: [DiagramStyle.css])
    }

    private static func contact(_ contact: Government.Contact) -> [Link] {
        var links: [Link] = []
        if let phone = contact.phone { links.append(Link(phone, href: "tel:" + phone.filter { !$0.isWhitespace })) }
        if let email = contact.email { links.append(Link(email, href: "mailto:" + email)) }
        if let website = contact.website { links.append(Link(website, href: website)) }
        return links
    }

    private static func byLanguage(_ text: LocalizedText, _ government: Government) -> [String: String] {
        Dictionary(government.languages.map { ($0, text[$0]) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Phrase {
    fileprivate static let siteDemonstration = Phrase(
        "site.demonstration", en: "This is a demonstration. Everyone and everything in it is made up.",
        es: "Esto es una demostración. Todas las personas y los datos son inventados.")
    fileprivate static let siteServices = Phrase("site.services", en: "Services", es: "Servicios")
    fileprivate static let siteApplications = Phrase("site.applications", en: "Your applications", es: "Sus solicitudes")
    fileprivate static let siteDesk = Phrase("site.desk", en: "Desk", es: "Escritorio")
    fileprivate static let sitePayments = Phrase("site.payments", en: "Payments", es: "Pagos")
    fileprivate static let siteAdministration = Phrase("site.administration", en: "Administration", es: "Administración")
    fileprivate static let siteLaw = Phrase("site.law", en: "The law in force", es: "La ley en vigor")
    fileprivate static let siteVerify = Phrase("site.verify", en: "Check a certificate", es: "Comprobar un certificado")
    fileprivate static let siteMail = Phrase("site.mail", en: "Mail of the demonstration", es: "Correo de la demostración")
    fileprivate static let siteComponents = Phrase("site.components", en: "Components", es: "Componentes")
    fileprivate static let siteOverview = Phrase("site.overview", en: "Overview", es: "Resumen")
    fileprivate static let siteRegistries = Phrase("site.registries", en: "Registries", es: "Registros")
    fileprivate static let siteLog = Phrase("site.log", en: "The public log", es: "El registro público")
    fileprivate static let siteAbout = Phrase("site.about", en: "Accessibility, cookies, data", es: "Accesibilidad, cookies, datos")
    fileprivate static let siteAPI = Phrase("site.api", en: "For programs (API)", es: "Para programas (API)")
}
