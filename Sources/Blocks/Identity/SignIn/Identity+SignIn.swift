import Kernel
import Privacy
import Store

extension Identity {
    /// Signs in with a password.
    ///
    /// An address without an account costs the same work and gets the same answer as a wrong password.
    /// - Parameter client: the network address, for its limit.
    /// - Throws: `IDENTITY-201` for any wrong pair, `IDENTITY-202` after too many attempts, `IDENTITY-204` for none.
    public func signIn(email: String, password: String, client: String) async throws -> StartedSession {
        let address = TextFolding.email(email)
        // Somebody who pressed the button too early has guessed at nothing.
        guard !address.isEmpty else { throw IdentityFault.noAddress }
        let limits = try limits(for: address, from: client, "account", settings.accountLimit, settings.wideAccountLimit)
        try await count(limits)
        let token = try token(of: address)
        let found = try await store.read { connection in
            try connection.row("SELECT id, password, is_suspended FROM identity_accounts WHERE email_token = \(token)").map { row in
                (id: try row.identifier(0) as AccountID, hash: try row.text(optional: 1), isSuspended: try row.bool(2))
            }
        }
        let verdict = try await hasher.verify(password, against: found?.hash)
        guard verdict.matches, let found, !found.isSuspended else {
            security.note(.signInFailed)
            throw IdentityFault.wrongSignIn
        }
        let fresh = verdict.isOutdated ? try await hasher.hash(password) : nil
        return try await store.write("identity.sign_in") { tx in
            if let fresh {
                try resealing(found.id, in: tx) {
                    try tx.execute("UPDATE identity_accounts SET password = \(fresh) WHERE id = \(found.id) AND password = \(found.hash)")
                }
            }
            // The slate of this account is clean where its owner is; what others do elsewhere stays counted, and only that.
            try tx.execute("DELETE FROM identity_limits WHERE key = \(limits[1].key)")
            try tx.execute("UPDATE identity_limits SET due = due - \(limits[2].limit.microseconds) WHERE key = \(limits[2].key)")
            return try startSession(of: found.id, assurance: .low, in: tx)
        }
    }
}
