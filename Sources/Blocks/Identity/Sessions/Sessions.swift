import Kernel
import Store
import Web

/// A session that has just begun; `token` is shown to the browser once and never again.
public struct StartedSession: Sendable, Hashable {
    public var token: String
    public var account: AccountID
}

/// A session as its owner sees it.
public struct SessionSummary: Sendable, Hashable {
    public var createdAt: Instant
    public var seenAt: Instant
    public var isThisOne: Bool
}

extension Identity {
    /// Begins a session. An officer begins in their office, everybody else for themselves.
    public func startSession(of account: AccountID, assurance: AssuranceLevel, in tx: Transaction) throws -> StartedSession {
        try claimMandates(for: account, in: tx)
        let roles = try roles(of: account, in: tx)
        let acting: Acting = authority.offices(of: roles).first.map { .office($0) } ?? .itself
        return try insertSession(of: account, assurance: assurance, acting: acting, expires: tx.now + settings.sessionLifetime, in: tx)
    }

    func insertSession(of account: AccountID, assurance: AssuranceLevel, acting: Acting, expires: Instant, in tx: Transaction) throws -> StartedSession {
        let secret = Secret(random: random)
        let begun = StoredSession(hash: secret.hash, account: account, createdAt: tx.now, expiresAt: expires, assurance: assurance, acting: acting)
        try tx.execute(
            """
            INSERT INTO identity_sessions (hash, account, created_at, seen_at, expires_at, assurance, acting, mac)
            VALUES (\(begun.hash), \(begun.account), \(begun.createdAt), \(tx.now), \(begun.expiresAt), \(begun.assurance), \(begun.acting),
                \(sessionSeal?.code(over: begun.bytes)))
            """)
        return StartedSession(token: secret.text, account: account)
    }

    /// The session of a cookie or token; nil when it is unknown, idle for too long, ended or forged.
    public func authenticate(_ credentials: Credentials) async throws -> Session? {
        switch credentials.proof {
        case .session(let text):
            guard let secret = Secret(text: text) else {
                security.note(.forgedSession)
                return nil
            }
            return try await session(secret)
        case .bearer(let text):
            // A program that acts for a person sends the token of the session it has signed in to; one of its own, that which an
            // administrator gave it.
            if let secret = Secret(text: text) { return try await session(secret) }
            return try await client(text)
        }
    }

    private func session(_ secret: Secret) async throws -> Session? {
        guard let (session, seen, now) = try await store.read({ try open(secret, in: $0) }) else { return nil }
        // Written at most once a minute, so that reading pages stays reading; and where nothing can be written, on a full disk, they can
        // be read all the same.
        if now - seen > .seconds(60) {
            try? await store.write("identity.session_seen") { tx in
                try tx.execute("UPDATE identity_sessions SET seen_at = \(tx.now) WHERE hash = \(secret.hash)")
            }
        }
        return session
    }

    private func open(_ secret: Secret, in connection: Connection) throws -> (Session, seen: Instant, now: Instant)? {
        let now = connection.now
        let answers = try connection.rowsOfAll([
            """
            SELECT a.id, a.person, a.name, a.language, s.seen_at, \(StoredSession.columns) FROM identity_sessions s
            JOIN identity_accounts a ON a.id = s.account
            WHERE s.hash = \(secret.hash) AND s.expires_at > \(now) AND s.seen_at > \(now - settings.sessionIdle) AND a.is_suspended = 0
            """,
            Holdings.query(ofSession: secret.hash),
            Self.absentColleagues("identity_sessions s JOIN identity_absences a ON a.stand_in = s.account", "s.hash = \(secret.hash)", on: zone.date(of: now)),
        ])
        guard let row = answers[0].first else { return nil }
        let stored = try StoredSession(row, at: 5)
        guard isOurs(stored) else {
            security.note(.forgedSession)
            return nil
        }
        let (account, person): (AccountID, PersonID) = (try row.identifier(0), try row.identifier(1))
        var held = Holdings()
        for row in answers[1] { held.add(try row.text(0), try row.text(1)) }
        let assurance = AssuranceLevel(rawValue: stored.assurance) ?? .none
        var actor = try actor(account, person, assurance, Acting(text: stored.acting), held.roles, in: connection)
        // Who acts for themselves or under a mandate works in nobody's place, and in no team.
        if case .office = actor.actingFor { (actor.standsInFor, actor.teams, actor.skills) = (try standIns(answers[2]), held.teams, held.skills) }
        let session = Session(
            id: Hex.encode(secret.hash), actor: actor, name: try open(row.bytes(optional: 2), account, person, "name", .ordinary),
            language: try row.text(optional: 3))
        return (session, try row.instant(4), now)
    }

    public func signOut(_ session: Session) async throws {
        guard let hash = Hex.decode(session.id) else { return }
        try await store.write("identity.sign_out") { tx in try tx.execute("DELETE FROM identity_sessions WHERE hash = \(hash)") }
    }

    /// Ends every session of an account: this one, and those on other machines.
    public func endSessions(of account: AccountID, in tx: Transaction) throws {
        try tx.execute("DELETE FROM identity_sessions WHERE account = \(account)")
    }

    public func sessions(of account: AccountID, this session: Session?, in connection: Connection) throws -> [SessionSummary] {
        try connection.rows(
            """
            SELECT hash, created_at, seen_at FROM identity_sessions
            WHERE account = \(account) AND expires_at > \(connection.now) AND seen_at > \(connection.now - settings.sessionIdle)
            ORDER BY seen_at DESC LIMIT 100
            """
        ).map { row in
            SessionSummary(
                createdAt: try row.instant(1), seenAt: try row.instant(2), isThisOne: session?.id == Hex.encode(try row.bytes(0)))
        }
    }
}
