import FEEL
import Kernel
import Processes
import Store

/// What a case threw for others: a message for the one case that has waited for it longest, a signal for all that wait for it now
/// (BPMN 2.0.2, sections 10.5.1 and 8.4.11). A program outside sends messages as well.
struct ThrownEvent: Sendable {
    enum Kind: String, Sendable { case message, signal }

    var id: Identifier<ThrownEvent>
    var kind: Kind
    var name: String
    /// The case that threw it; of a program's message the one it is for, and nil where a key says which.
    var caseID: Identifier<Case>?
    /// The program outside that sent it; nil for what a case threw.
    var sender: String?
    /// That of the case that threw it; of a program's message the one whose cases may take it.
    var service: String
    var subject: Identifier<DataSubject>
    var thrownAt: Instant
    /// How long a message is kept for somebody who does not wait for it yet.
    var keep: Term
    /// Until when it is kept; nil once that was over and somebody has been told.
    var until: Instant?
    /// nil when the person of the case that threw it was erased.
    var content: Content?

    struct Content: Sendable, Hashable {
        var key: Value?
        var payload: Context
    }

    /// Where neither the message nor its event says how long.
    static let usualKeep = Term(30, .days)
}

/// Thrown events until they have arrived. What they say is sealed for the person of the case that threw them.
struct ThrownStore {
    let codec: PersonalCodec

    func insert(_ event: ThrownEvent, reference: ReferenceNumber?, organisation: String, keyHash: String, _ tx: Transaction) throws {
        let content = event.content ?? ThrownEvent.Content(key: nil, payload: [:])
        let sealed = try codec.seal(content.json.bytes, subject: event.subject, class: .special, place: Self.place(event.id))
        try tx.write(
            """
            INSERT INTO casework_thrown
                (id, kind, name, key_hash, case_id, reference, service, organisation, subject, content, thrown_at, keep, until, sender)
            VALUES (\(event.id), \(event.kind.rawValue), \(event.name), \(keyHash), \(event.caseID?.text ?? ""), \(reference?.plain ?? ""),
                \(event.service), \(organisation), \(event.subject), \(sealed), \(event.thrownAt), \(event.keep.description), \(event.until), \(event.sender))
            """)
    }

    /// Without what it says.
    func row(_ id: Identifier<ThrownEvent>, _ connection: Connection) throws -> ThrownEvent? {
        let columns: SQL = "id, kind, name, case_id, subject, thrown_at, keep, until, sender, service"
        return try connection.row("SELECT \(columns) FROM casework_thrown WHERE id = \(id)").map { row in
            guard let kind = ThrownEvent.Kind(rawValue: try row.text(1)) else { throw CaseFault.damaged("thrown event \(id)") }
            return ThrownEvent(
                id: try row.identifier(0), kind: kind, name: try row.text(2), caseID: Identifier<Case>(try row.text(3)), sender: try row.text(optional: 8),
                service: try row.text(9), subject: try row.identifier(4), thrownAt: try row.instant(5),
                keep: Term(try row.text(6)) ?? ThrownEvent.usualKeep, until: try row.instant(optional: 7))
        }
    }

    /// - Returns: nil when it has arrived.
    func find(_ id: Identifier<ThrownEvent>, _ connection: Connection) throws -> ThrownEvent? {
        guard var event = try row(id, connection), let sealed = try connection.row("SELECT content FROM casework_thrown WHERE id = \(id)")?.bytes(0) else {
            return nil
        }
        let opened = try codec.open(sealed, subject: event.subject, class: .special, place: Self.place(id))
        event.content = try opened.value.map { ThrownEvent.Content(try JSON(parsing: $0)) }
        return event
    }

    func remove(_ id: Identifier<ThrownEvent>, _ tx: Transaction) throws { try tx.write("DELETE FROM casework_thrown WHERE id = \(id)") }

    private static func place(_ id: Identifier<ThrownEvent>) -> String { "casework_thrown.content/\(id)" }
}

extension ThrownEvent.Content {
    fileprivate var json: JSON {
        .object((key.map { [.init("key", TypedJSON.write($0))] } ?? []) + [.init("payload", TypedJSON.write(payload))])
    }

    fileprivate init(_ json: JSON) {
        self.init(key: json["key"].map(TypedJSON.value), payload: TypedJSON.context(json["payload"] ?? .null))
    }
}
