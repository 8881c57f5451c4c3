import FEEL
import Kernel
import Store

/// What a registry shows to everybody: its published fields, none of which is personal. No purpose is asked for, because
/// nothing here can tell about a person.
public struct PublishedRecords: Sendable {
    let registries: Registries

    public struct Entry: Sendable, Hashable {
        public var id: RecordID
        /// The published fields alone.
        public var values: Context
    }

    /// A page in the order of the ids; `query` finds beginnings of words in a registry whose records are about nobody.
    public func entries(of registry: String, matching query: String = "", after: RecordID? = nil, limit: Int = 50, in connection: Connection) throws -> [Entry]
    {
        let registry = try published(registry)
        guard !query.isEmpty else { return try rows(registry, after: after, limit: limit, ids: nil, in: connection) }
        guard registry.subject == .nobody else { throw RegistryFault.notSearchable("", in: registry.id) }
        let (words, index) = (try registries.tokens(registry).query(query), TokenIndex(RecordIndex.scope(registry)))
        var found: [Entry] = []
        _ = try IndexWalk.walk(
            after: after, ids: { try index.search(all: words, after: $0?.text, limit: $1, in: connection).compactMap { RecordID($0) } },
            take: { ids in
                found += try rows(registry, after: nil, limit: limit - found.count, ids: ids.map(\.text), in: connection)
                return found.count < limit ? nil : ids.last
            })
        return found
    }

    /// Entries whose published place or area touches `box`: where there are more than `limit`, some from each part of it.
    public func entries(of registry: String, in box: Box, limit: Int = 1_000, in connection: Connection) throws -> [Entry] {
        let registry = try published(registry)
        guard let field = registry.fields.first(where: { $0.search == .box && registry.published.contains($0.id) }) else {
            throw RegistryFault.notSearchable("", in: registry.id)
        }
        let ids = try BoxIndex(RecordIndex.scope(registry, field)).sample(box, limit: limit, in: connection)
        return try rows(registry, after: nil, limit: limit, ids: ids, in: connection)
    }

    public func entry(_ id: RecordID, of registry: String, in connection: Connection) throws -> Entry? {
        try rows(published(registry), after: nil, limit: 1, ids: [id.text], in: connection).first
    }

    func published(_ id: String) throws -> Registry {
        let registry = try registries.book.registry(id)
        guard !registry.published.isEmpty else { throw RegistryFault.noRegistry(id) }
        return registry
    }

    func rows(_ registry: Registry, after: RecordID?, limit: Int, ids: [String]?, in connection: Connection) throws -> [Entry] {
        let today = registries.zone.date(of: connection.now)
        let chosen: SQL = if let ids { "r.id IN \(list: ids)" } else { "r.id > \(after?.text ?? "")" }
        // The sealed columns are not even selected.
        let rows = try connection.rows(
            """
            SELECT r.id, s.data FROM registry_records r
            JOIN registry_spans s ON s.record = r.id AND s.recorded_to = \(Instant.never) AND s.valid_from <= \(today) AND s.valid_to > \(today)
            WHERE r.registry = \(registry.id) AND \(chosen) ORDER BY r.id LIMIT \(limit)
            """)
        let fields = registry.fields.filter { registry.published.contains($0.id) && $0.personal == nil }
        return try rows.map { row in
            let data = try JSON(parsing: row.text(1))
            var values = Context()
            for field in fields { values[field.id] = FieldValue(field: field, book: registries.book).value(data[field.storage]) }
            return Entry(id: try row.identifier(0), values: values)
        }
    }
}

extension Registries {
    public var published: PublishedRecords { PublishedRecords(registries: self) }
}
