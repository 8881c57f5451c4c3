import Blueprint
import FEEL
import HTML
import Kernel
import Privacy
import Web

extension Registries {
    /// A person's records as they stand today, in the order of the folder, and what their fields refer to: other records of theirs, and what is nobody's.
    public struct OwnRecord: Sendable {
        public var registry: Registry
        public var record: Record
        /// By field.
        public var references: [String: Record]
    }

    /// What is recorded about whoever asks; nothing about an account that no person is known behind. Their own look leaves no entry.
    public func own(_ actor: Actor, request: RequestID) async throws -> [OwnRecord] {
        guard let person = actor.person else { return [] }
        // A mandate opens services; what is recorded of people they read themselves.
        var actor = actor
        actor.actingFor = .itself
        let purpose = try ReadPurpose(ownDataOf: actor, request: request)
        return try await store.read { connection in
            try readOwn(purpose, in: connection) { reader in
                try book.registries.filter { $0.subject != .nobody }.flatMap { registry in
                    try reader.records(of: person, in: registry.id).filter { !$0.isErased }.map { record in
                        OwnRecord(registry: registry, record: record, references: try references(of: record, in: registry, reader))
                    }
                }
            }
        }
    }

    private func references(of record: Record, in registry: Registry, _ reader: RecordReader) throws -> [String: Record] {
        var references: [String: Record] = [:]
        for field in registry.fields where field.type.isReference && registry.subject != .field(field.id) {
            guard case .string(let text)? = record.values[field.id], let id = RecordID(text) else { continue }
            references[field.id] = try reader.record(id)
        }
        return references
    }
}

/// What the registries hold about a person, for that person to read.
struct OwnRecords: Sendable {
    let registries: Registries
    let government: Government

    var route: Route {
        Route(
            "own_records", .get, "/account/records", "Shows what the registries hold about whoever is signed in, as it stands today.",
            output: .list(of: RegistrySchema.record), access: .signedIn()
        ) { request in
            let own = try await registries.own(request.actor, request: request.id)
            return Reply(.array(own.map { RegistryRoutes.json($0.record) })) { page(own, request) }
        }
    }

    private func page(_ own: [Registries.OwnRecord], _ request: Request) -> Page {
        let language = request.language
        return Page(request.say(.ownRecords), for: request, back: "/account") { html in
            html.h1(request.say(.ownRecords))
            guard !own.isEmpty else { return html.emptyState(request.say(.ownRecordsNone), request.say(.ownRecordsNoneAdvice)) }
            html.p(request.say(.ownRecordsLead), class: "lead")
            for registry in registries.book.registries {
                let records = own.filter { $0.registry.id == registry.id }
                guard !records.isEmpty else { continue }
                html.h2(registry.title[language.code])
                let keeper = government.organisation(registry.organisation)?.title[language.code] ?? registry.organisation
                html.p([registry.about?[language.code], request.say(.keptBy, ["organisation": .text(keeper)])].compactMap(\.self).joined(separator: " "))
                for one in records {
                    if records.count > 1 { html.h3(one.record.title) }
                    html.summaryList(rows(one, request), isRecord: true)
                }
            }
        }
    }

    private func rows(_ one: Registries.OwnRecord, _ request: Request) -> [SummaryRow] {
        let language = request.language
        // Whose it is, they know.
        let fields = one.registry.fields.filter { one.registry.subject != .field($0.id) }
        let rows = fields.map { field in
            let value = one.record.values[field.id] ?? .null
            let lines = field.type.isReference ? [one.references[field.id]?.title].compactMap(\.self) : registries.book.lines(value, of: field, in: language)
            return SummaryRow(field.title[language.code], lines.count == 1 ? lines[0] : "", lines: lines.count > 1 ? lines : [])
        }
        return rows + [SummaryRow(request.say(.holdsFrom), language.format(one.record.validFrom))]
    }
}

extension Phrase {
    static let ownRecords = Phrase("registries.own", en: "What is recorded about you", es: "Qué consta sobre usted")
    static let ownRecordsAbout = Phrase(
        "registries.own_about", en: "Your entries in the registers, as they stand today", es: "Sus datos en los registros, tal como constan hoy")
    static let ownRecordsLead = Phrase(
        "registries.own_lead", en: "As it stands today. If something is wrong, tell the office that keeps it.",
        es: "Tal como consta hoy. Si algo no es correcto, dígaselo a la oficina que lo lleva.")
    static let ownRecordsNone = Phrase("registries.own_none", en: "Nothing is recorded about you", es: "No consta nada sobre usted")
    static let ownRecordsNoneAdvice = Phrase(
        "registries.own_none_advice", en: "No register of this government has an entry of yours.", es: "Ningún registro de este gobierno tiene datos suyos.")
    static let keptBy = Phrase("registries.kept_by", en: "Kept by: {organisation}.", es: "Lo lleva: {organisation}.")
}
