import Kernel
import MerkleLog
import Store

// An act that says nothing any more could have said anything. So another act, about nobody, lists which acts ended and in what way: by their
// leaves' hashes, which the signed tree holds, so that none can be put in another's place.
extension Journal {
    /// A person was erased.
    static let erasureKind = "person_erased"
    /// What had ended before acts told of it, or before a backup was restored.
    static let takeOverKind = "endings_taken_over"
    static let endingKinds = [deletionKind, erasureKind, takeOverKind]
    /// As the index over them names them.
    private static let isEnding: SQL = "kind IN ('case_deleted', 'person_erased', 'endings_taken_over')"
    private static let member = "ended"
    /// Hashes in one act, which has room for some 1,300.
    private static let most = 1_000
    private static let page = 1_000
    /// Of acts that list others, which are long.
    private static let endingPage = 50
    /// In whose name somebody is erased, and looks are committed to: everybody's.
    static let wholeGovernment = "government"

    /// The leaves that an act says have ended; none for an act of another kind.
    static func leavesEnded(by act: Act) -> [TreeHash] {
        guard endingKinds.contains(act.kind) else { return [] }
        return (act.content[member]?.array ?? []).compactMap { $0.string.flatMap { Base64.standard.decode($0) }.flatMap { TreeHash($0) } }
    }

    /// Records an act with the leaves that end with it; further ones of the same words where there are too many for one.
    func record(_ act: Act, ending leaves: [TreeHash], in tx: Transaction) throws {
        var rest = leaves[...]
        repeat {
            var told = act
            told.content = .object((act.content.members ?? []) + [.init(Self.member, .array(rest.prefix(Self.most).map { .string($0.base64) }))])
            try record(told, about: nil, in: tx)
            rest = rest.dropFirst(Self.most)
        } while !rest.isEmpty
    }

    /// Tells which acts end with a person whose key is about to be destroyed.
    ///
    /// One that is not what was committed to is not among them, so that nobody erases somebody in order to hide another's act with theirs.
    /// - Parameter since: leaves out what was recorded before.
    public func recordErasure(of subject: Identifier<DataSubject>, since: Instant? = nil, in tx: Transaction) throws {
        let rows = try tx.rows(
            """
            SELECT \(StoredAct.columns) FROM journal_acts a WHERE a.subject = \(subject) AND a.recorded_at >= \(since ?? Instant(microseconds: .min))
            ORDER BY a.id
            """)
        let leaves = try rows.map { try StoredAct($0) }.filter { (try? $0.proved(codec))?.value != nil }.map(\.leaf)
        guard !leaves.isEmpty else { return }
        try record(Self.told(Self.erasureKind, by: "consent.erase", tx), ending: leaves, in: tx)
    }

    /// Whether anything was recorded about a person after a moment.
    public func hasActs(about subject: Identifier<DataSubject>, after moment: Instant, in connection: Connection) throws -> Bool {
        try connection.row("SELECT id FROM journal_acts WHERE subject = \(subject) AND recorded_at > \(moment) LIMIT 1") != nil
    }

    /// Takes what there is for what it is, at the one moment at which nothing outside the store tells better: when this version serves the data
    /// for the first time, and after a restore. Acts that have ended without an act that lists them are listed, and what waits is sealed.
    ///
    /// - Parameter most: how many that have ended are held in memory.
    public func takeOver(atOnce most: Int = Journal.mostEnded) async throws {
        try await sealWaiting()
        try await sealReads()
        var ended: [TreeHash: ActID] = [:]
        var last = ""
        while true {
            let after = last
            let acts = try await store.read { connection in
                try connection.rows("SELECT \(StoredAct.columns) FROM journal_acts a WHERE a.id > \(after) ORDER BY a.id LIMIT \(Self.page)")
                    .map { try StoredAct($0) }
            }
            guard let newest = acts.last else { break }
            last = newest.id.text
            // Keys that are missing are told of by verification.
            try? await codec.prepare(all: acts.compactMap(\.subject))
            for act in acts where act.isErased(codec) { ended[act.leaf] = act.id }
            if ended.count >= most { try await takeOver(&ended) }
        }
        try await takeOver(&ended)
    }

    /// How many acts that have ended are held in memory, before those are looked for that tell of them.
    public static let mostEnded = 50_000

    private func takeOver(_ ended: inout [TreeHash: ActID]) async throws {
        try await leaveUntold(&ended)
        let untold = ended.sorted { $0.value < $1.value }.map(\.key)
        ended = [:]
        guard !untold.isEmpty else { return }
        try await store.write("journal.take_over") { [self] tx in try record(Self.told(Self.takeOverKind, by: "journal.take_over", tx), ending: untold, in: tx)
        }
    }

    /// Takes out of acts that have ended those of which another act tells: one that stands in the log as it was committed to, or that waits for its place
    /// with the seal of this government.
    func leaveUntold(_ ended: inout [TreeHash: ActID]) async throws {
        var last = ""
        while !ended.isEmpty {
            let query = Self.endings(after: last)
            let rows = try await store.read { try $0.rows(query) }
            guard let newest = rows.last else { return }
            last = try newest.text(0)
            for row in rows {
                guard let act = try? StoredAct(row), let said = try? act.proved(codec).value else { continue }
                let isOurs = try row.bytes(optional: 9) == act.commitment || seal.fits(row.bytes(optional: 10), over: Self.waiting(act.id, act.commitment))
                if isOurs { for leaf in Self.leavesEnded(by: said.act) { ended[leaf] = nil } }
            }
        }
    }

    /// Acts that tell of endings, a page of them, each with its leaf or with the seal it waits with.
    static func endings(after last: String) -> SQL {
        // COALESCE keeps SQLite from the index over subjects, in which nobody's acts are most of all.
        """
        SELECT \(StoredAct.columns), l.entry, w.mac FROM journal_acts a
        LEFT JOIN journal_leaves l ON l.act_id = a.id LEFT JOIN journal_waiting w ON w.act_id = a.id
        WHERE a.\(isEnding) AND COALESCE(a.subject, '') = '' AND a.id > \(last) ORDER BY a.id LIMIT \(endingPage)
        """
    }

    /// What earlier versions left waiting has no seal.
    private func sealWaiting() async throws {
        var last = ""
        while true {
            let after = last
            let waiting = try await store.read { connection in
                try connection.rows(
                    """
                    SELECT a.id, a.commitment FROM journal_waiting w JOIN journal_acts a ON a.id = w.act_id
                    WHERE w.mac IS NULL AND w.act_id > \(after) ORDER BY w.act_id LIMIT \(Self.page)
                    """
                ).map { (id: try $0.identifier(0, of: Act.self), commitment: try $0.bytes(1)) }
            }
            guard let newest = waiting.last else { return }
            last = newest.id.text
            try await store.write("journal.seal_waiting") { [self] tx in
                try tx.executeAll(
                    waiting.map { id, commitment in
                        "UPDATE journal_waiting SET mac = \(seal.code(over: Self.waiting(id, commitment))) WHERE act_id = \(id)"
                    })
            }
        }
    }

    private static func told(_ kind: String, by job: String, _ tx: Transaction) -> Act {
        Act(kind, organisation: wholeGovernment, by: .system(job), at: tx.now, content: .object([]))
    }
}
