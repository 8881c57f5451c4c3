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

    /// Every state of every record that was ever about the person, under their own key.
    private func export(_ person: PersonID, _ connection: Connection) throws -> JSON {
        .array(
            try spans(about: person, connection).map { registry, id, row in
                let sealer = RecordSealer(codec: vault.codec, registry: registry, record: id, book: book)
                return [
                    "registry": .string(registry.id), "record": .string(id.text), "from": .string(row.span.from.description),
                    "to": row.span.to == .never ? .null : .string(row.span.to.description),
                    "values": FEEL.Value.context(try sealer.values(of: row.span.state).values).json,
                ]
            })
    }

    /// A record in force is kept for its registry's term after today, an ended one after its end.
    private func retentions(_ person: PersonID, _ connection: Connection) throws -> [Retention] {
        let today = zone.date(of: connection.now)
        let calendar = OfficeCalendar(zone: zone)
        return try spans(about: person, connection).compactMap { registry, _, row in
            guard let keep = registry.keep else { return nil }
            let until = keep.term.end(from: min(row.span.to, today), in: calendar)
            return until > today ? Retention(what: registry.title, until: until, source: keep.source) : nil
        }
    }

    /// The key's end makes every sealed value unreadable; what finds the records must go as well.
    private func erase(_ person: PersonID, _ tx: Transaction) throws {
        for (registry, id, _) in try spans(about: person, tx) {
            let sealer = RecordSealer(codec: vault.codec, registry: registry, record: id, book: book)
            try RecordIndex(registries: self, registry: registry, sealer: sealer).remove(in: tx)
        }
    }

    private func spans(about person: PersonID, _ connection: Connection) throws -> [(Registry, RecordID, SpanRow)] {
        try connection.rows(
            """
            SELECT \(RecordRows.columns), r.registry FROM registry_spans s JOIN registry_records r ON r.id = s.record
            WHERE s.subject = \(person) AND s.recorded_to = \(Instant.never) ORDER BY s.record, s.valid_from LIMIT 10000
            """
        ).compactMap { row in
            guard let registry = book[try row.text(10)] else { return nil }
            return (registry, try row.identifier(0), try RecordRows.span(row))
        }
    }
}
