import Kernel
import MerkleLog
import Store

extension Journal {
    /// The proof of an act, against the newest checkpoint. O(log size) reads.
    ///
    /// - Returns: nil while the act waits for its place, and for an unknown id; erased when the subject's key was
    ///   destroyed: the leaf still stands, but what it stood for is gone.
    public func proof(for id: ActID) async throws -> Opened<ActProof>? {
        guard
            let found = try await store.read({ connection in
                try StoredAct.read(id, in: connection).flatMap { stored in try Self.logProof(for: id, in: connection).map { (stored, $0) } }
            })
        else { return nil }
        return try found.0.open(codec).map { ActProof(act: $0.act, salt: $0.salt, log: found.1) }
    }

    /// The proof that an act's leaf stands in the log. It tells nothing about the act, so anyone may have it.
    static func logProof(for id: ActID, in connection: Connection) throws -> LogProof? {
        guard let position = try connection.value("SELECT position FROM journal_leaves WHERE act_id = \(id)", as: Int.self) else { return nil }
        let head = try StoredTree.head(in: connection)
        let plan = try ProofPlan.inclusion(of: UInt64(position), in: UInt64(head.size))
        return LogProof(
            index: UInt64(position), hashes: try StoredTree.hashes(for: plan, size: head.size, in: connection),
            checkpoint: try SignedNote(parsing: head.note.utf8))
    }

    /// The newest signed checkpoint.
    public func checkpoint() async throws -> SignedNote {
        let note = try await store.read { try StoredTree.head(in: $0).note }
        return try SignedNote(parsing: note.utf8)
    }

    /// The proof that the tree of `old` leaves is the beginning of the present one, and the present checkpoint.
    public func consistencyProof(from old: Int) async throws -> (proof: [TreeHash], checkpoint: SignedNote) {
        try await store.read { connection in
            let head = try StoredTree.head(in: connection)
            let plan = try ProofPlan.consistency(from: UInt64(clamping: old), to: UInt64(head.size))
            return (try StoredTree.hashes(for: plan, size: head.size, in: connection), try SignedNote(parsing: head.note.utf8))
        }
    }
}
