import Kernel
import Store
import StoreTesting
import Testing

@testable import Identity

/// Mandates that are given to an e-mail address.
@Suite struct MandateTests {
    /// Whoever gives one learns nothing about who has an account, and it holds as soon as the other side signs in.
    @Test(arguments: TestStores.all) func anAddressWithAndWithoutAnAccountLookTheSame(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let giver = try await town.person(of: try await town.account("giver@example.org"))
            let known = try await town.person(of: try await town.account("known@example.org"))
            let today = CivilZone.utc.date(of: town.clock.now)
            try await town.store.write("test.give") { tx in
                for address in ["Known@example.org", "later@example.org"] {
                    try town.identity.giveMandate(for: giver, toAddress: address, services: ["permits"], from: today, in: tx)
                }
            }
            let given = try await town.store.read { try town.identity.mandates(givenBy: .person(giver), in: $0) }
            #expect(Set(given.compactMap(\.address)) == ["known@example.org", "later@example.org"])
            #expect(try await town.store.read { try town.identity.mandates(heldBy: known, in: $0) }.count == 1)

            let account = try await town.account("later@example.org")
            let later = try await town.person(of: account)
            #expect(try await town.store.read { try town.identity.mandates(heldBy: later, in: $0) }.isEmpty)
            let started = try await town.store.write("test.start") { try town.identity.startSession(of: account, assurance: .low, in: $0) }
            let held = try #require(try await town.store.read { try town.identity.mandates(heldBy: later, in: $0) }.first)
            #expect(held.principal == .person(giver) && held.services == ["permits"])
            let session = try #require(try await town.session(started.token))
            let acting = try #require(try await town.session(try await town.identity.choose("mandate:\(held.id)", in: session).token))
            #expect(acting.actor.covers("permits") && !acting.actor.covers("taxes"))
            // Whom a block writes to goes by the same.
            func acts(_ service: String) async throws -> Bool {
                try await town.store.read { try town.identity.acts(later, for: .person(giver), in: service, $0) }
            }
            #expect(try await acts("permits"))
            #expect(try await !acts("taxes"))
            try await town.store.write("test.revoke") { try town.identity.revokeMandate(held.id, by: acting.actor, in: $0) }
            #expect(try await !acts("permits"))
        }
    }

    // MARK: In the public log

    /// One that is known at once, one that waits for its address, and one that has ended.
    private static func give(_ town: TestIdentity) async throws -> (ended: MandateID, later: AccountID) {
        let (giver, holder) = (try await town.account("giver@example.org"), try await town.account("known@example.org"))
        let (person, known) = (try await town.person(of: giver), try await town.person(of: holder))
        let today = CivilZone.utc.date(of: town.clock.now)
        let ended = try await town.store.write("test.give") { tx in
            try town.identity.giveMandate(for: person, toAddress: "known@example.org", from: today, in: tx)
            try town.identity.giveMandate(for: person, toAddress: "later@example.org", services: ["permits"], from: today, in: tx)
            let company = try town.identity.register(organisation: "Boats", in: tx)
            return try town.identity.giveMandate(for: .organisation(company), to: known, from: today, in: tx)
        }
        let started = try await town.store.write("test.start") { try town.identity.startSession(of: holder, assurance: .low, in: $0) }
        let actor = try #require(try await town.session(started.token)).actor
        try await town.store.write("test.end") { try town.identity.revokeMandate(ended, by: actor, in: $0) }
        return (ended, try await town.account("later@example.org"))
    }

    @Test(
        arguments: TestStores.all,
        [
            """
            INSERT INTO identity_mandates (id, principal_kind, principal, agent, services, valid_from, given_at)
            SELECT '01a20000-0000-7000-8000-00000000ffff', 'person', agent, principal, '[]', valid_from, given_at FROM identity_mandates
            WHERE services = '["permits"]'
            """,
            "UPDATE identity_mandates SET agent = '01a20000-0000-7000-8000-00000000ffff' WHERE revoked_at IS NULL AND services = '[]'",
            "UPDATE identity_mandates SET services = '[]' WHERE services <> '[]'", "UPDATE identity_mandates SET valid_from = 0 WHERE services <> '[]'",
            "UPDATE identity_mandates SET revoked_at = NULL WHERE revoked_at IS NOT NULL",
        ])
    func aMandateThatNobodyGaveIsFound(_ kind: TestStore, _ change: String) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.mandateActs)
            let later = try await Self.give(town).later
            #expect(try await acts.findings(in: town.store) == [])
            _ = try await town.store.write("test.claim") { try town.identity.startSession(of: later, assurance: .low, in: $0) }
            #expect(try await acts.findings(in: town.store) == [])
            try await town.store.write("test.change") { _ = try $0.execute(SQL(text: change)) }
            #expect(try await acts.findings(in: town.store).count == 1)
        }
    }

    @Test(arguments: TestStores.all) func mandatesOfEarlierVersionsAreTakenOver(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.mandateActs)
            _ = try await Self.give(town)
            try await town.store.write("test.old") { tx in
                for table in ["journal_waiting", "journal_acts"] { try tx.execute("DELETE FROM \(raw: table)") }
            }
            #expect(try await acts.findings(in: town.store).count == 2)
            for _ in 0..<2 { try await acts.takeOver(in: town.store) }
            #expect(try await acts.findings(in: town.store) == [])
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts", as: Int.self) } == 2)
        }
    }

    @Test(arguments: TestStores.all) func whoIsErasedLeavesNoFinding(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.mandateActs)
            let later = try await town.person(of: try await Self.give(town).later)
            let giver = try #require(try await town.store.read { try town.identity.account(email: "giver@example.org", in: $0) }).person
            for person in [later, giver] {
                try await town.store.write("test.erase") { tx in try town.identity.personalData.erase(person, tx) }
                try town.vault.destroyKeys(of: [person])
                #expect(try await acts.findings(in: town.store) == [])
            }
        }
    }

    @Test(arguments: TestStores.all) func oneselfAndNoAddressAreRefused(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let giver = try await town.person(of: try await town.account("giver@example.org"))
            let today = CivilZone.utc.date(of: town.clock.now)
            for (address, code) in [("giver@example.org", "IDENTITY-206"), ("nowhere", "IDENTITY-204")] {
                let error = await #expect(throws: PolityError.self) {
                    try await town.store.write("test.give") { try town.identity.giveMandate(for: giver, toAddress: address, from: today, in: $0) }
                }
                #expect(error?.code == code)
            }
        }
    }
}
