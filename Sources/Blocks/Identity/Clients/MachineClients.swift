import Journal
import Kernel
import Store
import Web

/// Another system that may call the API, with roles of the folder and for one organisation.
public struct MachineClient: Sendable, Hashable {
    /// In snake_case; what the journal names.
    public var id: String
    public var name: String
    public var roles: [String]
    public var organisation: String
    public var expiresAt: Instant
    public var isRevoked: Bool
}

extension Identity {
    static let clientPrefix = "polity_"

    /// Makes a client and its token (RFC 6750), which is told once.
    ///
    /// - Parameter random: where the token comes from, if that is not the government's own chance: a demonstration keeps no secrets.
    public func makeClient(
        _ id: String, name: String, roles: [String], organisation: String, lifetime: Duration, random: Random? = nil, by actor: Actor, in tx: Transaction
    ) throws -> String {
        let isName = (1...64).contains(id.utf8.count) && id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        guard isName, authority.government.organisation(organisation) != nil else { throw IdentityFault.badClientName }
        for role in roles where role == Authority.administrator || !authority.exists(role) { throw IdentityFault.noRole(role) }
        let secret = Secret(random: random ?? self.random)
        let inserted = try tx.execute(
            """
            INSERT INTO identity_clients (id, name, hash, roles, organisation, made_by, made_at, expires_at)
            VALUES (\(id), \(String(name.prefix(200))), \(secret.hash), \(JSON.array(roles.map { .string($0) }).text), \(organisation),
                \(actor.account?.text ?? "system"), \(tx.now), \(tx.now + lifetime))
            ON CONFLICT (id) DO NOTHING
            """)
        guard inserted == 1 else { throw IdentityFault.badClientName }
        try clientActs?.began(id, as: Act.Author(actor), in: tx)
        return Self.clientPrefix + secret.text
    }

    /// The token that a client is given when it comes from `random`.
    public static func token(drawnFrom random: Random) -> String { clientPrefix + Secret(random: random).text }

    public func revokeClient(_ id: String, by actor: Actor, in tx: Transaction) throws {
        let isGone = try tx.execute("UPDATE identity_clients SET revoked_at = \(tx.now) WHERE id = \(id) AND revoked_at IS NULL") == 1
        if isGone { try clientActs?.ended(id, as: Act.Author(actor), in: tx) }
    }

    public func clients(in connection: Connection) throws -> [MachineClient] {
        try connection.rows("SELECT \(Self.clientColumns) FROM identity_clients ORDER BY id LIMIT 1000").map(Self.client)
    }

    /// The session behind a bearer token. It holds its roles' rights in its own organisation and below, no further.
    func client(_ token: String) async throws -> Session? {
        guard token.hasPrefix(Self.clientPrefix), let secret = Secret(text: String(token.dropFirst(Self.clientPrefix.count))) else {
            security.note(.forgedToken)
            return nil
        }
        let found = try await store.read { connection in
            try connection.row(
                "SELECT \(Self.clientColumns) FROM identity_clients WHERE hash = \(secret.hash) AND revoked_at IS NULL AND expires_at > \(connection.now)"
            ).map(Self.client)
        }
        guard let found else {
            security.note(.forgedToken)
            return nil
        }
        let reach = authority.reach(of: found.organisation)
        let grants = authority.grants(of: found.roles).map { grant in
            Grant(role: grant.role, organisations: grant.organisations.intersection(reach), permissions: grant.permissions)
        }
        let actor = Actor(.machine(found.id), assurance: .substantial, organisation: found.organisation, grants: grants)
        return Session(id: Hex.encode(secret.hash), actor: actor, name: found.name)
    }

    private static let clientColumns: SQL = "id, name, roles, organisation, expires_at, revoked_at"

    private static func client(_ row: Row) throws -> MachineClient {
        MachineClient(
            id: try row.text(0), name: try row.text(1), roles: try JSON(parsing: row.text(2)).array?.compactMap(\.string) ?? [],
            organisation: try row.text(3), expiresAt: try row.instant(4), isRevoked: try row.instant(optional: 5) != nil)
    }
}
