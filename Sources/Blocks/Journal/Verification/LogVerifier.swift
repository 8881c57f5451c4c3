import Kernel
import MerkleLog
import Store

extension Journal {
    /// Recomputes the whole log from the stored acts and says everything that does not fit.
    ///
    /// The journal may be in use meanwhile: what counts is the newest checkpoint at the start.
    /// - Parameters:
    ///   - kept: a signed checkpoint that was kept elsewhere, as its file's bytes. It alone shows that history was not
    ///     rewritten by somebody who holds the log's key.
    ///   - keys: the keys to believe; the log's own when empty.
    /// - Complexity: O(acts), a thousand rows at a time.
    public func verify(kept: [UInt8]? = nil, keys: [NoteKey] = []) async throws -> VerificationReport {
        var verifier = LogVerifier(journal: self, keys: keys.isEmpty ? [publicKey] : keys)
        if let kept { verifier.take(kept: kept) }
        try await verifier.run()
        return verifier.report
    }
}

/// One verification on its way: the tree is grown again, leaf by leaf, and met by each checkpoint at its size.
struct LogVerifier {
    let journal: Journal
    let keys: [NoteKey]
    var report = VerificationReport()
    var tree = GrowingTree()
    /// Believed checkpoints from outside the store.
    private var kept: [(checkpoint: Checkpoint, source: Finding.Source)] = []
    var ended: EndedActs
    private var heads = HeadPages()
    /// Rows that are read at a time.
    let page: Int

    init(journal: Journal, keys: [NoteKey], page: Int = 1_000, mostEnded: Int = Journal.mostEnded) {
        self.journal = journal
        self.keys = keys
        self.page = page
        ended = EndedActs(most: mostEnded)
    }

    mutating func take(kept bytes: [UInt8]) {
        do {
            kept.append((try Checkpoint.open(SignedNote(parsing: bytes), origin: journal.origin, keys: keys), .elsewhere))
        } catch {
            report.add(.keptCheckpointRefused(why: "\(error)"))
        }
    }

    /// What lies with the keys. It is read before the store is: the log may grow meanwhile.
    private mutating func takeHead() async throws {
        if try await journal.isHeadMissing() { report.add(.headMissing) }
        do {
            if let head = try journal.keptHead() { kept.append((head, .withKeys)) }
        } catch {
            report.add(.headRefused(why: "\(error)"))
        }
    }

    mutating func run() async throws {
        try await takeHead()
        let end = try await findNewestHead()
        try await readHeads(upTo: 0)
        settle()
        while tree.size < end {
            let entries = try await checkPage(from: Int(tree.size), below: end)
            guard !entries.isEmpty else { break }
            try await readHeads(upTo: Int(tree.size) + entries.count)
            for entry in entries {
                tree.append(.leaf(entry))
                settle()
            }
            try await compare(full: tree.takeChangedTiles().filter { $0.address.width == TileAddress.fullWidth })
        }
        try await readHeads(upTo: heads.newest)
        if report.checkpoints == 0 { report.add(.badCheckpoint(size: 0, why: "There is none.")) }
        report.leaves = Int(tree.size)
        if tree.size < end {
            report.add(.leafMissing(position: Int(tree.size)))
        } else {
            try await compareRightEdge()
        }
        for (kept, source) in kept where kept.size > tree.size { report.add(.logWasCut(source, kept: kept.size, found: tree.size)) }
        try await lookForLeftovers()
        try await checkWaiting()
        try await lookForUntoldEndings()
        try await lookForOrphans()
    }

    /// Compares the root so far with every checkpoint of this size.
    private mutating func settle() {
        if let head = heads.pending.first, head.size == tree.size {
            if tree.root != head.root { report.add(.rootDiffers(size: Int(head.size))) }
            heads.pending.removeFirst()
        }
        for (kept, source) in kept where kept.size == tree.size && kept.root != tree.root { report.add(.historyDiffers(source, size: kept.size)) }
    }

    // MARK: Checkpoints

    /// The store's checkpoints as the tree comes to them, a page at a time: there is one for every second in which something happened.
    private struct HeadPages {
        /// The largest that was there at the start.
        var newest = 0
        /// Read, and of a size that the tree does not have yet.
        var pending: ArraySlice<Checkpoint> = []
        /// Up to which size they were read.
        var read = Int.min
        var isGapTold = false
    }

    /// How far the log goes that can be believed; what is wrong with later checkpoints is told when it is their turn.
    private mutating func findNewestHead() async throws -> Int {
        heads.newest = try await journal.store.read { try $0.value("SELECT MAX(size) FROM journal_checkpoints", as: Int.self) } ?? 0
        var below = heads.newest
        while true {
            let (limit, page) = (below, page)
            let rows = try await journal.store.read { connection in
                try connection.rows(
                    "SELECT size, root, note, number FROM journal_checkpoints WHERE size <= \(limit) ORDER BY size DESC LIMIT \(page)")
            }
            for row in rows { if case .success(let head) = try believed(row) { return Int(head.size) } }
            guard let last = try rows.last?.integer(0), last > 0 else { return 0 }
            below = last - 1
        }
    }

    /// Reads the checkpoints that follow, and says what is wrong with them.
    private mutating func readHeads(upTo size: Int) async throws {
        let last = min(size, heads.newest)
        while heads.read < last {
            let (after, page) = (heads.read, page)
            let rows = try await journal.store.read { connection in
                try connection.rows(
                    "SELECT size, root, note, number FROM journal_checkpoints WHERE size > \(after) AND size <= \(last) ORDER BY size LIMIT \(page)")
            }
            for row in rows {
                // Signed one after the other; with one taken out the next does not follow.
                if try !heads.isGapTold && row.integer(3) != report.checkpoints {
                    report.add(.checkpointMissing(number: report.checkpoints))
                    heads.isGapTold = true
                }
                report.checkpoints += 1
                switch try believed(row) {
                case .success(let head): if head.size >= tree.size { heads.pending.append(head) }
                case .failure(let doubt): report.add(.badCheckpoint(size: try row.integer(0), why: doubt.why))
                }
            }
            heads.read = rows.count < page ? last : try rows[rows.count - 1].integer(0)
        }
    }

    private struct Doubt: Error {
        var why: String
    }

    private func believed(_ row: Row) throws -> Result<Checkpoint, Doubt> {
        let size = try row.integer(0)
        do {
            let head = try Checkpoint.open(SignedNote(parsing: try row.text(2).utf8), origin: journal.origin, keys: keys)
            if head.size == UInt64(exactly: size), try row.bytes(1) == head.root.bytes { return .success(head) }
            return .failure(Doubt(why: "What stands beside it is not what was signed."))
        } catch {
            return .failure(Doubt(why: "\(error)"))
        }
    }
}
