import Kernel

/// An officer was named in a note, or warned that a case is to be decided soon. What the note says, and about whom, is seen in its case alone.
public struct Mention: Sendable, Hashable {
    public var id: Identifier<Mention>
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    public var service: String
    /// Which of the case's notes it is, counted from 1; 0 for a warning.
    public var note: Int
    /// Who wrote it: an account's or machine's id.
    public var author: String
    public var at: Instant
    public var isRead: Bool
    /// Of a warning, the day by which the case's service promised a decision; nil for a note.
    public var due: CivilDate?

    /// How many colleagues one note may name.
    public static let mostInNote = 20
}

extension Casework {
    /// Notes in which the caller is named and warnings to them, the newest first.
    public func mentions(limit: Int = 100, _ caller: Caller) async throws -> [Mention] {
        guard let account = caller.actor.account else { return [] }
        return try await store.read { try MentionStore(identifiers: identifiers).all(of: account, limit: min(max(limit, 1), 200), $0) }
    }

    /// Which of these may see a case that the caller may see. Nothing of it is told, so this is no look.
    public func readers(of id: Identifier<Case>, among actors: [Actor], _ caller: Caller) async throws -> Set<AccountID> {
        try await prepare(id)
        return try await store.read { connection in
            let dossier = try dossier(id, connection)
            guard caller.actor.maySee(dossier.theCase, dossier.service) else { throw CaseFault.notFound }
            return Set(actors.filter { $0.maySee(dossier.theCase, dossier.service) }.compactMap(\.account))
        }
    }

    /// The caller has seen them all, or will not.
    public func readMentions(_ caller: Caller) async throws {
        guard let account = caller.actor.account else { return }
        try await store.write("casework.read_mentions") { tx in
            try tx.execute("UPDATE casework_mentions SET read_at = \(tx.now) WHERE account = \(account) AND read_at IS NULL")
        }
    }
}
