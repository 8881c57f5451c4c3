import Kernel
import MerkleLog
import Store
import StoreTesting
import Testing

@testable import Journal

@Suite struct VerificationTests {
    /// A value of the store that a changed byte is looked for in.
    struct Spot: Sendable {
        var table: String
        var column: String
        var key: SQL
        var value: SQLValue
    }

    /// Every column of the log and of acts. Only the lease is left out: it belongs to the work, not to the log.
    static let columns: [(table: String, keys: [String], columns: [String])] = [
        ("journal_acts", ["id"], ["id", "kind", "organisation", "reference", "recorded_at", "subject", "act", "salt", "commitment"]),
        ("journal_waiting", ["act_id"], ["act_id", "mac"]),
        ("journal_leaves", ["position"], ["position", "act_id", "entry"]),
        ("journal_tiles", ["level", "number"], ["level", "number", "hashes"]),
        ("journal_checkpoints", ["size"], ["size", "root", "note", "number"]),
    ]

    static func spots(in store: Store) async throws -> [Spot] {
        try await store.read { connection in
            try columns.flatMap { table, keys, columns in
                try connection.rows("SELECT \(raw: (keys + columns).joined(separator: ", ")) FROM \(raw: table)").flatMap { row in
                    let key = keys.enumerated().map { SQL(text: "\($0.element) = ?", values: [row[$0.offset]]) }.joined(separator: " AND ")
                    return columns.enumerated().map { Spot(table: table, column: $0.element, key: key, value: row[keys.count + $0.offset]) }
                }
            }
        }
    }

    /// The value with one byte changed, for every byte (or each `step`-th).
    static func changes(of value: SQLValue, step: Int) -> [SQLValue] {
        switch value {
        case .null: [.text("x")]
        case .integer(let number): [.integer(number + 1), .integer(number ^ 4)]
        case .bytes(let bytes):
            stride(from: 0, to: bytes.count, by: step).map { place in
                var changed = bytes
                changed[place] ^= 1
                return .bytes(changed)
            } + [.bytes(bytes.dropLast()), .bytes(bytes + [0])]
        case .text(let text):
            stride(from: 0, to: text.utf8.count, by: step).compactMap { place in
                var changed = Array(text.utf8)
                changed[place] ^= 1
                return String(validating: changed, as: UTF8.self).map { .text($0) }
            }
        }
    }

    /// Six acts in three batches and one that waits; some about people.
    static func fill(_ fixture: JournalFixture) async throws {
        for round in 0..<3 {
            try await fixture.record("decision_made", ["outcome": "granted", "round": .integer(round)], about: round == 1 ? nil : fixture.subject())
            try await fixture.record("record_changed", ["fields": ["street"]], reference: nil)
            try await fixture.journal.sequence()
        }
        try await fixture.record("decision_made", ["outcome": "refused"], about: fixture.subject())
    }

    /// Whichever byte of the log or of an act is changed, verification finds it; and changed back, it passes.
    @Test(arguments: TestStores.all) func everyByteCounts(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            try await Self.fill(fixture)
            let report = try await fixture.journal.verify()
            #expect(report.findings == [])
            #expect((report.leaves, report.waiting, report.checkpoints) == (6, 1, 4))

            var tried = 0
            for spot in try await Self.spots(in: fixture.store) {
                for change in Self.changes(of: spot.value, step: kind == .sqlite ? 3 : 29) {
                    let update: SQL = "UPDATE \(raw: spot.table) SET \(raw: spot.column) = \(change) WHERE \(spot.key)"
                    // A key of the schema may refuse the change; then it was found before it was made.
                    guard (try? await fixture.store.write("test.change", { try $0.execute(update) })) == 1 else { continue }
                    tried += 1
                    let found = try? await fixture.journal.verify()
                    #expect(found?.passed != true, "\(spot.table).\(spot.column): \(spot.value) → \(change)")
                    try await Self.undo(spot, change, in: fixture.store)
                }
            }
            #expect(tried > 200)
            #expect(try await fixture.journal.verify().findings == [])
        }
    }

    /// The changed column may be part of the key, which then has its new value.
    private static func undo(_ spot: Spot, _ change: SQLValue, in store: Store) async throws {
        let column = spot.column
        let isKey = columns.contains { $0.table == spot.table && $0.keys.contains(column) }
        guard isKey else {
            return try await store.write("test.undo") { try $0.update("UPDATE \(raw: spot.table) SET \(raw: column) = \(spot.value) WHERE \(spot.key)") }
        }
        let keys = columns.first { $0.table == spot.table }?.keys ?? []
        let values = zip(keys, spot.key.values).map { name, value in SQL(text: "\(name) = ?", values: [name == column ? change : value]) }
        try await store.write("test.undo") {
            try $0.update("UPDATE \(raw: spot.table) SET \(raw: column) = \(spot.value) WHERE \(values.joined(separator: " AND "))")
        }
    }

    /// More leaves and checkpoints than are read at a time, of which each one counts; and a copy of the first, put before it.
    @Test(arguments: TestStores.all) func everyCheckpointOfALongLogCounts(_ kind: TestStore) async throws {
        try await withJournal(kind, settings: JournalSettings(batchLimit: 1)) { fixture in
            func report() async throws -> VerificationReport {
                var verifier = LogVerifier(journal: fixture.journal, keys: [fixture.journal.publicKey], page: 3)
                try await verifier.run()
                return verifier.report
            }
            for _ in 0..<10 { try await fixture.record() }
            try await fixture.journal.sequence()
            let sound = try await report()
            #expect(sound.findings == [] && sound.checkpoints == 11 && sound.leaves == 10)
            let root = try #require(try await fixture.store.read { try $0.value("SELECT root FROM journal_checkpoints WHERE size = 3", as: [UInt8].self) })
            let forged = try Checkpoint(origin: fixture.journal.origin, size: 8, root: try #require(TreeHash(root))).signed(by: [JournalFixture.signer])
            try await fixture.store.write("test.change") { tx in
                try tx.execute("UPDATE journal_checkpoints SET root = \(root), note = \(forged.description) WHERE size = 8")
                try tx.execute("UPDATE journal_checkpoints SET root = \(root) WHERE size = 10")
            }
            #expect(
                try await Set(report().findings.map(\.description)) == [
                    "The leaves do not lead to the root of the checkpoint of 8 leaves.",
                    "The checkpoint of 10 leaves cannot be believed: What stands beside it is not what was signed.",
                ])
            try await fixture.store.write("test.change") { tx in
                try tx.execute(
                    "INSERT INTO journal_checkpoints (size, root, note, number) SELECT -5, root, note, -1 FROM journal_checkpoints WHERE size = 0")
            }
            let findings = try await report().findings
            #expect(findings.contains(.rootDiffers(size: 8)) && findings.contains(.checkpointMissing(number: 0)))
        }
    }

    /// The row that says which log this is: under another name no checkpoint fits, and with another key nothing opens.
    @Test(arguments: TestStores.all) func nameAndKeyCountToo(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            try await Self.fill(fixture)
            try await fixture.store.write("test.change") { try $0.execute("UPDATE journal_log SET origin = 'brden.example/log'") }
            #expect(try await fixture.another().verify().passed == false)
            var key = JournalFixture.signer.key.publicKey
            key[9] ^= 1
            let other = key
            try await fixture.store.write("test.change") { try $0.execute("UPDATE journal_log SET public_key = \(other)") }
            await #expect(throws: PolityError.self) { try await fixture.another() }
        }
    }

    /// Verified again and again while acts come and batches are numbered, a sound log never looks unsound.
    @Test(arguments: TestStores.all) func verifiedWhileInUse(_ kind: TestStore) async throws {
        try await withJournal(kind, settings: JournalSettings(batchLimit: 60)) { fixture in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for round in 0..<8 {
                        for _ in 0..<40 { try await fixture.record(about: round == 3 ? fixture.subject() : nil) }
                        try await fixture.journal.sequence()
                    }
                }
                group.addTask {
                    for _ in 0..<12 {
                        let findings = try await fixture.journal.verify().findings
                        #expect(findings == [])
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await fixture.journal.verify().leaves == 320)
        }
    }

    /// Rows taken out or slipped in are found, and named.
    @Test(
        arguments: TestStores.all,
        [
            ("DELETE FROM journal_leaves WHERE position = 2", Finding.leafMissing(position: 2)),
            ("DELETE FROM journal_leaves WHERE position = 5", .leafMissing(position: 5)),
            ("DELETE FROM journal_checkpoints WHERE size = 6", .leavesBeyondCheckpoint(from: 4)),
            ("DELETE FROM journal_checkpoints WHERE size = 4", .checkpointMissing(number: 2)),
            ("DELETE FROM journal_checkpoints WHERE size = 0", .checkpointMissing(number: 0)),
            ("DELETE FROM journal_tiles", .tileDiffers(path: "0/000.p/6")),
            ("INSERT INTO journal_tiles (level, number, hashes) SELECT 0, 1, hashes FROM journal_tiles", .strayTile(level: 0, number: 1)),
            (
                "INSERT INTO journal_leaves (position, act_id, entry) SELECT 6, 'x', entry FROM journal_leaves WHERE position = 0",
                .leavesBeyondCheckpoint(from: 6)
            ),
        ] as [(String, Finding)])
    func rowsTakenOutOrSlippedIn(_ kind: TestStore, _ damage: (sql: String, finding: Finding)) async throws {
        try await withJournal(kind) { fixture in
            try await Self.fill(fixture)
            try await fixture.store.write("test.damage") { try $0.execute(SQL(text: damage.sql)) }
            #expect(try await fixture.journal.verify().findings.contains(damage.finding))
        }
    }

    @Test(arguments: TestStores.all) func actsAndLeavesMatchOneToOne(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            try await Self.fill(fixture)
            let lost = try #require(try await fixture.store.read { try $0.value("SELECT act_id FROM journal_leaves WHERE position = 3", as: String.self) })
            let waiting = try #require(try await fixture.store.read { try $0.value("SELECT act_id FROM journal_waiting", as: String.self) })
            try await fixture.store.write("test.damage") { tx in
                try tx.execute("DELETE FROM journal_acts WHERE id = \(lost)")
                try tx.execute("DELETE FROM journal_waiting")
            }
            let findings = try await fixture.journal.verify().findings
            #expect(findings.contains(.leafWithoutAct(position: 3, act: lost)))
            #expect(findings.contains(.actWithoutLeaf(waiting)))
        }
    }

    /// The subject's key is destroyed: the log still verifies, the act is gone, and its text is nowhere in the store.
    @Test(arguments: TestStores.all) func erasedSubjects(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let subject = fixture.subject()
            let id = try await fixture.record("decision_made", ["name": "Marker Marbury"], about: subject)
            try await fixture.record()
            try await fixture.journal.sequence()
            let before = try #require(try await fixture.journal.proof(for: id)).get()
            try await fixture.erase(subject)

            let report = try await fixture.journal.verify()
            #expect(report.findings == [])
            #expect(report.erased == 1)
            #expect(try await fixture.journal.proof(for: id) == .erased)
            // Whoever holds the certificate can still prove it.
            try before.verify(origin: fixture.journal.origin, keys: [fixture.journal.publicKey])
            for spot in try await Self.spots(in: fixture.store) {
                if case .bytes(let bytes) = spot.value { #expect(bytes.firstRange(of: Array("Marker".utf8)) == nil) }
            }
        }
    }

    /// Only a checkpoint kept elsewhere shows that whoever holds the key told another story.
    @Test(arguments: TestStores.all) func checkpointsKeptElsewhere(_ kind: TestStore) async throws {
        var kept: [UInt8] = []
        try await withJournal(kind) { fixture in
            try await Self.fill(fixture)
            kept = try await fixture.journal.checkpoint().bytes
            try await fixture.journal.sequence()
            #expect(try await fixture.journal.verify(kept: kept).passed)
            let forged = try Checkpoint(origin: fixture.journal.origin, size: 3, root: .emptyTree).signed(by: [
                try #require(NoteSigner(name: fixture.journal.origin, seed: Array(9..<41)))
            ])
            #expect(try await fixture.journal.verify(kept: forged.bytes).findings == [.keptCheckpointRefused(why: "No known key has signed this note.")])
            #expect(try await fixture.journal.verify(kept: [1, 2, 3]).passed == false)
        }
        try await withJournal(kind, seed: 99) { fixture in
            try await Self.fill(fixture)
            #expect(try await fixture.journal.verify().passed)
            #expect(try await fixture.journal.verify(kept: kept).findings == [.historyDiffers(.elsewhere, size: 6)])
        }
        try await withJournal(kind) { fixture in
            try await fixture.record()
            try await fixture.journal.sequence()
            #expect(try await fixture.journal.verify(kept: kept).findings == [.logWasCut(.elsewhere, kept: 6, found: 1)])
        }
    }

    static let decisions = Migration("test_decisions", 1, "CREATE TABLE test_decisions (id TEXT PRIMARY KEY, hash TEXT NOT NULL);")

    static let content = CommittedContent(
        "casework.decision", kinds: ["decision_made"], member: "decision_hash",
        hash: { act, connection in
            let id = act.content["decision"]?.string ?? ""
            if id == "torn" { throw PolityError(.broken, "TEST-102", "The row is damaged.") }
            return try connection.value("SELECT hash FROM test_decisions WHERE id = \(id)", as: String.self).map { .value($0) }
        },
        orphans: { try $0.rows("SELECT id FROM test_decisions WHERE id LIKE 'stray%'").map { try $0.text(0) } })

    /// What other blocks keep is compared with what its act commits to.
    @Test(arguments: TestStores.all) func contentsOfOtherBlocks(_ kind: TestStore) async throws {
        try await withJournal(kind, migrations: [Self.decisions]) { fixture in
            fixture.journal.verify(Self.content)
            try await fixture.store.write("test.decide") { try $0.execute("INSERT INTO test_decisions (id, hash) VALUES ('d1', 'aa'), ('d2', 'bb')") }
            let first = try await fixture.record("decision_made", ["decision": "d1", "decision_hash": "aa"])
            let second = try await fixture.record("decision_made", ["decision": "d2", "decision_hash": "bb"])
            try await fixture.journal.sequence()
            let report = try await fixture.journal.verify()
            #expect(report.passed)
            #expect(report.contents == 2)
            try await fixture.store.write("test.change") { tx in
                try tx.execute("UPDATE test_decisions SET hash = 'ab' WHERE id = 'd1'")
                try tx.execute("DELETE FROM test_decisions WHERE id = 'd2'")
                try tx.execute("INSERT INTO test_decisions (id, hash) VALUES ('stray', 'cc')")
            }
            let bare = try await fixture.record("decision_made", ["decision": "d1"])
            let torn = try await fixture.record("decision_made", ["decision": "torn", "decision_hash": "dd"])
            #expect(
                try await Set(fixture.journal.verify().findings) == [
                    .contentDiffers(name: "casework.decision", act: first), .contentGone(name: "casework.decision", act: second),
                    .contentDamaged(name: "casework.decision", act: torn, why: "TEST-102: The row is damaged."),
                    .contentWithoutHash(name: "casework.decision", act: bare), .contentWithoutAct(name: "casework.decision", id: "stray"),
                ])
        }
    }
}
