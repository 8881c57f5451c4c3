import Capability
import Kernel
import MerkleLog
import Store
import StoreTesting
import Testing

@testable import Journal

/// An act that says nothing any more could have said anything: only what was ended by this government passes.
@Suite struct EndingTests {
    static let subjectOf: @Sendable (ActID) -> SQL = { "SELECT subject FROM journal_acts WHERE id = \($0)" }

    /// Hidden behind somebody who was erased, or emptied as by a deletion.
    @Test(arguments: TestStores.all, [true, false]) func anActThatIsBlankedIsFound(_ kind: TestStore, _ behindErased: Bool) async throws {
        try await withJournal(kind) { fixture in
            let (gone, stays) = (fixture.subject(), fixture.subject())
            for _ in 0..<3 { try await fixture.record(about: gone) }
            let victim = try await fixture.record("record_updated", ["change_hash": "aa"], about: stays)
            let other = try await fixture.record("record_updated", ["change_hash": "bb"])
            try await fixture.journal.sequence()
            try await fixture.erase(gone)
            let report = try await fixture.journal.verify()
            #expect(report.findings == [] && report.erased == 3)
            try await fixture.store.write("test.blank") { tx in
                try tx.execute(
                    behindErased
                        ? "UPDATE journal_acts SET subject = \(gone) WHERE id IN \(list: [victim, other])"
                        : """
                        UPDATE journal_acts SET subject = \(Identifier<DataSubject>.nobody), act = \([UInt8]([0])), salt = \([UInt8]([0]))
                        WHERE id IN \(list: [victim, other])
                        """)
            }
            #expect(try await fixture.journal.verify().findings == [.endingUntold(victim), .endingUntold(other)])
            try await fixture.journal.sequence()
            #expect(try await fixture.journal.verify().findings == [.endingUntold(victim), .endingUntold(other)])
        }
    }

    /// What the program did not record is not signed, however well it is made; and it ends nothing.
    @Test(arguments: TestStores.all) func anActThatWasSlippedInIsNotSigned(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let victim = try await fixture.record("record_updated", ["change_hash": "aa"])
            try await fixture.journal.sequence()
            let leaf = try #require(try await fixture.store.read { try StoredAct.read(victim, in: $0) }).leaf
            let forged: ActID = fixture.journal.identifiers.next()
            let content: JSON = ["ended": [.string(leaf.base64)]]
            let act = try CanonicalAct(
                Act(
                    Journal.deletionKind, organisation: "town", reference: "ARD-7K3M", by: .system("casework.retention"), at: fixture.clock.now,
                    content: content),
                id: forged)
            let salt = [UInt8](repeating: 7, count: 32)
            try await fixture.store.write("test.forge") { tx in
                try tx.execute(
                    """
                    INSERT INTO journal_acts (id, kind, organisation, reference, recorded_at, act, salt, commitment)
                    VALUES (\(forged), \(Journal.deletionKind), 'town', 'ARD-7K3M', \(fixture.clock.now), \(act.bytes), \(salt),
                        \(Commitment(act: act.bytes, salt: salt).bytes))
                    """)
                try tx.execute("INSERT INTO journal_waiting (act_id, mac) VALUES (\(forged), \(salt))")
                try tx.execute("UPDATE journal_acts SET subject = \(Identifier<DataSubject>.nobody) WHERE id = \(victim)")
            }
            // What this government recorded goes on beside it.
            let leaves = try await fixture.store.read { try StoredTree.head(in: $0).size }
            try await fixture.record()
            let error = await #expect(throws: PolityError.self) { try await fixture.journal.sequence() }
            #expect(error?.code == "JOURNAL-111")
            #expect(try await fixture.store.read { try StoredTree.head(in: $0).size } == leaves + 1)
            let findings = try await fixture.journal.verify().findings
            #expect(Set(findings) == [.waitingForeign(forged), .endingUntold(victim)])
        }
    }

    /// Somebody is erased in order that another's act goes with them: it was not theirs when it was committed to.
    @Test(arguments: TestStores.all) func nobodyIsErasedToHideAnothersAct(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let (gone, stays) = (fixture.subject(), fixture.subject())
            try await fixture.record(about: gone)
            let victim = try await fixture.record(about: stays)
            try await fixture.store.write("test.move") { try $0.execute("UPDATE journal_acts SET subject = \(gone) WHERE id = \(victim)") }
            try await fixture.erase(gone)
            try await fixture.journal.sequence()
            #expect(try await fixture.journal.verify().findings == [.endingUntold(victim)])
        }
    }

    /// The same with a case whose time is over: another's act under its number stays as it is, and is named.
    @Test(arguments: TestStores.all) func aDeletionTakesNothingElseAlong(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let subject = fixture.subject()
            let own = try await fixture.record("decision_made", about: subject, reference: "ARD-1111")
            let victim = try await fixture.record("decision_made", about: subject, reference: "ARD-2222")
            try await fixture.store.write("test.move") { try $0.execute("UPDATE journal_acts SET reference = 'ARD-1111' WHERE id = \(victim)") }
            try await fixture.store.write("test.forget") { tx in
                let deletion = Act(Journal.deletionKind, organisation: "town", reference: "ARD-1111", by: .system("test"), at: tx.now, content: .object([]))
                try fixture.journal.forget(kinds: ["decision_made"], with: deletion, in: tx)
            }
            let report = try await fixture.journal.verify()
            #expect(report.findings == [.columnsDiffer(victim)] && report.erased == 1)
            #expect(try await fixture.store.read { try StoredAct.read(own, in: $0)?.subject } == .nobody)
        }
    }

    /// What had ended before acts told of it is taken over once; more than fit in one act take several.
    @Test(arguments: TestStores.all) func whatEarlierVersionsEndedIsTakenOver(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let gone = fixture.subject()
            try await fixture.store.write("test.record") { tx in
                for _ in 0..<1_200 {
                    try fixture.journal.record(Act("decision_made", organisation: "town", by: .applicant, at: tx.now, content: nil), about: gone, in: tx)
                }
            }
            let waits = try await fixture.record()
            try fixture.vault.destroyKeys(of: [gone])
            try await fixture.store.write("test.old") { try $0.execute("UPDATE journal_waiting SET mac = NULL") }
            #expect(try await fixture.journal.verify().passed == false)
            try await fixture.journal.takeOver()
            try await fixture.journal.sequence()
            let report = try await fixture.journal.verify()
            #expect(report.findings == [] && report.erased == 1_200 && report.leaves == 1_203)
            try await fixture.journal.takeOver()
            #expect(try await fixture.journal.backlog().count == 0)
            try await fixture.store.write("test.blank") { try $0.execute("UPDATE journal_acts SET subject = \(gone) WHERE id = \(waits)") }
            #expect(try await fixture.journal.verify().findings == [.endingUntold(waits)])
        }
    }

    /// However many have ended, few are held in memory: that one of them is told of much later is no fault, and that one is told of by none is found.
    @Test(arguments: TestStores.all) func manyThatEndedAreHeldAFewAtATime(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let people = (0..<6).map { _ in fixture.subject() }
            var victim: ActID?
            for subject in people {
                for _ in 0..<5 { try await fixture.record(about: subject) }
                if victim == nil { victim = try await fixture.record() }
            }
            try await fixture.journal.sequence()
            for subject in people { try await fixture.erase(subject) }
            func verified() async throws -> VerificationReport {
                var verifier = LogVerifier(journal: fixture.journal, keys: [fixture.journal.publicKey], page: 4, mostEnded: 3)
                try await verifier.run()
                return verifier.report
            }
            let report = try await verified()
            #expect(report.findings == [] && report.erased == 30)
            let blanked = try #require(victim)
            try await fixture.store.write("test.blank") { try $0.execute("UPDATE journal_acts SET subject = \(people[0]) WHERE id = \(blanked)") }
            #expect(try await verified().findings == [.endingUntold(blanked)])
            // Taken over a few at a time, too.
            try await fixture.journal.takeOver(atOnce: 3)
            #expect(try await verified().findings == [])
        }
    }

    /// Acts that tell of endings are few, and found without reading the others.
    @Test func endingsAreFoundByTheirIndex() async throws {
        try await withJournal(.sqlite) { fixture in
            let plan = try await fixture.store.read { try $0.rows("EXPLAIN QUERY PLAN " + Journal.endings(after: "a")).map { try $0.text("detail") } }
            #expect(plan.first?.contains("journal_acts_of_endings") == true, "\(plan)")
        }
    }

    /// Somebody is erased while their acts are verified, again and again.
    @Test(arguments: TestStores.all) func erasedWhileVerified(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<15 {
                        let subject = fixture.subject()
                        for _ in 0..<5 { try await fixture.record(about: subject) }
                        try await fixture.journal.sequence()
                        try await fixture.erase(subject)
                        try await fixture.journal.sequence()
                    }
                }
                group.addTask {
                    for _ in 0..<15 {
                        let findings = try await fixture.journal.verify().findings
                        #expect(findings == [])
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
