import Kernel
import Privacy
import Store
import StoreTesting
import Testing

@testable import Identity

/// An account is found by its own address, and by none that only looks like it.
@Suite struct AddressTests {
    /// As an earlier version left it: found by the address without its accents.
    private static func leave(_ town: TestIdentity, _ email: String, _ person: PersonID) async throws -> AccountID {
        let id = try await town.store.write("test.account") { try town.identity.createAccount(email: "x@example.org", person: person, in: $0) }
        let sealed = try town.vault.codec.seal(text: email, subject: person, class: .contact, place: Identity.place(id, "email"))
        let token = try SearchTokens(index: "identity.accounts.email", vault: town.vault).whole(email)
        try await town.store.write("test.leave") { try $0.execute("UPDATE identity_accounts SET email = \(sealed), email_token = \(token) WHERE id = \(id)") }
        return id
    }

    @Test(arguments: TestStores.all) func addressesThatLookAlikeAreTwo(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let identity = town.identity
            let old = try await Self.leave(town, "josé@example.org", town.identity.identifiers.next())
            func found(_ email: String) async throws -> AccountID? { try await town.store.read { try identity.account(email: email, in: $0)?.id } }
            // Before the tokens are renewed nobody is taken for another already.
            #expect(try await found("jose@example.org") == nil)
            let today = CivilZone.utc.date(of: town.clock.now)
            let giver = try await town.person(of: try await town.account("giver@example.org"))
            try await town.store.write("test.give") { _ = try identity.giveMandate(for: giver, toAddress: "jose@example.org", from: today, in: $0) }
            let held = try await town.store.read { connection in
                try identity.mandates(heldBy: try identity.account(old, in: connection)?.person ?? giver, in: connection)
            }
            #expect(held.isEmpty)
            #expect(try await identity.renewAddressTokens() == false)
            #expect(try await found("josé@example.org") == old)
            #expect(try await found("JOSE\u{301}@example.org") == old)
            // The other has an account of their own now.
            try await identity.requestLink(
                email: "jose@example.org", client: TestIdentity.client, language: "en", returnTo: nil, page: TestIdentity.page, post: town.letters.post)
            let used = try await identity.useLink(town.letters.secret, client: TestIdentity.client)
            #expect(used.session.account != old)
            #expect(try await found("jose@example.org") == used.session.account)
            let error = await #expect(throws: PolityError.self) { try await town.account("josé@other.example") }
            #expect(error?.code == "IDENTITY-220")
        }
    }

    /// It goes on where it was left, a bounded number at a time, and is done once.
    @Test(arguments: TestStores.all) func allAccountsAreLookedAtOnce(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let names = ["ana@peñíscola.es", "bo@example.org", "çelik@example.org", "dora@example.org", "élodie@example.org"]
            var ids: [AccountID] = []
            for name in names { ids.append(try await Self.leave(town, name, town.identity.identifiers.next())) }
            var steps = 1
            while try await town.identity.renewAddressTokens(limit: 2) { steps += 1 }
            #expect(steps == 3)
            for (name, id) in zip(names, ids) {
                #expect(try await town.store.read { try town.identity.account(email: name, in: $0)?.id } == id, "\(name)")
            }
            let late = try await Self.leave(town, "zoë@example.org", town.identity.identifiers.next())
            #expect(try await town.identity.renewAddressTokens(limit: 2) == false)
            #expect(try await town.store.read { try town.identity.account(email: "zoë@example.org", in: $0)?.id } == nil, "\(late)")
        }
    }

    /// Nothing that others wrote down keeps the address of somebody who was erased.
    @Test(arguments: TestStores.all) func anErasedAddressIsNowhere(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let identity = town.identity
            let giver = try await town.person(of: try await town.account("giver@example.org"))
            let erased = try await town.person(of: try await town.account("ada@example.org"))
            let today = CivilZone.utc.date(of: town.clock.now)
            let mandate = try await town.store.write("test.give") { try identity.giveMandate(for: giver, toAddress: "ada@example.org", from: today, in: $0) }
            let waiting = try await town.store.write("test.give") { tx in
                let id = try identity.giveMandate(for: giver, toAddress: "ada@example.org", from: today, in: tx)
                // As it was given before she had an account, whose first session has not begun yet.
                try tx.execute("UPDATE identity_mandates SET agent = \(id.text), address_token = \(identity.token(of: "ada@example.org")) WHERE id = \(id)")
                return id
            }
            try await identity.requestLink(
                email: "ada@example.org", client: TestIdentity.client, language: "en", returnTo: nil, page: TestIdentity.page, post: town.letters.post)
            try await town.store.write("test.erase") { try identity.personalData.erase(erased, $0) }
            let given = try await town.store.read { try identity.mandates(givenBy: .person(giver), in: $0) }
            #expect(Set(given.map(\.id)) == [mandate, waiting])
            #expect(given.allSatisfy { $0.address == nil && $0.revokedAt != nil })
            let left = try await town.store.read {
                try $0.value("SELECT COUNT(*) FROM identity_mandates WHERE address IS NOT NULL OR address_token IS NOT NULL", as: Int.self)
            }
            #expect(left == 0)
            let error = await #expect(throws: PolityError.self) { try await identity.useLink(town.letters.secret, client: TestIdentity.client) }
            #expect(error?.code == "IDENTITY-203")
            town.clock.advance(by: .seconds(60))
            try await identity.sweep()
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM identity_links", as: Int.self) } == 0)
        }
    }
}
