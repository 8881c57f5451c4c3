import Kernel
import Store

/// An absence's row, by which somebody stands in for an officer. Its acts are sealed with the key of who is away.
struct StoredAbsence: StoredPower {
    static let word = "absence"
    static let begun = "absence_entered"
    /// Whoever was away is back.
    static let changed: String? = "absence_ended"

    var id: String
    var subject: PersonID?
    var organisation: String { Self.wholeGovernment }
    var told: JSON

    static func read(_ condition: SQL, _ connection: Connection) throws -> [StoredAbsence] {
        try connection.rows(
            """
            SELECT id, account, stand_in, first_day, last_day, said_by, said_at,
                (SELECT c.person FROM identity_accounts c WHERE c.id = identity_absences.account)
            FROM identity_absences WHERE \(condition) ORDER BY id LIMIT \(page)
            """
        ).map(StoredAbsence.init)
    }

    private init(_ row: Row) throws {
        id = try row.text(0)
        subject = try row.identifier(optional: 7)
        told = [
            "absence": .string(id), "account": .string(try row.text(1)), "stand_in": .string(try row.text(2)),
            "from": .string(try row.date(3).description), "to": .string(try row.date(4).description), "said_by": .string(try row.text(5)),
            "said_at": .string(try row.instant(6).description),
        ]
    }
}
