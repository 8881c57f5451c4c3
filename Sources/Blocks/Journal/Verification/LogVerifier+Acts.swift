import Kernel
import MerkleLog
import Store

extension LogVerifier {
    /// Checks a page of leaves with their acts and answers the entries, up to the first leaf that is missing.
    mutating func checkPage(from position: Int, below end: Int) async throws -> [[UInt8]] {
        let page = page
        let rows = try await journal.store.read { connection in
            try connection.rows(
                """
                SELECT l.position, l.act_id, l.entry, \(StoredAct.columns) FROM journal_leaves l LEFT JOIN journal_acts a ON a.id = l.act_id
                WHERE l.position >= \(position) AND l.position < \(end) ORDER BY l.position LIMIT \(page)
                """)
        }
        var entries: [[UInt8]] = []
        var acts: [CanonicalAct] = []
        for row in rows {
            guard try row.integer(0) == position + entries.count else { break }
            let entry = try row.bytes(2)
            if row[3] == .null {
                report.add(.leafWithoutAct(position: position + entries.count, act: try row.text(1)))
            } else if let act = check(row, at: 3, entry: entry, position: position + entries.count) {
                acts.append(act)
            }
            entries.append(entry)
        }
        try await compareContents(of: acts)
        try await settleEnded(atLeast: ended.most)
        return entries
    }

    /// Acts that wait for their place are recomputed too.
    mutating func checkWaiting() async throws {
        var last = ""
        while true {
            let (after, page) = (last, page)
            let rows = try await journal.store.read { connection in
                try connection.rows(
                    """
                    SELECT w.act_id, w.mac, \(StoredAct.columns) FROM journal_waiting w JOIN journal_acts a ON a.id = w.act_id
                    WHERE w.act_id > \(after) ORDER BY w.act_id LIMIT \(page)
                    """)
            }
            guard let newest = rows.last else { return }
            last = try newest.text(0)
            report.waiting += rows.count
            var acts: [CanonicalAct] = []
            for row in rows {
                let (id, commitment) = (try row.identifier(2, of: Act.self), try row.bytes(10))
                guard journal.seal.fits(try row.bytes(optional: 1), over: Journal.waiting(id, commitment)) else {
                    report.add(.waitingForeign(id))
                    continue
                }
                if let act = check(row, at: 2, entry: nil, position: nil) { acts.append(act) }
            }
            try await compareContents(of: acts)
        }
    }

    /// Recomputes an act's commitment, and compares everything that is said twice.
    ///
    /// - Returns: the act, when it is what was committed to.
    private mutating func check(_ row: Row, at first: Int, entry: [UInt8]?, position: Int?) -> CanonicalAct? {
        let stored: StoredAct
        do {
            stored = try StoredAct(row, at: first)
        } catch {
            report.add(.rowDamaged(table: "journal_acts", why: "\(error)"))
            return nil
        }
        if let entry, let position, entry != stored.commitment { report.add(.entryDiffers(position: position, act: stored.id)) }
        do {
            guard case .value(let opened) = try stored.open(journal.codec) else {
                report.erased += 1
                ended.met[stored.leaf] = stored.id
                return nil
            }
            guard stored.isCommitted(opened) else {
                report.add(.actDiffers(stored.id))
                return nil
            }
            let canonical = try CanonicalAct(parsing: opened.act)
            if !stored.agrees(with: canonical) { report.add(.columnsDiffer(stored.id)) }
            return canonical
        } catch {
            report.add(.actDamaged(stored.id, why: "\(error)"))
            return nil
        }
    }

    /// Asks the other blocks what they hold now of what these acts commit to.
    private mutating func compareContents(of acts: [CanonicalAct]) async throws {
        for content in journal.committed.withLock({ $0 }) {
            let concerned = acts.filter { content.kinds.contains($0.act.kind) && (!content.isOptional || $0.act.content[content.member] != nil) }
            guard !concerned.isEmpty else { continue }
            report.contents += concerned.count
            let present = try await journal.store.read { connection in
                try concerned.map { act in try Self.present(content, of: act.act, in: connection) }
            }
            for (act, found) in zip(concerned, present) {
                guard let promised = act.act.content[content.member]?.string else {
                    report.add(.contentWithoutHash(name: content.name, act: act.id))
                    continue
                }
                switch found {
                case .success(.value(promised)?): break
                case .success(.erased?):
                    // The person may have been erased since the act was read.
                    if content.endsWithAct, try await !isErased(act.id) { report.add(.contentErased(name: content.name, act: act.id)) }
                case .success(.value?): report.add(.contentDiffers(name: content.name, act: act.id))
                case .success(nil): report.add(.contentGone(name: content.name, act: act.id))
                case .failure(let error): report.add(.contentDamaged(name: content.name, act: act.id, why: error.description))
                }
            }
        }
    }

    private func isErased(_ id: ActID) async throws -> Bool {
        guard let stored = try await journal.store.read({ try StoredAct.read(id, in: $0) }) else { return false }
        guard case .erased = try stored.open(journal.codec) else { return false }
        return true
    }

    /// What cannot be read is a finding; that the store does not answer is not.
    private static func present(
        _ content: CommittedContent, of act: Act, in connection: Connection
    ) throws -> Result<Opened<String>?, PolityError> {
        do {
            return .success(try content.hash(act, connection))
        } catch let error as PolityError where error.kind != .unavailable {
            return .failure(error)
        }
    }
}
