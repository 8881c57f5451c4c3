import Kernel
import Privacy
import Store

extension Journal {
    /// Records that one request reads personal data: one durable entry, naming all subjects. Call it before the data is
    /// shown, and in the transaction that reads when there is one.
    ///
    /// The same request may record several times; there stays one entry for each ground, with every subject once. A
    /// person's own reads leave none. A bulk job records one entry with its query and no subjects.
    /// - Parameter query: what was searched or counted, in words: never a value somebody typed.
    public func recordRead(_ purpose: ReadPurpose, of subjects: [Identifier<DataSubject>], query: String? = nil, in tx: Transaction) throws {
        guard purpose.isRecorded, !subjects.isEmpty || query != nil else { return }
        try write(StoredRead(identifiers.next(), purpose, query: query, at: tx.now), of: Set(subjects), in: tx)
    }

    /// The same in a transaction of its own, durable when this returns.
    public func recordRead(_ purpose: ReadPurpose, of subjects: [Identifier<DataSubject>], query: String? = nil) async throws {
        guard purpose.isRecorded, !subjects.isEmpty || query != nil else { return }
        try await store.write("journal.record_read") { [self] tx in try recordRead(purpose, of: subjects, query: query, in: tx) }
    }

    /// Who looked at this person's data, newest first.
    ///
    /// - Parameter before: the last entry of the page before.
    public func reads(
        of subject: Identifier<DataSubject>, before: Identifier<ReadEntry>? = nil, limit: Int = 50, in connection: Connection
    ) throws -> [ReadEntry] {
        // Ids are made in the order of time, so that they page.
        let earlier: SQL = before.map { "AND s.read_id < \($0)" } ?? .empty
        return try connection.rows(
            """
            SELECT r.id, r.read_at, r.author, r.organisation, r.ground, r.reference, r.query, r.account
            FROM journal_read_subjects s JOIN journal_reads r ON r.id = s.read_id
            WHERE s.subject = \(subject) \(earlier) ORDER BY s.read_id DESC LIMIT \(limit)
            """
        ).map { try Self.entry($0) }
    }

    /// All reads of a period, for the auditor, oldest first; bulk jobs among them.
    public func reads(from start: Instant, to end: Instant, limit: Int = 1_000, in connection: Connection) throws -> [ReadEntry] {
        try connection.rows(
            """
            SELECT id, read_at, author, organisation, ground, reference, query, account FROM journal_reads
            WHERE read_at >= \(start) AND read_at < \(end) ORDER BY read_at, id LIMIT \(limit)
            """
        ).map { try Self.entry($0) }
    }

    private static func entry(_ row: Row) throws -> ReadEntry {
        let author = try row.text(2)
        return ReadEntry(
            id: try row.identifier(0), at: try row.instant(1), author: Act.Author(text: author) ?? .system(author), organisation: try row.text(optional: 3),
            ground: try row.text(4), reference: try row.text(optional: 5), query: try row.text(optional: 6), account: try row.identifier(optional: 7))
    }
}
