import Kernel
import MerkleLog
import Store

/// The newest checkpoint is kept with the keys as well. Whoever puts an older store back, or cuts the log, does not reach it there.
extension Journal {
    /// For a government that is about to be served: the store must hold the log that was signed here last. Without such a file, as before the
    /// first start of this version, what is there is taken over.
    ///
    /// - Throws: `JOURNAL-112` when the log is shorter or another, `JOURNAL-113` when the file cannot be understood.
    public func holdToHead() async throws {
        guard head != nil else { return }
        if try keptHead() != nil { return try await requireHead() }
        takesOver.withLock { $0 = true }
        try await takeOver()
    }

    /// The store holds what was signed here last: else it was put back, before this start or while the government is served, and is not signed on.
    func requireHead() async throws {
        guard let head, !isTakingOver, let kept = try keptHead() else { return }
        let (root, size) = try await store.read { connection in
            let root = try connection.value("SELECT root FROM journal_checkpoints WHERE size = \(Int64(kept.size))", as: [UInt8].self)
            return (root, try StoredTree.head(in: connection).size)
        }
        guard root == kept.root.bytes else { throw JournalFault.rolledBack(kept: kept.size, found: size, file: head.path) }
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
        return max(0, kept - (try await store.read { try StoredTree.head(in: $0).size }))
    }

    /// What is kept of this log with the keys; nil where nothing is.
    func keptHead() throws -> Checkpoint? {
        guard let head, let bytes = try head.read() else { return nil }
        do { return try Checkpoint.open(SignedNote(parsing: bytes), origin: origin, keys: [publicKey]) } catch {
            throw JournalFault.badHead(head.path, "\(error)")
        }
    }

    func keepHead() async throws {
        guard let head else { return }
        try head.write(Array(try await store.read { try StoredTree.head(in: $0).note }.utf8))
        takesOver.withLock { $0 = false }
    }
}
