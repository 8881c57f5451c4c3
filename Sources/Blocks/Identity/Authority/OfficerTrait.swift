import Journal
import Kernel
import Store

/// What an officer is besides their roles: a member of a team, one with a skill. The folder names both.
public enum OfficerTrait: Hashable, Sendable, CustomStringConvertible {
    case team(String)
    case skill(String)

    /// Reads `team:ID` and `skill:ID`.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        self.init(kind: parts[0], id: parts[1])
    }

    init?(kind: String, id: String) {
        switch kind {
        case "team": self = .team(id)
        case "skill": self = .skill(id)
        default: return nil
        }
    }

    public var description: String { "\(kind):\(id)" }

    var kind: String { if case .team = self { "team" } else { "skill" } }
    var id: String {
        switch self {
        case .team(let id), .skill(let id): id
        }
    }
}

extension Identity {
    /// Puts an officer into a team, or says that they have a skill. It holds from the next request on.
    ///
    /// - Throws: `IDENTITY-221` for one the folder does not know, `-222` for a team of which none of the account's roles is.
    public func give(_ trait: OfficerTrait, to account: Account, by actor: Actor, in tx: Transaction) throws {
        switch trait {
        case .team(let id):
            guard let team = authority.government.team(id) else { throw IdentityFault.noTrait }
            guard !Set(team.roles).isDisjoint(with: account.roles) else { throw IdentityFault.notOfTeamsRole }
        case .skill(let id):
            guard authority.government.skill(id) != nil else { throw IdentityFault.noTrait }
        }
        let giver = actor.account?.text ?? "system"
        let isNew =
            try tx.execute(
                """
                INSERT INTO identity_traits (account, kind, id, given_by, given_at)
                VALUES (\(account.id), \(trait.kind), \(trait.id), \(giver), \(tx.now)) ON CONFLICT (account, kind, id) DO NOTHING
                """) == 1
        if isNew { try roleActs?.given(trait, to: account, by: giver, at: tx.now, as: Act.Author(actor), in: tx) }
    }

    public func take(_ trait: OfficerTrait, from account: Account, by actor: Actor, in tx: Transaction) throws {
        let isGone = try tx.execute("DELETE FROM identity_traits WHERE account = \(account.id) AND kind = \(trait.kind) AND id = \(trait.id)") == 1
        if isGone { try roleActs?.taken(trait, from: account, as: Act.Author(actor), in: tx) }
    }

    /// The skills of an account, as far as the folder still knows them.
    public func skills(of account: AccountID, in connection: Connection) throws -> Set<String> {
        Set(
            try connection.rows("SELECT id FROM identity_traits WHERE account = \(account) AND kind = 'skill'").map { try $0.text(0) }
                .filter { authority.government.skill($0) != nil })
    }
}

/// What an account holds: its roles, and what it is besides.
struct Holdings {
    var roles: [String] = []
    var teams: Set<String> = []
    var skills: Set<String> = []

    /// Takes the kind and the id of a row.
    mutating func add(_ kind: String, _ id: String) {
        switch (kind, OfficerTrait(kind: kind, id: id)) {
        case ("role", _): roles.append(id)
        case (_, .team(let id)?): teams.insert(id)
        case (_, .skill(let id)?): skills.insert(id)
        case (_, nil): break
        }
    }

    /// Account, kind and id of everything these accounts hold, in one statement.
    static func query(of accounts: some Collection<AccountID>) -> SQL {
        """
        SELECT account, 'role' AS kind, role AS id FROM identity_roles WHERE account IN \(list: accounts)
        UNION ALL SELECT account, kind, id FROM identity_traits WHERE account IN \(list: accounts) ORDER BY 1, 3
        """
    }

    /// Kind and id of what a session's account holds.
    static func query(ofSession hash: [UInt8]) -> SQL {
        """
        SELECT 'role' AS kind, r.role AS id FROM identity_sessions s JOIN identity_roles r ON r.account = s.account WHERE s.hash = \(hash)
        UNION ALL SELECT t.kind, t.id FROM identity_sessions s JOIN identity_traits t ON t.account = s.account WHERE s.hash = \(hash) ORDER BY 2
        """
    }
}
