import Blueprint
import Kernel
import Privacy
import Registries
import Store
import Web

public enum ConsentKind: Sendable {}
public typealias ConsentID = Identifier<ConsentKind>

/// A person's agreement that an organisation reads their records for one purpose (Regulation (EU) 2016/679, article 7):
/// it can be shown later, and withdrawn as easily as given.
public struct ConsentRecord: Sendable, Hashable {
    public var id: ConsentID
    public var subject: PersonID
    /// What for, as the person was told.
    public var purpose: String
    /// The organisation that may read.
    public var controller: String
    /// Which registries.
    public var registries: [String]
    /// How we know: the request in which it was given, and the account.
    public var evidence: String
    public var givenAt: Instant
    public var endsAt: Instant?
    public var withdrawnAt: Instant?

    public func stands(at moment: Instant) -> Bool { withdrawnAt == nil && (endsAt.map { moment < $0 } ?? true) }
}

/// The consents of a government.
public struct Consents: Sendable {
    let government: Government
    let book: RegistryBook
    let identifiers: Identifiers

    public init(government: Government, book: RegistryBook, identifiers: Identifiers) {
        self.government = government
        self.book = book
        self.identifiers = identifiers
    }

    /// Records a consent of whoever is signed in, for their own data.
    ///
    /// - Throws: `CONSENT-103` for one who acts for somebody else, `CONSENT-104` for an unknown organisation or registry.
    @discardableResult
    public func give(
        purpose: String, to controller: String, registries: [String], until end: Instant? = nil, by actor: Actor, request: RequestID, in tx: Transaction
    ) throws -> ConsentID {
        guard let person = actor.person, let account = actor.account, actor.actingFor == .itself else { throw ConsentFault.notOwnData }
        guard government.organisation(controller) != nil, !registries.isEmpty, registries.allSatisfy({ book[$0] != nil }) else {
            throw ConsentFault.unknownScope
        }
        let id: ConsentID = identifiers.next()
        try tx.execute(
            """
            INSERT INTO consent_records (id, subject, purpose, controller, registries, evidence, given_at, ends_at)
            VALUES (\(id), \(person), \(String(purpose.prefix(500))), \(controller), \(JSON.array(registries.map { .string($0) }).text),
                \("request:\(request) account:\(account)"), \(tx.now), \(end))
            """)
        return id
    }

    /// Withdraws one's own consent. What was read before stays in the record of reads.
    ///
    /// - Throws: `CONSENT-102` for another person's.
    public func withdraw(_ id: ConsentID, by actor: Actor, in tx: Transaction) throws {
        guard let person = actor.person, try record(id, in: tx)?.subject == person else { throw ConsentFault.notYours }
        try tx.execute("UPDATE consent_records SET withdrawn_at = \(tx.now) WHERE id = \(id) AND withdrawn_at IS NULL")
    }

    /// The purpose for which the controller's officers and machines may read what the consent covers, made from the record
    /// as it stands at this moment.
    ///
    /// - Throws: `CONSENT-101` when it was withdrawn, has ended, or was given to another organisation.
    public func purpose(_ id: ConsentID, actor: Actor, request: RequestID, case reference: String? = nil, in connection: Connection) throws -> ReadPurpose {
        guard let record = try record(id, in: connection), record.stands(at: connection.now) else { throw ConsentFault.notStanding }
        switch actor.principal {
        case .system: break
        default:
            let reach = actor.grants.contains { $0.organisations.contains(record.controller) }
            guard reach || actor.organisation == record.controller else { throw ConsentFault.notStanding }
        }
        return ReadPurpose(
            standingConsent: id.text, of: record.subject, to: Set(record.registries), actor: actor, request: request, case: reference)
    }

    public func record(_ id: ConsentID, in connection: Connection) throws -> ConsentRecord? {
        try connection.row("SELECT \(Self.columns) FROM consent_records WHERE id = \(id)").map(Self.record)
    }

    public func records(of person: PersonID, in connection: Connection) throws -> [ConsentRecord] {
        try connection.rows("SELECT \(Self.columns) FROM consent_records WHERE subject = \(person) ORDER BY id DESC LIMIT 1000").map(Self.record)
    }

    private static let columns: SQL = "id, subject, purpose, controller, registries, evidence, given_at, ends_at, withdrawn_at"

    private static func record(_ row: Row) throws -> ConsentRecord {
        ConsentRecord(
            id: try row.identifier(0), subject: try row.identifier(1), purpose: try row.text(2), controller: try row.text(3),
            registries: try JSON(parsing: row.text(4)).array?.compactMap(\.string) ?? [], evidence: try row.text(5), givenAt: try row.instant(6),
            endsAt: try row.instant(optional: 7), withdrawnAt: try row.instant(optional: 8))
    }
}

extension ConsentRecord {
    var json: JSON {
        [
            "id": .string(id.text), "purpose": .string(purpose), "controller": .string(controller), "registries": .array(registries.map { .string($0) }),
            "given_at": .string(givenAt.description), "ends_at": endsAt.map { .string($0.description) } ?? .null,
            "withdrawn_at": withdrawnAt.map { .string($0.description) } ?? .null,
        ]
    }
}
