import Journal
import Kernel
import Store

/// A session's row, with everything that its seal covers. When it was last seen is not among it: that changes with its use, and only within its end.
struct StoredSession {
    var hash: [UInt8]
    var account: String
    var createdAt: Instant
    var expiresAt: Instant
    var assurance: String
    var acting: String
    /// The seal; nil where somebody wrote none.
    var mac: [UInt8]?

    /// For `SELECT … FROM identity_sessions s`.
    static let columns: SQL = "s.hash, s.account, s.created_at, s.expires_at, s.assurance, s.acting, s.mac"

    /// - Parameter first: where `columns` begin in the row.
    init(_ row: Row, at first: Int = 0) throws {
        hash = try row.bytes(first)
        account = try row.text(first + 1)
        createdAt = try row.instant(first + 2)
        expiresAt = try row.instant(first + 3)
        assurance = try row.text(first + 4)
        acting = try row.text(first + 5)
        mac = try row.bytes(optional: first + 6)
    }

    init(hash: [UInt8], account: AccountID, createdAt: Instant, expiresAt: Instant, assurance: AssuranceLevel, acting: Acting) {
        self.hash = hash
        self.account = account.text
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.assurance = assurance.rawValue
        self.acting = acting.text
    }

    /// What is sealed.
    var bytes: [UInt8] {
        let fields = [Hex.encode(hash), account, "\(createdAt.microseconds)", "\(expiresAt.microseconds)", assurance, acting]
        return JSON.array(fields.map { .string($0) }).canonicalBytes
    }
}

extension Identity {
    /// Whether this government began the session, and as it stands. Without a log to seal by, as in a test, every one passes.
    func isOurs(_ session: StoredSession) -> Bool { sessionSeal?.fits(session.mac, over: session.bytes) ?? true }

    /// Sessions that go on and that this government did not begin, or not so; for `polity verify`. They let nobody in.
    func foreignSessions() async throws -> [String] {
        try await store.findings(after: [UInt8]()) { [self] after, connection in
            let sessions = try connection.rows(
                """
                SELECT \(StoredSession.columns) FROM identity_sessions s WHERE s.hash > \(after) AND s.expires_at > \(connection.now)
                ORDER BY s.hash LIMIT 500
                """
            ).map { try StoredSession($0) }
            return (
                sessions.last?.hash,
                sessions.filter { !isOurs($0) }.map { "A session of the account \($0.account) was not begun by this government, or not so." }
            )
        }
    }
}
