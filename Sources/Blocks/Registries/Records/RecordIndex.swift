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
        for field in registry.fields where field.isUnique {
            let tokens = try registries.tokens(registry, field)
            for span in spans {
                guard let text = try sealer.stored(field, of: span.state)?.string else { continue }
                let claimed = try tx.execute(
                    """
                    INSERT INTO registry_identifiers (registry, field, value, record, valid_to)
                    VALUES (\(registry.id), \(field.storage), \(tokens.whole(text)), \(sealer.record), \(span.to))
                    ON CONFLICT (registry, field, value) DO UPDATE SET record = excluded.record, valid_to = excluded.valid_to
                    WHERE registry_identifiers.record = excluded.record OR registry_identifiers.valid_to <= \(span.from)
                    """)
                guard claimed == 1 else { throw RegistryFault.taken(field) }
            }
        }
    }

    private func putLinks(_ spans: [Timeline<RecordState>.Span], in tx: Transaction) throws {
        var links: Set<LinkRow> = []
        for field in registry.fields where field.type.isReference {
            let tokens = try registries.tokens(registry, field)
            for span in spans {
                if let target = try sealer.stored(field, of: span.state)?.string { links.insert(LinkRow(field: field.storage, target: tokens.whole(target))) }
            }
        }
        guard !links.isEmpty else { return }
        try tx.executeAll(
            links.sorted().map { link in
                "INSERT INTO registry_links (registry, field, target, record) VALUES (\(registry.id), \(link.field), \(link.target), \(sealer.record))"
            })
    }

    /// A reference is kept as a token too: that two records belong together may tell about a person.
    private struct LinkRow: Hashable, Comparable {
        var field: String
        var target: [UInt8]

        static func < (a: Self, b: Self) -> Bool { a.field == b.field ? a.target.lexicographicallyPrecedes(b.target) : a.field < b.field }
    }

    private func putTokens(_ spans: [Timeline<RecordState>.Span], isNew: Bool, in tx: Transaction) throws {
        let fields = registry.fields.filter { [.exact, .prefix, .fullText].contains($0.search) }
        guard !fields.isEmpty else { return }
        let words = try registries.tokens(registry)
        var tokens: Set<[UInt8]> = []
        for field in fields {
            let exact = try registries.tokens(registry, field)
            for span in spans {
                guard let text = try sealer.stored(field, of: span.state)?.searchText else { continue }
                tokens.insert(exact.whole(text))
                if field.search != .exact { tokens.formUnion(words.all(text)) }
            }
        }
        if isNew, tokens.isEmpty { return }
        try TokenIndex(Self.scope(registry)).put(sealer.record.text, tokens: tokens, in: tx)
    }

    private func putBoxes(_ spans: [Timeline<RecordState>.Span], in tx: Transaction) throws {
        for field in registry.fields where field.search == .box && field.personal == nil {
            let index = BoxIndex(Self.scope(registry, field))
            if let box = try spans.first.flatMap({ try sealer.stored(field, of: $0.state) }).flatMap(Box.init(stored:)) {
                try index.put(sealer.record.text, box, in: tx)
            } else {
                try index.remove(sealer.record.text, in: tx)
            }
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
