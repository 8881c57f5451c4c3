import Kernel
import Store
import StoreTesting
import Testing

@testable import Identity

@Suite struct AuthorityTests {
    static let authority = Authority(TestIdentity.government)

    /// Who may do what, where: the whole table.
    @Test(arguments: [
        ("head", "tests.see", "county", true), ("head", "tests.see", "works", true), ("head", "tests.see", "village", true),
        ("head", "tests.decide", "town", true),
        ("clerk", "tests.see", "town", true), ("clerk", "tests.see", "works", true), ("clerk", "tests.see", "county", false),
        ("clerk", "tests.see", "village", false),
        ("clerk", "tests.decide", "town", false), ("villager", "tests.see", "village", true), ("villager", "tests.see", "town", false),
        ("administrator", "identity.administer", "town", true), ("administrator", "tests.see", "town", false), ("head", "identity.administer", "county", false),
        ("gone", "tests.see", "town", false),
    ])
    func whoMayDoWhat(_ role: String, _ permission: String, _ organisation: String, _ isAllowed: Bool) {
        let ids = Identifiers(clock: TestClock().clock, random: .system)
        let actor = Actor(.account(ids.next()), person: ids.next(), assurance: .low, actingFor: .office(role), grants: Self.authority.grants(of: [role]))
        #expect(actor.may(Permission(permission), in: organisation) == isAllowed)
        #expect(((try? actor.require(Permission(permission), in: organisation)) != nil) == isAllowed)
    }

    @Test func visitorsAndTheUnsureAreToldApart() {
        let ids = Identifiers(clock: TestClock().clock, random: .system)
        #expect(#expect(throws: PolityError.self) { try Actor.nobody.require("tests.see") }?.code == "IDENTITY-211")
        let weak = Actor(.account(ids.next()), assurance: .low, grants: Self.authority.grants(of: ["head"]))
        #expect(#expect(throws: PolityError.self) { try weak.require("tests.see", assurance: .substantial) }?.code == "IDENTITY-212")
        #expect(#expect(throws: PolityError.self) { try Actor(.account(ids.next()), assurance: .high).require("tests.see") }?.code == "IDENTITY-210")
        #expect(throws: Never.self) { try Actor(.system("job")).require("tests.see") }
    }

    @Test(arguments: TestStores.all) func aRoleIsGivenAndTakenAtOnce(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let account = try await town.account("ada@example.org", roles: ["clerk", "administrator"])
            let session = try await town.store.write("test.session") { try town.identity.startSession(of: account, assurance: .low, in: $0) }
            #expect(try await town.session(session.token)?.actor.actingFor == .office("clerk"))
            try await town.store.write("test.take") { try town.identity.take("clerk", from: account, by: Actor(.system("tests")), in: $0) }
            #expect(try await town.session(session.token) == nil)
            #expect(try await town.store.read { try town.identity.roles(of: account, in: $0) } == ["administrator"])
            for (role, code) in [("administrator", "IDENTITY-215")] {
                let error = await #expect(throws: PolityError.self) {
                    try await town.store.write("test.take") { try town.identity.take(role, from: account, by: Actor(.system("tests")), in: $0) }
                }
                #expect(error?.code == code)
            }
            let error = await #expect(throws: PolityError.self) {
                try await town.store.write("test.give") { try town.identity.give("emperor", to: account, by: Actor(.system("tests")), in: $0) }
            }
            #expect(error?.code == "IDENTITY-207")
            #expect(try await town.store.read { try town.identity.holders(of: "administrator", in: $0).map(\.id) } == [account])
        }
    }

    /// More than are asked for in one statement, each with their own roles.
    @Test(arguments: TestStores.all) func officersAreReadTogether(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let both = try await town.account("ada@example.org", roles: ["clerk", "villager"])
            let one = try await town.account("bob@example.org", roles: ["villager"])
            let none = try await town.account("eve@example.org")
            let found = try await town.store.read { try town.identity.holders(ofAny: ["clerk", "villager", "head"], in: $0) }
            #expect(found.map(\.id) == [both, one].sorted() && found.first { $0.id == both }?.roles == ["clerk", "villager"])
            #expect(try await town.store.read { try town.identity.holders(ofAny: [], in: $0) } == [])
            let missing = (0..<600).map { _ in town.identity.identifiers.next(Named.Account.self) }
            let read = try await town.store.read { try town.identity.accounts([none] + missing + [both], in: $0) }
            #expect(read.map(\.id) == [none, both] && read.map(\.roles) == [[], ["clerk", "villager"]] && read.last?.email == "ada@example.org")
        }
    }

    @Test(arguments: TestStores.all) func twoSpellingsOfAnAddressAreOneAccount(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            try await town.account("Ada@Example.org")
            let error = await #expect(throws: PolityError.self) { try await town.account("ada@example.ORG ") }
            #expect(error?.code == "IDENTITY-209" || error?.code == "IDENTITY-204")
            for text in ["", "x", "a@b", "a b@example.org", "@example.org", "a@.org", "a@example.", "<a@example.org>"] {
                await #expect(throws: PolityError.self) { try await town.account(text) }
            }
        }
    }
}
