import Capability
import Journal
import Kernel
import MerkleLog
import Privacy
import Rules
import Store
import StoreTesting
import Testing

@testable import Casework

/// A decision changed in its case is found by `polity verify`, whichever part of it.
@Suite struct DecisionCommitmentTests {
    struct Fixture: Sendable {
        var store: Store
        var codec: PersonalCodec
        var journal: Journal
        var vault: PersonalVault
        var subject: Identifier<DataSubject>
        var theCase: Identifier<Case>
    }

    static let decision = Decision(
        number: 1, outcome: "granted", reasons: [Decision.Reason("It meets the plan.", source: "planning_act")], conditions: ["Keep the hedge."],
        decidedAt: Instant(microseconds: 1_772_442_000_000_000), by: .officer(AccountID("0198c5a0-0000-7000-8000-000000000009")!, role: "planning_officer"),
        findings: [
            RuleFinding([
                "decision": "inspection_is_needed", "value": true,
                "rules": [["table": "inspection_is_needed", "rule": 2, "inputs": [["name": "floor_area", "value": 501]], "source": "rule 3(b)"]],
            ])!,
            RuleFinding([
                "decision": "fee", "value": .null, "rules": [],
                "passed_over": [["table": "fee", "rule": 1, "input": "cost", "value": 3_000, "condition": "<= 700"]],
                "silent_tables": [["table": "fee", "inputs": [["name": "cost", "value": 3_000]]]],
            ])!,
        ])

    static func withDecision(_ kind: TestStore, _ body: (Fixture) async throws -> Void) async throws {
        let clock = TestClock()
        try await withStore(kind, [Capability.journal, .casework].flatMap(\.migrations), clock: clock.clock) { store in
            let random = Random.seeded(3)
            let ids = Identifiers(clock: clock.clock, random: random)
            let vault = try PersonalVault.inMemory(clock: clock.clock, random: random)
            let codec = vault.codec
            let signer = try #require(NoteSigner(name: "arden.example/log", seed: Array(0..<32)))
            let journal = try await Journal.open(store: store, codec: codec, signer: signer, clock: clock.clock, random: random)
            journal.verify(Casework.committedDecisions(codec: codec))
            let fixture = Fixture(store: store, codec: codec, journal: journal, vault: vault, subject: ids.next(), theCase: ids.next())
            let sealed = try state([decision.json], fixture)
            try await store.write("test.decide") { tx in
                try tx.execute(
                    """
                    INSERT INTO casework_cases (id, reference, application, service, folder, organisation, subject, language, law_date, opened_at, stage, outcome,
                        state, version)
                    VALUES (\(fixture.theCase), 'ARD7K3M', \(fixture.theCase), 'building_permit', 'f', 'planning', \(fixture.subject), 'en', 20000, 0, 'decided',
                        'granted', \(sealed), 1)
                    """)
                try journal.record(
                    Act(
                        "decision_made", organisation: "planning", reference: "ARD7K3M", by: .office("planning_officer"), at: tx.now,
                        content: decision.actContent),
                    about: fixture.subject, in: tx)
            }
            try await journal.sequence()
            try await body(fixture)
        }
    }

    static func state(_ decisions: [JSON], _ fixture: Fixture) throws -> [UInt8] {
        try fixture.codec.seal(
            JSON.object([.init("v", 1), .init("decisions", .array(decisions))]).bytes, subject: fixture.subject, class: .special,
            place: "casework_cases.state/\(fixture.theCase)")
    }

    @Test(arguments: TestStores.all) func aDecisionThatStands(_ kind: TestStore) async throws {
        try await Self.withDecision(kind) { fixture in
            let report = try await fixture.journal.verify()
            #expect(report.findings == [])
            #expect(report.contents == 1)
        }
    }

    /// Sealed anew by somebody who has the keys, with another reason, condition, outcome, time or officer.
    @Test(arguments: TestStores.all, ["\"granted\"", "plan", "hedge", "planning_act", "000009", "1772442", "\"n\":1", "\"rule\":2", "501", "3(b", "<= 700"])
    func aDecisionRewritten(_ kind: TestStore, _ part: String) async throws {
        try await Self.withDecision(kind) { fixture in
            let text = Self.decision.json.text
            let place = try #require(text.firstRange(of: part))
            let last = text.index(before: place.upperBound)
            let target = text[last] == "\"" ? text.index(before: last) : last
            let changed = text.replacingCharacter(at: target, with: text[target] == "7" ? "8" : "7")
            let sealed = try Self.state([JSON(parsing: changed)], fixture)
            try await fixture.store.write("test.rewrite") { try $0.execute("UPDATE casework_cases SET state = \(sealed)") }
            #expect(try await fixture.journal.verify().passed == false)
        }
    }

    @Test(arguments: TestStores.all) func aDecisionDamagedOrGone(_ kind: TestStore) async throws {
        try await Self.withDecision(kind) { fixture in
            let sealed = try Self.state([Self.decision.json], fixture)
            var torn = sealed
            torn[torn.count / 2] ^= 1
            for (state, outcome) in [(torn, "granted"), (sealed, "refused"), (try Self.state([], fixture), "granted")] {
                try await fixture.store.write("test.damage") { try $0.execute("UPDATE casework_cases SET state = \(state), outcome = \(outcome)") }
                #expect(try await fixture.journal.verify().findings.count == 1)
            }
            try await fixture.store.write("test.remove") { try $0.execute("DELETE FROM casework_cases") }
            #expect(try await fixture.journal.verify().findings.count == 1)
        }
    }

    /// Somebody's who was erased is a place where a decision could be made to vanish; but its act is still there.
    @Test(arguments: TestStores.all) func aDecisionGivenToAnErasedPerson(_ kind: TestStore) async throws {
        try await Self.withDecision(kind) { fixture in
            let stranger = Identifier<DataSubject>("0198c5a0-0000-7000-8000-00000000dead")!
            try fixture.vault.destroyKeys(of: [stranger])
            try await fixture.store.write("test.give_away") { try $0.execute("UPDATE casework_cases SET subject = \(stranger)") }
            let findings = try await fixture.journal.verify().findings
            #expect(findings.count == 1 && findings.first?.description.contains("counts as erased, though the act itself is not") == true, "\(findings)")
            // Erased with its act it is gone for good, and that is in order.
            try await fixture.store.write("test.give_back") { try $0.execute("UPDATE casework_cases SET subject = \(fixture.subject)") }
            try await fixture.store.write("test.erase") { try fixture.journal.recordErasure(of: fixture.subject, in: $0) }
            try fixture.vault.destroyKeys(of: [fixture.subject])
            #expect(try await fixture.journal.verify().findings == [])
        }
    }

    /// The act goes to the applicant with the certificate: it names the office, not the officer's account.
    @Test func theActNamesNoOfficer() {
        let content = Self.decision.actContent
        #expect(!content.text.contains("000000000009"))
        #expect(content["outcome"]?.string == "granted")
        #expect(content["decision_hash"]?.string?.count == 64)
    }
}

extension String {
    fileprivate func replacingCharacter(at place: Index, with character: Character) -> String {
        self[..<place] + String(character) + self[index(after: place)...]
    }
}
