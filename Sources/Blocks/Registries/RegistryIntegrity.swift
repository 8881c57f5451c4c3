import Kernel
import Store

/// Compares what records are found by with what they say: unique identifiers, references, tokens and places. For `polity verify`.
struct RegistryIntegrity {
    let registries: Registries
    static let limit = 100
    private static let page = 200

    /// A sentence each, by the records' ids.
    func findings() async throws -> [String] {
        var found = try await registries.store.read { try self.strays($0) }
        var last = ""
        while found.count < Self.limit {
            let after = last
            let ids = try await registries.store.read { connection in
                try connection.rows("SELECT id FROM registry_records WHERE id > \(after) ORDER BY id LIMIT \(Self.page)")
                    .map { try $0.identifier(0, of: RegistryRecord.self) }
            }
            guard let newest = ids.last else { break }
            last = newest.text
            var wrong = try await registries.store.read { connection in try ids.filter { try !self.agrees($0, connection) } }
            // A record may change while it is looked at; what is wrong twice is wrong.
            if !wrong.isEmpty { wrong = try await registries.store.read { [wrong] connection in try wrong.filter { try !self.agrees($0, connection) } } }
            found += wrong.map { "what the record \($0) is found by is not what it says." }
        }
        return Array(found.prefix(Self.limit))
    }

    /// What a record says of somebody who was erased finds it no more, and what cannot be read the log's verification tells.
    private func agrees(_ id: RecordID, _ connection: Connection) throws -> Bool {
        guard let head = try RecordRows.head(id, in: connection), let registry = registries.book[head.registry] else { return true }
        let changed = try connection.value("SELECT recorded_at FROM registry_changes WHERE record = \(id) AND version = \(head.version)", as: Instant.self)
        guard let changed else { return true }
        let sealer = RecordSealer(codec: registries.vault.codec, registry: registry, record: id, book: registries.book)
        do {
            let timeline = Timeline(try RecordRows.spans(id, recorded: nil, in: connection).map(\.span))
            return try RecordIndex(registries: registries, registry: registry, sealer: sealer)
                .agrees(with: timeline, writtenOn: registries.zone.date(of: changed), in: connection)
        } catch let error as PolityError where error.kind != .unavailable {
            return true
        }
    }

    /// Rows that lead to no record, or to one of another registry.
    private func strays(_ connection: Connection) throws -> [String] {
        var found = try ["registry_identifiers", "registry_links"].flatMap { table in
            try connection.rows(
                """
                SELECT DISTINCT t.record FROM \(raw: table) t LEFT JOIN registry_records r ON r.id = t.record AND r.registry = t.registry
                WHERE r.id IS NULL ORDER BY t.record LIMIT \(Self.limit)
                """
            ).map { "\(table) leads to the record \(try $0.text(0)), which is not there." }
        }
        for registry in registries.book.registries {
            let boxes = registry.fields.map { RecordIndex.scope(registry, $0) }
            for (table, scopes) in [("store_tokens", [RecordIndex.scope(registry)]), ("store_boxes", boxes)] {
                for scope in scopes {
                    let rows = try connection.rows(
                        """
                        SELECT DISTINCT t.subject FROM \(raw: table) t LEFT JOIN registry_records r ON r.id = t.subject AND r.registry = \(registry.id)
                        WHERE t.scope = \(scope) AND r.id IS NULL ORDER BY t.subject LIMIT \(Self.limit)
                        """)
                    found += try rows.map { "\(scope) is searched, and leads to \(try $0.text(0)), which is no record of it." }
                }
            }
        }
        return found
    }
}
