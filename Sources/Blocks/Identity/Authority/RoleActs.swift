import Journal
import Kernel
import Store

/// Who was given power over others, and who took it back, stands in the public log: an act each, sealed with the key of the person whose
/// account it is. So do teams and skills, which decide whose work is whose. What somebody wrote into the store has none.
struct RoleActs: Sendable {
    let journal: Journal
    let authority: Authority

    private static let kinds = ["role_given", "role_taken", "trait_given", "trait_taken"]
    private static let limit = 100
    private static let page = 500

    func given(_ role: String, to account: Account, by giver: String, at: Instant, as author: Act.Author, in tx: Transaction) throws {
        try record("role_given", .init("role", .string(role)), authority.organisation(of: role), account, author, Self.told(giver, at), tx)
    }

    func taken(_ role: String, from account: Account, as author: Act.Author, in tx: Transaction) throws {
        try record("role_taken", .init("role", .string(role)), authority.organisation(of: role), account, author, [], tx)
    }

    func given(_ trait: OfficerTrait, to account: Account, by giver: String, at: Instant, as author: Act.Author, in tx: Transaction) throws {
        try record("trait_given", .init("trait", .string(trait.description)), nil, account, author, Self.told(giver, at), tx)
    }

    func taken(_ trait: OfficerTrait, from account: Account, as author: Act.Author, in tx: Transaction) throws {
        try record("trait_taken", .init("trait", .string(trait.description)), nil, account, author, [], tx)
    }

    private static func told(_ giver: String, _ at: Instant) -> [JSON.Member] {
        [.init("given_by", .string(giver)), .init("given_at", .string(at.description))]
    }

    private func record(
        _ kind: String, _ what: JSON.Member, _ organisation: String?, _ account: Account, _ author: Act.Author, _ more: [JSON.Member], _ tx: Transaction
    ) throws {
        try journal.record(
            Act(
                kind, organisation: organisation ?? "government", reference: account.id.text, by: author, at: tx.now,
                content: .object([.init("account", .string(account.id.text)), what] + more)),
            about: account.person, in: tx)
    }

    /// A role, or a team or skill, as it stands in the store, or as the newest act about it says.
    private struct Grant: Hashable {
        /// A role's id; `team:ID`, `skill:ID`.
        var what: String
        var givenBy: String
        var givenAt: String
    }

    /// What an account holds as its acts tell of it. Acts that ended with its person tell nothing, and what it held has ended too.
    private func told(of account: String, _ connection: Connection) throws -> Set<Grant> {
        var grants: [String: Grant] = [:]
        for act in try journal.acts(reference: account, kinds: Self.kinds, limit: 10_000, in: connection).compactMap(\.act.value) {
            let key = act.kind.hasPrefix("role") ? "role" : "trait"
            guard let what = act.content[key]?.string, act.content["account"]?.string == account else { continue }
            grants[what] =
                act.kind.hasSuffix("given")
                ? Grant(what: what, givenBy: act.content["given_by"]?.string ?? "", givenAt: act.content["given_at"]?.string ?? "") : nil
        }
        return Set(grants.values)
    }

    private func stored(_ account: String, _ connection: Connection) throws -> Set<Grant> {
        Set(
            try connection.rows(
                """
                SELECT role, given_by, given_at FROM identity_roles WHERE account = \(account)
                UNION ALL SELECT kind || ':' || id, given_by, given_at FROM identity_traits WHERE account = \(account)
                """
            ).map { Grant(what: try $0.text(0), givenBy: try $0.text(1), givenAt: try $0.instant(2).description) })
    }

    /// What of the roles, teams and skills in the store no act tells, or other than it was; for `polity verify`.
    func findings(in store: Store) async throws -> [String] {
        var found: [String] = []
        for query: @Sendable (String) -> SQL in [
            { "SELECT DISTINCT account FROM identity_roles WHERE account > \($0) ORDER BY account LIMIT \(Self.page)" },
            { "SELECT DISTINCT account FROM identity_traits WHERE account > \($0) ORDER BY account LIMIT \(Self.page)" },
            { "SELECT DISTINCT reference FROM journal_acts WHERE reference > \($0) AND kind = 'role_given' ORDER BY reference LIMIT \(Self.page)" },
            { "SELECT DISTINCT reference FROM journal_acts WHERE reference > \($0) AND kind = 'trait_given' ORDER BY reference LIMIT \(Self.page)" },
        ] {
            found += try await store.findings(limit: Self.limit - found.count, after: "") { [self] after, connection in
                let accounts = try connection.rows(query(after)).map { try $0.text(0) }
                return (
                    accounts.last,
                    try accounts.filter { try told(of: $0, connection) != stored($0, connection) }
                        .map { "The roles, teams and skills of the account \($0) are not those that acts tell of." }
                )
            }
        }
        return Array(Set(found).sorted().prefix(Self.limit))
    }

    /// Roles, teams and skills that earlier versions gave, without an act.
    func takeOver(_ identity: Identity) async throws {
        try await identity.store.write("identity.take_over_roles") { tx in
            let rows = try tx.rows(
                """
                SELECT account, 'role', role, given_by, given_at FROM identity_roles
                UNION ALL SELECT account, kind, id, given_by, given_at FROM identity_traits ORDER BY 1, 2, 3
                """)
            for row in rows {
                let (id, held, giver, at): (AccountID, String, String, Instant) = (try row.identifier(0), try row.text(2), try row.text(3), try row.instant(4))
                let trait = OfficerTrait(kind: try row.text(1), id: held)
                let grant = Grant(what: trait?.description ?? held, givenBy: giver, givenAt: at.description)
                guard try !told(of: id.text, tx).contains(grant), let account = try identity.account(id, in: tx) else { continue }
                let author = Act.Author.system("identity.take_over")
                if let trait {
                    try given(trait, to: account, by: giver, at: at, as: author, in: tx)
                } else {
                    try given(held, to: account, by: giver, at: at, as: author, in: tx)
                }
            }
        }
    }
}
