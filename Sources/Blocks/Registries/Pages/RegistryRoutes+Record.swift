import FEEL
import Geometry
import HTML
import Kernel
import Privacy
import Store
import Web

/// One record: what holds on a day, by what was known then; what it belongs to; who changed it and why.
extension RegistryRoutes {
    /// Everything the page shows, read for one purpose in one snapshot.
    struct Sight: Sendable {
        var record: Record?
        var history: [RecordedChange]
        /// The records its fields refer to, by field.
        var references: [String: Record] = [:]
        /// The records that refer to it.
        var relations: [(registry: Registry, field: RegistryField, records: [Record])] = []
    }

    private static let mostRelations = 20

    var recordPage: Route {
        Route(
            "desk_record", .get, Self.base + "/{registry}/records/{record}", "Shows a record as it held on a day, with its relations and its history.",
            input: [Self.registry, Self.record, Self.caseReference, Self.day, Self.known], output: RegistrySchema.sight, access: .permission(Self.read),
            purpose: .stated
        ) { request in
            let registry = try registry(request)
            let (id, day) = (try request[Self.record], try request[Self.day])
            let known = try request[Self.known].map { registries.zone.start(of: $0.adding(days: 1)) - .microseconds(1) }
            let sight = try await sight(id, in: registry, on: day, known: known, for: purpose(registry, request))
            let names = try await changers(sight.history, request)
            let output: JSON = [
                "record": sight.record.map(Self.json) ?? .null, "history": .array(sight.history.map(Self.json)),
                "relations": .array(sight.relations.flatMap { relation in relation.records.map(Self.json) }),
                "measures": sight.record.map { registries.book.measures(of: $0.values, in: registry) } ?? [:],
            ]
            return Reply(output) { RecordPage(routes: self, registry: registry, id: id, sight: sight, changers: names, request: request).page() }
        }
    }

    /// - Throws: `REGISTRY-102` when there is none in this registry, or the purpose does not reach it.
    private func sight(_ id: RecordID, in registry: Registry, on day: CivilDate?, known: Instant?, for purpose: ReadPurpose) async throws -> Sight {
        let (book, roles) = (registries.book, Set(purpose.actor.grants.map(\.role)))
        return try await registries.read(purpose) { reader in
            let record = try reader.record(id, on: day, recorded: known)
            let history = try reader.history(id)
            guard !history.isEmpty, record.map({ $0.registry == registry.id }) ?? true,
                history.allSatisfy({ $0.states.allSatisfy { $0.registry == registry.id } })
            else { throw RegistryFault.noRecord(in: registry.id) }
            var sight = Sight(record: record, history: history)
            for field in registry.fields {
                guard case .record(let other) = field.type, let target = book[other], reader.purpose.opens(target, roles),
                    case .string(let text)? = record?.values[field.id], let target = RecordID(text)
                else { continue }
                sight.references[field.id] = try reader.record(target, on: day, recorded: known)
            }
            for other in book.registries where reader.purpose.opens(other, roles) {
                for field in other.fields where field.type == .record(registry.id) {
                    let records = try reader.records(in: other.id, where: field.id, refersTo: id, limit: Self.mostRelations)
                    if !records.isEmpty { sight.relations.append((other, field, records)) }
                }
            }
            return sight
        }
    }

    /// What the accounts in a history are called.
    private func changers(_ history: [RecordedChange], _ request: Request) async throws -> [String: String] {
        let accounts = Set(history.map(\.actor)).compactMap { name in AccountID(name.split(separator: ":").last ?? "").map { (name, $0) } }
        guard !accounts.isEmpty else { return [:] }
        return try await registries.store.read { connection in
            var names: [String: String] = [:]
            for (key, id) in accounts { names[key] = try identity.account(id, in: connection)?.name }
            return names
        }
    }

    private static func json(_ change: RecordedChange) -> JSON {
        [
            "version": .integer(change.version), "kind": .string(change.kind.rawValue), "recorded_at": .string(change.recordedAt.description),
            "actor": .string(change.actor), "reason": .string(change.reason), "case": change.caseReference.map(JSON.string) ?? .null,
            "states": .array(change.states.map { json($0) }),
        ]
    }
}

extension ReadPurpose {
    /// Whether this ground lets these roles into a registry.
    fileprivate func opens(_ registry: Registry, _ roles: Set<String>) -> Bool {
        guard registry.subject != .nobody else { return registry.isOpen(to: roles) }
        guard case .law(let basis) = ground else { return false }
        return registry.isReadable(for: basis, roles: roles)
    }
}
