import Kernel
import Privacy
import Store

/// Earlier versions found an address without its accents, so that `josé@` and `jose@` were one. Accounts whose addresses have letters
/// beyond ASCII get their exact token here, once; that of all others is the same as before.
extension Identity {
    private static let work = "address_tokens"

    /// Looks at the next accounts, at most so many.
    ///
    /// - Returns: whether there is more to do.
    @discardableResult
    func renewAddressTokens(limit: Int = 500) async throws -> Bool {
        let state = try await store.read { try $0.row("SELECT after, is_done FROM identity_upkeep WHERE work = \(Self.work)") }
        if try state?.bool(1) == true { return false }
        let after = try state?.text(0) ?? ""
        let accounts = try await store.read { connection in
            try connection.rows("SELECT id, person, email, email_token FROM identity_accounts WHERE id > \(after) ORDER BY id LIMIT \(limit)").map { row in
                (
                    id: try row.identifier(0) as AccountID, person: try row.identifier(1) as PersonID, email: try row.bytes(optional: 2),
                    token: try row.bytes(optional: 3)
                )
            }
        }
        try await vault.codec.prepare(all: accounts.map(\.person))
        var renewed: [(id: AccountID, token: [UInt8])] = []
        for account in accounts {
            guard let email = try open(account.email, account.id, account.person, "email", .contact) else { continue }
            let token = try token(of: email)
            if token != account.token { renewed.append((account.id, token)) }
        }
        let (last, isDone, changes) = (accounts.last?.id.text ?? after, accounts.count < limit, renewed)
        try await store.write("identity.renew_tokens") { tx in
            for (id, token) in changes {
                try tx.execute(
                    """
                    UPDATE identity_accounts SET email_token = \(token)
                    WHERE id = \(id) AND email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM identity_accounts o WHERE o.email_token = \(token))
                    """)
            }
            try tx.execute(
                """
                INSERT INTO identity_upkeep (work, after, is_done) VALUES (\(Self.work), \(last), \(isDone))
                ON CONFLICT (work) DO UPDATE SET after = excluded.after, is_done = excluded.is_done
                """)
        }
        return !isDone
    }
}
