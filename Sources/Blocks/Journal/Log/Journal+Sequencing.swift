import Kernel
import MerkleLog
import Store

extension Journal {
    /// One step of the sequencer: gives waiting acts their places in the log, grows the tree and signs a checkpoint, all
    /// in one transaction. A server calls it twice a second; a simulation whenever it likes.
    ///
    /// Only the holder of the lease does anything. The lease is a row updated in the same transaction, so two
    /// sequencers never number the same place, even if both believe they hold it.
    /// - Returns: how many acts got their place; 0 when none waited or another process holds the lease.
    @discardableResult
    public func sequence() async throws -> Int {
        var count = 0
        var foreign: ActID?
        // A look first: with nothing to do, nothing is written and nothing made durable.
        if try await store.read({ try $0.row("SELECT act_id FROM journal_waiting LIMIT 1") }) != nil {
            try await requireHead()
            while true {
                let batch = try await sequenceBatch()
                count += batch.done
                foreign = foreign ?? batch.foreign
                if !batch.isFull || batch.done == 0 { break }
            }
        }
        if count > 0 || isTakingOver { try await keepHead() }
        // Told when all others have their places.
        if let foreign { throw JournalFault.foreignAct(foreign) }
        return count
    }

    private func sequenceBatch() async throws -> (done: Int, isFull: Bool, foreign: ActID?) {
        try await store.write("journal.sequence") { [self] tx in
            guard try takeLease(in: tx) else { return (0, false, nil) }
            let waiting = try tx.rows(
                """
                SELECT a.id, a.commitment, a.kind, a.reference, w.mac FROM journal_waiting w JOIN journal_acts a ON a.id = w.act_id
                WHERE w.mac IS NOT NULL ORDER BY w.act_id LIMIT \(settings.batchLimit)
                """)
            guard !waiting.isEmpty else {
                let unsealed = try tx.row("SELECT act_id FROM journal_waiting WHERE mac IS NULL LIMIT 1")
                return (0, false, try unsealed?.identifier(0))
            }
            let head = try StoredTree.head(in: tx)
            var tree = try StoredTree.growing(from: head, in: tx)
            var leaves: [[SQLValue]] = []
            var sequenced: [SequencedAct] = []
            var foreign: ActID?
            for row in waiting {
                let act = SequencedAct(id: try row.identifier(0), kind: try row.text(2), reference: try row.text(optional: 3), position: Int(tree.size))
                let entry = try row.bytes(1)
                // It stays where it is, for `polity verify` to name: what others recorded goes on.
                guard seal.fits(try row.bytes(optional: 4), over: Self.waiting(act.id, entry)) else {
                    foreign = foreign ?? act.id
                    continue
                }
                tree.append(.leaf(entry))
                leaves.append([act.position.sqlValue, act.id.sqlValue, entry.sqlValue])
                sequenced.append(act)
            }
            guard !sequenced.isEmpty else { return (0, false, foreign) }
            var statements = SQL.insertions(into: "journal_leaves", "position, act_id, entry", rows: leaves)
            statements += stride(from: 0, to: sequenced.count, by: 64).map { start in
                "DELETE FROM journal_waiting WHERE act_id IN \(list: sequenced[start..<min(start + 64, sequenced.count)].map(\.id))"
            }
            statements += tree.takeChangedTiles().map(Self.write)
            statements.append(try checkpoint(of: tree, number: head.number + 1))
            try tx.executeAll(statements)
            try onSequenced(sequenced, tx)
            return (sequenced.count, waiting.count == settings.batchLimit, foreign)
        }
    }

    private func takeLease(in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE journal_log SET holder = \(holder), held_until = \(tx.now + settings.lease)
            WHERE id = 1 AND (holder = \(holder) OR held_until < \(tx.now))
            """) == 1
    }

    private static func write(_ tile: Tile) -> SQL {
        """
        INSERT INTO journal_tiles (level, number, hashes) VALUES (\(tile.address.level), \(Int64(tile.address.index)), \(tile.bytes))
        ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes
        """
    }

    private func checkpoint(of tree: GrowingTree, number: Int) throws -> SQL {
        let head = Checkpoint(origin: origin, size: tree.size, root: tree.root)
        let note = try head.signed(by: [log.signer])
        return """
            INSERT INTO journal_checkpoints (size, root, note, number)
            VALUES (\(Int64(head.size)), \(head.root.bytes), \(note.description), \(number))
            """
    }

    /// How many acts wait for their place, and since when the first of them does.
    public func backlog() async throws -> (count: Int, since: Instant?) {
        try await store.read { connection in
            let row = try connection.row(
                "SELECT COUNT(*), MIN(a.recorded_at) FROM journal_waiting w JOIN journal_acts a ON a.id = w.act_id")
            return (try row?.integer(0) ?? 0, try row?.instant(optional: 1))
        }
    }
}
