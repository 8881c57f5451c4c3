import Capability
import FEEL
import Kernel
import Privacy
import Store

extension Registries {
    /// The records that are or were a person's data.
    var personalData: PersonalDataHolder {
        PersonalDataHolder(
            id: "registries", export: { try export($0, $1) }, retained: { try retentions($0, $1) }, erase: { try erase($0, $1) })
    }

    /// Every state of every record that was ever about the person, under their own key; also what a correction has put aside, which is
    /// still kept (Regulation (EU) 2016/679, article 15).
    private func export(_ person: PersonID, _ connection: Connection) throws -> JSON {
        .array(
            try spans(about: person, isWhole: true, connection).map { stored in
                let sealer = sealer(of: stored.record, in: stored.registry)
                return [
                    "registry": .string(stored.registry.id), "record": .string(stored.record.text), "from": .string(stored.span.from.description),
                    "to": stored.span.to == .never ? .null : .string(stored.span.to.description),
                    "put_aside_at": stored.recordedTo == .never ? .null : .string(stored.recordedTo.description),
                    "values": FEEL.Value.context(try sealer.values(of: stored.span.state).values).json,
                ]
            })
    }

    /// A record in force is kept for its registry's term after today, an ended one after its end.
    private func retentions(_ person: PersonID, _ connection: Connection) throws -> [Retention] {
        let today = zone.date(of: connection.now)
        let calendar = OfficeCalendar(zone: zone)
        return try spans(about: person, connection).compactMap { stored in
            guard let keep = stored.registry.keep else { return nil }
            let until = keep.term.end(from: min(stored.span.to, today), in: calendar)
            return until > today ? Retention(what: stored.registry.title, until: until, source: keep.source) : nil
        }
    }

    /// The key's end makes every sealed value unreadable; what finds the records must go as well. A record that was about the person
    /// once and is about somebody else now is found by what it says of them.
    private func erase(_ person: PersonID, _ tx: Transaction) throws {
        var done: Set<RecordID> = []
        for stored in try spans(about: person, tx) where done.insert(stored.record).inserted {
            let sealer = sealer(of: stored.record, in: stored.registry)
            try RecordIndex(registries: self, registry: stored.registry, sealer: sealer).forget(person, in: tx)
        }
    }

    private func sealer(of record: RecordID, in registry: Registry) -> RecordSealer {
        RecordSealer(codec: vault.codec, registry: registry, record: record, book: book)
    }

    private struct StoredSpan {
        var registry: Registry
        var record: RecordID
        var span: Timeline<RecordState>.Span
        var recordedTo: Instant
    }

    /// - Parameter isWhole: also what is not said any more.
    private func spans(about person: PersonID, isWhole: Bool = false, _ connection: Connection) throws -> [StoredSpan] {
        let condition: SQL = isWhole ? "" : "AND s.recorded_to = \(Instant.never)"
        return try connection.rows(
            """
            SELECT \(RecordRows.columns), r.registry, s.recorded_to FROM registry_spans s JOIN registry_records r ON r.id = s.record
            WHERE s.subject = \(person) \(condition) ORDER BY s.record, s.valid_from, s.version LIMIT 10000
            """
        ).compactMap { row in
            guard let registry = book[try row.text(10)] else { return nil }
            return StoredSpan(registry: registry, record: try row.identifier(0), span: try RecordRows.span(row).span, recordedTo: try row.instant(11))
        }
    }
}
