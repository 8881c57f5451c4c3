import Journal
import Kernel
import Store

/// Who was given power over others, and who took it back, stands in the public log: an act each, sealed with the key of the person whose
/// account it is. A role that somebody wrote into the store has none.
struct RoleActs: Sendable {
    let journal: Journal
    let authority: Authority

    private static let kinds = ["role_given", "role_taken"]
    private static let limit = 100
    private static let page = 500

    func given(_ role: String, to account: Account, by giver: String, at: Instant, as author: Act.Author, in tx: Transaction) throws {
        try record("role_given", role, account, author, ["given_by": .string(giver), "given_at": .string(at.description)], tx)
    }

    func taken(_ role: String, from account: Account, as author: Act.Author, in tx: Transaction) throws {
        try record("role_taken", role, account, author, [:], tx)
    }

    private func record(_ kind: String, _ role: String, _ account: Account, _ author: Act.Author, _ more: JSON, _ tx: Transaction) throws {
        let content: [JSON.Member] = [.init("account", .string(account.id.text)), .init("role", .string(role))] + (more.members ?? [])
        try journal.record(
            Act(
                kind, organisation: authority.organisation(of: role) ?? "government", reference: account.id.text, by: author, at: tx.now,
                content: .object(content)),
            about: account.person, in: tx)
    }

    /// A role as it stands in the store, or as the newest act about it says.
    private struct Grant: Hashable {
        var role: String
        var givenBy: String
        var givenAt: String
    }

    /// The roles of an account as its acts tell of them. Acts that ended with its person tell nothing, and its roles have ended too.
    private func told(of account: String, _ connection: Connection) throws -> Set<Grant> {
        var grants: [String: Grant] = [:]
        for act in try journal.acts(reference: account, kinds: Self.kinds, limit: 10_000, in: connection).compactMap(\.act.value) {
            guard let role = act.content["role"]?.string, act.content["account"]?.string == account else { continue }
            grants[role] =
                act.kind == "role_given"
                ? Grant(role: role, givenBy: act.content["given_by"]?.string ?? "", givenAt: act.content["given_at"]?.string ?? "") : nil
        }
        return Set(grants.values)
    }

    private func stored(_ account: String, _ connection: Connection) throws -> Set<Grant> {
        Set(
            try connection.rows("SELECT role, given_by, given_at FROM identity_roles WHERE account = \(account)").map {
                Grant(role: try $0.text(0), givenBy: try $0.text(1), givenAt: try $0.instant(2).description)
            })
    }

    /// What of the roles in the store no act tells, or other than it was; for `polity verify`.
    func findings(in store: Store) async throws -> [String] {
        var found: [String] = []
        for query: @Sendable (String) -> SQL in [
            { "SELECT DISTINCT account FROM identity_roles WHERE account > \($0) ORDER BY account LIMIT \(Self.page)" },
            { "SELECT DISTINCT reference FROM journal_acts WHERE reference > \($0) AND kind = 'role_given' ORDER BY reference LIMIT \(Self.page)" },
        ] {
            found += try await store.findings(limit: Self.limit - found.count, after: "") { [self] after, connection in
                let accounts = try connection.rows(query(after)).map { try $0.text(0) }
                return (
                    accounts.last,
                    try accounts.filter { try told(of: $0, connection) != stored($0, connection) }
                        .map { "The roles of the account \($0) are not those that acts tell of." }
                )
            }
        }
        return Array(Set(found).sorted().prefix(Self.limit))
    }

    /// Roles that earlier versions gave, without an act.
    func takeOver(_ identity: Identity) async throws {
        try await identity.store.write("identity.take_over_roles") { tx in
            for row in try tx.rows("SELECT account, role, given_by, given_at FROM identity_roles ORDER BY account, role") {
                let (id, role, giver, at): (AccountID, String, String, Instant) = (
                    try row.identifier(0), try row.text(1), try row.text(2), try row.instant(3)
                )
                let grant = Grant(role: role, givenBy: giver, givenAt: at.description)
                guard try !told(of: id.text, tx).contains(grant), let account = try identity.account(id, in: tx) else { continue }
                try given(role, to: account, by: giver, at: at, as: .system("identity.take_over"), in: tx)
            }
        }
    }
}
