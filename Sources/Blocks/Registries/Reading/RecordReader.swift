import FEEL
import Kernel
import Privacy
import Store

/// Reads records for one purpose, in one snapshot. It checks every record against the purpose, and remembers whose data
/// it gave out, so that the look can be written down before the answer leaves.
///
/// A record that the purpose does not reach is answered as if there were none.
public final class RecordReader {
    public let purpose: ReadPurpose
    /// Today, in the government's time zone: the day on which records are read unless another is given.
    public let today: CivilDate
    let registries: Registries
    let connection: Connection
    private(set) var read = RecordedRead()

    init(registries: Registries, purpose: ReadPurpose, connection: Connection) {
        self.registries = registries
        self.purpose = purpose
        self.connection = connection
        today = registries.zone.date(of: connection.now)
    }

    /// The record as it stands on `day` by what was recorded at `moment` (both now, unless given).
    public func record(_ id: RecordID, on day: CivilDate? = nil, recorded moment: Instant? = nil) throws -> Record? {
        guard let head = try RecordRows.head(id, in: connection) else { return nil }
        let registry = try registries.book.registry(head.registry)
        try authorise(registry)
        let spans = try RecordRows.spans(id, recorded: moment, in: connection)
        let day = day ?? today
        return try spans.first { $0.span.from <= day && day < $0.span.to }.flatMap { try give($0.span, head, registry) }
    }

    /// The record that now holds this value in a unique field.
    public func record(in registry: String, where field: String, is value: String, on day: CivilDate? = nil) throws -> Record? {
        let registry = try registries.book.registry(registry)
        guard let field = registry.field(field), field.isUnique else { throw RegistryFault.notSearchable(field, in: registry.id) }
        return try registries.holder(of: value, in: field, of: registry, on: day ?? today, connection).flatMap { try record($0, on: day) }
    }

    /// The record that people name by its number, in the registry's first unique field.
    public func record(in registry: String, called value: String, on day: CivilDate? = nil) throws -> Record? {
        guard let field = try registries.book.registry(registry).identifier else { return nil }
        return try record(in: registry, where: field.id, is: value, on: day)
    }

    /// The records that are this person's data and in force on `day`, oldest first.
    public func records(of person: PersonID, in registry: String, on day: CivilDate? = nil, limit: Int = 100) throws -> [Record] {
        let (registry, day) = (try registries.book.registry(registry), day ?? today)
        let ids: [RecordID] = try connection.rows(
            """
            SELECT s.record FROM registry_spans s JOIN registry_records r ON r.id = s.record
            WHERE s.subject = \(person) AND s.recorded_to = \(Instant.never) AND s.valid_from <= \(day) AND s.valid_to > \(day)
            AND r.registry = \(registry.id) ORDER BY s.record LIMIT \(limit)
            """
        ).map { try $0.identifier(0) }
        return try ids.compactMap { try record($0, on: day) }
    }

    /// The records of `registry` whose `field` refers to `target`, in the order of their ids.
    public func records(in registry: String, where field: String, refersTo target: RecordID, after: RecordID? = nil, limit: Int = 100) throws -> [Record] {
        let registry = try registries.book.registry(registry)
        guard let field = registry.field(field), field.type.isReference else { throw RegistryFault.notSearchable(field, in: registry.id) }
        let token = try registries.tokens(registry, field).whole(target.text)
        var found: [Record] = []
        _ = try IndexWalk.walk(
            after: after,
            ids: { last, count in
                try connection.rows(
                    """
                    SELECT record FROM registry_links WHERE registry = \(registry.id) AND field = \(field.storage) AND target = \(token)
                    AND record > \(last?.text ?? "") ORDER BY record LIMIT \(count)
                    """
                ).map { try $0.identifier(0) }
            }, take: { try take($0, of: registry, upTo: limit, &found) })
        return found
    }

    /// - Returns: the last one it looked at, once there are enough.
    private func take(_ ids: [RecordID], of registry: Registry, upTo limit: Int, _ found: inout [Record]) throws -> RecordID? {
        if !ids.isEmpty { try authorise(registry) }
        let rows = try inForce(heads(of: ids))
        for id in ids {
            if let row = rows[id], let record = try give(row.span, row.head, registry) { found.append(record) }
            if found.count >= limit { return id }
        }
        return nil
    }

    /// Records that have words beginning with all the words of `query`, or a searchable field that is it as a whole.
    public func search(_ registry: String, _ query: String, after: RecordID? = nil, limit: Int = 50) throws -> [Record] {
        try page(of: registry, matching: query, after: after, limit: limit).records
    }

    /// The same, and where to go on; `next` is nil behind the last.
    func page(of registry: String, matching query: String, after: RecordID? = nil, limit: Int) throws -> (records: [Record], next: RecordID?) {
        let registry = try registries.book.registry(registry)
        try authorise(registry)
        guard limit > 0 else { return ([], nil) }
        var found: [Record] = []
        let next = try IndexWalk.walk(
            after: after, ids: { try ids(in: registry, matching: query, after: $0, limit: $1) }, take: { try take($0, of: registry, upTo: limit, &found) })
        return (found, next)
    }

    /// What the indexes know, in the order of the ids.
    private func ids(in registry: Registry, matching query: String, after: RecordID?, limit: Int) throws -> [RecordID] {
        let index = TokenIndex(RecordIndex.scope(registry))
        var found: Set<String> = []
        let words = try registries.tokens(registry).query(query)
        if registry.fields.contains(where: { $0.search == .prefix || $0.search == .fullText }), !words.isEmpty {
            found.formUnion(try index.search(all: words, after: after?.text, limit: limit, in: connection))
        }
        for field in registry.fields where field.search == .exact {
            let tokens = Set([try registries.token(of: query, in: field, of: registry), try registries.tokens(registry, field).whole(query)])
            for token in tokens { found.formUnion(try index.search(all: [token], after: after?.text, limit: limit, in: connection)) }
        }
        return found.sorted().prefix(limit).compactMap { RecordID($0) }
    }

    /// Records whose place or area touches `box`, in the order of their ids.
    public func search(_ registry: String, in box: Box, after: RecordID? = nil, limit: Int = 200) throws -> [Record] {
        let registry = try registries.book.registry(registry)
        guard let field = registry.fields.first(where: { $0.search == .box }) else { throw RegistryFault.notSearchable("", in: registry.id) }
        let ids = try BoxIndex(RecordIndex.scope(registry, field)).search(box, after: after?.text, limit: limit, in: connection)
        return try records(ids.compactMap { RecordID($0) })
    }

    /// A page of all records that are in force, in the order of their ids.
    public func records(in registry: String, after: RecordID? = nil, limit: Int = 50) throws -> [Record] {
        let registry = try registries.book.registry(registry)
        try authorise(registry)
        var found: [Record] = []
        var cursor: RecordID? = after
        repeat {
            let page = try page(registry, after: cursor, limit: limit)
            found += try page.rows.compactMap { try give($0.span, $0.head, registry) }.prefix(limit - found.count)
            cursor = page.next
        } while cursor != nil && found.count < limit
        return found
    }

    /// Records in the order of `ids`; those that are not in force, or not for this purpose, are left out.
    public func records(_ ids: [RecordID]) throws -> [Record] {
        var found: [Record] = []
        for start in stride(from: 0, to: ids.count, by: 500) {
            let some = Array(ids[start..<min(start + 500, ids.count)])
            let heads = try heads(of: some)
            for name in Set(heads.map(\.registry)).sorted() { try authorise(registries.book.registry(name)) }
            let rows = try inForce(heads)
            found += try some.compactMap { id in try rows[id].flatMap { try give($0.span, $0.head, registries.book.registry($0.head.registry)) } }
        }
        return found
    }

    // MARK: - What a purpose reaches

    /// - Throws: `REGISTRY-110` when the folder does not let this purpose open the registry.
    func authorise(_ registry: Registry) throws {
        guard registry.subject != .nobody, case .law(let basis) = purpose.ground else { return }
        guard registry.isReadable(for: basis, roles: roles) else { throw RegistryFault.notReadable(registry.id, ground: purpose.groundText) }
    }

    /// The roles that count; nil for the government's own work. A registry names its readers wherever they work: a driving
    /// licence is decided with an address that the civil registry keeps.
    private var roles: Set<String>? {
        if case .system = purpose.actor.principal { nil } else { Set(purpose.actor.grants.map(\.role)) }
    }

    private func reaches(_ subject: PersonID?, _ registry: Registry) -> Bool {
        if registry.subject == .nobody { return true }
        switch purpose.ground {
        case .law(let basis): return registry.isReadable(for: basis, roles: roles)
        case .consent(_, let person, let registries): return subject == person && registries.contains(registry.id)
        case .own, .mandate: return subject != nil && purpose.actor.party == subject.map(Party.person)
        case .application: return false
        }
    }

    func give(_ span: Timeline<RecordState>.Span, _ head: RecordHead, _ registry: Registry) throws -> Record? {
        guard reaches(span.state.subject, registry) else { return nil }
        if let subject = span.state.subject { read.note(subject, in: registry.id) }
        let sealer = RecordSealer(codec: registries.vault.codec, registry: registry, record: head.id, book: registries.book)
        let (values, isErased) = try sealer.values(of: span.state)
        return Record(
            id: head.id, registry: registry.id, organisation: head.organisation, subject: span.state.subject, version: head.version,
            validFrom: span.from, validTo: span.to == .never ? nil : span.to, values: values, title: registries.book.title(of: values, in: registry),
            isErased: isErased)
    }

    /// Of the next `limit` records those that are in force today, and where to go on; `next` is nil behind the last.
    ///
    /// Two statements, each of which can only be answered from its index: a join is left to the planner, and PostgreSQL's
    /// took the whole table while its statistics were young.
    func page(_ registry: Registry, after: RecordID?, limit: Int) throws -> (rows: [(span: Timeline<RecordState>.Span, head: RecordHead)], next: RecordID?) {
        let heads = try connection.rows(
            """
            SELECT id, organisation, version FROM registry_records
            WHERE registry = \(registry.id) AND id > \(after?.text ?? "") ORDER BY id LIMIT \(limit)
            """
        ).map { row in RecordHead(id: try row.identifier(0), registry: registry.id, organisation: try row.text(1), version: try row.integer(2)) }
        let inForce = try inForce(heads)
        return (heads.compactMap { inForce[$0.id] }, heads.count == limit ? heads.last?.id : nil)
    }

    private func heads(of ids: [RecordID]) throws -> [RecordHead] {
        guard !ids.isEmpty else { return [] }
        return try connection.rows("SELECT id, registry, organisation, version FROM registry_records WHERE id IN \(list: ids)").map { row in
            RecordHead(id: try row.identifier(0), registry: try row.text(1), organisation: try row.text(2), version: try row.integer(3))
        }
    }

    /// Those that are in force today.
    private func inForce(_ heads: [RecordHead]) throws -> [RecordID: (span: Timeline<RecordState>.Span, head: RecordHead)] {
        guard !heads.isEmpty else { return [:] }
        let byID = Dictionary(heads.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let spans = try connection.rows(
            """
            SELECT \(RecordRows.columns) FROM registry_spans s
            WHERE s.record IN \(list: heads.map(\.id)) AND s.recorded_to = \(Instant.never) AND s.valid_from <= \(today) AND s.valid_to > \(today)
            """)
        var found: [RecordID: (span: Timeline<RecordState>.Span, head: RecordHead)] = [:]
        for row in spans {
            let id: RecordID = try row.identifier(0)
            if let head = byID[id] { found[id] = (try RecordRows.span(row).span, head) }
        }
        return found
    }
}

/// Whose data one read gave out, and from where.
public struct RecordedRead: Sendable, Hashable {
    /// Each once, in the order they were read.
    public private(set) var subjects: [PersonID] = []
    public private(set) var registries: [String] = []
    /// What a bulk job asked for, instead of naming everybody it met.
    public var query: String?
    private var seen: Set<PersonID> = []

    init(query: String? = nil, registries: [String] = []) {
        self.query = query
        self.registries = registries
    }

    var isEmpty: Bool { subjects.isEmpty && query == nil }

    mutating func note(_ subject: PersonID, in registry: String) {
        if seen.insert(subject).inserted { subjects.append(subject) }
        if !registries.contains(registry) { registries.append(registry) }
    }
}
