import Journal
import Kernel
import Store

/// Who may act for whom stands in the public log: an act sealed with the key of the person who is acted for, or of the one who acts for an organisation.
/// A mandate in force that somebody wrote into the store, or turned to another, has none. One that has ended gives nobody anything, and is let be.
struct MandateActs: Sendable {
    let journal: Journal

    private static let given = "mandate_given"
    private static let claimed = "mandate_claimed"
    private static let ended = "mandate_ended"
    private static let page = 500
    private static let limit = 100
    /// Between whom it is, is their own business.
    private static let wholeGovernment = "government"

    func gave(_ id: MandateID, as author: Act.Author, in tx: Transaction) throws { try record(Self.given, id, author, tx) }

    /// Whoever has the address it was given to has come.
    func claim(_ id: MandateID, in tx: Transaction) throws { try record(Self.claimed, id, .applicant, tx) }

    func end(_ id: MandateID, as author: Act.Author, in tx: Transaction) throws { try record(Self.ended, id, author, tx) }

    private func record(_ kind: String, _ id: MandateID, _ author: Act.Author, _ tx: Transaction) throws {
        guard let mandate = try Self.stored("id = \(id)", tx).first else { return }
        try journal.record(
            Act(kind, organisation: Self.wholeGovernment, reference: id.text, by: author, at: tx.now, content: mandate.json),
            about: mandate.subject, in: tx)
    }

    /// Mandates that earlier versions took down, without an act.
    func takeOver(in store: Store) async throws {
        var last = ""
        while true {
            let after = last
            let newest = try await store.write("identity.take_over_mandates") { tx in
                let mandates = try Self.inForce(after: after, tx)
                for mandate in mandates where try told(of: mandate.id, tx) == nil {
                    try gave(mandate.id, as: .system("identity.take_over"), in: tx)
                }
                return mandates.last?.id.text
            }
            guard let newest else { return }
            last = newest
        }
    }

    // MARK: Verification

    /// What the acts say of a mandate that goes on; nil where they say that it ended, or nothing.
    private func told(of id: MandateID, _ connection: Connection) throws -> JSON? {
        let acts = try journal.acts(reference: id.text, kinds: [Self.given, Self.claimed, Self.ended], limit: 10, in: connection).compactMap(\.act.value)
        guard acts.contains(where: { $0.kind == Self.given }), !acts.contains(where: { $0.kind == Self.ended }) else { return nil }
        return (acts.first { $0.kind == Self.claimed } ?? acts.first)?.content
    }

    /// Mandates in force of which no act tells, or of something else; for `polity verify`.
    func findings(in store: Store) async throws -> [String] {
        var found: [String] = []
        var last = ""
        while found.count < Self.limit {
            let after = last
            let (newest, wrong) = try await store.read { connection in
                let mandates = try Self.inForce(after: after, connection)
                return (mandates.last?.id.text, try mandates.filter { try told(of: $0.id, connection)?.canonicalBytes != $0.json.canonicalBytes }.map(\.id))
            }
            guard let newest else { break }
            last = newest
            found += wrong.map { "The mandate \($0) is not what acts tell of." }
        }
        return Array(found.prefix(Self.limit))
    }

    private static func inForce(after id: String, _ connection: Connection) throws -> [StoredMandate] {
        try stored("id > \(id) AND revoked_at IS NULL", connection)
    }

    private static func stored(_ condition: SQL, _ connection: Connection) throws -> [StoredMandate] {
        try connection.rows(
            "SELECT id, principal_kind, principal, agent, services, valid_from, valid_to, given_at FROM identity_mandates WHERE " + condition
                + " ORDER BY id LIMIT \(page)"
        ).map(StoredMandate.init)
    }
}

/// A mandate's row, with everything that an act says of it.
private struct StoredMandate {
    var id: MandateID
    var subject: PersonID
    var json: JSON

    init(_ row: Row) throws {
        id = try row.identifier(0)
        let kind = try row.text(1)
        subject = try row.identifier(kind == "person" ? 2 : 3)
        json = [
            "mandate": .string(id.text), "for": .string("\(kind):\(try row.text(2))"), "agent": .string(try row.text(3)), "services": .string(try row.text(4)),
            "from": .string(try row.date(5).description), "to": try row.date(optional: 6).map { .string($0.description) } ?? .null,
            "given_at": .string(try row.instant(7).description),
        ]
    }
}
