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
}
