import Kernel
import MerkleLog
import Store
import StoreTesting
import Testing

@testable import Journal

@Suite struct RecordingTests {
    struct Refused: Error {}

    @Test(arguments: TestStores.all) func anActGetsItsProof(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let journal = fixture.journal
            let subject = fixture.subject()
            let id = try await fixture.record("decision_made", ["name": "Rosa Marbury", "outcome": "granted"], about: subject)
            #expect(try await journal.proof(for: id) == nil)
            #expect(try await journal.sequence() == 1)
            for _ in 0..<5 { try await fixture.record() }
            #expect(try await journal.sequence() == 5)

            let proof = try #require(try await journal.proof(for: id)).get()
            let proved = try proof.verify(origin: "arden.example/log", keys: [JournalFixture.signer.key])
            #expect(proved.id == id)
            #expect(proved.act.content["name"]?.string == "Rosa Marbury")
            #expect(proved.act.author == .office("planning_officer"))
            #expect(proved.checkpoint.size == 6)
        }
    }

    /// The two forms that leave the house, and whatever is changed in them is found.
    @Test func proofsTravel() async throws {
        try await withJournal(.sqlite) { fixture in
            let id = try await fixture.record()
            for _ in 0..<8 { try await fixture.record() }
            try await fixture.journal.sequence()
            let key = fixture.journal.publicKey
            let proof = try #require(try await fixture.journal.proof(for: id)).get()

            let read = try ActProof(json: JSON(parsing: proof.json.text))
            #expect(read == proof)
            let compact = try #require(proof.compact(key: key))
            #expect(compact.utf8.count < 450)
            #expect(try ActProof(compact: compact, act: proof.act, origin: fixture.journal.origin, key: key) == proof)

            for place in proof.act.indices {
                var act = proof.act
                act[place] ^= 1
                #expect(throws: (any Error).self) { try ActProof(act: act, salt: proof.salt, log: proof.log).verify(origin: "arden.example/log", keys: [key]) }
            }
            for place in proof.salt.indices {
                var salt = proof.salt
                salt[place] ^= 128
                #expect(throws: (any Error).self) { try ActProof(act: proof.act, salt: salt, log: proof.log).verify(origin: "arden.example/log", keys: [key]) }
            }
            #expect(throws: (any Error).self) { try proof.verify(origin: "elsewhere.example/log", keys: [key]) }
            #expect(throws: PolityError.self) { try ActProof(json: ["form": "polity-act-proof-1"]) }
        }
    }

    /// Both or neither: what fails leaves no act, no commitment and nothing waiting.
    @Test(arguments: TestStores.all) func nothingOfAFailedTransaction(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            do {
                try await fixture.store.write("test.fail") { tx in
                    try fixture.journal.record(Act("a", organisation: "b", by: .applicant, at: tx.now, content: nil), about: nil, in: tx)
                    if tx.now > Instant(microseconds: 0) { throw Refused() }
                }
                Issue.record("the transaction went through")
            } catch is Refused {}
            #expect(try await fixture.journal.backlog().count == 0)
            #expect(try await fixture.journal.sequence() == 0)
            #expect(try await fixture.journal.verify().leaves == 0)
        }
    }

    /// RFC 8785: sorted members, and the bytes a reader of another make would hash.
    @Test func canonicalForm() throws {
        let id = try #require(ActID("0198c5a0-0000-7000-8000-000000000001"))
        let act = Act(
            "permit_issued", organisation: "planning", reference: "ARD-7K3M", by: .office("planning_officer"), purpose: "planning_act",
            at: Instant(microseconds: 1_772_442_000_000_000), content: ["b": 2, "a": "é\n", "c": [true, nil]])
        let canonical = try CanonicalAct(act, id: id)
        #expect(
            String(decoding: canonical.bytes, as: UTF8.self)
                == #"{"at":"2026-03-02T09:00:00.000000Z","by":"office:planning_officer","content":{"a":"é\n","b":2,"c":[true,null]},"#
                + #""form":1,"id":"0198c5a0-0000-7000-8000-000000000001","kind":"permit_issued","organisation":"planning","#
                + #""purpose":"planning_act","reference":"ARD-7K3M"}"#)
        let read = try CanonicalAct(parsing: canonical.bytes)
        #expect(read.id == id)
        #expect(read.bytes == canonical.bytes)
        #expect(throws: PolityError.self) { try CanonicalAct(parsing: canonical.bytes + [32]) }
    }

    @Test func unfitActs() throws {
        let id = try #require(ActID("0198c5a0-0000-7000-8000-000000000001"))
        let at = Instant(microseconds: 0)
        for act in [
            Act("Decision", organisation: "planning", by: .applicant, at: at, content: nil),
            Act("", organisation: "planning", by: .applicant, at: at, content: nil),
            Act("a", organisation: "city planning", by: .applicant, at: at, content: nil),
            Act("a", organisation: "b", by: .applicant, at: at, content: [.number(.notANumber)]),
            Act("a", organisation: "b", by: .applicant, at: at, content: .string(String(repeating: "x", count: 70_000))),
        ] {
            #expect(throws: PolityError.self) { try CanonicalAct(act, id: id) }
        }
    }

    @Test(arguments: TestStores.all) func actsOfACase(_ kind: TestStore) async throws {
        try await withJournal(kind) { fixture in
            let first = try await fixture.record("application_received", nil, reference: "ARD-0001")
            try await fixture.record("application_received", nil, reference: "ARD-0002")
            let last = try await fixture.record("decision_made", nil, about: fixture.subject(), reference: "ARD-0001")
            let acts = try await fixture.store.read { try fixture.journal.acts(reference: "ARD-0001", in: $0).map { ($0.id, try $0.act.get().kind) } }
            #expect(acts.map(\.0) == [first, last])
            #expect(acts.map(\.1) == ["application_received", "decision_made"])
        }
    }

    @Test func authors() {
        let officer = Actor(.account(Identifiers(clock: TestClock().clock, random: .seeded(1)).next()), actingFor: .office("clerk"), organisation: "planning")
        #expect(Act.Author(officer) == .office("clerk"))
        #expect(Act.Author(.nobody) == .applicant)
        for author in [Act.Author.office("a:b"), .applicant, .machine("m"), .system("deadlines")] { #expect(Act.Author(text: author.text) == author) }
        #expect(Act.Author(text: "applicant:x") == nil)
        #expect(Act.Author(text: "") == nil)
    }
}
