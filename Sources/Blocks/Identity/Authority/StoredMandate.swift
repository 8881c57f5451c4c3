import Kernel
import Store

/// A mandate's row. Its acts are sealed with the key of the person who is acted for, or of the one who acts for an organisation; one that has ended
/// gives nobody anything, and is let be.
struct StoredMandate: StoredPower {
    static let word = "mandate"
    static let begun = "mandate_given"
    /// Whoever has the address it was given to has come.
    static let changed: String? = "mandate_claimed"
    static let ended: String? = "mandate_ended"
    static let endsUntold = true

    var id: String
    var subject: PersonID?
    var organisation: String { Self.wholeGovernment }
    var isEnded: Bool
    var told: JSON

    static func read(_ condition: SQL, _ connection: Connection) throws -> [StoredMandate] {
        try connection.rows(
            """
            SELECT id, principal_kind, principal, agent, services, valid_from, valid_to, given_at, revoked_at FROM identity_mandates
            WHERE \(condition) ORDER BY id LIMIT \(page)
            """
        ).map(StoredMandate.init)
    }

    private init(_ row: Row) throws {
        id = try row.text(0)
        let kind = try row.text(1)
        subject = try row.identifier(kind == "person" ? 2 : 3)
        isEnded = try row.instant(optional: 8) != nil
        told = [
            "mandate": .string(id), "for": .string("\(kind):\(try row.text(2))"), "agent": .string(try row.text(3)), "services": .string(try row.text(4)),
            "from": .string(try row.date(5).description), "to": try row.date(optional: 6).map { .string($0.description) } ?? .null,
            "given_at": .string(try row.instant(7).description),
        ]
    }
}
