import Kernel
import Privacy
import Store

/// A restored backup brings back what had found a person: search tokens, an account, rows that name them. What it said of
/// them stays sealed, because the key store, of which there is one copy, knows whose keys are destroyed.
extension Erasure {
    private static let page = 500
    /// Persons a transaction: there may be many, and nobody is served meanwhile.
    private static let together = 50

    /// Erases again everybody whose key is destroyed and whose erasure this data does not know. Without a restore it does nothing.
    ///
    /// - Returns: how many were erased again.
    @discardableResult
    public func repeatAfterRestore() async throws -> Int {
        // A note of destroyed keys is written after they are destroyed, so the noted are among the destroyed: equal numbers, equal sets.
        let noted = try await store.read { connection in
            try connection.value("SELECT COUNT(DISTINCT subject) FROM consent_erasures WHERE keys_destroyed_at IS NOT NULL", as: Int.self) ?? 0
        }
        guard try await vault.destroyedCount() > noted else { return 0 }
        var count = 0
        var last: PersonID?
        while true {
            let page = try await vault.destroyedSubjects(after: last, limit: Self.page)
            guard let end = page.last else { break }
            last = end
            let known = try await store.read { connection in
                let query: SQL = "SELECT subject FROM consent_erasures WHERE keys_destroyed_at IS NOT NULL AND subject IN \(list: page.map(\.text))"
                return Set(try connection.rows(query).map { try $0.identifier(0, of: DataSubject.self) })
            }
            let forgotten = page.filter { !known.contains($0) }
            for start in stride(from: 0, to: forgotten.count, by: Self.together) {
                let some = Array(forgotten[start..<min(start + Self.together, forgotten.count)])
                try await store.write("consent.erase_again") { tx in for subject in some { try eraseAgain(subject, in: tx) } }
                count += some.count
            }
        }
        if count > 0 {
            do { try await scrubWhatIsOwed() } catch {
                logger.warning("the disk is cleared of the erased later", metadata: ["error": "\(error)"])
            }
        }
        return count
    }

    /// No law is asked any more: it was, before the key was destroyed.
    private func eraseAgain(_ subject: PersonID, in tx: Transaction) throws {
        let all = holders()
        for holder in all { try holder.erase(subject, tx) }
        try note(subject, askedBy: "restore", all, keysDestroyedAt: tx.now, in: tx)
    }
}
