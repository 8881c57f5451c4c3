import Journal
import Kernel
import Privacy
import Store

extension Registries {
    /// Lets `polity verify` compare every change of every record, as it is stored, with the act that was logged for it.
    static func committedChanges(journal: Journal, codec: PersonalCodec) -> CommittedContent {
        CommittedContent(
            "registries.change", kinds: RecordAct.kinds, member: RecordAct.member,
            hash: { act, connection in
                guard let id = act.content["record"]?.string.flatMap({ RecordID($0) }), let version = act.content["version"]?.integer,
                    let stored = try StoredChange.read(id, version: version, in: connection)
                else { return nil }
                let hash = try stored.hash(codec)
                return hash.isErased ? .erased : .value(hash.text)
            },
            orphans: { connection in try orphans(journal, codec, connection) })
    }

    /// Changes that no act of their own tells of, and rows that no change accounts for.
    private static func orphans(_ journal: Journal, _ codec: PersonalCodec, _ connection: Connection) throws -> [String] {
        func ids(_ query: SQL) throws -> [String] { try connection.rows(query + " LIMIT 100").map { try $0.text(0) } }
        var found = try ids("SELECT DISTINCT record FROM registry_changes WHERE act IS NULL ORDER BY record")
        found += try ids(
            """
            SELECT DISTINCT s.record FROM registry_spans s LEFT JOIN registry_changes c ON c.record = s.record AND c.version = s.version
            WHERE c.record IS NULL ORDER BY s.record
            """)
        found += try ids(
            """
            SELECT DISTINCT s.record FROM registry_spans s
            WHERE s.recorded_to <> \(Instant.never)
                AND NOT EXISTS (SELECT 1 FROM registry_changes c WHERE c.record = s.record AND c.recorded_at = s.recorded_to)
            ORDER BY s.record
            """)
        found += try ids(
            """
            SELECT r.id FROM registry_records r
            WHERE r.version <> (SELECT COALESCE(MAX(c.version), 0) FROM registry_changes c WHERE c.record = r.id) ORDER BY r.id
            """)
        return try found + changesOfOtherActs(journal, codec, connection)
    }

    /// A change that was slipped in might name an act that tells of something else, or of nothing any more. No two can name the same one.
    private static func changesOfOtherActs(_ journal: Journal, _ codec: PersonalCodec, _ connection: Connection) throws -> [String] {
        var found: [String] = []
        var after = ""
        while found.count < 100 {
            let rows = try connection.rows(
                "SELECT act, record, version FROM registry_changes WHERE act > \(after) ORDER BY act LIMIT 500"
            ).map { (act: try $0.text(0), record: try $0.text(1), version: try $0.integer(2)) }
            guard let last = rows.last else { break }
            after = last.act
            let kinds = try journal.kinds(of: rows.compactMap { ActID($0.act) }, in: connection)
            for row in rows {
                let act = ActID(row.act).flatMap { kinds[$0] }
                if let act, RecordAct.kinds.contains(act.kind), try !act.isErased || mayHaveEnded(row.record, codec, connection) { continue }
                found.append("\(row.record), version \(row.version)")
            }
        }
        return found
    }

    /// The acts of a record end with the person whom it is about. They have not while its values can be read, nor where it is about nobody.
    private static func mayHaveEnded(_ record: String, _ codec: PersonalCodec, _ connection: Connection) throws -> Bool {
        guard let id = RecordID(record), let head = try RecordRows.head(id, in: connection) else { return false }
        let place = RecordSealer.place(registry: head.registry, record: id)
        let spans = try connection.rows(
            "SELECT subject, ordinary, contact, identifier, special FROM registry_spans WHERE record = \(record) AND subject IS NOT NULL")
        var isReadable = false
        for span in spans {
            let subject: PersonID = try span.identifier(0)
            for (index, part) in PersonalClass.stored.enumerated() {
                guard let sealed = try span.bytes(optional: 1 + index), let opened = try? codec.open(sealed, subject: subject, class: part, place: place)
                else { continue }
                if opened.value == nil { return true }
                isReadable = true
            }
        }
        return !spans.isEmpty && !isReadable
    }
}

/// A change as it stands in the store.
enum StoredChange {
    static func read(_ id: RecordID, version: Int, in connection: Connection) throws -> RecordAct? {
        guard var head = try RecordRows.head(id, in: connection),
            let row = try connection.row(
                "SELECT kind, recorded_at, actor, reason, case_reference FROM registry_changes WHERE record = \(id) AND version = \(version)"),
            let kind = RecordedChange.Kind(rawValue: try row.text(0))
        else { return nil }
        head.version = version
        let moment = try row.instant(1)
        let written = try connection.rows(
            """
            SELECT valid_from, valid_to, recorded_from, subject, data, ordinary, contact, identifier, special FROM registry_spans
            WHERE record = \(id) AND version = \(version)
            """)
        let closed = try connection.rows("SELECT version, valid_from FROM registry_spans WHERE record = \(id) AND recorded_to = \(moment)")
        return RecordAct(
            head: head, kind: kind, recordedAt: moment, actor: try row.text(2), reason: try row.text(3), caseReference: try row.text(optional: 4),
            written: try written.map { row in
                var sealed: [PersonalClass: [UInt8]] = [:]
                for (index, part) in PersonalClass.stored.enumerated() { sealed[part] = try row.bytes(optional: 5 + index) }
                return RecordAct.WrittenSpan(
                    from: try row.date(0), to: try row.date(1), recordedFrom: try row.instant(2), subject: try row.identifier(optional: 3),
                    data: try row.text(4), sealed: sealed)
            },
            closed: try closed.map { RecordAct.ClosedSpan(version: try $0.integer(0), from: try $0.date(1)) })
    }
}
