import Kernel
import MerkleLog
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Journal

@Suite struct SequencingTests {
    struct Interrupted: Error {}

    @Test(arguments: TestStores.all) func batchesAreCut(_ kind: TestStore) async throws {
        try await withJournal(kind, settings: JournalSettings(batchLimit: 7)) { fixture in
            for _ in 0..<20 { try await fixture.record() }
            #expect(try await fixture.journal.sequence() == 20)
            let sizes = try await fixture.store.read { try $0.rows("SELECT size FROM journal_checkpoints ORDER BY size").map { try $0.integer(0) } }
            #expect(sizes == [0, 7, 14, 20])
            #expect(try await fixture.journal.verify().passed)
        }
    }

    /// Every older checkpoint is the beginning of the newest one, across the edge of a tile.
    @Test(arguments: TestStores.all) func checkpointsAreConsistent(_ kind: TestStore) async throws {
        try await withJournal(kind, settings: JournalSettings(batchLimit: 100)) { fixture in
            for _ in 0..<520 {
                try await fixture.store.write("test.record") { tx in
                    try fixture.journal.record(Act("a", organisation: "b", by: .applicant, at: tx.now, content: nil), about: nil, in: tx)
                }
            }
            try await fixture.journal.sequence()
            let notes = try await fixture.store.read { try $0.rows("SELECT note FROM journal_checkpoints ORDER BY size").map { try $0.text(0) } }
            let heads = try notes.map { try Checkpoint.open(SignedNote(parsing: $0.utf8), origin: fixture.journal.origin, keys: [fixture.journal.publicKey]) }
            let last = try #require(heads.last)
            #expect(last.size == 520)
            for head in heads where head.size > 0 {
                let (proof, _) = try await fixture.journal.consistencyProof(from: Int(head.size))
                try Verification.consistency(from: head.size, root: head.root, to: last.size, root: last.root, proof: proof)
            }
            #expect(try await fixture.journal.verify().passed)
        }
    }

    /// Of two processes one numbers; the other takes over once the lease has run out.
    @Test(arguments: TestStores.all) func theLeaseKeepsOthersOut(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let other = try await fixture.another()
            try await fixture.record()
            #expect(try await fixture.journal.sequence() == 1)
            try await fixture.record()
            #expect(try await other.sequence() == 0)
            fixture.clock.advance(by: .seconds(11))
            #expect(try await other.sequence() == 1)
            try await fixture.record()
            #expect(try await fixture.journal.sequence() == 0)
            #expect(try await other.sequence() == 1)
            #expect(try await other.verify().passed)
        }
    }

    /// Two sequencers whose leases last no time at all, and writers beside them: each act still gets one place.
    @Test(arguments: TestStores.all) func twoThatBothBelieve(_ kind: TestStore) async throws {
        try await withJournal(kind, settings: JournalSettings(batchLimit: 5, lease: .zero)) { fixture in
            let other = try await fixture.another(settings: JournalSettings(batchLimit: 5, lease: .zero))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for _ in 0..<60 { try await fixture.record() } }
                for journal in [fixture.journal, other] {
                    group.addTask {
                        for _ in 0..<40 {
                            fixture.clock.advance(by: .microseconds(1))
                            try await journal.sequence()
                        }
                    }
                }
                try await group.waitForAll()
            }
            fixture.clock.advance(by: .seconds(1))
            try await fixture.journal.sequence()
            let report = try await fixture.journal.verify()
            #expect(report.findings == [])
            #expect(report.leaves == 60)
            #expect(report.waiting == 0)
        }
    }

    /// Whatever fails in the middle of a batch, the next one does it; nothing is lost or numbered twice.
    @Test(arguments: TestStores.all, [UInt64(1), 2, 3]) func failingSteps(_ kind: TestStore, seed: UInt64) async throws {
        try await withJournal(kind, seed: seed) { fixture in
            let generator = SeededGenerator(seed: seed)
            let told = Mutex<[ActID]>([])
            let failing = try await fixture.another { acts, _ in
                if generator.next(below: 3) == 0 { throw Interrupted() }
                told.withLock { $0 += acts.map(\.id) }
            }
            var recorded: Set<ActID> = []
            for _ in 0..<40 {
                if generator.next(below: 3) > 0 { recorded.insert(try await fixture.record(about: generator.next(below: 2) == 0 ? fixture.subject() : nil)) }
                if generator.next(below: 2) == 0 { _ = try? await failing.sequence() }
            }
            while try await failing.backlog().count > 0 { _ = try? await failing.sequence() }
            let report = try await failing.verify()
            #expect(report.findings == [])
            #expect(report.leaves == recorded.count)
            #expect(Set(told.withLock { $0 }) == recorded)
            #expect(told.withLock { $0.count } == recorded.count)
        }
    }

    /// With nothing to number, nothing is written: no checkpoint, and no wait for the disk.
    @Test func idleStepsAreFree() async throws {
        try await withJournal(.sqlite) { fixture in
            try await fixture.record()
            try await fixture.journal.sequence()
            let before = fixture.store.statistics.commits
            for _ in 0..<10 { #expect(try await fixture.journal.sequence() == 0) }
            #expect(fixture.store.statistics.commits == before)
        }
    }

    /// A tree that is not the one that was signed is never signed over.
    @Test(arguments: TestStores.all) func damagedTreesAreNotSigned(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            for _ in 0..<3 { try await fixture.record() }
            try await fixture.journal.sequence()
            try await fixture.store.write("test.damage") { tx in
                var hashes = try tx.value("SELECT hashes FROM journal_tiles WHERE level = 0 AND number = 0", as: [UInt8].self) ?? []
                hashes[40] ^= 1
                try tx.execute("UPDATE journal_tiles SET hashes = \(hashes)")
            }
            try await fixture.record()
            await #expect(throws: PolityError.self) { try await fixture.journal.sequence() }
            #expect(try await fixture.journal.backlog().count == 1)
        }
    }

    @Test(arguments: TestStores.all) func theLogKeepsItsNameAndKey(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let moved = try #require(NoteSigner(name: "new.example/log", seed: Array(0..<32)))
            let journal = try await fixture.another(signer: moved)
            #expect(journal.origin == "arden.example/log")
            try await fixture.record()
            try await journal.sequence()
            #expect(try await fixture.journal.verify().passed)
            let stranger = try #require(NoteSigner(name: "arden.example/log", seed: Array(1...32)))
            await #expect(throws: PolityError.self) { try await fixture.another(signer: stranger) }
        }
    }

    @Test(arguments: TestStores.all) func whetherThereIsALog(_ kind: TestStore) async throws {
        try await withStore(kind) { #expect(await Journal.exists(in: $0) == false) }
        try await withStore(kind, Journal.migrations) { #expect(await Journal.exists(in: $0) == false) }
        try await withJournal(kind) { #expect(await Journal.exists(in: $0.store)) }
    }

    @Test func origins() {
        #expect(LogIdentity.origin(publicAddress: "https://arden.example") == "arden.example/log")
        #expect(LogIdentity.origin(publicAddress: "http://localhost:8080/") == "localhost:8080/log")
        #expect(LogIdentity.origin(publicAddress: "arden.example/gov") == "arden.example/gov/log")
    }
}
