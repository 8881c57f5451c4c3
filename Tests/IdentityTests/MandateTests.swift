import Kernel
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
