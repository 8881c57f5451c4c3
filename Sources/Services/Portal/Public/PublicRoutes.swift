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
            html.p(class: "caption") { html in html.textWithReferences(request.say(.referenceIs, ["reference": .text(view.reference.description)])) }
            html.h1(title(of: view, request))
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
            if let decided = view.decidedAt { rows.append(SummaryRow(request.say(.publicClosed), language.format(day(decided)))) }
            html.summaryList(rows)
            photos(view, request, &html)
            next(view.next, service: view.service, isPublic: true, request, &html)
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
            "decided_at": view.decidedAt.map { .string($0.description) } ?? .null, "next": view.next.json,
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
                    breadcrumbs: [Link(service.title[request.language.code], href: "/services/\(service.id)")], scripts: ["/assets/map.js"]
                ) { html in
                    html.h1(request.say(.publicListTitle))
                    html.p(service.summary[request.language.code], class: "lead")
                    html.buttons { html in html.buttonLink(request.say(.reportAnother), href: "/services/\(service.id)", style: .secondary) }
                    if rows.isEmpty {
                        html.emptyState(request.say(.publicListEmpty), "", link: Link(request.say(.reportAnother), href: "/services/\(service.id)"))
                    } else {
                        let points = rows.compactMap { point(of: $0, request) }
                        if !points.isEmpty { html.map(label: request.say(.publicMap), dataHref: Self.mapHref, points: points) }
                        html.taskList(rows.map { row in publicItem(row, request) })
                        html.pagination(previous: nil, next: next.map { "/services/\(service.id)/public?after=\($0)" })
                    }
                }
            }
        }
    }

    /// What it is about, in a word or two: the first thing that was chosen, else the service.
    private func title(of view: PublicView, _ request: Request) -> String {
        for field in view.fields {
            if case .chooseOne = field.question.kind, let line = field.question.lines(field.value, in: request.language, currency: currency).first {
                return line
            }
        }
        return view.service.title[request.language.code]
    }

    private func publicItem(_ row: PublicView, _ request: Request) -> TaskItem {
        let title = title(of: row, request)
        // A list is read for what and where; the place on the map stands above.
        let texts = row.fields.filter { !$0.question.isFile }.compactMap { field in
            field.question.isPlace ? description(of: field.value) : field.question.lines(field.value, in: request.language, currency: currency).first
        }
        let details = [request.language.formatShort(day(row.openedAt))] + texts.filter { $0 != title }.prefix(2) + ["\(row.reference)"]
        let status = row.service.status(row.stage, outcome: row.outcome, in: request.language)
        return TaskItem(title, href: "/public/\(row.reference)", hint: details.joined(separator: " · "), status: status.text, tone: status.tone)
    }

    private func point(of row: PublicView, _ request: Request) -> MapPoint? {
        guard let place = row.position else { return nil }
        let status = row.service.status(row.stage, outcome: row.outcome, in: request.language)
        return MapPoint(
            title(of: row, request), href: "/public/\(row.reference)", status: status.text, tone: status.tone, longitude: place.longitude,
            latitude: place.latitude)
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
