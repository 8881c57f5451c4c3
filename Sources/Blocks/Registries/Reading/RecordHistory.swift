import Kernel
import Store

extension RecordReader {
    /// Every change of a record, oldest first: who, when, why, for which case, and what it made hold.
    public func history(_ id: RecordID) throws -> [RecordedChange] {
        guard let head = try RecordRows.head(id, in: connection) else { return [] }
        let registry = try registries.book.registry(head.registry)
        try authorise(registry)
        let spans = try connection.rows(
            "SELECT \(RecordRows.columns) FROM registry_spans s WHERE s.record = \(id) ORDER BY s.version, s.valid_from"
        ).map(RecordRows.span)
        let states = Dictionary(grouping: spans, by: \.version)
        let changes = try connection.rows(
            "SELECT version, kind, recorded_at, actor, reason, case_reference FROM registry_changes WHERE record = \(id) ORDER BY version")
        var reached = false
        let history = try changes.map { row in
            let version: Int = try row.integer(0)
            let given = try (states[version] ?? []).compactMap { try give($0.span, head, registry) }
            reached = reached || !given.isEmpty
            return RecordedChange(
                version: version, kind: RecordedChange.Kind(rawValue: try row.text(1)) ?? .updated, recordedAt: try row.instant(2), actor: try row.text(3),
                reason: try row.text(4), caseReference: try row.text(optional: 5), states: given)
        }
        return reached ? history : []
    }
}
