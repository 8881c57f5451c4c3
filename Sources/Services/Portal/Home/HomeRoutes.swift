import Capability
import Casework
import HTML
import Kernel
import Privacy
import Web

extension Portal {
    private static var query: Field<String?> { .query("q", "Words to look for.") }
    private static var moment: Field<String?> { .query("moment", "What happened, by its id in portal.yaml.") }
    static var serviceField: Field<String> { .path("service", "The service's id.") }

    var homeRoutes: [Route] { [home, servicePage, aboutPage] }

    private var home: Route {
        Route(
            "portal_home", .get, "/", "Lists the services, or those that match a search.", input: [Self.query, Self.moment], output: PortalSchema.services,
            access: .everyone
        ) { request in
            let query = try request[Self.query] ?? ""
            let moment = try request[Self.moment].flatMap { id in shelves.moments.first { $0.id == id } }
            let services = moment.map { of($0) } ?? found(query, in: request.language)
            let output = JSON.array(
                services.map {
                    ["id": .string($0.id), "title": .string($0.title[request.language.code]), "summary": .string($0.summary[request.language.code])]
                })
            let panels = try await panels(.portalHome, request)
            let hits = query.isEmpty ? [] : try await hits(query, request)
            return Reply(output) {
                if let moment { return results(moment.title[request.language.code], services, query: "", request) }
                if !query.isEmpty { return results(resultsTitle(services, query, request), services, hits, query: query, request) }
                return HomePage(portal: self, request: request, services: services, panels: panels).page
            }
        }
    }

    private func resultsTitle(_ services: [PublicService], _ query: String, _ request: Request) -> String {
        services.isEmpty ? request.say(.noServiceFound, ["query": .text(query)]) : request.say(.servicesFound, ["count": .count(services.count)])
    }

    /// What was found, with the search at hand for another try.
    private func results(_ title: String, _ services: [PublicService], _ hits: [SearchProvider.Hit] = [], query: String, _ request: Request) -> Page {
        Page(title, for: request, width: .wide, breadcrumbs: [Link(request.say(.services), href: "/")]) { html in
            html.h1(title)
            html.searchForm(action: "/", label: request.say(.findService), value: query)
            if services.isEmpty {
                html.emptyState(request.say(.noServiceFoundTitle), request.say(.noServiceFoundAdvice), link: Link(request.say(.allServices), href: "/"))
            } else {
                html.cards(services.map { card($0, request) })
            }
            if !hits.isEmpty {
                html.h2(request.say(.alsoFound))
                html.cards(hits.map { Card($0.title, href: $0.link, text: $0.summary) }, headingLevel: 3)
            }
        }
    }

    func card(_ service: PublicService, _ request: Request) -> Card {
        Card(service.title[request.language.code], href: "/services/\(service.id)", text: service.summary[request.language.code])
    }

    var shelves: PortalFile { host.edition.folder.all(of: PortalFile.kind).first?.value ?? PortalFile() }

    /// The services of a shelf that there are, in its own order.
    func of(_ shelf: PortalFile.Shelf) -> [PublicService] { shelf.services.compactMap { casework.services.service($0) }.filter(\.isAppliedFor) }

    /// Services of which title, summary or other words have every word of the query, at the beginning of a word, whatever
    /// its case and accents.
    func found(_ query: String, in language: Language) -> [PublicService] {
        let words = TextFolding.words(query).prefix(8)
        let others = words.isEmpty ? [:] : shelves.words
        return casework.services.offered(in: language).filter { service in
            let also = others[service.id]?[language.code] ?? ""
            let text = TextFolding.words(service.title[language.code] + " " + service.summary[language.code] + " " + also)
            return words.allSatisfy { word in text.contains { $0.hasPrefix(word) } }
        }
    }

    /// What the other capabilities find; the services stand above already.
    private func hits(_ query: String, _ request: Request) async throws -> [SearchProvider.Hit] {
        var hits: [SearchProvider.Hit] = []
        for provider in host[Roster.self].searches where provider.id != serviceSearch.id { hits += try await provider.search(query, 10, request) }
        return hits
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
