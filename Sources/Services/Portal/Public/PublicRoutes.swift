import Casework
import FEEL
import Forms
import HTML
import Kernel
import Web

/// What anyone may see of cases: the fields a service publishes, and nothing about a person.
extension Portal {
    private static var reference: Field<String> { .path("reference", "The case's reference number.") }
    private static var after: Field<String?> { .query("after", "Where the page before ended.") }

    var publicRoutes: [Route] { [publicCase, publicList, map] }

    private var publicCase: Route {
        Route(
            "public_case", .get, "/public/{reference}", "Shows what is public about a case.", input: [Self.reference], output: PortalSchema.publicCase,
            access: .everyone
        ) {
            request in
            guard let reference = ReferenceNumber(try request[Self.reference]) else { throw PolityError(.notFound, "PORTAL-404", Phrase.noSuchService) }
            let view = try await casework.publicView(reference)
            return Reply(output(of: view)) { publicPage(view, request) }
        }
    }

    private func publicPage(_ view: PublicView, _ request: Request) -> Page {
        let language = request.language
        let place = view.position
        return Page(
            request.say(.publicTitle, ["reference": .text(view.reference.description)]), for: request,
            breadcrumbs: [Link(request.say(.publicListTitle), href: "/services/\(view.service.id)/public")],
            scripts: place == nil ? [] : ["/assets/map.js"]
        ) { html in
            html.p(request.say(.referenceIs, ["reference": .text(view.reference.description)]), class: "caption")
            html.h1(view.service.title[language.code])
            let status = view.service.status(view.stage, outcome: view.outcome, in: language)
            html.p { html in html.tag(status.text, status.tone) }
            if let place {
                html.map(label: request.say(.publicListTitle), dataHref: Self.mapHref, longitude: place.longitude, latitude: place.latitude) { _ in }
            }
            var rows = [SummaryRow(request.say(.publicOpened), language.format(day(view.openedAt)))]
            for field in view.fields {
                let lines = field.question.lines(field.value, in: language, currency: currency)
                if !lines.isEmpty, !field.question.isFile {
                    rows.append(SummaryRow(field.question.ask[language.code], lines.count == 1 ? lines[0] : "", lines: lines.count > 1 ? lines : []))
                }
            }
            html.summaryList(rows)
            photos(view, request, &html)
            html.p(request.say(.publicNote), class: "quiet")
        }
    }

    /// Published pictures. Where and when they were taken was removed when they arrived.
    private func photos(_ view: PublicView, _ request: Request, _ html: inout HTML) {
        let photos = view.files.filter { $0.type.hasPrefix("image/") }
        guard !photos.isEmpty else { return }
        html.div(class: "photos") { html in
            for (index, photo) in photos.enumerated() {
                html.img(src: "/public/\(view.reference)/files/\(photo.id)", alt: request.say(.publicPhoto, ["number": .count(index + 1)]))
            }
        }
    }

    private func output(of view: PublicView) -> JSON {
        [
            "reference": .string(view.reference.description), "service": .string(view.service.id), "stage": .string(view.stage.rawValue),
            "outcome": view.outcome.map(JSON.string) ?? .null, "opened_at": .string(view.openedAt.description),
            "fields": .object(view.fields.filter { !$0.question.isFile }.map { .init($0.question.id, $0.value.json) }),
            "files": .array(view.files.map { .string("/public/\(view.reference)/files/\($0.id)") }),
        ]
    }

    private var publicList: Route {
        Route(
            "public_cases", .get, "/services/{service}/public", "Lists the public cases of a service, newest first.", input: [Self.serviceField, Self.after],
            output: PortalSchema.publicCases, access: .everyone
        ) { request in
            let service = try service(request[Self.serviceField])
            let (rows, next) = try await casework.publicList(service.id, after: (request[Self.after]).flatMap { QueueQuery.Cursor($0) }, limit: 30)
            return Reply(.array(rows.map { output(of: $0) })) {
                Page(
                    request.say(.publicListTitle), for: request, width: .wide,
                    breadcrumbs: [Link(service.title[request.language.code], href: "/services/\(service.id)")]
                ) { html in
                    html.h1(request.say(.publicListTitle))
                    if rows.isEmpty {
                        html.emptyState(request.say(.publicListEmpty), "", link: Link(request.say(.reportAnother), href: "/services/\(service.id)"))
                    } else {
                        html.cards(rows.map { row in publicCard(row, request) })
                        html.pagination(previous: nil, next: next.map { "/services/\(service.id)/public?after=\($0)" })
                    }
                }
            }
        }
    }

    private func publicCard(_ row: PublicView, _ request: Request) -> Card {
        // A list is read for what and where; the place on the map stands on the case's own page.
        let texts = row.fields.filter { !$0.question.isFile }.compactMap { field in
            field.question.isPlace ? description(of: field.value) : field.question.lines(field.value, in: request.language, currency: currency).first
        }
        let title = texts.first ?? "\(row.reference)"
        let details = [request.language.formatShort(day(row.openedAt))] + texts.dropFirst().prefix(2) + (texts.isEmpty ? [] : ["\(row.reference)"])
        let status = row.service.status(row.stage, outcome: row.outcome, in: request.language)
        return Card(title, href: "/public/\(row.reference)", text: details.joined(separator: " · "), status: status.text, tone: status.tone)
    }

    private func description(of place: Value) -> String? {
        guard case .context(let parts) = place, case .string(let text)? = parts["description"], !text.isEmpty else { return nil }
        return text
    }
}

extension Question {
    var isFile: Bool { if case .files = kind { true } else { false } }
    var isPlace: Bool { if case .place = kind { true } else { false } }
}

extension PublicView {
    /// Longitude and latitude, where a place is published.
    var position: (longitude: Double, latitude: Double)? {
        for field in fields {
            guard case .place = field.question.kind, case .context(let place) = field.value, case .number(let x)? = place["longitude"],
                case .number(let y)? = place["latitude"], let longitude = Double(x.description), let latitude = Double(y.description)
            else { continue }
            return (longitude, latitude)
        }
        return nil
    }
}
