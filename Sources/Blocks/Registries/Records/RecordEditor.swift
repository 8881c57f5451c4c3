import FEEL
import Journal
import Kernel
import Privacy
import Store

/// One change of one record, inside its transaction: the head's version moves, superseded spans are closed, new ones are
/// added, and the indexes follow.
struct RecordEditor {
    let registries: Registries
    let registry: Registry
    let id: RecordID
    let tx: Transaction

    private var sealer: RecordSealer {
        RecordSealer(codec: registries.vault.codec, registry: registry, record: id, book: registries.book)
    }

    /// Checks each value against its field.
    func changes(_ values: Context) throws -> [(field: RegistryField, value: JSON?)] {
        try values.names.compactMap { name in
            if name == "id" { return nil }
            guard let field = registry.field(name) else { throw RegistryFault.noField(name, in: registry.id) }
            return (field, try FieldValue(field: field, book: registries.book).stored(values[name] ?? .null))
        }
    }

    func create(_ changes: [(field: RegistryField, value: JSON?)], organisation: String, from day: CivilDate, note: ChangeNote) throws {
        let empty = RecordState(subject: nil, open: [:], sealed: [:])
        let state = try complete(sealer.applying(changes, to: empty))
        try tx.execute(
            "INSERT INTO registry_records (id, registry, organisation, version) VALUES (\(id), \(registry.id), \(organisation), 1)")
        try write([], Timeline([.init(from: day, to: .never, state: state)]), version: 1, at: tx.now, kind: .created, note: note)
    }

    func change(_ values: Context, from day: CivilDate, to end: CivilDate, kind: RecordedChange.Kind, expecting: Int?, note: ChangeNote) throws {
        guard day < end else { throw RegistryFault.emptyPeriod }
        let changes = try changes(values)
        let (sealer, registry) = (sealer, registry)
        try revise(kind, expecting: expecting, note: note) { timeline in
            guard try timeline.change(from: day, to: end, { try Self.complete(sealer.applying(changes, to: $0), sealer, registry) }) else {
                throw RegistryFault.notInForce
            }
        }
    }

    func end(on day: CivilDate, expecting: Int?, note: ChangeNote) throws {
        try revise(.ended, expecting: expecting, note: note) { timeline in
            guard timeline.end(on: day) else { throw RegistryFault.notInForce }
        }
    }

    private func revise(_ kind: RecordedChange.Kind, expecting: Int?, note: ChangeNote, _ revise: (inout Timeline<RecordState>) throws -> Void) throws {
        guard let head = try RecordRows.head(id, in: tx) else { throw RegistryFault.noRecord(in: registry.id) }
        if let expecting, expecting != head.version { throw RegistryFault.moved(to: head.version) }
        let rows = try RecordRows.spans(id, recorded: nil, in: tx)
        var timeline = Timeline(rows.map(\.span))
        try revise(&timeline)
        try tx.update("UPDATE registry_records SET version = \(head.version + 1) WHERE id = \(id) AND version = \(head.version)")
        try write(rows, timeline, version: head.version + 1, at: moment(after: head.version), kind: kind, note: note)
    }

    /// Recorded time of one record only ever grows, also within a microsecond and when a clock is set back.
    private func moment(after version: Int) throws -> Instant {
        let last = try tx.value("SELECT recorded_at FROM registry_changes WHERE record = \(id) AND version = \(version)", as: Instant.self)
        return max(tx.now, (last ?? tx.now) + .microseconds(1))
    }

    private func write(
        _ rows: [SpanRow], _ timeline: Timeline<RecordState>, version: Int, at moment: Instant, kind: RecordedChange.Kind, note: ChangeNote
    ) throws {
        let kept = rows.map(\.span)
        let closed = rows.filter { !timeline.spans.contains($0.span) }
        let written = timeline.spans.filter { !kept.contains($0) }
        let act = try recordAct(written, closed, version: version, at: moment, kind: kind, note: note)
        try tx.executeAll(
            [
                """
                INSERT INTO registry_changes (record, version, kind, recorded_at, actor, reason, case_reference, act)
                VALUES (\(id), \(version), \(kind.rawValue), \(moment), \(note.actor.recordedName), \(note.reason), \(note.caseReference), \(act))
                """
            ] + closed.map { RecordRows.close($0, of: id, recorded: moment) }
                + written.map { RecordRows.insert($0, of: id, version: version, recorded: moment) })
        try RecordIndex(registries: registries, registry: registry, sealer: sealer).put(
            timeline, isNew: version == 1, on: registries.zone.date(of: moment), in: tx)
    }

    /// The act of this change, sealed with the key of whom the record is about; of one who was erased nothing personal is left to seal.
    private func recordAct(
        _ written: [Timeline<RecordState>.Span], _ closed: [SpanRow], version: Int, at moment: Instant, kind: RecordedChange.Kind, note: ChangeNote
    ) throws -> ActID {
        guard var head = try RecordRows.head(id, in: tx) else { throw RegistryFault.noRecord(in: registry.id) }
        head.version = version
        let change = RecordAct(
            head: head, kind: kind, recordedAt: moment, actor: note.actor.recordedName, reason: note.reason, caseReference: note.caseReference,
            written: written.map {
                RecordAct.WrittenSpan(
                    from: $0.from, to: $0.to, recordedFrom: moment, subject: $0.state.subject, data: $0.state.data.text, sealed: $0.state.sealed)
            },
            closed: closed.map { RecordAct.ClosedSpan(version: $0.version, from: $0.span.from) })
        let hash = try change.hash(registries.vault.codec)
        let about = hash.isErased ? nil : (written.last?.state ?? closed.last?.span.state)?.subject
        return try registries.recordAct(
            Act(
                RecordAct.kind(of: kind), organisation: head.organisation,
                reference: note.caseReference.map { ReferenceNumber($0)?.plain ?? $0 } ?? id.text, by: note.author, purpose: note.legalBasis, at: tx.now,
                content: change.content(hash: hash.text)),
            about.flatMap { Identifier($0.text) }, tx)
    }

    private func complete(_ state: RecordState) throws -> RecordState { try Self.complete(state, sealer, registry) }

    /// A state in force has all that its registry requires. What was erased cannot be asked for again.
    private static func complete(_ state: RecordState, _ sealer: RecordSealer, _ registry: Registry) throws -> RecordState {
        let (values, isErased) = try sealer.values(of: state)
        for field in registry.fields where field.isRequired && values[field.id] == .null && !(isErased && field.personal != nil) {
            throw RegistryFault.missing(field)
        }
        return state
    }
}

extension Actor {
    /// Who it was, as records and their history name them.
    public var recordedName: String {
        switch principal {
        case .nobody: "nobody"
        case .account(let id): "account:\(id)"
        case .machine(let id): "machine:\(id)"
        case .system(let job): "system:\(job)"
        }
    }
}
