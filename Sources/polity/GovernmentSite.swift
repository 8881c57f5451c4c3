import Blueprint
import Capability
import Kernel
import Web

extension Site {
    /// The frame around every page of this government.
    init(_ host: Host) {
        let government = host.edition.government
        let languages = government.languages.map { code in
            switch code {
            case "en": Language.english
            case "es": Language.spanish
            default: Language(code: code, name: code)
            }
        }
        self.init(
            name: Self.byLanguage(government.look.logoText, government), languages: languages, accent: government.look.accent,
            notice: host.settings.isDemonstration
                ? [
                    "en": "This is a demonstration. Everyone and everything in it is made up.",
                    "es": "Esto es una demostración. Todas las personas y los datos son inventados.",
                ] : [:],
            accountPath: "/applications", publicURL: host.settings.publicAddress, timeZone: government.timeZone,
            navigation: { request in
                var links = [Link(request.say(.siteServices), href: "/")]
                if request.actor.isSignedIn { links.append(Link(request.say(.siteApplications), href: "/applications")) }
                if request.actor.may("casework.work") { links.append(Link(request.say(.siteDesk), href: "/desk")) }
                return links
            },
            footer: { request in
                [
                    Link(request.say(.siteLog), href: "/log"), Link(request.say(.siteAPI), href: "/api/openapi.json"),
                ]
            })
    }

    private static func byLanguage(_ text: LocalizedText, _ government: Government) -> [String: String] {
        Dictionary(government.languages.map { ($0, text[$0]) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Phrase {
    fileprivate static let siteServices = Phrase("site.services", en: "Services", es: "Servicios")
    fileprivate static let siteApplications = Phrase("site.applications", en: "Your applications", es: "Sus solicitudes")
    fileprivate static let siteDesk = Phrase("site.desk", en: "Desk", es: "Escritorio")
    fileprivate static let siteLog = Phrase("site.log", en: "The public log", es: "El registro público")
    fileprivate static let siteAPI = Phrase("site.api", en: "For programs (API)", es: "Para programas (API)")
}
