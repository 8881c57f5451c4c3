import Kernel
import Store
import StoreTesting
import Testing
import Web

@testable import Identity

@Suite struct SessionTests {
    @Test(arguments: TestStores.all) func aSessionEndsWhenIdleAndAtItsEnd(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let account = try await town.account("ada@example.org")
            let (idle, busy) = try await town.store.write("test.sessions") { tx in
                (try town.identity.startSession(of: account, assurance: .low, in: tx), try town.identity.startSession(of: account, assurance: .low, in: tx))
            }
            #expect(idle.token != busy.token)
            for _ in 0..<11 {
                town.clock.advance(by: .seconds(3_600))
                #expect(try await town.session(busy.token) != nil)
            }
            #expect(try await town.session(idle.token) == nil)
            town.clock.advance(by: .seconds(3_600))
            #expect(try await town.session(busy.token) == nil)
            try await town.identity.sweep()
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM identity_sessions", as: Int.self) } == 0)
        }
    }

    @Test(arguments: TestStores.all) func signsOutHereAndEverywhere(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let account = try await town.account("ada@example.org")
            let tokens = try await town.store.write("test.sessions") { tx in
                try (0..<3).map { _ in try town.identity.startSession(of: account, assurance: .low, in: tx).token }
            }
            try await town.identity.signOut(try #require(try await town.session(tokens[0])))
            #expect(try await town.session(tokens[0]) == nil)
            #expect(try await town.session(tokens[1])?.name == "Ada Example")
            try await town.store.write("test.everywhere") { try town.identity.endSessions(of: account, in: $0) }
            for token in tokens { #expect(try await town.session(token) == nil) }
            for forged in ["", "x", String(repeating: "A", count: 43), String(repeating: "é", count: 43)] { #expect(try await town.session(forged) == nil) }
        }
    }

    /// No token can be read out of the store, and a suspended account is out at once.
    @Test(arguments: TestStores.all) func onlyHashesAreKept(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let account = try await town.account("ada@example.org", roles: ["clerk"])
            let session = try await town.store.write("test.session") { try town.identity.startSession(of: account, assurance: .low, in: $0) }
            let hash = try await town.store.read { try $0.value("SELECT hash FROM identity_sessions", as: [UInt8].self) }
            #expect(hash != nil && hash != Base64.url.decode(session.token))
            try await town.store.write("test.suspend") { try town.identity.suspend(account, true, in: $0) }
            #expect(try await town.session(session.token) == nil)
        }
    }

    /// Whoever writes into the store comes in as nobody, and gives a session nothing; and it is found.
    @Test(
        arguments: TestStores.all,
        [
            "UPDATE identity_sessions SET account = (SELECT account FROM identity_roles WHERE role = 'head')",
            "UPDATE identity_sessions SET acting = 'office:head'", "UPDATE identity_sessions SET assurance = 'high'",
            "UPDATE identity_sessions SET expires_at = expires_at + 3600000000", "UPDATE identity_sessions SET created_at = created_at + 1",
            "UPDATE identity_sessions SET mac = NULL",
        ] as [SQL])
    func aChangedSessionLetsNobodyIn(_ kind: TestStore, _ change: SQL) async throws {
        try await TestIdentity.on(kind) { town in
            _ = try await town.account("head@example.org", roles: ["head"])
            let account = try await town.account("clerk@example.org", roles: ["clerk"])
            let token = try await town.store.write("test.session") { try town.identity.startSession(of: account, assurance: .low, in: $0) }.token
            let session = try #require(try await town.session(token))
            #expect(try await town.identity.foreignSessions() == [])
            try await town.store.write("test.change") { _ = try $0.execute(change) }
            #expect(try await town.session(token) == nil)
            #expect(town.log.lines.withLock { $0.contains { $0.contains("forged_session") } })
            let error = await #expect(throws: PolityError.self) { try await town.identity.choose("self", in: session) }
            #expect(error?.code == "IDENTITY-211")
            #expect(try await town.identity.foreignSessions().count == 1)
        }
    }

    @Test(arguments: TestStores.all) func aPlantedSessionLetsNobodyIn(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let account = try await town.account("head@example.org", roles: ["head"])
            let planted = Secret(random: .seeded(3))
            try await town.store.write("test.plant") { tx in
                _ = try town.identity.startSession(of: account, assurance: .low, in: tx)
                // Even with the seal of another.
                try tx.execute(
                    """
                    INSERT INTO identity_sessions (hash, account, created_at, seen_at, expires_at, assurance, acting, mac)
                    SELECT \(planted.hash), account, created_at, seen_at, expires_at, assurance, acting, mac FROM identity_sessions
                    """)
            }
            #expect(try await town.session(planted.text) == nil)
            let findings = try await town.identity.foreignSessions()
            #expect(findings == ["A session of the account \(account) was not begun by this government, or not so."])
            // One whose time is over lets nobody in anyway.
            town.clock.advance(by: town.identity.settings.sessionLifetime)
            #expect(try await town.identity.foreignSessions() == [])
        }
    }

    @Test(arguments: TestStores.all) func choosingForWhomToActChangesTheToken(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let (clerk, other) = (try await town.account("clerk@example.org", roles: ["clerk"]), try await town.account("other@example.org"))
            let (clerkPerson, otherPerson) = (try await town.person(of: clerk), try await town.person(of: other))
            let today = CivilZone.utc.date(of: town.clock.now)
            let (mandate, company, session) = try await town.store.write("test.mandates") { tx in
                let company = try town.identity.register(organisation: "Example Bakery", in: tx)
                let mandate = try town.identity.giveMandate(
                    for: .person(otherPerson), to: clerkPerson, services: ["permits"], from: today, to: today.adding(days: 1), in: tx)
                try town.identity.giveMandate(for: .organisation(company), to: clerkPerson, from: today.adding(days: 5), in: tx)
                return (mandate, company, try town.identity.startSession(of: clerk, assurance: .low, in: tx))
            }
            _ = company
            let office = try #require(try await town.session(session.token))
            #expect(office.actor.actingFor == .office("clerk") && office.actor.organisation == "town" && office.actor.may("tests.see", in: "works"))
            // As oneself an officer has no rights but everybody's.
            let selfSession = try await town.identity.choose("self", in: office)
            #expect(try await town.session(session.token) == nil)
            let itself = try #require(try await town.session(selfSession.token))
            #expect(itself.actor.actingFor == .itself && itself.actor.grants.isEmpty && itself.actor.party == .person(clerkPerson))
            let agent = try #require(try await town.session(try await town.identity.choose("mandate:\(mandate)", in: itself).token))
            #expect(agent.actor.party == .person(otherPerson) && agent.actor.grants.isEmpty)
            // A mandate that has not begun, another's role, nonsense.
            for choice in ["office:head", "mandate:\(company)", "", "mandate:x"] {
                let error = await #expect(throws: PolityError.self) { try await town.identity.choose(choice, in: agent) }
                #expect(error?.code == "IDENTITY-206")
            }
            // A revoked mandate falls back to oneself at once.
            let fresh = try await town.store.write("test.revoke") { tx in
                try town.identity.revokeMandate(mandate, by: itself.actor, in: tx)
                return try town.identity.mandate(mandate, in: tx)
            }
            #expect(fresh?.isInForce(on: today) == false)
        }
    }

    @Test(arguments: TestStores.all) func aNewPasswordEndsTheOtherSessions(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let account = try await town.account("ada@example.org", password: "three wild horses")
            let here = try await town.identity.signIn(email: "ada@example.org", password: "three wild horses", client: "")
            let there = try await town.identity.signIn(email: "ada@example.org", password: "three wild horses", client: "")
            let actor = try #require(try await town.session(here.token)).actor
            for (present, new, code) in [("wrong", "four wild horses!", "IDENTITY-213"), ("three wild horses", "short", "IDENTITY-205")] {
                let error = await #expect(throws: PolityError.self) { try await town.identity.changePassword(from: present, to: new, of: actor) }
                #expect(error?.code == code)
            }
            let fresh = try await town.identity.changePassword(from: "three wild horses", to: "four wild horses!", of: actor)
            #expect(try await town.session(here.token) == nil)
            #expect(try await town.session(there.token) == nil)
            #expect(try await town.session(fresh.token)?.actor.account == account)
            #expect(try await town.identity.signIn(email: "ada@example.org", password: "four wild horses!", client: "").account == account)
        }
    }

    /// A program that acts for a person sends its session's token in a header; out of the cookie or out of the header it is the same session.
    @Test(arguments: TestStores.all) func aProgramActsForAPerson(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let account = try await town.account("ada@example.org", password: "three wild horses")
            let token = try await town.identity.signIn(email: "ada@example.org", password: "three wild horses", client: "").token
            func session(_ token: String) async throws -> Session? {
                try await town.identity.authenticate(Credentials(proof: .bearer(token), client: "", now: town.clock.now))
            }
            let found = try #require(try await session(token))
            #expect(found.actor.account == account)
            #expect(try await session(String(token.reversed())) == nil)
            try await town.identity.signOut(found)
            #expect(try await session(token) == nil)
        }
    }

    @Test(arguments: TestStores.all) func aMachineComesInByItsToken(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let administrator = Actor(.system("tests"))
            let token = try await town.store.write("test.client") { tx in
                try town.identity.makeClient(
                    "weather_service", name: "Weather", roles: ["head"], organisation: "town", lifetime: .seconds(86_400), by: administrator, in: tx)
            }
            func session(_ token: String) async throws -> Session? {
                try await town.identity.authenticate(Credentials(proof: .bearer(token), client: "", now: town.clock.now))
            }
            let actor = try #require(try await session(token)).actor
            // A role of the county, but only for the town and what is below it.
            #expect(actor.principal == .machine("weather_service") && actor.may("tests.decide", in: "works") && !actor.may("tests.decide", in: "village"))
            for (id, roles, organisation) in [
                ("weather_service", [], "town"), ("Bad Id", [], "town"), ("x", ["administrator"], "town"), ("x", ["nothing"], "town"), ("x", [], "nowhere"),
            ] {
                await #expect(throws: PolityError.self) {
                    try await town.store.write("test.client") { tx in
                        try town.identity.makeClient(id, name: "", roles: roles, organisation: organisation, lifetime: .seconds(60), by: administrator, in: tx)
                    }
                }
            }
            #expect(try await session("polity_" + String(repeating: "A", count: 43)) == nil)
            #expect(try await session("") == nil)
            try await town.store.write("test.revoke") { try town.identity.revokeClient("weather_service", by: administrator, in: $0) }
            #expect(try await session(token) == nil)
        }
    }
}
