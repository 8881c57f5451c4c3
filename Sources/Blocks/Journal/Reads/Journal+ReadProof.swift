import Kernel
import Store

// Who looked at whose record is shown to the person, so nobody may take it out of the store. An entry is sealed with its subjects when it is written,
// and a few seconds later one act commits to all entries that came, so that looking costs no act of its own.
extension Journal {
    static let readsKind = "reads_recorded"
    private static let readsMember = "reads_hash"
    /// Entries that one act commits to; a later step takes the rest.
    private static let mostReads = 500
    /// Before the code that stands for a subject who was erased.
    private static let erasedSubject = "erased:"

    private enum Batch {}

    // MARK: Sealing

    /// Writes an entry with its subjects, or adds subjects to the one that there is of the same request and ground.
    func write(_ read: StoredRead, of subjects: Set<Identifier<DataSubject>>, in tx: Transaction) throws {
        var read = read
        read.subjects = Set(subjects.map { code(of: $0.text, in: read.id) })
        read.mac = readSeal.code(over: read.bytes)
        let isNew = try tx.execute(read.insertion) == 1
        if isNew { return try write(subjects, of: read, in: tx) }
        guard var known = try StoredRead.read("request = \(read.request) AND ground = \(read.ground)", limit: 1, tx).first else { return }
        known.subjects = try codes(in: [known.id], tx)[known.id] ?? []
        let isSound = readSeal.fits(known.mac, over: known.bytes)
        let fresh = subjects.filter { !known.subjects.contains(code(of: $0.text, in: known.id)) }
        guard !fresh.isEmpty else { return }
        try write(fresh, of: known, in: tx)
        known.subjects.formUnion(fresh.map { code(of: $0.text, in: known.id) })
        // What somebody else changed meanwhile gets no seal, so that verification goes on naming it.
        if isSound { try tx.execute("UPDATE journal_reads SET mac = \(readSeal.code(over: known.bytes)) WHERE id = \(known.id)") }
    }

    private func write(_ subjects: Set<Identifier<DataSubject>>, of read: StoredRead, in tx: Transaction) throws {
        try tx.executeAll(subjects.sorted().map { "INSERT INTO journal_read_subjects (subject, read_id) VALUES (\($0), \(read.id))" })
    }

    /// What stands for a subject in the seal of an entry. It is computed with a key, so that whoever writes into the store cannot make a subject pass
    /// for one who was erased.
    private func code(of subject: String, in read: String) -> String {
        if subject.hasPrefix(Self.erasedSubject) { return String(subject.dropFirst(Self.erasedSubject.count)) }
        return Hex.encode(subjectSeal.code(over: Array("\(read) \(subject)".utf8)))
    }

    /// By entry.
    private func codes(in reads: [String], _ connection: Connection) throws -> [String: Set<String>] {
        guard !reads.isEmpty else { return [:] }
        var codes: [String: Set<String>] = [:]
        for row in try connection.rows("SELECT read_id, subject FROM journal_read_subjects WHERE read_id IN \(list: reads)") {
            let read = try row.text(0)
            codes[read, default: []].insert(code(of: try row.text(1), in: read))
        }
        return codes
    }

    /// Leaves the code in the place of a subject who is erased: nobody can tell any more who it was, and that somebody was looked at stays sealed.
    func forgetReads(of subject: Identifier<DataSubject>, in tx: Transaction) throws {
        let reads = try tx.rows("SELECT read_id FROM journal_read_subjects WHERE subject = \(subject)").map { try $0.text(0) }
        try tx.executeAll(
            reads.map { read in
                """
                UPDATE journal_read_subjects SET subject = \(Self.erasedSubject + code(of: subject.text, in: read))
                WHERE subject = \(subject) AND read_id = \(read)
                """
            })
    }

    /// Entries that earlier versions wrote have no seal.
    func sealReads() async throws {
        try await store.writePages("journal.seal_reads", after: "") { [self] after, tx in
            let bare = try withSubjects(StoredRead.read("mac IS NULL AND batch IS NULL AND id > \(after)", limit: Self.mostReads, tx), tx)
            try tx.executeAll(bare.map { "UPDATE journal_reads SET mac = \(readSeal.code(over: $0.bytes)) WHERE id = \($0.id)" })
            return bare.last?.id
        }
    }

    private func withSubjects(_ reads: [StoredRead], _ connection: Connection) throws -> [StoredRead] {
        let codes = try codes(in: reads.map(\.id), connection)
        return reads.map { read in
            var read = read
            read.subjects = codes[read.id] ?? []
            return read
        }
    }

    // MARK: Committing

    /// One step of the background work.
    func commitReads() async throws {
        guard try await store.read({ try $0.row("SELECT id FROM journal_reads WHERE batch IS NULL LIMIT 1") }) != nil else { return }
        var last = ""
        while !Task.isCancelled {
            let after = last
            let (count, newest) = try await store.writeAlone("journal.commit_reads") { [self] tx in try commitReads(after: after, tx) }
            if count < Self.mostReads { return }
            last = newest
        }
    }

    /// What has no seal stays as it is, and verification names it.
    private func commitReads(after last: String, _ tx: Transaction) throws -> (count: Int, newest: String) {
        let waiting = try withSubjects(StoredRead.read("batch IS NULL AND id > \(last)", limit: Self.mostReads, tx), tx)
        let sound = waiting.filter { readSeal.fits($0.mac, over: $0.bytes) }
        if !sound.isEmpty {
            let batch = identifiers.next(Batch.self).text
            try tx.execute("UPDATE journal_reads SET batch = \(batch) WHERE id IN \(list: sound.map(\.id))")
            try record(
                Act(
                    Self.readsKind, organisation: Self.wholeGovernment, reference: batch, by: .system("journal.commit_reads"), at: tx.now,
                    content: ["reads": .integer(sound.count), Self.readsMember: .string(Self.hash(sound))]),
                about: nil, in: tx)
        }
        return (waiting.count, waiting.last?.id ?? last)
    }

    private static func hash(_ reads: [StoredRead]) -> String { CommittedContent.hash(of: .array(reads.map(\.json))) }

    // MARK: Verification

    /// Lets `polity verify` compare the entries with the acts that commit to them: whoever takes one out takes it out of its act.
    var committedReads: CommittedContent {
        CommittedContent(
            "journal.reads", kinds: [Self.readsKind], member: Self.readsMember,
            hash: { act, connection in
                let reads = try StoredRead.read("batch = \(act.reference)", limit: 2 * Self.mostReads, connection)
                return reads.isEmpty ? nil : .value(Self.hash(reads))
            },
            orphans: { [self] connection in
                var found: [String] = []
                var last = ""
                while found.count < 100 {
                    let batches = try connection.rows("SELECT DISTINCT batch FROM journal_reads WHERE batch > \(last) ORDER BY batch LIMIT 500").map {
                        try $0.text(0)
                    }
                    guard let newest = batches.last else { break }
                    last = newest
                    found += try batches.filter { try acts(reference: $0, kinds: [Self.readsKind], limit: 1, in: connection).first?.act.value == nil }
                }
                return found
            })
    }

    /// Entries that this government did not write, or not so, or not about these people; for `polity verify`.
    func foreignReads() async throws -> [String] {
        try await store.findings(after: "") { [self] after, connection in
            let reads = try withSubjects(StoredRead.read("id > \(after)", limit: Self.mostReads, connection), connection)
            return (
                reads.last?.id,
                reads.filter { !readSeal.fits($0.mac, over: $0.bytes) }.map { "The record \($0.id) of a look at somebody's data is not as it was written." }
            )
        }
    }
}
