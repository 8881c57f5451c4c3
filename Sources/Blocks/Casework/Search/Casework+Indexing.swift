import FEEL
import Kernel
import Store

/// Cases are indexed by their words a moment after they have said something new: a submission waits for none of it.
///
/// What is stored are keyed tokens of whole words and of their beginnings (`SearchTokens`), bound to the case and erased with its person.
extension Casework {
    static let words = TokenIndex("casework.words")
    /// How many tokens one case may have: about 400 different words. What comes after them is not found.
    public static let mostTokens = 2_000
    /// Cases that one step reads ahead.
    static let indexedAtOnce = 100
    /// What cannot be read today is tried again after so long.
    private static let triesAgain = Duration.seconds(86_400)
    /// One process at a time reads and indexes: others would do the same work beside it.
    private static let lease = (name: "casework.words", length: Duration.seconds(60))
    /// So many may wait for the store while cases are indexed.
    private static let fewWait = 16

    /// The case waits to be indexed again. One that waits already is marked anew: whoever indexes it at this moment has read it as it was.
    func markUnindexed(_ id: Identifier<Case>, _ tx: Transaction) throws {
        try tx.write(
            "INSERT INTO casework_unindexed (case_id, since) VALUES (\(id), \(tx.now)) ON CONFLICT (case_id) DO UPDATE SET since = excluded.since")
    }

    /// Indexes the cases that wait for it, those that wait longest first.
    ///
    /// - Parameter holder: whose turn it is while no other process has it.
    /// - Returns: how many there were; 0 while another process indexes.
    @discardableResult
    func indexWords(as holder: String = "casework") async throws -> Int {
        // A search may find a case some seconds later; whoever waits for the store at this moment goes first.
        for _ in 0..<300 where store.statistics.waiting > Self.fewWait { try? await Task.sleep(for: .milliseconds(10)) }
        let ids = try await store.read { connection in
            try connection.rows(
                "SELECT case_id FROM casework_unindexed WHERE since <= \(connection.now) ORDER BY since, case_id LIMIT \(Self.indexedAtOnce)"
            ).map { try $0.identifier(0, of: Case.self) }
        }
        guard !ids.isEmpty, try await store.lease(Self.lease.name, holder: holder, for: Self.lease.length) else { return 0 }
        for id in ids {
            do {
                let isThere = try await prepareIndexing(id)
                try await store.write("casework.index_words") { tx in
                    // Somebody may have been faster.
                    guard try tx.execute("DELETE FROM casework_unindexed WHERE case_id = \(id)") == 1, isThere else { return }
                    try index(words: id, tx)
                }
            } catch let error as PolityError where error.kind == .broken {
                // It is in a version of the folder that this program cannot run, or damaged, which `polity verify` tells. It keeps no other from being
                // found, and is found when that is mended.
                try await store.write("casework.index_later") { tx in
                    try tx.write("UPDATE casework_unindexed SET since = \(tx.now + Self.triesAgain) WHERE case_id = \(id)")
                }
            }
        }
        return ids.count
    }

    /// Brings into memory what indexing a case needs.
    ///
    /// - Returns: whether the case is still there, and its person.
    private func prepareIndexing(_ id: Identifier<Case>) async throws -> Bool {
        guard let row = try await store.read({ try $0.row("SELECT folder, subject FROM casework_cases WHERE id = \(id)") }) else { return false }
        let subject = try row.identifier("subject", of: DataSubject.self)
        guard subject != Identifier<DataSubject>.nobody else { return false }
        try await services.prepare(try row.text("folder"))
        try await codec.prepare(subject)
        return true
    }

    private func index(words id: Identifier<Case>, _ tx: Transaction) throws {
        let dossier = try dossier(id, tx)
        guard !dossier.theCase.isErased, !dossier.application.isErased else { return }
        var applicant: String?
        if case .string(let name)? = try neighbours.applicant(dossier.theCase.knownApplicant, tx)["name"] { applicant = name }
        let text = CaseText(dossier.theCase, dossier.service, dossier.application.answers, applicant: applicant)
        try Self.words.put(id.text, tokens: neighbours.words(text.texts), in: tx)
    }

    /// Nobody finds the case by what it says any more.
    func removeWords(_ id: Identifier<Case>, _ tx: Transaction) throws {
        // The mark first: whoever indexes the case at this moment holds it, and is waited for.
        try tx.write("DELETE FROM casework_unindexed WHERE case_id = \(id)")
        try Self.names.remove(id.text, in: tx)
        try Self.words.remove(id.text, in: tx)
    }
}
