import Journal
import Kernel
import Store

/// Acts that commit to the books: what was posted cannot be changed, taken out or slipped in unseen.
///
/// An entry is sealed when it is posted. A moment later one act commits to all that came since, so that posting costs no act of its own.
struct LedgerProof: Sendable {
    let store: Store
    let journal: Journal
    let ledger: Ledger

    static let kind = "ledger_posted"
    /// Entries that one act commits to; a later step takes the rest.
    private static let most = 500

    private enum Batch {}

    /// One step of the background work.
    func commit() async throws {
        guard try await store.read({ try $0.row("SELECT id FROM ledger_entries WHERE batch IS NULL LIMIT 1") }) != nil else { return }
        var last = ""
        while true {
            let after = last
            let (count, newest) = try await store.writeAlone("ledger.commit") { tx in try commitSome(after: after, tx) }
            if count < Self.most { return }
            last = newest
        }
    }

    /// What has no seal stays as it is, and verification names it.
    private func commitSome(after last: String, _ tx: Transaction) throws -> (count: Int, newest: String) {
        let waiting = try StoredEntry.read("e.batch IS NULL AND e.id > \(last)", limit: Self.most, tx)
        let sound = waiting.filter { isSealed($0.entry, $0.mac) }
        for (organisation, entries) in Dictionary(grouping: sound, by: \.organisation).sorted(by: { $0.key < $1.key }) {
            let batch = ledger.identifiers.next(Batch.self).text
            try tx.execute("UPDATE ledger_entries SET batch = \(batch) WHERE id IN \(list: entries.map(\.entry.id))")
            try journal.record(
                Act(
                    Self.kind, organisation: organisation, reference: batch, by: .system("ledger.commit"), at: tx.now,
                    content: ["entries": .integer(entries.count), "entries_hash": .string(Self.hash(entries.map(\.entry)))]),
                about: nil, in: tx)
        }
        return (waiting.count, waiting.last?.entry.id ?? last)
    }

    private func isSealed(_ entry: StoredEntry, _ mac: [UInt8]?) -> Bool { ledger.seal?.fits(mac, over: entry.bytes) ?? false }

    private static func hash(_ entries: [StoredEntry]) -> String { CommittedContent.hash(of: .array(entries.map(\.json))) }

    /// Entries that earlier versions posted have no seal.
    func takeOver() async throws {
        guard let seal = ledger.seal else { return }
        var last = ""
        while true {
            let after = last
            let (count, newest) = try await store.write("ledger.take_over") { tx in
                let bare = try StoredEntry.read("e.mac IS NULL AND e.batch IS NULL AND e.id > \(after)", limit: Self.most, tx)
                try tx.executeAll(bare.map { "UPDATE ledger_entries SET mac = \(seal.code(over: $0.entry.bytes)) WHERE id = \($0.entry.id)" })
                return (bare.count, bare.last?.entry.id ?? after)
            }
            if count < Self.most { return }
            last = newest
        }
    }

    // MARK: Verification

    /// Lets `polity verify` compare the entries with the acts that commit to them.
    var committedEntries: CommittedContent {
        CommittedContent(
            "ledger.entries", kinds: [Self.kind], member: "entries_hash",
            hash: { act, connection in
                let entries = try StoredEntry.read("e.batch = \(act.reference)", limit: 2 * Self.most, connection)
                return entries.isEmpty ? nil : .value(Self.hash(entries.map(\.entry)))
            },
            orphans: { connection in try unsealed(connection) + unproved(connection) })
    }

    /// Entries that no act commits to yet, and that this government did not post, or not so.
    private func unsealed(_ connection: Connection) throws -> [String] {
        var found: [String] = []
        var last = ""
        while found.count < 100 {
            let page = try StoredEntry.read("e.batch IS NULL AND e.id > \(last)", limit: Self.most, connection)
            guard let newest = page.last else { break }
            last = newest.entry.id
            found += page.filter { !isSealed($0.entry, $0.mac) }.map(\.entry.id)
        }
        return found
    }

    /// Entries that name a batch of which no act tells.
    private func unproved(_ connection: Connection) throws -> [String] {
        var found: [String] = []
        var last = ""
        while found.count < 100 {
            let page = try connection.rows("SELECT DISTINCT batch FROM ledger_entries WHERE batch > \(last) ORDER BY batch LIMIT 500").map { try $0.text(0) }
            guard let newest = page.last else { break }
            last = newest
            for batch in page where try journal.acts(reference: batch, kinds: [Self.kind], limit: 1, in: connection).first?.act.value == nil {
                found += try connection.rows("SELECT id FROM ledger_entries WHERE batch = \(batch) ORDER BY id LIMIT 100").map { try $0.text(0) }
            }
        }
        return found
    }
}
