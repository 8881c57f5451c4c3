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
    /// Acts that ended, and those that tell of it.
    var endings = Endings()
    static let page = 1_000

    init(journal: Journal, keys: [NoteKey]) {
        self.journal = journal
        self.keys = keys
    }

    mutating func take(kept bytes: [UInt8]) {
        do {
            kept.append((try Checkpoint.open(SignedNote(parsing: bytes), origin: journal.origin, keys: keys), .elsewhere))
        } catch {
            report.add(.keptCheckpointRefused(why: "\(error)"))
        }
    }

    /// What lies with the keys. It is read before the store is: the log may grow meanwhile.
    private mutating func takeHead() {
        do {
            if let head = try journal.keptHead() { kept.append((head, .withKeys)) }
        } catch {
            report.add(.headRefused(why: "\(error)"))
        }
    }

    mutating func run() async throws {
        takeHead()
        let heads = try await checkpoints()
        var pending = heads[...]
        let end = heads.last.map { Int($0.size) } ?? 0
        settle(&pending)
        while tree.size < end {
            let entries = try await checkPage(from: Int(tree.size), below: end)
            guard !entries.isEmpty else { break }
            for entry in entries {
                tree.append(.leaf(entry))
                settle(&pending)
            }
            try await compare(full: tree.takeChangedTiles().filter { $0.address.width == TileAddress.fullWidth })
        }
        report.leaves = Int(tree.size)
        if tree.size < end {
            report.add(.leafMissing(position: Int(tree.size)))
        } else {
            try await compareRightEdge()
        }
        for (kept, source) in kept where kept.size > tree.size { report.add(.logWasCut(source, kept: kept.size, found: tree.size)) }
        try await lookForLeftovers()
        try await checkWaiting()
        try await lookForUntoldEndings(from: end)
        try await lookForOrphans()
    }

    /// Compares the root so far with every checkpoint of this size.
    private mutating func settle(_ pending: inout ArraySlice<Checkpoint>) {
        if let head = pending.first, head.size == tree.size {
            if tree.root != head.root { report.add(.rootDiffers(size: Int(head.size))) }
            pending.removeFirst()
        }
        for (kept, source) in kept where kept.size == tree.size && kept.root != tree.root { report.add(.historyDiffers(source, size: kept.size)) }
    }

    /// The checkpoints that can be believed, by size.
    private mutating func checkpoints() async throws -> [Checkpoint] {
        let rows = try await journal.store.read { try $0.rows("SELECT size, root, note, number FROM journal_checkpoints ORDER BY size") }
        report.checkpoints = rows.count
        // Signed one after the other; with one taken out the next does not follow.
        if let gap = try rows.enumerated().first(where: { try $0.element.integer(3) != $0.offset }) {
            report.add(.checkpointMissing(number: gap.offset))
        }
        if rows.isEmpty { report.add(.badCheckpoint(size: 0, why: "There is none.")) }
        return try rows.compactMap { row in
            let size = try row.integer(0)
            do {
                let head = try Checkpoint.open(SignedNote(parsing: try row.text(2).utf8), origin: journal.origin, keys: keys)
                if head.size == UInt64(clamping: size), try row.bytes(1) == head.root.bytes { return head }
                report.add(.badCheckpoint(size: size, why: "What stands beside it is not what was signed."))
            } catch {
                report.add(.badCheckpoint(size: size, why: "\(error)"))
            }
            return nil
        }
    }
}
