import Capability
import Journal
import Kernel
import Store
import StoreTesting
import Testing

@testable import Identity

/// Whoever was given an office, and by whom, stands in the public log; what somebody wrote into the store does not.
@Suite struct RoleActTests {
    @Test(arguments: TestStores.all) func givenAndTaken(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.roleActs)
            let account = try await town.account("clerk@example.org", roles: ["clerk", Authority.administrator])
            _ = try await town.account("boss@example.org", roles: [Authority.administrator])
            // Given twice is given once.
            try await town.store.write("test.give") { try town.identity.give("clerk", to: account, by: Actor(.system("tests")), in: $0) }
            #expect(try await acts.findings(in: town.store) == [])
            // Acts of one moment have no order among them.
            town.clock.advance(by: .milliseconds(1))
            try await town.store.write("test.take") { try town.identity.take("clerk", from: account, by: Actor(.system("tests")), in: $0) }
            #expect(try await acts.findings(in: town.store) == [])
            let told = try await town.store.read { try acts.journal.acts(reference: account.text, in: $0) }.compactMap(\.act.value)
            #expect(told.map(\.kind) == ["role_given", "role_given", "role_taken"] && told.allSatisfy { $0.author == .system("tests") })
        }
    }

    @Test(
        arguments: TestStores.all,
        [
            "INSERT INTO identity_roles (account, role, given_by, given_at) SELECT id, 'administrator', 'system', 1 FROM identity_accounts",
            "INSERT INTO identity_roles (account, role, given_by, given_at) SELECT account, 'administrator', given_by, given_at FROM identity_roles WHERE role = 'clerk'",
            "UPDATE identity_roles SET role = 'administrator'",
            "UPDATE identity_roles SET given_at = given_at + 1",
            "UPDATE identity_roles SET given_by = 'somebody'",
            "DELETE FROM identity_roles",
        ] as [SQL])
    func whatWasWrittenPastTheProgramIsFound(_ kind: TestStore, _ change: SQL) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.roleActs)
            let account = try await town.account("clerk@example.org", roles: ["clerk"])
            try await town.store.write("test.change") { _ = try $0.execute(change) }
            #expect(try await acts.findings(in: town.store) == ["The roles, teams and skills of the account \(account) are not those that acts tell of."])
        }
    }

    /// Teams and skills decide whose work is whose: an act each, too.
    @Test(
        arguments: TestStores.all,
        [
            nil, "UPDATE identity_traits SET id = 'flying' WHERE kind = 'skill'", "UPDATE identity_traits SET given_by = 'somebody'",
            "DELETE FROM identity_traits WHERE kind = 'team'",
            "INSERT INTO identity_traits (account, kind, id, given_by, given_at) SELECT account, 'skill', 'flying', given_by, given_at FROM identity_traits WHERE kind = 'team'",
        ] as [SQL?])
    func teamsAndSkills(_ kind: TestStore, _ change: SQL?) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.roleActs)
            let id = try await town.account("clerk@example.org", roles: ["clerk"])
            let (account, tests) = (try #require(try await town.store.read { try town.identity.account(id, in: $0) }), Actor(.system("tests")))
            for trait in [OfficerTrait.team("harbour"), .skill("structures"), .skill("structures")] {
                try await town.store.write("test.give") { try town.identity.give(trait, to: account, by: tests, in: $0) }
            }
            if let change {
                try await town.store.write("test.change") { _ = try $0.execute(change) }
                #expect(try await acts.findings(in: town.store) == ["The roles, teams and skills of the account \(id) are not those that acts tell of."])
                return
            }
            // Acts of one moment have no order among them.
            town.clock.advance(by: .milliseconds(1))
            try await town.store.write("test.take") { try town.identity.take(.team("harbour"), from: account, by: tests, in: $0) }
            #expect(try await acts.findings(in: town.store) == [])
            let told = try await town.store.read { try acts.journal.acts(reference: id.text, in: $0) }.compactMap(\.act.value)
            #expect(told.map(\.kind).sorted() == ["role_given", "trait_given", "trait_given", "trait_taken"])
            // Those of an earlier version are taken over once.
            try await town.store.write("test.old") { tx in
                for table in ["journal_waiting", "journal_acts"] { try tx.execute("DELETE FROM \(raw: table)") }
            }
            #expect(try await acts.findings(in: town.store).count == 1)
            for _ in 0..<2 { try await acts.takeOver(town.identity) }
            #expect(try await acts.findings(in: town.store) == [])
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts", as: Int.self) } == 2)
        }
    }

    /// A role that was taken back does not come again with its old row.
    @Test(arguments: TestStores.all) func anOldRowIsFound(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.roleActs)
            let account = try await town.account("clerk@example.org", roles: ["clerk"])
            let row = try #require(try await town.store.read { try $0.row("SELECT given_by, given_at FROM identity_roles") })
            // Acts of one moment have no order among them.
            town.clock.advance(by: .milliseconds(1))
            try await town.store.write("test.take") { try town.identity.take("clerk", from: account, by: Actor(.system("tests")), in: $0) }
            try await town.store.write("test.again") { tx in
                try tx.execute("INSERT INTO identity_roles (account, role, given_by, given_at) VALUES (\(account), 'clerk', \(row.text(0)), \(row.instant(1)))")
            }
            #expect(try await acts.findings(in: town.store).count == 1)
        }
    }

    /// Acts about roles are few, and found without reading the others; the index is the journal's.
    @Test func actsAboutRolesAreFoundByTheirIndex() async throws {
        try await TestIdentity.on(.sqlite) { town in
            for (kind, index) in [("role_given", "journal_acts_of_roles"), ("trait_given", "journal_acts_of_traits")] {
                let plan = try await town.store.read { connection in
                    try connection.rows(
                        "EXPLAIN QUERY PLAN SELECT DISTINCT reference FROM journal_acts WHERE reference > 'a' AND kind = '\(raw: kind)' ORDER BY reference LIMIT 500"
                    ).map { try $0.text("detail") }
                }
                #expect(plan.count == 1 && plan[0].contains(index), "\(plan)")
            }
            #expect(try await town.store.schemaDifferences(from: Capability.journal.migrations + IdentityMigrations.all) == [])
        }
    }

    // MARK: Machine clients

    private static func letIn(_ town: TestIdentity) async throws {
        try await town.store.write("test.client") { tx in
            for id in ["weather", "survey"] {
                _ = try town.identity.makeClient(
                    id, name: id, roles: ["clerk"], organisation: "town", lifetime: .seconds(86_400), by: Actor(.system("tests")), in: tx)
            }
        }
        try await town.store.write("test.revoke") { try town.identity.revokeClient("survey", by: Actor(.system("tests")), in: $0) }
    }

    /// Whether the clients are those that acts tell of, and the other way about.
    private static func isWhole(_ town: TestIdentity) async throws -> Bool {
        let acts = try #require(town.identity.clientActs)
        let isLogWhole = try await acts.journal.verify().passed
        return try await acts.findings(in: town.store) == [] && isLogWhole
    }

    @Test(
        arguments: TestStores.all,
        [
            """
            INSERT INTO identity_clients (id, name, hash, roles, organisation, made_by, made_at, expires_at)
            SELECT 'planted', name, X'00', roles, organisation, made_by, made_at, expires_at FROM identity_clients WHERE id = 'weather'
            """,
            "UPDATE identity_clients SET roles = '[\"head\"]' WHERE id = 'weather'",
            "UPDATE identity_clients SET hash = X'00' WHERE id = 'weather'",
            "UPDATE identity_clients SET expires_at = expires_at + 1 WHERE id = 'weather'",
            "UPDATE identity_clients SET revoked_at = NULL WHERE id = 'survey'",
            "UPDATE identity_clients SET revoked_at = 1 WHERE id = 'weather'",
            "UPDATE identity_clients SET id = 'other' WHERE id = 'weather'",
            "DELETE FROM identity_clients WHERE id = 'survey'",
        ])
    func aClientWrittenPastTheProgramIsFound(_ kind: TestStore, _ change: String) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.clientActs)
            acts.journal.verify(acts.committed)
            try await Self.letIn(town)
            try await acts.journal.sequence()
            #expect(try await Self.isWhole(town))
            let sql = town.store.dialect == .sqlite ? change : change.replacing("X'00'", with: "'\\x00'::bytea")
            try await town.store.write("test.change") { _ = try $0.execute(SQL(text: sql)) }
            #expect(try await !Self.isWhole(town))
        }
    }

    @Test(arguments: TestStores.all) func clientsOfEarlierVersionsAreTakenOver(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.clientActs)
            acts.journal.verify(acts.committed)
            try await Self.letIn(town)
            try await town.store.write("test.old") { tx in
                for table in ["journal_waiting", "journal_acts"] { try tx.execute("DELETE FROM \(raw: table)") }
            }
            #expect(try await acts.findings(in: town.store).count == 2)
            for _ in 0..<2 { try await acts.takeOver(in: town.store) }
            #expect(try await Self.isWhole(town))
            #expect(try await acts.journal.backlog().count == 3)
        }
    }

    @Test(arguments: TestStores.all) func rolesOfEarlierVersionsAreTakenOver(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.roleActs)
            _ = try await town.account("clerk@example.org", roles: ["clerk"])
            try await town.store.write("test.old") { tx in
                for table in ["journal_waiting", "journal_acts"] { try tx.execute("DELETE FROM \(raw: table)") }
            }
            #expect(try await acts.findings(in: town.store).count == 1)
            try await acts.takeOver(town.identity)
            #expect(try await acts.findings(in: town.store) == [])
            try await acts.takeOver(town.identity)
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts", as: Int.self) } == 1)
        }
    }
}
