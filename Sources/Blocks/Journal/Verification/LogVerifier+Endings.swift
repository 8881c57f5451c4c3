import Kernel
import MerkleLog
import Store

extension LogVerifier {
    /// Acts that say nothing any more, and the leaves that other acts say have ended.
    struct Endings {
        private(set) var untold: [TreeHash: ActID] = [:]
        /// Those that were not met yet: nearly always an act comes before the one that tells of its end.
        private var told: Set<TreeHash> = []

        mutating func add(_ ended: StoredAct) {
            if told.remove(ended.leaf) == nil { untold[ended.leaf] = ended.id }
        }

        /// - Parameter act: one about nobody that was found to be what was committed to.
        mutating func add(_ act: Act) {
            for leaf in Journal.leavesEnded(by: act) where untold.removeValue(forKey: leaf) == nil { told.insert(leaf) }
        }
    }

    /// An act that counts as erased could have said anything, so one that no other act lists does not pass.
    ///
    /// - Parameter end: where the leaves end that were checked. Somebody may have been erased since.
    mutating func lookForUntoldEndings(from end: Int) async throws {
        if !endings.untold.isEmpty {
            let later = try await journal.store.read { connection in
                try connection.rows(
                    """
                    SELECT \(StoredAct.columns) FROM journal_leaves l JOIN journal_acts a ON a.id = l.act_id AND a.commitment = l.entry
                    WHERE l.position >= \(end) AND a.subject IS NULL AND a.kind IN \(list: Journal.endingKinds) ORDER BY l.position
                    """
                ).map { try StoredAct($0) }
            }
            for act in later { if let said = try? act.proved(journal.codec).value { endings.add(said.act) } }
        }
        for id in endings.untold.values.sorted(by: { $0.text < $1.text }) { report.add(.endingUntold(id)) }
    }
}
