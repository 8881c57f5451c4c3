import Journal
import Kernel
import Store

/// Which systems were let in, with which rights, and which were shut out, stands in the public log: a client that somebody wrote into the store, or
/// gave other roles, is found.
struct ClientActs: Sendable {
    let journal: Journal

    private static let letIn = "client_let_in"
    private static let shutOut = "client_shut_out"
    private static let member = "client_hash"
    private static let page = 500
    private static let limit = 100

    func madeClient(_ id: String, as author: Act.Author, in tx: Transaction) throws {
        guard let client = try Self.stored("id = \(id)", tx).first else { return }
        try record(Self.letIn, client, author, [Self.member: .string(CommittedContent.hash(of: client.json))], tx)
    }

    func revokedClient(_ id: String, as author: Act.Author, in tx: Transaction) throws {
        guard let client = try Self.stored("id = \(id)", tx).first else { return }
        try record(Self.shutOut, client, author, [:], tx)
    }

    private func record(_ kind: String, _ client: StoredClient, _ author: Act.Author, _ content: JSON, _ tx: Transaction) throws {
        try journal.record(
            Act(kind, organisation: client.organisation, reference: client.id, by: author, at: tx.now, content: content), about: nil, in: tx)
    }

    /// Clients that earlier versions let in, without an act.
    func takeOver(in store: Store) async throws {
        try await store.write("identity.take_over_clients") { tx in
            let author = Act.Author.system("identity.take_over")
            var last = ""
            while true {
                let clients = try Self.stored("id > \(last)", tx)
                guard let newest = clients.last else { break }
                last = newest.id
                for client in clients where try told(of: client.id, tx).isEmpty {
                    try madeClient(client.id, as: author, in: tx)
                    if client.isRevoked { try revokedClient(client.id, as: author, in: tx) }
                }
            }
        }
    }

    // MARK: Verification

    /// Lets `polity verify` compare each client, as it is stored, with the act that let it in.
    var committedClients: CommittedContent {
        CommittedContent(
            "identity.clients", kinds: [Self.letIn], member: Self.member,
            hash: { act, connection in
                try Self.stored("id = \(act.reference)", connection).first.map { .value(CommittedContent.hash(of: $0.json)) }
            },
            orphans: { connection in
                var found: [String] = []
                var last = ""
                while found.count < Self.limit {
                    let clients = try Self.stored("id > \(last)", connection)
                    guard let newest = clients.last else { break }
                    last = newest.id
                    for client in clients {
                        let kinds = try told(of: client.id, connection)
                        if !kinds.contains(Self.letIn) || kinds.contains(Self.shutOut) != client.isRevoked { found.append(client.id) }
                    }
                }
                return found
            })
    }

    private func told(of client: String, _ connection: Connection) throws -> Set<String> {
        Set(try journal.acts(reference: client, kinds: [Self.letIn, Self.shutOut], limit: 10, in: connection).compactMap(\.act.value?.kind))
    }

    private static func stored(_ condition: SQL, _ connection: Connection) throws -> [StoredClient] {
        try connection.rows(
            "SELECT id, name, hash, roles, organisation, made_by, made_at, expires_at, revoked_at FROM identity_clients WHERE " + condition
                + " ORDER BY id LIMIT \(page)"
        ).map(StoredClient.init)
    }
}

/// A client's row, with everything that an act commits to.
private struct StoredClient {
    var id: String
    var organisation: String
    var isRevoked: Bool
    var json: JSON

    init(_ row: Row) throws {
        id = try row.text(0)
        organisation = try row.text(4)
        isRevoked = try row.instant(optional: 8) != nil
        json = [
            "id": .string(id), "name": .string(try row.text(1)), "token_hash": .string(Hex.encode(try row.bytes(2))), "roles": .string(try row.text(3)),
            "organisation": .string(organisation), "made_by": .string(try row.text(5)), "made_at": .string(try row.instant(6).description),
            "expires_at": .string(try row.instant(7).description),
        ]
    }
}
