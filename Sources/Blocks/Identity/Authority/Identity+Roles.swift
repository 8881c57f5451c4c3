import Journal
import Kernel
import Store

extension Identity {
    public func roles(of account: AccountID, in connection: Connection) throws -> [String] {
        try connection.rows("SELECT role FROM identity_roles WHERE account = \(account) ORDER BY role").map { try $0.text(0) }
    }

    /// Gives a role. The account's sessions end, so that it signs in with its new rights.
    ///
    /// - Throws: `IDENTITY-207` for a role the folder does not know.
    public func give(_ role: String, to account: AccountID, by actor: Actor, in tx: Transaction) throws {
        guard authority.exists(role) else { throw IdentityFault.noRole(role) }
        let giver = actor.account?.text ?? "system"
        let isNew =
            try tx.execute(
                """
                INSERT INTO identity_roles (account, role, given_by, given_at) VALUES (\(account), \(role), \(giver), \(tx.now))
                ON CONFLICT (account, role) DO NOTHING
                """) == 1
        guard isNew else { return }
        try endSessions(of: account, in: tx)
        if let roleActs, let holder = try self.account(account, in: tx) {
            try roleActs.given(role, to: holder, by: giver, at: tx.now, as: Act.Author(actor), in: tx)
        }
    }

    /// Takes a role back, at once: the account's sessions end.
    ///
    /// - Throws: `IDENTITY-215` for the last administrator.
    public func take(_ role: String, from account: AccountID, by actor: Actor, in tx: Transaction) throws {
        if role == Authority.administrator {
            let others = try tx.value("SELECT COUNT(*) FROM identity_roles WHERE role = \(role) AND account <> \(account)", as: Int.self) ?? 0
            guard others > 0 else { throw IdentityFault.ownRole }
        }
        let isGone = try tx.execute("DELETE FROM identity_roles WHERE account = \(account) AND role = \(role)") == 1
        try endSessions(of: account, in: tx)
        if isGone, let roleActs, let holder = try self.account(account, in: tx) {
            try roleActs.taken(role, from: holder, as: Act.Author(actor), in: tx)
        }
    }

    /// Everybody with a role, in the order of their accounts.
    public func officers(after: AccountID? = nil, limit: Int = 100, in connection: Connection) throws -> [Account] {
        let ids: [AccountID] = try connection.rows(
            "SELECT DISTINCT account FROM identity_roles WHERE account > \(after?.text ?? "") ORDER BY account LIMIT \(limit)"
        ).map { try $0.identifier(0) }
        return try accounts(ids, in: connection)
    }

    /// The accounts that hold a role: to whom a task can be handed.
    public func holders(of role: String, in connection: Connection) throws -> [Account] { try holders(ofAny: [role], in: connection) }

    /// The accounts that hold any of these roles, each once.
    public func holders(ofAny roles: [String], in connection: Connection) throws -> [Account] {
        let ids: [AccountID] = try connection.rows(
            "SELECT DISTINCT account FROM identity_roles WHERE role IN \(list: roles) ORDER BY account LIMIT 1000"
        ).map { try $0.identifier(0) }
        return try accounts(ids, in: connection)
    }
}
