import Capability
import Foundation
import Kernel
import MerkleLog
import Store
import StoreTesting
import Testing

@testable import Journal

/// The newest checkpoint lies with the keys too, where an older store that was put back cannot reach it.
@Suite struct HeadTests {
    static func withHead(_ kind: TestStore, _ body: (JournalFixture, Journal, ReplacedFile) async throws -> Void) async throws {
        try await withFolder { folder in
            try await withJournal(kind) { fixture in
                let head = ReplacedFile(at: folder + "/log.head")
                try await body(fixture, fixture.another(head: head), head)
            }
        }
    }

    /// As the store was before its last batch.
    static func rollBack(to size: Int, _ store: Store) async throws {
        try await store.write("test.roll_back") { tx in
            try tx.execute("DELETE FROM journal_acts WHERE id IN (SELECT act_id FROM journal_leaves WHERE position >= \(size))")
            try tx.execute("DELETE FROM journal_leaves WHERE position >= \(size)")
            try tx.execute("DELETE FROM journal_checkpoints WHERE size > \(size)")
        }
    }

    @Test(arguments: TestStores.all) func aStoreThatWasPutBackIsNotSignedOn(_ kind: TestStore) async throws {
        try await Self.withHead(kind) { fixture, journal, head in
            try await journal.holdToHead()
            for _ in 0..<3 { try await fixture.record() }
            try await journal.sequence()
            try await fixture.record()
            try await journal.sequence()
            let signed = try await journal.checkpoint().bytes
            #expect(try head.read() == signed)
            try await journal.holdToHead()
            #expect(try await journal.verify().findings == [])

            try await Self.rollBack(to: 3, fixture.store)
            let error = await #expect(throws: PolityError.self) { try await journal.holdToHead() }
            #expect(error?.code == "JOURNAL-112" && error?.context?.contains("4 leaves, the store has 3") == true)
            #expect(try await journal.verify().findings.contains(.logWasCut(.withKeys, kept: 4, found: 3)))
            // Nor while it is served.
            try await fixture.record()
            let served = await #expect(throws: PolityError.self) { try await journal.sequence() }
            #expect(served?.code == "JOURNAL-112")
            #expect(try head.read() == signed)
            try await fixture.store.write("test.take_out") { tx in
                try tx.execute("DELETE FROM journal_acts WHERE id IN (SELECT act_id FROM journal_waiting)")
                try tx.execute("DELETE FROM journal_waiting")
            }
            // A restore goes on from there, and says how much is missing.
            #expect(try await journal.restartHead() == 1)
            try await journal.holdToHead()
            let findings = try await journal.verify().findings
            #expect(!findings.contains(.logWasCut(.withKeys, kept: 4, found: 3)))
        }
    }

    /// Without its file any older store would pass for the one that was signed here.
    @Test(arguments: TestStores.all) func aHeadThatIsGoneIsMissed(_ kind: TestStore) async throws {
        try await Self.withHead(kind) { fixture, journal, head in
            // Nothing was kept yet: the first start makes it.
            #expect(try await journal.verify().findings == [])
            try await journal.holdToHead()
            #expect(journal.isTakingOver)
            try await journal.sequence()
            let kept = try #require(try head.read())
            try FileManager.default.removeItem(atPath: head.path)
            let error = await #expect(throws: PolityError.self) { try await fixture.another(head: head).holdToHead() }
            #expect(error?.code == "JOURNAL-114")
            #expect(try await journal.verify().findings == [.headMissing])
            // Nor is anything signed without it.
            try await fixture.record()
            let served = await #expect(throws: PolityError.self) { try await journal.sequence() }
            #expect(served?.code == "JOURNAL-114")
            try head.write(kept)
            try await journal.sequence()
            #expect(try await journal.verify().findings == [])
            // Emptied by the operator's own hand, what is there is taken over.
            try head.write([])
            let again = try await fixture.another(head: head)
            try await again.holdToHead()
            #expect(again.isTakingOver)
            try await again.sequence()
            #expect(try await head.read() == again.checkpoint().bytes)
        }
    }

    /// As the keys of a restored store have nothing beside them.
    @Test(arguments: TestStores.all) func restoredDataBeginsAnew(_ kind: TestStore) async throws {
        try await Self.withHead(kind) { fixture, journal, head in
            try await journal.holdToHead()
            try await journal.sequence()
            try FileManager.default.removeItem(atPath: head.path)
            try await Journal.forgetHead(in: fixture.store)
            let again = try await fixture.another(head: head)
            try await again.holdToHead()
            #expect(again.isTakingOver)
            // A restore with its keys keeps the head itself.
            _ = try await again.restartHead()
            try FileManager.default.removeItem(atPath: head.path)
            #expect(try await again.verify().findings == [.headMissing])
        }
    }

    @Test(arguments: TestStores.all) func anotherHistoryOfThatLengthIsFound(_ kind: TestStore) async throws {
        try await Self.withHead(kind) { fixture, journal, head in
            try await fixture.record()
            try await journal.sequence()
            let other = try Checkpoint(origin: journal.origin, size: 1, root: .emptyTree).signed(by: [JournalFixture.signer])
            try head.write(other.bytes)
            let error = await #expect(throws: PolityError.self) { try await journal.holdToHead() }
            #expect(error?.code == "JOURNAL-112")
            #expect(try await journal.verify().findings == [.historyDiffers(.withKeys, size: 1)])
            try head.write([1, 2, 3])
            let unread = await #expect(throws: PolityError.self) { try await journal.holdToHead() }
            #expect(unread?.code == "JOURNAL-113")
            #expect(try await journal.verify().passed == false)
        }
    }
}
