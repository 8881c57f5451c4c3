import Kernel
import MerkleLog
import Store

/// An act's row: sealed where it is about somebody, and beside it what queries need.
struct StoredAct: Sendable {
    var id: ActID
    var kind: String
    var organisation: String
    var reference: String?
    var recordedAt: Instant
    var subject: Identifier<DataSubject>?
    var act: [UInt8]
    var salt: [UInt8]
    var commitment: [UInt8]

    /// For `SELECT … FROM journal_acts a`.
    static let columns: SQL = "a.id, a.kind, a.organisation, a.reference, a.recorded_at, a.subject, a.act, a.salt, a.commitment"

    /// - Parameter first: where `columns` begin in the row.
    init(_ row: Row, at first: Int = 0) throws {
        id = try row.identifier(first)
        kind = try row.text(first + 1)
        organisation = try row.text(first + 2)
        reference = try row.text(optional: first + 3)
        recordedAt = try row.instant(first + 4)
        subject = try row.identifier(optional: first + 5)
        act = try row.bytes(first + 6)
        salt = try row.bytes(first + 7)
        commitment = try row.bytes(first + 8)
    }

    /// Whether the columns say what the act says.
    func agrees(with canonical: CanonicalAct) -> Bool {
        let said = canonical.act
        return canonical.id == id && said.kind == kind && said.organisation == organisation && said.reference == reference && said.at == recordedAt
    }

    static func read(_ id: ActID, in connection: Connection) throws -> StoredAct? {
        try connection.row("SELECT \(columns) FROM journal_acts a WHERE a.id = \(id)").map { try StoredAct($0) }
    }

    static func sealed(
        _ canonical: CanonicalAct, salt: [UInt8], about subject: Identifier<DataSubject>?, codec: PersonalCodec
    ) throws -> (act: [UInt8], salt: [UInt8], commitment: [UInt8]) {
        let commitment = Commitment(act: canonical.bytes, salt: salt).bytes
        guard let subject else { return (canonical.bytes, salt, commitment) }
        return (
            try codec.seal(canonical.bytes, subject: subject, class: .ordinary, place: actPlace(canonical.id)),
            try codec.seal(salt, subject: subject, class: .ordinary, place: saltPlace(canonical.id)), commitment
        )
    }

    /// The act's bytes and its salt in clear; erased when the subject's key was destroyed.
    func open(_ codec: PersonalCodec) throws -> Opened<(act: [UInt8], salt: [UInt8])> {
        guard let subject else { return .value((act, salt)) }
        let opened = try codec.open(act, subject: subject, class: .ordinary, place: Self.actPlace(id))
        guard case .value(let bytes) = opened else { return .erased }
        return try codec.open(salt, subject: subject, class: .ordinary, place: Self.saltPlace(id)).map { (bytes, $0) }
    }

    /// Whether act and salt are gone for good. The salt alone tells, and is the shorter one. What cannot be opened otherwise is not erased.
    func isErased(_ codec: PersonalCodec) -> Bool {
        guard let subject, let opened = try? codec.open(salt, subject: subject, class: .ordinary, place: Self.saltPlace(id)) else { return false }
        if case .erased = opened { return true }
        return false
    }

    /// The act, once it was found to be what was committed to, with the columns beside it.
    ///
    /// - Throws: `JOURNAL-101` when it is not.
    func proved(_ codec: PersonalCodec) throws -> Opened<CanonicalAct> {
        try open(codec).map { opened in
            let canonical = try CanonicalAct(parsing: opened.act)
            guard isCommitted(opened), agrees(with: canonical) else { throw JournalFault.unfitAct("it is not what was committed to") }
            return canonical
        }
    }

    func isCommitted(_ opened: (act: [UInt8], salt: [UInt8])) -> Bool {
        opened.salt.count == Commitment.saltByteCount && Commitment(act: opened.act, salt: opened.salt).bytes == commitment
    }

    /// Its leaf in the public log.
    var leaf: TreeHash { .leaf(commitment) }

    private static func actPlace(_ id: ActID) -> String { "journal_acts.act/\(id)" }
    private static func saltPlace(_ id: ActID) -> String { "journal_acts.salt/\(id)" }
}
