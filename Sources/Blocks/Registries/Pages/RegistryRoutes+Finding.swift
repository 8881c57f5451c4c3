import Blueprint
import FEEL
import HTML
import Kernel
import Web

/// Which registries there are, and what is found in one.
extension RegistryRoutes {
    private static let pageSize = 25

    var list: Route {
        Route("desk_registries", .get, Self.base, "Lists the registries an officer may read.", output: RegistrySchema.list, access: .permission(Self.read)) {
            request in
            let all = readable(by: request.actor)
            return Reply(.array(all.map { ["id": .string($0.id), "title": .string($0.title[request.language.code])] })) {
                Page(request.say(.registriesTitle), for: request, width: .wide) { html in
                    html.h1(request.say(.registriesTitle))
                    if all.isEmpty {
                        html.emptyState(request.say(.noRegistries), request.say(.noRegistriesAdvice))
                    } else {
                        html.cards(
                            all.map { Card($0.title[request.language.code], href: Self.address($0), text: $0.about?[request.language.code] ?? "") })
                    }
                }
            }
        }
    }

    /// Asks what to look for, and on which ground. It shows nobody's data.
    var registryPage: Route {
        Route(
            "desk_registry", .get, Self.base + "/{registry}", "Says what a registry holds, and on which legal bases the caller may read it.",
            input: [Self.registry], output: RegistrySchema.registry, access: .permission(Self.read)
        ) { request in
            let registry = try registry(request)
            let bases = bases(of: registry, for: request.actor)
            let output: JSON = [
                "id": .string(registry.id), "title": .string(registry.title[request.language.code]), "legal_bases": .array(bases.map { .string($0.id) }),
                "fields": .array(registry.fields.map { ["id": .string($0.id), "title": .string($0.title[request.language.code])] }),
            ]
            return Reply(output) {
                page(registry, request) { html in
                    html.h1(registry.title[request.language.code])
                    if let about = registry.about { html.p(about[request.language.code], class: "lead") }
                    searchForm(registry, request, &html)
                    if mayEnter(registry, request.actor) { enterLinks(registry, bases, request, &html) }
                }
            }
        }
    }

    var results: Route {
        Route(
            "desk_records", .get, Self.base + "/{registry}/records", "Finds records by an identifier or by beginnings of words.",
            input: [Self.registry, Self.search, Self.after, Self.caseReference], output: RegistrySchema.records,
            access: .permission(Self.read), purpose: .stated
        ) { request in
            let registry = try registry(request)
            let (query, after) = (try request[Self.search] ?? "", try request[Self.after])
            let purpose = try purpose(registry, request)
            let found: (records: [Record], next: RecordID?) =
                query.isEmpty ? ([], nil) : try await registries.read(purpose) { try Self.find(query, in: registry, after: after, $0) }
            return Reply(["records": .array(found.records.map { Self.json($0) }), "next": found.next.map { .string($0.text) } ?? .null]) {
                draw(found.records, found.next, query, registry, request)
            }
        }
    }

    /// The record that bears the number comes first; then those whose words begin so. What is about nobody is found by the
    /// words of the records it refers to as well: a parcel by its street.
    private static func find(
        _ query: String, in registry: Registry, after: RecordID?, _ reader: RecordReader
    ) throws -> (records: [Record], next: RecordID?) {
        var found: [Record] = []
        if after == nil {
            for field in registry.fields where field.isUnique {
                if let record = try reader.record(in: registry.id, where: field.id, is: query), !found.contains(record) { found.append(record) }
            }
        }
        let more = try reader.page(of: registry.id, matching: query, after: after, limit: max(pageSize - found.count, 1))
        found += more.records.filter { !found.contains($0) }
        if found.isEmpty, after == nil, registry.subject == .nobody, !registry.published.isEmpty {
            let entries = try reader.registries.published.found(query, in: registry.id, limit: pageSize, connection: reader.connection)
            return (try reader.records(entries.map(\.id)), nil)
        }
        return (found, more.next)
    }

    private func draw(_ found: [Record], _ next: RecordID?, _ query: String, _ registry: Registry, _ request: Request) -> Page {
        page(registry, request, title: request.say(.recordsFound)) { html in
            html.h1(registry.title[request.language.code])
            searchForm(registry, request, &html)
            ground(registry, request, &html)
            if found.isEmpty {
                html.emptyState(request.say(.nothingFound), request.say(.nothingFoundAdvice))
            } else {
                table(found, registry, request, &html)
                html.pagination(previous: nil, next: next.map { nextHref($0, registry, request) })
            }
        }
    }

    private func nextHref(_ after: RecordID, _ registry: Registry, _ request: Request) -> String {
        let values = FormValues(request.query.entries.filter { $0.name != "after" } + [.init("after", after.text)])
        return "\(Self.address(registry))/records?" + values.encoded
    }

    /// What names a record, and a few short fields that tell it from its neighbours.
    private func table(_ found: [Record], _ registry: Registry, _ request: Request, _ html: inout HTML) {
        let columns = Array(registry.fields.filter { $0.id != registry.titleField && $0.isShort }.prefix(4))
        let title = registry.field(registry.titleField)?.title[request.language.code] ?? registry.title[request.language.code]
        html.dataTable(
            caption: request.say(.recordsFound), showsCaption: false, [Column(title)] + columns.map { Column($0.title[request.language.code]) },
            found.map { record in
                [.link(record.isErased ? request.say(.recordErased) : record.title, href: Self.address(registry.id, record.id, request))]
                    + columns.map { field in
                        let lines = field.lines(record.values[field.id] ?? .null, in: request.language, currency: registries.book.currency)
                        return .text(lines.joined(separator: ", "))
                    }
            })
    }

    // MARK: Parts of several pages

    /// - Parameter title: tells this page from the others of its registry.
    func page(
        _ registry: Registry, _ request: Request, title: String? = nil, width: Page.Width = .wide, hasFaults: Bool = false, scripts: [String] = [],
        _ content: @escaping @Sendable (inout HTML) -> Void
    ) -> Page {
        Page(
            title.map { "\($0) – \(registry.title[request.language.code])" } ?? registry.title[request.language.code], for: request, width: width,
            breadcrumbs: [Link(request.say(.registriesTitle), href: Self.base), Link(registry.title[request.language.code], href: Self.address(registry))],
            hasFaults: hasFaults, scripts: scripts, content: content)
    }

    private func searchForm(_ registry: Registry, _ request: Request, _ html: inout HTML) {
        let bases = bases(of: registry, for: request.actor)
        html.searchForm(action: Self.address(registry) + "/records", label: searchLabel(registry, request), value: request.query["q"] ?? "") { html in
            if let reference = request.query["case"] { html.hidden("case", reference) }
            switch (registry.subject, bases.count) {
            case (.nobody, _): html.hidden("purpose", Self.nobody)
            case (_, 1): html.hidden("purpose", bases[0].id)
            default:
                html.div(class: "side-form") { html in
                    html.radios(
                        Control("purpose", request.say(.whyRead), hint: request.say(.whyReadHint)),
                        bases.map { ChoiceOption($0.id, $0.title[request.language.code], hint: $0.source) }, chosen: request.query["purpose"])
                }
            }
        }
        if registry.subject != .nobody, bases.count == 1, request.query["q"] == nil {
            html.p(request.say(.readOn, ["basis": .text(words(bases[0], request)), "note": .text(request.say(.looksAreSeen))]), class: "quiet")
        }
    }

    private func searchLabel(_ registry: Registry, _ request: Request) -> String {
        let names = registry.fields.filter { $0.isUnique || [.exact, .prefix, .fullText].contains($0.search) }.map { $0.title[request.language.code] }
        return names.isEmpty ? request.say(.searchRecords) : request.say(.searchRecordsBy, ["fields": .text(names.joined(separator: ", "))])
    }

    /// On which ground the page was read, and that the person sees it.
    func ground(_ registry: Registry, _ request: Request, _ html: inout HTML) {
        guard registry.subject != .nobody, let basis = government.legalBasis(request.purpose ?? "") else { return }
        html.p(request.say(.readOn, ["basis": .text(words(basis, request)), "note": .text(request.say(.looksAreSeen))]), class: "quiet")
    }

    private func words(_ basis: Government.LegalBasis, _ request: Request) -> String { "\(basis.title[request.language.code]) (\(basis.source))" }

    static func json(_ record: Record) -> JSON {
        [
            "id": .string(record.id.text), "registry": .string(record.registry), "title": .string(record.title), "version": .integer(record.version),
            "valid_from": .string(record.validFrom.description), "valid_to": record.validTo.map { .string($0.description) } ?? .null,
            "is_erased": .bool(record.isErased), "values": Value.context(record.values).json,
        ]
    }
}

extension RegistryField {
    /// Whether it fits a table's cell.
    fileprivate var isShort: Bool {
        switch type {
        case .longText, .area, .position, .record, .file, .list: false
        default: true
        }
    }
}
