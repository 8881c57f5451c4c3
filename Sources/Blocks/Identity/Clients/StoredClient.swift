import Journal
import Kernel
import Store

/// A machine client's row. Its acts commit to it by a hash, for they are about nobody and stay.
struct StoredClient: StoredPower {
    static let word = "machine client"
    static let begun = "client_let_in"
    static let ended: String? = "client_shut_out"
    fileprivate static let member = "client_hash"

    var id: String
    var subject: PersonID? { nil }
    var organisation: String
    var isEnded: Bool
    var told: JSON

    static func read(_ condition: SQL, _ connection: Connection) throws -> [StoredClient] {
        try connection.rows(
            """
            SELECT id, name, hash, roles, organisation, made_by, made_at, expires_at, revoked_at FROM identity_clients
            WHERE \(condition) ORDER BY id LIMIT \(page)
            """
        ).map(StoredClient.init)
    }

    private init(_ row: Row) throws {
        id = try row.text(0)
        organisation = try row.text(4)
        isEnded = try row.instant(optional: 8) != nil
        let whole: JSON = [
            "id": .string(id), "name": .string(try row.text(1)), "token_hash": .string(Hex.encode(try row.bytes(2))), "roles": .string(try row.text(3)),
            "organisation": .string(organisation), "made_by": .string(try row.text(5)), "made_at": .string(try row.instant(6).description),
            "expires_at": .string(try row.instant(7).description),
        ]
        told = [Self.member: .string(CommittedContent.hash(of: whole))]
    }
}

extension PowerActs<StoredClient> {
    /// Lets `polity verify` miss a client that was taken out of the store.
    var committed: CommittedContent {
        CommittedContent("identity.clients", kinds: [StoredClient.begun], member: StoredClient.member) { act, connection in
            try StoredClient.read("id = \(act.reference)", connection).first?.told[StoredClient.member]?.string.map { .value($0) }
        }
    }
}
