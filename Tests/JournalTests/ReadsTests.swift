import Kernel
import Privacy
import Store
import StoreTesting
import Testing
import Web

@testable import Journal

@Suite struct ReadsTests {
    static func purpose(_ ids: Identifiers, request: RequestID? = nil, case reference: String? = "ARD-7K3M") -> ReadPurpose {
        let officer = Actor(.account(ids.next()), actingFor: .office("planning_officer"), organisation: "planning")
        return ReadPurpose(standingConsent: "c1", of: ids.next(), to: ["land"], actor: officer, request: request ?? ids.next(), case: reference)
    }

    /// One entry a request, each subject once, however often the request reads.
    @Test(arguments: TestStores.all) func oneEntryARequest(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let ids = Identifiers(clock: fixture.clock.clock, random: fixture.random)
            let (rosa, hugo) = (fixture.subject(), fixture.subject())
            let purpose = Self.purpose(ids)
            try await fixture.journal.recordRead(purpose, of: [rosa])
            try await fixture.journal.recordRead(purpose, of: [rosa, hugo, hugo])
            let reads = try await fixture.store.read { try (fixture.journal.reads(of: rosa, in: $0), fixture.journal.reads(of: hugo, in: $0)) }
            #expect(reads.0.count == 1)
            #expect(reads.0 == reads.1)
            let entry = try #require(reads.0.first)
            #expect(entry.author == .office("planning_officer"))
            #expect(entry.organisation == "planning")
            #expect(entry.ground == "consent:c1")
            #expect(entry.reference == "ARD-7K3M")
            #expect(entry.account == purpose.actor.account)
            #expect(entry.json["account"] == nil)
        }
    }

    @Test(arguments: TestStores.all) func ownReadsLeaveNone(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let ids = Identifiers(clock: fixture.clock.clock, random: fixture.random)
            let subject = fixture.subject()
            let own = try ReadPurpose(ownDataOf: Actor(.account(ids.next()), person: ids.next()), request: ids.next())
            try await fixture.journal.recordRead(own, of: [subject])
            #expect(try await fixture.store.read { try fixture.journal.reads(of: subject, in: $0) }.isEmpty)
        }
    }

    /// A bulk job is one entry with its query; it stands in the auditor's list.
    @Test(arguments: TestStores.all) func bulkJobs(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let ids = Identifiers(clock: fixture.clock.clock, random: fixture.random)
            try await fixture.journal.recordRead(Self.purpose(ids), of: [], query: "vehicles whose inspection is due")
            try await fixture.journal.recordRead(Self.purpose(ids), of: [])
            let all = try await fixture.store.read { try fixture.journal.reads(from: $0.now - .seconds(1), to: $0.now + .seconds(1), in: $0) }
            #expect(all.map(\.query) == ["vehicles whose inspection is due"])
        }
    }

    @Test(arguments: TestStores.all) func newestFirstInPages(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let ids = Identifiers(clock: fixture.clock.clock, random: fixture.random)
            let subject = fixture.subject()
            for number in 0..<7 {
                fixture.clock.advance(by: .seconds(60))
                try await fixture.journal.recordRead(Self.purpose(ids, case: "ARD-\(number)"), of: [subject, fixture.subject()])
            }
            var seen: [String] = []
            var last: Identifier<ReadEntry>?
            while true {
                let before = last
                let page = try await fixture.store.read { try fixture.journal.reads(of: subject, before: before, limit: 3, in: $0) }
                guard let end = page.last else { break }
                seen += page.compactMap(\.reference)
                last = end.id
            }
            #expect(seen == (0..<7).reversed().map { "ARD-\($0)" })
        }
    }

    @Test(arguments: TestStores.all) func exportAndErasure(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let ids = Identifiers(clock: fixture.clock.clock, random: fixture.random)
            let subject = fixture.subject()
            try await fixture.record("decision_made", ["outcome": "granted"], about: subject)
            try await fixture.journal.recordRead(Self.purpose(ids), of: [subject])
            let holder = fixture.journal.personalData
            let export = try await fixture.store.read { try holder.export(subject, $0) }
            #expect(export["acts"]?.array?.first?["content"]?["outcome"]?.string == "granted")
            #expect(export["reads"]?.array?.first?["by"]?.string == "office:planning_officer")
            try await fixture.store.write("test.erase") { try holder.erase(subject, $0) }
            try fixture.vault.destroyKeys(of: [subject])
            let after = try await fixture.store.read { try holder.export(subject, $0) }
            #expect(after["acts"]?.array?.isEmpty == true)
            #expect(after["reads"]?.array?.isEmpty == true)
        }
    }

    // MARK: In the public log

    /// An officer looks at two people in one request, one after the other, and at one of them in another.
    private static func look(_ fixture: JournalFixture) async throws -> (rosa: Identifier<DataSubject>, hugo: Identifier<DataSubject>) {
        fixture.journal.verify(fixture.journal.committedReads)
        let ids = Identifiers(clock: fixture.clock.clock, random: fixture.random)
        let (rosa, hugo, purpose) = (fixture.subject(), fixture.subject(), Self.purpose(ids))
        try await fixture.journal.recordRead(purpose, of: [rosa])
        try await fixture.journal.recordRead(Self.purpose(ids, case: "ARD-2"), of: [rosa])
        try await fixture.journal.commitReads()
        // The request goes on after the act.
        try await fixture.journal.recordRead(purpose, of: [rosa, hugo])
        try await fixture.journal.recordRead(Self.purpose(ids, case: "ARD-3"), of: [], query: "vehicles whose inspection is due")
        return (rosa, hugo)
    }

    private static func findings(_ fixture: JournalFixture) async throws -> [String] {
        let log = try await fixture.journal.verify().findings.map(\.description)
        return try await fixture.journal.foreignReads() + log
    }

    @Test(arguments: TestStores.all) func oneActForAllReadsThatCame(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let (rosa, _) = try await Self.look(fixture)
            #expect(try await Self.findings(fixture) == [])
            for _ in 0..<2 { try await fixture.journal.commitReads() }
            let report = try await fixture.journal.verify()
            #expect(report.findings == [] && report.waiting == 2 && report.contents == 2)
            #expect(try await fixture.store.read { try fixture.journal.reads(of: rosa, in: $0) }.count == 2)
        }
    }

    /// Who looked at whose record is taken out, put on somebody else, slipped in, or put under somebody who was erased.
    @Test(
        arguments: TestStores.all,
        [
            "DELETE FROM journal_reads WHERE reference = 'ARD-2'", "DELETE FROM journal_reads WHERE batch IS NOT NULL", "DELETE FROM journal_reads",
            "DELETE FROM journal_read_subjects WHERE read_id = (SELECT id FROM journal_reads WHERE reference = 'ARD-2')",
            "DELETE FROM journal_read_subjects WHERE subject = (SELECT MAX(subject) FROM journal_read_subjects)",
            "UPDATE journal_read_subjects SET subject = '01a20000-0000-7000-8000-00000000ffff' WHERE subject = (SELECT MAX(subject) FROM journal_read_subjects)",
            """
            UPDATE journal_read_subjects SET subject = 'erased:0000000000000000000000000000000000000000000000000000000000000000'
            WHERE subject = (SELECT MAX(subject) FROM journal_read_subjects)
            """,
            "UPDATE journal_reads SET author = 'office:mayor' WHERE reference = 'ARD-2'", "UPDATE journal_reads SET account = NULL WHERE reference = 'ARD-2'",
            "UPDATE journal_reads SET ground = 'law:other_act' WHERE reference = 'ARD-2'", "UPDATE journal_reads SET read_at = read_at - 1",
            "UPDATE journal_reads SET query = 'nothing' WHERE reference = 'ARD-3'", "UPDATE journal_reads SET mac = NULL WHERE reference = 'ARD-3'",
            "UPDATE journal_reads SET batch = NULL WHERE reference = 'ARD-2'",
            """
            INSERT INTO journal_reads (id, request, ground, read_at, author, account, batch, mac)
            SELECT '01a20000-0000-7000-8000-00000000ffff', 'other', ground, read_at, author, account, batch, mac FROM journal_reads WHERE reference = 'ARD-2'
            """,
        ] as [SQL])
    func aReadThatSomebodyChangedIsFound(_ kind: TestStore, _ change: SQL) async throws {
        try await withJournal(kind) { fixture in
            _ = try await Self.look(fixture)
            #expect(try await Self.findings(fixture) == [])
            try await fixture.store.write("test.change") { _ = try $0.execute(change) }
            #expect(try await Self.findings(fixture) != [])
            // No act commits to it afterwards, and what it does not commit to goes on being named.
            try await fixture.journal.commitReads()
            #expect(try await Self.findings(fixture) != [])
        }
    }

    /// Whoever is erased is named by no entry any more, and the entry stays what it was.
    @Test(arguments: TestStores.all) func whoIsErasedIsNamedByNoRead(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let (rosa, hugo) = try await Self.look(fixture)
            for subject in [rosa, hugo] {
                try await fixture.erase(subject)
                #expect(try await fixture.store.read { try $0.row("SELECT read_id FROM journal_read_subjects WHERE subject = \(subject)") } == nil)
                #expect(try await Self.findings(fixture) == [])
            }
            try await fixture.journal.commitReads()
            #expect(try await Self.findings(fixture) == [])
            #expect(try await fixture.store.read { try $0.value("SELECT COUNT(*) FROM journal_read_subjects", as: Int.self) } == 3)
        }
    }

    @Test(arguments: TestStores.all) func readsOfEarlierVersionsAreTakenOver(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            _ = try await Self.look(fixture)
            try await fixture.store.write("test.old") { tx in
                for table in ["journal_waiting", "journal_acts"] { try tx.execute("DELETE FROM \(raw: table)") }
                try tx.execute("UPDATE journal_reads SET mac = NULL, batch = NULL")
            }
            #expect(try await Self.findings(fixture).count == 3)
            try await fixture.journal.takeOver()
            #expect(try await Self.findings(fixture) == [])
            try await fixture.journal.commitReads()
            #expect(try await Self.findings(fixture) == [])
        }
    }
}
