import Kernel
import Store
import StoreTesting
import Testing

@testable import Identity

/// Who stands in for whom, and for how long.
@Suite struct AbsenceTests {
    private static let overseeing: Permission = "tests.decide"

    private struct Office {
        let town: TestIdentity
        let absent: AccountID
        let colleague: AccountID
        let head: AccountID
        let villager: AccountID

        init(_ town: TestIdentity) async throws {
            self.town = town
            absent = try await town.account("absent@example.org", roles: ["clerk"])
            colleague = try await town.account("colleague@example.org", roles: ["clerk"])
            head = try await town.account("head@example.org", roles: ["head"])
            villager = try await town.account("villager@example.org", roles: ["villager"])
        }

        var today: CivilDate { CivilZone.utc.date(of: town.clock.now) }

        func actor(_ account: AccountID) async throws -> Actor {
            let session = try await town.store.write("test.session") { try town.identity.startSession(of: account, assurance: .low, in: $0) }
            return try #require(try await town.session(session.token)).actor
        }

        @discardableResult
        func say(_ account: AccountID, _ from: Int, _ to: Int, _ standIn: AccountID, by: AccountID) async throws -> Absence {
            let (actor, today) = (try await actor(by), today)
            return try await town.store.write("test.away") { tx in
                try town.identity.sayAway(
                    account, from: today.adding(days: from), to: today.adding(days: to), standIn: standIn, by: actor, overseeing: overseeing, in: tx)
            }
        }

        func refusal(_ account: AccountID, _ from: Int, _ to: Int, _ standIn: AccountID, by: AccountID) async throws -> String? {
            do {
                try await say(account, from, to, standIn, by: by)
                return nil
            } catch let error as PolityError {
                return error.code
            }
        }
    }

    @Test(arguments: TestStores.all) func aStandInHasTheRolesOfTheAbsentWhileTheyAreAwayAndNoLonger(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let office = try await Office(town)
            try await office.say(office.absent, 1, 2, office.colleague, by: office.absent)
            #expect(try await office.actor(office.colleague).standsInFor == [], "it has not begun")
            for day in 1...2 {
                town.clock.advance(by: .seconds(86_400))
                let actor = try await office.actor(office.colleague)
                #expect(actor.standsInFor.map(\.absent) == [office.absent], "day \(day)")
                #expect(actor.standsInFor.first?.grants.map(\.role) == ["clerk"] && actor.grants.map(\.role) == ["clerk"])
            }
            town.clock.advance(by: .seconds(86_400))
            #expect(try await office.actor(office.colleague).standsInFor == [])
        }
    }

    /// Never more than the absent officer has at the moment.
    @Test(arguments: TestStores.all) func aRoleThatIsTakenAwayIsGoneForTheStandInToo(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let office = try await Office(town)
            try await town.store.write("test.roles") { tx in
                for role in ["head", Authority.administrator] { try town.identity.give(role, to: office.absent, by: Actor(.system("tests")), in: tx) }
            }
            try await office.say(office.absent, 0, 5, office.colleague, by: office.head)
            let given = try await office.actor(office.colleague).standsInFor.first?.grants.map(\.role).sorted()
            #expect(given == ["clerk", "head"], "an administrator's is no office")
            try await town.store.write("test.roles") { try town.identity.take("head", from: office.absent, by: Actor(.system("tests")), in: $0) }
            #expect(try await office.actor(office.colleague).standsInFor.first?.grants.map(\.role) == ["clerk"])
            // Nothing is passed on: whoever stands in for the stand-in has their own work only.
            #expect(try await office.refusal(office.colleague, 0, 1, office.head, by: office.colleague) == nil)
            #expect(try await office.actor(office.head).standsInFor.map(\.absent) == [office.colleague])
            try await town.store.write("test.suspend") { try town.identity.suspend(office.absent, true, in: $0) }
            #expect(try await office.actor(office.colleague).standsInFor == [])
        }
    }

    @Test(arguments: TestStores.all) func whoActsForThemselvesStandsInForNobody(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let office = try await Office(town)
            try await office.say(office.absent, 0, 5, office.colleague, by: office.absent)
            let session = try await town.store.write("test.session") { try town.identity.startSession(of: office.colleague, assurance: .low, in: $0) }
            let own = try await town.identity.choose("self", in: try #require(try await town.session(session.token)))
            #expect(try await town.session(own.token)?.actor.standsInFor == [])
        }
    }

    @Test(arguments: TestStores.all) func whatCannotBeIsRefused(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let office = try await Office(town)
            let (absent, colleague) = (office.absent, office.colleague)
            for (from, to) in [(2, 1), (-3, -1), (0, 400)] {
                #expect(try await office.refusal(absent, from, to, colleague, by: absent) == "IDENTITY-216", "\(from) to \(to)")
            }
            #expect(try await office.refusal(absent, 0, 1, absent, by: absent) == "IDENTITY-218", "nobody stands in for themselves")
            #expect(try await office.refusal(absent, 0, 1, office.villager, by: absent) == "IDENTITY-218", "another office")
            #expect(try await office.refusal(absent, 0, 1, colleague, by: colleague) == "IDENTITY-206", "a colleague's absence is not theirs to say")
            #expect(try await office.refusal(office.head, 0, 1, colleague, by: office.head) == "IDENTITY-218", "who is below does not stand in for the head")
            try await office.say(absent, 3, 5, colleague, by: office.head)
            #expect(try await office.refusal(absent, 5, 8, colleague, by: absent) == "IDENTITY-217", "overlapping")
            #expect(try await office.refusal(colleague, 0, 3, absent, by: colleague) == "IDENTITY-218", "away themselves")
            #expect(try await office.refusal(absent, 0, 2, colleague, by: absent) == nil)
        }
    }

    @Test(arguments: TestStores.all) func anAbsenceIsEndedByItsOfficerOrTheirHeadAlone(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let office = try await Office(town)
            let absence = try await office.say(office.absent, 0, 5, office.colleague, by: office.absent)
            func end(_ account: AccountID) async throws {
                let actor = try await office.actor(account)
                try await town.store.write("test.end") { try town.identity.endAbsence(absence.id, by: actor, overseeing: Self.overseeing, in: $0) }
            }
            for stranger in [office.colleague, office.villager] { await #expect(throws: PolityError.self) { try await end(stranger) } }
            #expect(try await office.actor(office.colleague).standsInFor.count == 1)
            let (head, villager) = (try await office.actor(office.head), try await office.actor(office.villager))
            #expect(try await town.store.read { try town.identity.absences(for: head, overseeing: Self.overseeing, in: $0) } == [absence])
            #expect(try await town.store.read { try town.identity.absences(for: villager, overseeing: Self.overseeing, in: $0) } == [])
            try await end(office.absent)
            #expect(try await office.actor(office.colleague).standsInFor == [])
            #expect(try await town.store.read { try town.identity.absences(for: head, overseeing: Self.overseeing, in: $0) } == [])
        }
    }

    // MARK: In the public log

    /// One that goes on, and one that was ended.
    private static func away(_ town: TestIdentity) async throws -> Office {
        let office = try await Office(town)
        let second = try await office.say(office.colleague, 10, 12, office.absent, by: office.colleague)
        let actor = try await office.actor(office.colleague)
        try await town.store.write("test.end") { try town.identity.endAbsence(second.id, by: actor, overseeing: Self.overseeing, in: $0) }
        try await office.say(office.absent, 0, 5, office.colleague, by: office.absent)
        return office
    }

    @Test(
        arguments: TestStores.all,
        [
            """
            INSERT INTO identity_absences (id, account, stand_in, first_day, last_day, said_by, said_at)
            SELECT '01a20000-0000-7000-8000-00000000ffff', stand_in, account, first_day, last_day, said_by, said_at FROM identity_absences
            WHERE last_day >= first_day
            """,
            "UPDATE identity_absences SET stand_in = account WHERE last_day >= first_day",
            "UPDATE identity_absences SET last_day = last_day + 100 WHERE last_day >= first_day",
            "UPDATE identity_absences SET last_day = first_day WHERE last_day < first_day",
        ] as [SQL])
    func anAbsenceThatNobodySaidIsFound(_ kind: TestStore, _ change: SQL) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.absenceActs)
            _ = try await Self.away(town)
            #expect(try await acts.findings(in: town.store) == [])
            try await town.store.write("test.change") { _ = try $0.execute(change) }
            #expect(try await acts.findings(in: town.store).count == 1)
        }
    }

    @Test(arguments: TestStores.all) func absencesOfEarlierVersionsAreTakenOver(_ kind: TestStore) async throws {
        try await TestIdentity.on(kind) { town in
            let acts = try #require(town.identity.absenceActs)
            let office = try await Self.away(town)
            try await town.store.write("test.old") { tx in
                for table in ["journal_waiting", "journal_acts"] { try tx.execute("DELETE FROM \(raw: table)") }
            }
            #expect(try await acts.findings(in: town.store).count == 2)
            for _ in 0..<2 { try await acts.takeOver(in: town.store) }
            #expect(try await acts.findings(in: town.store) == [])
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts", as: Int.self) } == 2)
            // Whoever is erased takes their absences along, and those in which they stood in.
            let person = try await town.person(of: office.colleague)
            try await town.store.write("test.erase") { tx in try town.identity.personalData.erase(person, tx) }
            try town.vault.destroyKeys(of: [person])
            #expect(try await acts.findings(in: town.store) == [])
        }
    }
}
