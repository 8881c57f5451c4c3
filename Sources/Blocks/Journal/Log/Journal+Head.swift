import Kernel
import MerkleLog
import Store

/// The newest checkpoint is kept with the keys as well. Whoever puts an older store back, or cuts the log, does not reach it there.
extension Journal {
    /// For a government that is about to be served: the store must hold the log that was signed here last. Where nothing was ever kept, as before
    /// the first start of this version, or where the operator emptied the file, what is there is taken over.
    ///
    /// - Throws: `JOURNAL-112` when the log is shorter or another, `JOURNAL-113` when the file cannot be understood, `JOURNAL-114` when it is gone.
    public func holdToHead() async throws {
        guard head != nil else { return }
        try await requireHeadFile()
        if try keptHead() != nil {
            try await requireHead()
            return try await noteHead()
        }
        takesOver.withLock { $0 = true }
        try await takeOver()
    }

    /// The store holds what was signed here last: else it was put back, before this start or while the government is served, and is not signed on.
    func requireHead() async throws {
        guard let head, !isTakingOver else { return }
        try await requireHeadFile()
        guard let kept = try keptHead() else { return }
        let (root, size) = try await store.read { connection in
            let root = try connection.value("SELECT root FROM journal_checkpoints WHERE size = \(Int64(kept.size))", as: [UInt8].self)
            return (root, try StoredTree.head(in: connection).size)
        }
        guard root == kept.root.bytes else { throw JournalFault.rolledBack(kept: kept.size, found: size, file: head.path) }
    }

    /// A file that is gone would make any store pass for the one that was signed here.
    private func requireHeadFile() async throws {
        guard let head, try await isHeadMissing() else { return }
        throw JournalFault.missingHead(head.path)
    }

    /// Whether a checkpoint was kept with the keys, and its file is gone. The store is asked first: another process may be keeping the first one now.
    func isHeadMissing() async throws -> Bool {
        guard let head, try await isHeadNoted() else { return false }
        return try head.read() == nil
    }

    private func isHeadNoted() async throws -> Bool {
        try await store.read { try $0.value("SELECT head_kept FROM journal_log WHERE id = 1", as: Int.self) } == 1
    }

    /// Lets the store say that there is such a file. It never says so before there is one.
    private func noteHead() async throws {
        guard try await !isHeadNoted() else { return }
        try await store.write("journal.note_head") { _ = try $0.execute("UPDATE journal_log SET head_kept = 1 WHERE id = 1") }
    }

    /// Data that was restored comes to keys of which nobody knows yet what was kept with them.
    public static func forgetHead(in store: Store) async throws {
        try await store.write("journal.forget_head") { _ = try $0.execute("UPDATE journal_log SET head_kept = 0 WHERE id = 1") }
    }

    /// Whether nothing outside the store told so far what stands in it; other blocks take over what is theirs at the same moment. It ends with the
    /// first step of the sequencer, once everything is open.
    public var isTakingOver: Bool { takesOver.withLock { $0 } }

    /// Goes on from what the store has, whatever was signed before: the last step of a restore.
    ///
    /// - Returns: how many leaves were signed here that the store does not have.
    public func restartHead() async throws -> Int {
        let kept = try keptHead().map { Int($0.size) } ?? 0
        try await takeOver()
        try await keepHead()
        try await noteHead()
        return max(0, kept - (try await store.read { try StoredTree.head(in: $0).size }))
    }

    /// What is kept of this log with the keys; nil where nothing is, or where the operator emptied it.
    func keptHead() throws -> Checkpoint? {
        guard let head, let bytes = try head.read(), !bytes.isEmpty else { return nil }
        do { return try Checkpoint.open(SignedNote(parsing: bytes), origin: origin, keys: [publicKey]) } catch {
            throw JournalFault.badHead(head.path, "\(error)")
        }
    }

    func keepHead() async throws {
        guard let head else { return }
        try head.write(Array(try await store.read { try StoredTree.head(in: $0).note }.utf8))
        guard isTakingOver else { return }
        try await noteHead()
        takesOver.withLock { $0 = false }
    }
}
