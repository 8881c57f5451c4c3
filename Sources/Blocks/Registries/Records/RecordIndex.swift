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

    /// - Parameters:
    ///   - day: the day of the change; what has ended by then is left out.
    ///   - isClaiming: whether a unique value that another has is refused; else it is left to them.
    func put(_ timeline: Timeline<RecordState>, isNew: Bool, on day: CivilDate, isClaiming: Bool = true, in tx: Transaction) throws {
        let spans = try finding(timeline, on: day)
        if !isNew { try removeReferences(in: tx) }
        try putIdentifiers(spans, isClaiming: isClaiming, in: tx)
        try putLinks(spans, in: tx)
        try putTokens(spans, isNew: isNew, in: tx)
        try putBoxes(spans, in: tx)
    }

    /// Forgets every way to find the record by what it said about one person. What it says of others, or of nobody, finds it still.
    func forget(_ person: PersonID, in tx: Transaction) throws {
        let spans = try RecordRows.spans(sealer.record, recorded: nil, in: tx).map(\.span).filter { $0.state.subject != person }
        // As the last change left it, so that the same rows are there as before, but for the person's.
        guard let day = try registries.dayOfLastChange(of: sealer.record, in: tx) else { return }
        try put(Timeline(spans), isNew: false, on: day, isClaiming: false, in: tx)
    }

    static func scope(_ registry: Registry) -> String { "registries.\(registry.id)" }
    static func scope(_ registry: Registry, _ field: RegistryField) -> String { "registries.\(registry.id).\(field.storage)" }

    private func removeReferences(in tx: Transaction) throws {
        try tx.executeAll([
            "DELETE FROM registry_identifiers WHERE record = \(sealer.record)", "DELETE FROM registry_links WHERE record = \(sealer.record)",
        ])
    }

    /// A value may be one record's today and promised to another from a later day: each has its days, which never overlap.
    ///
    /// On PostgreSQL two transactions might each find the days free in their own snapshot, so those who claim equal values first
    /// write one row: the second of them begins again and sees what the first has taken. SQLite has one writer.
    private func putIdentifiers(_ spans: [Timeline<RecordState>.Span], isClaiming: Bool, in tx: Transaction) throws {
        for claim in try claims(spans) {
            if registries.store.dialect == .postgres {
                try tx.write(
                    """
                    INSERT INTO registry_claims (slot, claims) VALUES (\(claim.slot), 1)
                    ON CONFLICT (slot) DO UPDATE SET claims = registry_claims.claims + 1
                    """)
            }
            let field = claim.field.storage
            let other = try tx.row(
                """
                SELECT record FROM registry_identifiers WHERE registry = \(registry.id) AND field = \(field) AND value = \(claim.value)
                AND valid_from < \(claim.to) AND valid_to > \(claim.from) LIMIT 1
                """)
            guard other == nil else {
                guard !isClaiming else { throw RegistryFault.taken(claim.field) }
                continue
            }
            try tx.write(
                """
                INSERT INTO registry_identifiers (registry, field, value, valid_from, valid_to, record)
                VALUES (\(registry.id), \(field), \(claim.value), \(claim.from), \(claim.to), \(sealer.record))
                """)
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

    /// The spans that find the record: what had not ended by `day`, and is not about somebody who was erased.
    private func finding(_ timeline: Timeline<RecordState>, on day: CivilDate) throws -> [Timeline<RecordState>.Span] {
        try timeline.spans.filter { span in
            guard span.to > day else { return false }
            return try span.state.subject.map { try !registries.vault.isErased($0) } ?? true
        }
    }

    /// A value of a unique field, and the days on which it is the record's.
    private struct Claim {
        var field: RegistryField
        var value: [UInt8]
        /// The same of the text as it stands in the record.
        var typed: [UInt8]
        var from: CivilDate
        var to: CivilDate

        /// One of 65,536 rows that those who claim equal values have in common. It says nothing about the value.
        var slot: Int { Int(value[0]) << 8 | Int(value[1]) }
    }

    /// Each value with its days; spans that follow one another with the same value are one claim.
    private func claims(_ spans: [Timeline<RecordState>.Span]) throws -> [Claim] {
        var claims: [Claim] = []
        for field in registry.fields where field.isUnique {
            for span in spans {
                guard let text = try sealer.stored(field, of: span.state)?.string else { continue }
                let (value, typed) = (try registries.token(of: text, in: field, of: registry), try registries.tokens(registry, field).whole(text))
                if let last = claims.last, last.field.id == field.id, last.value == value, last.to == span.from {
                    claims[claims.count - 1].to = span.to
                } else {
                    claims.append(Claim(field: field, value: value, typed: typed, from: span.from, to: span.to))
                }
            }
        }
        return claims
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
            for span in spans {
                guard let text = try sealer.stored(field, of: span.state)?.searchText else { continue }
                tokens.insert(try registries.token(of: text, in: field, of: registry))
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
        let (spans, record) = (try finding(timeline, on: day), sealer.record)
        guard try holdsIdentifiers(claims(spans), since: timeline.spans.first?.from, in: connection) else { return false }
        let linked = try connection.rows("SELECT field, target FROM registry_links WHERE record = \(record)").map {
            LinkRow(field: try $0.text(0), target: try $0.bytes(1))
        }
        guard try Set(linked) == links(spans) else { return false }
        // A field may have begun or ceased to be searched since: the record follows with its next change.
        let found = try TokenIndex(Self.scope(registry)).tokens(of: record.text, in: connection)
        guard try found.isSubset(of: tokens(spans)) || found.isSubset(of: tokens(spans, isWhole: true)) else { return false }
        return try placed.allSatisfy { field in
            let index = BoxIndex(Self.scope(registry, field))
            return try index.holds(record.text, nil, in: connection) || index.holds(record.text, box(field, spans), in: connection)
        }
    }

    /// Rows that were written before identifiers had days begin with the record, and have the value as it was typed.
    private func holdsIdentifiers(_ claims: [Claim], since first: CivilDate?, in connection: Connection) throws -> Bool {
        var claims = claims
        let rows = try connection.rows("SELECT field, value, valid_from, valid_to FROM registry_identifiers WHERE record = \(sealer.record)")
        for row in rows {
            let (field, value, from, to) = (try row.text(0), try row.bytes(1), try row.date(2), try row.date(3))
            let place = claims.firstIndex { claim in
                claim.field.storage == field && claim.to == to && (claim.from == from || first == from) && (claim.value == value || claim.typed == value)
            }
            guard let place else { return false }
            claims.remove(at: place)
        }
        // One whose days are over might be given to another, whose row then took its place.
        return try claims.allSatisfy { claim in
            guard claim.to < .never else { return false }
            return try connection.row(
                """
                SELECT record FROM registry_identifiers WHERE registry = \(registry.id) AND field = \(claim.field.storage)
                AND value IN \(list: [claim.value, claim.typed]) AND record <> \(sealer.record) LIMIT 1
                """) != nil
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

    /// What a whole value is found by, however its check digits let it be written.
    func token(of text: String, in field: RegistryField, of registry: Registry) throws -> [UInt8] {
        try tokens(registry, field).whole(field.check == nil ? text : CheckScheme.plain(text))
    }

    /// The record that has this value in a unique field on `day`. Where none is known to have had it then, the one that has it now,
    /// whose state on that day its history knows.
    func holder(of text: String, in field: RegistryField, of registry: Registry, on day: CivilDate, _ connection: Connection) throws -> RecordID? {
        // As it was typed, too: records that were written before check digits made one of both are found so until their next change.
        let values = [try token(of: text, in: field, of: registry), try tokens(registry, field).whole(text)]
        let rows = try connection.rows(
            """
            SELECT record, valid_from, valid_to FROM registry_identifiers
            WHERE registry = \(registry.id) AND field = \(field.storage) AND value IN \(list: values)
            AND valid_from <= \(max(day, zone.date(of: connection.now))) ORDER BY valid_from DESC LIMIT 100
            """)
        let row = try rows.first { try $0.date(1) <= day && day < $0.date(2) } ?? rows.first
        return try row?.identifier(0)
    }

    /// The day on which a record's newest version was recorded: by that day its indexes are written.
    func dayOfLastChange(of record: RecordID, in connection: Connection) throws -> CivilDate? {
        let moment = try connection.value(
            "SELECT recorded_at FROM registry_changes WHERE record = \(record) ORDER BY version DESC LIMIT 1", as: Instant.self)
        return moment.map { zone.date(of: $0) }
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
