import FEEL
import Kernel
import Privacy
import Store

/// What a record is found by: unique identifiers, references, keyed tokens and boxes. It follows what is recorded now and
/// holds today or later; the past is found through the record.
struct RecordIndex {
    let registries: Registries
    let registry: Registry
    let sealer: RecordSealer

    func put(_ timeline: Timeline<RecordState>, isNew: Bool, in tx: Transaction) throws {
        let today = registries.zone.date(of: tx.now)
        let spans = timeline.spans.filter { $0.to > today }
        if !isNew { try removeReferences(in: tx) }
        try putIdentifiers(spans, in: tx)
        try putLinks(spans, in: tx)
        try putTokens(spans, isNew: isNew, in: tx)
        try putBoxes(spans, in: tx)
    }

    /// Forgets every way to find the record.
    func remove(in tx: Transaction) throws {
        try removeReferences(in: tx)
        try TokenIndex(Self.scope(registry)).remove(sealer.record.text, in: tx)
        for field in registry.fields where field.search == .box { try BoxIndex(Self.scope(registry, field)).remove(sealer.record.text, in: tx) }
    }

    static func scope(_ registry: Registry) -> String { "registries.\(registry.id)" }
    static func scope(_ registry: Registry, _ field: RegistryField) -> String { "registries.\(registry.id).\(field.storage)" }

    private func removeReferences(in tx: Transaction) throws {
        try tx.executeAll([
            "DELETE FROM registry_identifiers WHERE record = \(sealer.record)", "DELETE FROM registry_links WHERE record = \(sealer.record)",
        ])
    }

    /// One statement claims a value and cannot be overtaken: of two records that ask for the same one, the second changes
    /// no row. A value whose holder's days are over is free again.
    private func putIdentifiers(_ spans: [Timeline<RecordState>.Span], in tx: Transaction) throws {
        for (field, value, span) in try identifiers(spans) {
            let claimed = try tx.execute(
                """
                INSERT INTO registry_identifiers (registry, field, value, record, valid_to)
                VALUES (\(registry.id), \(field.storage), \(value), \(sealer.record), \(span.to))
                ON CONFLICT (registry, field, value) DO UPDATE SET record = excluded.record, valid_to = excluded.valid_to
                WHERE registry_identifiers.record = excluded.record OR registry_identifiers.valid_to <= \(span.from)
                """)
            guard claimed == 1 else { throw RegistryFault.taken(field) }
        }
    }

    private func putLinks(_ spans: [Timeline<RecordState>.Span], in tx: Transaction) throws {
        let links = try links(spans)
        guard !links.isEmpty else { return }
        try tx.executeAll(
            links.sorted().map { link in
                "INSERT INTO registry_links (registry, field, target, record) VALUES (\(registry.id), \(link.field), \(link.target), \(sealer.record))"
            })
    }

    private func putTokens(_ spans: [Timeline<RecordState>.Span], isNew: Bool, in tx: Transaction) throws {
        guard !searched.isEmpty else { return }
        let tokens = try tokens(spans)
        if isNew, tokens.isEmpty { return }
        try TokenIndex(Self.scope(registry)).put(sealer.record.text, tokens: tokens, in: tx)
    }

    private func putBoxes(_ spans: [Timeline<RecordState>.Span], in tx: Transaction) throws {
        for field in placed {
            let index = BoxIndex(Self.scope(registry, field))
            if let box = try box(field, spans) {
                try index.put(sealer.record.text, box, in: tx)
            } else {
                try index.remove(sealer.record.text, in: tx)
            }
        }
    }
}

// MARK: - What follows from a record's values

extension RecordIndex {
    private var searched: [RegistryField] { registry.fields.filter { [.exact, .prefix, .fullText].contains($0.search) } }
    private var placed: [RegistryField] { registry.fields.filter { $0.search == .box && $0.personal == nil } }

    private func identifiers(
        _ spans: [Timeline<RecordState>.Span]
    ) throws -> [(field: RegistryField, value: [UInt8], span: Timeline<RecordState>.Span)] {
        try registry.fields.filter(\.isUnique).flatMap { field in
            let tokens = try registries.tokens(registry, field)
            return try spans.compactMap { span in
                try sealer.stored(field, of: span.state)?.string.map { (field, tokens.whole($0), span) }
            }
        }
    }

    private func links(_ spans: [Timeline<RecordState>.Span]) throws -> Set<LinkRow> {
        var links: Set<LinkRow> = []
        for field in registry.fields where field.type.isReference {
            let tokens = try registries.tokens(registry, field)
            for span in spans {
                if let target = try sealer.stored(field, of: span.state)?.string { links.insert(LinkRow(field: field.storage, target: tokens.whole(target))) }
            }
        }
        return links
    }

    /// A reference is kept as a token too: that two records belong together may tell about a person.
    private struct LinkRow: Hashable, Comparable {
        var field: String
        var target: [UInt8]

        static func < (a: Self, b: Self) -> Bool { a.field == b.field ? a.target.lexicographicallyPrecedes(b.target) : a.field < b.field }
    }

    /// - Parameter isWhole: every token that a value could be found by, whatever its field says of searching.
    private func tokens(_ spans: [Timeline<RecordState>.Span], isWhole: Bool = false) throws -> Set<[UInt8]> {
        let fields = isWhole ? registry.fields : searched
        guard !fields.isEmpty else { return [] }
        let words = try registries.tokens(registry)
        var tokens: Set<[UInt8]> = []
        for field in fields {
            let exact = try registries.tokens(registry, field)
            for span in spans {
                guard let text = try sealer.stored(field, of: span.state)?.searchText else { continue }
                tokens.insert(exact.whole(text))
                if isWhole || field.search != .exact { tokens.formUnion(words.all(text)) }
            }
        }
        return tokens
    }

    private func box(_ field: RegistryField, _ spans: [Timeline<RecordState>.Span]) throws -> Box? {
        try spans.first.flatMap { try sealer.stored(field, of: $0.state) }.flatMap(Box.init(stored:))
    }

    /// Whether nothing finds the record that its values do not say, and its unique identifiers and references are all there.
    ///
    /// - Parameter day: when the rows were written.
    func agrees(with timeline: Timeline<RecordState>, writtenOn day: CivilDate, in connection: Connection) throws -> Bool {
        let (spans, record) = (timeline.spans.filter { $0.to > day }, sealer.record)
        let unique = try identifiers(spans)
        for (field, value, span) in unique {
            let row = try connection.row(
                "SELECT record FROM registry_identifiers WHERE registry = \(registry.id) AND field = \(field.storage) AND value = \(value)")
            // When the record's days with it are over, another may have it.
            guard let holder = try row?.text(0), holder == record.text || span.to < .never else { return false }
        }
        let claimed = try connection.rows("SELECT field, value, valid_to FROM registry_identifiers WHERE record = \(record)").map(\.values)
        let own = unique.map { [.text($0.field.storage), .bytes($0.value), .integer(Int64($0.span.to.daysSinceEpoch))] as [SQLValue] }
        let linked = try connection.rows("SELECT field, target FROM registry_links WHERE record = \(record)").map {
            LinkRow(field: try $0.text(0), target: try $0.bytes(1))
        }
        guard Set(claimed).isSubset(of: own), try Set(linked) == links(spans) else { return false }
        // A field may have begun or ceased to be searched since: the record follows with its next change.
        let found = try TokenIndex(Self.scope(registry)).tokens(of: record.text, in: connection)
        guard try found.isSubset(of: tokens(spans)) || found.isSubset(of: tokens(spans, isWhole: true)) else { return false }
        return try placed.allSatisfy { field in
            let index = BoxIndex(Self.scope(registry, field))
            return try index.holds(record.text, nil, in: connection) || index.holds(record.text, box(field, spans), in: connection)
        }
    }
}

extension Registries {
    /// The tokens of a registry's words: one box searches all its fields.
    func tokens(_ registry: Registry) throws -> SearchTokens { try SearchTokens(index: RecordIndex.scope(registry), vault: vault) }

    /// The tokens of one field's whole values.
    func tokens(_ registry: Registry, _ field: RegistryField) throws -> SearchTokens {
        try SearchTokens(index: RecordIndex.scope(registry, field), vault: vault)
    }
}

extension FieldType {
    var isReference: Bool { if case .record = self { true } else { false } }
}

extension JSON {
    /// The text a stored value is searched by: of an address, all its lines.
    var searchText: String? {
        switch self {
        case .string(let text): text
        case .object(let members): members.compactMap(\.value.string).joined(separator: " ")
        default: nil
        }
    }
}
