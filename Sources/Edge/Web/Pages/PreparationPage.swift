import HTML
import Kernel

/// The page that everybody sees while a government is prepared for its first day.
enum PreparationPage {
    static let secondsBetweenLooks = 3

    static func page(_ percent: Int, for request: Request) -> Page {
        let name = request.site.name(in: request.language)
        return Page(request.say(.preparing, ["name": .text(name)]), for: request, isPrivate: true) { html in
            html.h1(request.say(.preparing, ["name": .text(name)]))
            html.p(request.say(.preparingAbout), class: "lead")
            html.element(
                "progress", class: "progress",
                [.attribute("max", "100"), .value(String(percent)), .ariaLabel(request.say(.preparing, ["name": .text(name)]))]
            ) { html in html.text("\(percent) %") }
            html.p(request.say(.preparingShare, ["percent": .number(Decimal128(Int64(percent)))]), class: "quiet")
            html.buttons { html in html.buttonLink(request.say(.preparingLook), href: request.path, style: .secondary) }
        }
    }
}

extension Phrase {
    static let preparing = Phrase("web.preparing", en: "{name} is getting ready", es: "{name} se está preparando")
    static let preparingAbout = Phrase(
        "web.preparing_about",
        en: "At the first start the demonstration makes up its residents and the past year of its offices. That takes a moment, and only once.",
        es: "En el primer arranque la demostración inventa a sus residentes y el último año de sus oficinas. Tarda un momento, y solo una vez.")
    static let preparingShare = Phrase(
        "web.preparing_share", en: "{percent} per cent done. This page looks again by itself.",
        es: "{percent} por ciento hecho. Esta página vuelve a mirar por sí sola.")
    static let preparingLook = Phrase("web.preparing_look", en: "Look again", es: "Mirar otra vez")
}
