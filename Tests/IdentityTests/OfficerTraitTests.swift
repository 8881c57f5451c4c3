import Kernel
import Store
import StoreTesting
import Testing
import Web

@testable import Identity

/// Teams and skills: given by an administrator, had in an office and nowhere else, a person's data like their roles.
@Suite struct OfficerTraitTests {
    @Test(arguments: [("team:harbour", OfficerTrait.team("harbour")), ("skill:a:b", .skill("a:b")), ("role:clerk", nil), ("team", nil), ("", nil)])
    func theyAreWritten(_ text: String, _ trait: OfficerTrait?) {
        #expect(OfficerTrait(text) == trait)
        if let trait { #expect(trait.description == text) }
    }

    @Test(arguments: TestStores.all) func theyHoldFromTheNextRequestOn(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let id = try await town.account("ada@example.org", roles: ["clerk"])
            let account = try #require(try await town.store.read { try town.identity.account(id, in: $0) })
            let session = try await town.store.write("test.session") { try town.identity.startSession(of: id, assurance: .low, in: $0) }
            let system = Actor(.system("tests"))
            // Twice is once.
            for trait in [OfficerTrait.team("harbour"), .skill("structures"), .skill("structures")] {
                try await town.store.write("test.give") { try town.identity.give(trait, to: account, by: system, in: $0) }
            }
            let actor = try #require(try await town.session(session.token)?.actor)
            #expect(actor.actingFor == .office("clerk") && actor.teams == ["harbour"] && actor.skills == ["structures"])
            #expect(actor.grants == town.identity.authority.grants(of: ["clerk"]), "they give no right")
            let officer = try #require(try await town.store.read { try town.identity.officers(in: $0) }.first)
            #expect(officer.roles == ["clerk"] && officer.teams == ["harbour"] && officer.skills == ["structures"])

            let found = try #require(
                try await town.identity.authenticate(Credentials(proof: .session(session.token), client: "192.0.2.7", now: town.clock.now)))
            let own = try await town.identity.choose("self", in: found)
            let citizen = try #require(try await town.session(own.token)?.actor)
            #expect(citizen.teams.isEmpty && citizen.skills.isEmpty)

            try await town.store.write("test.take") { try town.identity.take(.skill("structures"), from: account, by: system, in: $0) }
            #expect(try await town.store.read { try town.identity.skills(of: id, in: $0) } == [])
        }
    }

    @Test(arguments: TestStores.all) func whatCannotBeGiven(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let id = try await town.account("ada@example.org", roles: ["villager"])
            let account = try #require(try await town.store.read { try town.identity.account(id, in: $0) })
            let table = [
                (OfficerTrait.team("hill"), "IDENTITY-221"), (OfficerTrait.skill("flying"), "IDENTITY-221"), (OfficerTrait.team("harbour"), "IDENTITY-222"),
            ]
            for (trait, code) in table {
                let error = await #expect(throws: PolityError.self) {
                    try await town.store.write("test.give") { try town.identity.give(trait, to: account, by: Actor(.system("tests")), in: $0) }
                }
                #expect(error?.code == code)
            }
        }
    }

    @Test(arguments: TestStores.all) func theyAreTheOfficersData(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let id = try await town.account("ada@example.org", roles: ["head"])
            let account = try #require(try await town.store.read { try town.identity.account(id, in: $0) })
            for trait in [OfficerTrait.team("harbour"), .skill("structures")] {
                try await town.store.write("test.give") { try town.identity.give(trait, to: account, by: Actor(.system("tests")), in: $0) }
            }
            let holder = town.identity.personalData
            let subject = account.person
            let own = try await town.store.read { try holder.export(subject, $0) }["accounts"]?.array?.first
            #expect(own?["teams"] == ["harbour"] && own?["skills"] == ["structures"])
            try await town.store.write("test.erase") { try holder.erase(subject, $0) }
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM identity_traits", as: Int.self) } == 0)
        }
    }
}
