import Kernel
import MerkleLog
import Store

/// Which log this is: its origin and its key, fixed when the first checkpoint is signed.
struct LogIdentity: Sendable {
    let origin: String
    let signer: NoteSigner

    /// Whether the first checkpoint was signed.
    static func isEstablished(in store: Store) async throws -> Bool {
        try await store.read { try $0.row("SELECT id FROM journal_log WHERE id = 1") } != nil
    }

    /// Reads what the store knows of the log, or begins it with the checkpoint of the empty tree.
    static func establish(signer: NoteSigner, in store: Store) async throws -> LogIdentity {
        try await store.write("journal.establish") { tx in
            if let row = try tx.row("SELECT origin, public_key FROM journal_log WHERE id = 1") {
                let origin = try row.text(0)
                guard try row.bytes(1) == signer.key.publicKey else { throw JournalFault.otherKey(origin) }
                // The government may have moved to another address since; the log keeps the name it was begun under.
                guard origin != signer.key.name else { return LogIdentity(origin: origin, signer: signer) }
                guard let renamed = signer.named(origin) else { throw JournalFault.otherKey(origin) }
                return LogIdentity(origin: origin, signer: renamed)
            }
            let origin = signer.key.name
            let head = Checkpoint(origin: origin, size: 0, root: .emptyTree)
            // Two processes that begin it at once conflict here, and the second reads what the first has begun.
            try tx.executeAll([
                """
                INSERT INTO journal_log (id, origin, public_key, holder, held_until)
                VALUES (1, \(origin), \(signer.key.publicKey), '', 0) ON CONFLICT (id) DO NOTHING
                """,
                "INSERT INTO journal_checkpoints (size, root, note) VALUES (0, \(head.root.bytes), \(try head.signed(by: [signer]).description))",
            ])
            return LogIdentity(origin: origin, signer: signer)
        }
    }

    /// The origin of a log served at `address` + `/log`: the address without its scheme (C2SP tlog-tiles, "Parameters").
    static func origin(publicAddress: String) -> String {
        let place = publicAddress.firstRange(of: "://").map { publicAddress[$0.upperBound...] } ?? publicAddress[...]
        return place.trimmingSuffix(while: { $0 == "/" }) + "/log"
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
