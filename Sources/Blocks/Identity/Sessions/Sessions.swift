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
            return try await session(secret, credentials.now)
        case .bearer(let text):
            // A program that acts for a person sends the token of the session it has signed in to; one of its own, that which an
            // administrator gave it.
            if let secret = Secret(text: text) { return try await session(secret, credentials.now) }
            return try await client(text)
        }
    }

    private func session(_ secret: Secret, _ now: Instant) async throws -> Session? {
        guard let (session, seen) = try await open(secret, now) else { return nil }
        // Written at most once a minute, so that reading pages stays reading; and where nothing can be written, on a full disk, they can
        // be read all the same.
        if now - seen > .seconds(60) {
            _ = try? await store.write("identity.session_seen") { tx in
                try tx.execute("UPDATE identity_sessions SET seen_at = \(tx.now) WHERE hash = \(secret.hash)")
            }
        }
        return session
    }

    /// Asked with every request of whoever is signed in: what a resident needs is one query, which shares its round trip with others. What
    /// comes with an office is read behind it: a role that is taken in this very moment is gone.
    private func open(_ secret: Secret, _ now: Instant) async throws -> (Session, seen: Instant)? {
        let query: SQL = """
            SELECT a.id, a.person, a.name, a.language, s.seen_at, \(StoredSession.columns) FROM identity_sessions s
            JOIN identity_accounts a ON a.id = s.account
            WHERE s.hash = \(secret.hash) AND s.expires_at > \(now) AND s.seen_at > \(now - settings.sessionIdle) AND a.is_suspended = 0
            """
        guard let row = try await store.row("identity.session", query) else { return nil }
        let stored = try StoredSession(row, at: 5)
        guard isOurs(stored) else {
            security.note(.forgedSession)
            return nil
        }
        let (account, person): (AccountID, PersonID) = (try row.identifier(0), try row.identifier(1))
        let assurance = AssuranceLevel(rawValue: stored.assurance) ?? .none
        let acting = Acting(text: stored.acting)
        // Who acts for themselves or under a mandate works in nobody's place, and in no team.
        let office = if case .office = acting { try await holdings(ofSession: secret.hash, now) } else { (held: Holdings(), standsInFor: [StandIn]()) }
        var actor = try await actor(account, person, assurance, acting, office.held.roles, now)
        if case .office = actor.actingFor { (actor.standsInFor, actor.teams, actor.skills) = (office.standsInFor, office.held.teams, office.held.skills) }
        try await vault.codec.prepare(person)
        let session = Session(
            id: Hex.encode(secret.hash), actor: actor, name: try open(row.bytes(optional: 2), account, person, "name", .ordinary),
            language: try row.text(optional: 3))
        return (session, try row.instant(4))
    }

    private func holdings(ofSession hash: [UInt8], _ now: Instant) async throws -> (held: Holdings, standsInFor: [StandIn]) {
        let answers = try await store.rowsOfAll(
            "identity.office",
            [
                Holdings.query(ofSession: hash),
                Self.absentColleagues("identity_sessions s JOIN identity_absences a ON a.stand_in = s.account", "s.hash = \(hash)", on: zone.date(of: now)),
            ])
        var held = Holdings()
        for row in answers[0] { held.add(try row.text(0), try row.text(1)) }
        return (held, try standIns(answers[1]))
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
