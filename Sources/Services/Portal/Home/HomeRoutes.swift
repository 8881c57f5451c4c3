import Capability
import Casework
import HTML
import Kernel
import Privacy
import Web

extension Portal {
    private static var query: Field<String?> { .query("q", "Words to look for.") }
    static var serviceField: Field<String> { .path("service", "The service's id.") }

    var homeRoutes: [Route] { [home, servicePage] }

    private var home: Route {
        Route(
            "portal_home", .get, "/", "Lists the services, or those that match a search.", input: [Self.query], output: .any, access: .everyone
        ) { request in
            let query = try request[Self.query] ?? ""
            let services = found(query, in: request.language)
            let output = JSON.array(
                services.map {
                    ["id": .string($0.id), "title": .string($0.title[request.language.code]), "summary": .string($0.summary[request.language.code])]
                })
            let panels = try await panels(.portalHome, request)
            return Reply(output) {
                Page(request.say(.homeTitle), for: request, width: .wide) { html in
                    html.hero(request.say(.homeTitle), lead: request.say(.homeIntroduction)) { html in
                        html.searchForm(action: "/", label: request.say(.findService), value: query)
                    }
                    if query.isEmpty { for panel in panels { panel(&html) } }
                    list(services, query: query, request, &html)
                }
            }
        }
    }

    private func list(_ services: [PublicService], query: String, _ request: Request, _ html: inout HTML) {
        guard !services.isEmpty else {
            return html.emptyState(
                request.say(.noServiceFound, ["query": .text(query)]), request.say(.noServiceFoundAdvice), link: Link(request.say(.allServices), href: "/"))
        }
        html.h2(query.isEmpty ? request.say(.services) : request.say(.servicesFound, ["count": .count(services.count)]))
        html.cards(
            services.map { Card($0.title[request.language.code], href: "/services/\($0.id)", text: $0.summary[request.language.code]) }, headingLevel: 3)
    }

    /// Services whose title or summary has every word of the query, at the beginning of a word, whatever its case and accents.
    func found(_ query: String, in language: Language) -> [PublicService] {
        let words = TextFolding.words(query).prefix(8)
        return casework.services.all(in: language).filter { service in
            let text = TextFolding.words(service.title[language.code] + " " + service.summary[language.code])
            return words.allSatisfy { word in text.contains { $0.hasPrefix(word) } }
        }
    }

    func panels(_ place: Panel.Place, _ request: Request) async throws -> [@Sendable (inout HTML) -> Void] {
        var panels: [@Sendable (inout HTML) -> Void] = []
        for panel in host[Roster.self].panels(place) {
            if let content = try await panel.content(PanelRequest(request)) { panels.append(content) }
        }
        return panels
    }

    var serviceSearch: SearchProvider {
        SearchProvider(id: "services") { query, limit, request in
            found(query, in: request.language).prefix(limit).map {
                SearchProvider.Hit(title: $0.title[request.language.code], summary: $0.summary[request.language.code], link: "/services/\($0.id)")
            }
        }
    }
}
