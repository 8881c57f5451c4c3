import HTML
import Kernel

/// What programs can do here, told to people: the same routes as the OpenAPI document, read from the same table.
struct DevelopersPage {
    let routes: [Route]

    /// - Parameter others: every route of the government but this one.
    static func route(over others: [Route]) -> Route {
        let page = DevelopersPage(routes: others.filter { $0.audience != .browsers && !$0.path.hasPrefix("/components") })
        return Route(
            "developers", .get, "/developers", "Tells programmers what the API offers and how to call it.", access: .everyone, audience: .browsers
        ) { request in
            Reply { Page(request.say(.developersTitle), for: request, width: .wide) { html in page.draw(request, &html) } }
        }
    }

    private func draw(_ request: Request, _ html: inout HTML) {
        html.h1(request.say(.developersTitle))
        html.p(request.say(.developersLead), class: "lead")
        html.summaryList([
            SummaryRow(request.say(.developersDescription), "", link: Link("/api/openapi.json", href: "/api/openapi.json")),
            SummaryRow(request.say(.developersAddress), request.site.publicURL + "/api"),
            SummaryRow(request.say(.developersToken), request.say(.developersTokenText)),
            SummaryRow(request.say(.developersErrors), request.say(.developersErrorsText)),
        ])
        html.h2(request.say(.developersTry))
        html.sample("curl -H 'Accept: application/json' \(request.site.publicURL)/log", label: request.say(.developersTry))
        html.h2(request.say(.developersRoutes))
        for (name, group) in groups {
            html.details(name + " (" + request.language.format(group.count) + ")") { html in
                // The API's own sentences are in English, as its document is.
                html.div([.lang("en")]) { html in
                    html.summaryList(group.map { SummaryRow("\($0.method.rawValue) \($0.path)", $0.summary) })
                }
            }
        }
    }

    /// By the first part of the path, as it stands in the address.
    private var groups: [(String, [Route])] {
        let groups = Dictionary(grouping: routes) { "/" + ($0.path.split(separator: "/").first.map(String.init) ?? "") }
        return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }) }
    }
}

extension Phrase {
    static let developersTitle = Phrase("web.developers_title", en: "For programs", es: "Para programas")
    static let developersLead = Phrase(
        "web.developers_lead", en: "Everything that a page of this government can do, a program can do too, in the same words and under the same rules.",
        es: "Todo lo que puede hacer una página de este gobierno lo puede hacer también un programa, con las mismas palabras y las mismas reglas.")
    static let developersDescription = Phrase("web.developers_description", en: "Description (OpenAPI 3.1)", es: "Descripción (OpenAPI 3.1)")
    static let developersAddress = Phrase("web.developers_address", en: "Address", es: "Dirección")
    static let developersToken = Phrase("web.developers_token", en: "Who calls", es: "Quién llama")
    static let developersTokenText = Phrase(
        "web.developers_token_text",
        en:
            "What is public needs nothing. Everything else takes a token, “Authorization: Bearer …”: the one that POST /sign-in answers, for a person; for a system, one that an administrator gives.",
        es:
            "Lo público no necesita nada. Lo demás exige una clave, «Authorization: Bearer …»: la que responde POST /sign-in, para una persona; para un sistema, la que da la administración."
    )
    static let developersErrors = Phrase("web.developers_errors", en: "Errors", es: "Errores")
    static let developersErrorsText = Phrase(
        "web.developers_errors_text", en: "Problem documents (RFC 9457) with a code that does not change.",
        es: "Documentos de problema (RFC 9457) con un código que no cambia.")
    static let developersTry = Phrase("web.developers_try", en: "Try it", es: "Pruébelo")
    static let developersRoutes = Phrase("web.developers_routes", en: "What there is", es: "Qué hay")
}
