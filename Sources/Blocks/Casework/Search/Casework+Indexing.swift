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
    /// Cases in one transaction: whoever waits behind it waits a few milliseconds.
    private static let writtenAtOnce = 4
    /// While others write indexing begins so much later; then it takes a quarter of the time.
    private static let mayWait = Duration.seconds(30)
    /// What cannot be read today is tried again after so long.
    private static let triesAgain = Duration.seconds(86_400)
    /// One process at a time reads and indexes: others would do the same work beside it.
    private static let lease = (name: "casework.words", length: Duration.seconds(60))

    /// A case that waits, and which of its marks was read.
    private struct Marked: Sendable {
        let id: Identifier<Case>
        let since: Instant
        let times: Int
    }

    /// The case waits to be indexed again. One that waits already is marked anew: whoever indexes it at this moment has read it as it was.
    func markUnindexed(_ id: Identifier<Case>, _ tx: Transaction) throws {
        try tx.write(
            """
            INSERT INTO casework_unindexed (case_id, since) VALUES (\(id), \(tx.now))
            ON CONFLICT (case_id) DO UPDATE SET since = excluded.since, times = casework_unindexed.times + 1
            """)
    }

    /// Indexes the cases that wait for it, those that wait longest first.
    ///
    /// - Parameter holder: whose turn it is while no other process has it.
    /// - Returns: how many there were; 0 while another process indexes.
    @discardableResult
    func indexWords(as holder: String = "casework") async throws -> Int {
        try await awaitQuiet()
        let marked = try await store.read { connection in
            try connection.rows(
                "SELECT case_id, since, times FROM casework_unindexed WHERE since <= \(connection.now) ORDER BY since, case_id LIMIT \(Self.indexedAtOnce)"
            ).map { Marked(id: try $0.identifier(0, of: Case.self), since: Instant(microseconds: Int64(try $0.integer(1))), times: try $0.integer(2)) }
        }
        guard !marked.isEmpty, try await store.lease(Self.lease.name, holder: holder, for: Self.lease.length) else { return 0 }
        var left = marked[...]
        while !left.isEmpty, !Task.isCancelled {
            let (begin, writes) = (ContinuousClock.now, store.statistics.writes)
            try await index(Array(left.prefix(Self.writtenAtOnce)))
            left = left.dropFirst(Self.writtenAtOnce)
            // While others write, three quarters of the time are theirs.
            if store.statistics.writes > writes + 1 { try? await Task.sleep(for: (ContinuousClock.now - begin) * 3) }
        }
        return marked.count
    }

    /// Waits until nobody else writes, or a case has waited long enough: each takes some forty rows in forty places, which whoever sends something in
    /// would wait for.
    private func awaitQuiet() async throws {
        var pause = Duration.milliseconds(10)
        while !Task.isCancelled {
            let writes = store.statistics.writes
            try? await Task.sleep(for: pause)
            guard store.statistics.writes > writes + 1 else { return }
            let oldest = try await store.read { connection in
                try connection.value("SELECT MIN(since) FROM casework_unindexed", as: Int.self).map { connection.now - Instant(microseconds: Int64($0)) }
            }
            guard let oldest, oldest < Self.mayWait else { return }
            pause = .milliseconds(100)
        }
    }

    private func index(_ marked: [Marked]) async throws {
        do {
            // The words are found beside the store's writer; what is marked anew meanwhile keeps its mark, and is read again.
            var readable: Set<Identifier<Case>> = []
            for one in marked where try await prepareIndexing(one.id) { readable.insert(one.id) }
            let prepared = readable
            let found = try await store.read { connection in try marked.map { prepared.contains($0.id) ? try words(of: $0.id, connection) : nil } }
            try await store.write("casework.index_words") { tx in
                let marks = try tx.executeAll(
                    marked.map { "DELETE FROM casework_unindexed WHERE case_id = \($0.id) AND since = \($0.since) AND times = \($0.times)" })
                var tokens: [String: Set<[UInt8]>] = [:]
                // Somebody may have been faster.
                for (index, one) in marked.enumerated() where marks[index] == 1 { if let words = found[index] { tokens[one.id.text] = words } }
                try Self.words.put(tokens, in: tx)
            }
        } catch let error as PolityError where error.kind == .broken {
            guard let one = marked.first, marked.count == 1 else {
                for one in marked { try await index([one]) }
                return
            }
            // It is in a version of the folder that this program cannot run, or damaged, which `polity verify` tells. It keeps no other from being
            // found, and is found when that is mended.
            try await store.write("casework.index_later") { tx in
                try tx.write("UPDATE casework_unindexed SET since = \(tx.now + Self.triesAgain) WHERE case_id = \(one.id)")
            }
        }
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

    /// - Returns: nil where nothing is left to find.
    private func words(of id: Identifier<Case>, _ connection: Connection) throws -> Set<[UInt8]>? {
        let dossier = try dossier(id, connection)
        guard !dossier.theCase.isErased, !dossier.application.isErased else { return nil }
        var applicant: String?
        if case .string(let name)? = try neighbours.applicant(dossier.theCase.knownApplicant, connection)["name"] { applicant = name }
        let text = CaseText(dossier.theCase, dossier.service, dossier.application.answers, applicant: applicant)
        return neighbours.words(text.texts)
    }

    /// Nobody finds the case by what it says any more.
    func removeWords(_ id: Identifier<Case>, _ tx: Transaction) throws {
        // The mark first: whoever indexes the case at this moment holds it, and is waited for.
        try tx.write("DELETE FROM casework_unindexed WHERE case_id = \(id)")
        try Self.names.remove(id.text, in: tx)
        try Self.words.remove(id.text, in: tx)
    }
}
