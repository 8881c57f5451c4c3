import Blueprint
import Identity
import Kernel
import Testing

@testable import Casework

/// A town with two teams and a skill: what is reported in the north or south is put before a team, and what is large takes an engineer.
enum TeamTown {
    static let government = """
        name: Smalltown
        languages: [en]
        currency: GBP
        time_zone: UTC
        organisations: {town: {title: Town}}
        roles:
          clerk: {title: Clerk, organisation: town, permissions: [casework.work]}
          head: {title: Head clerk, organisation: town, permissions: [casework.work, casework.assign]}
          chief: {title: Chief, organisation: town, permissions: [casework.work, casework.assign, casework.supervise]}
        skills:
          structures: {title: Structural engineering}
          climbing: {title: Climbing}
        teams:
          north: {title: North team, roles: [clerk], takes: {report: 'area = "north"'}}
          south: {title: South team, roles: [clerk, head], takes: {report: 'area = "south"'}}

        """

    static let service = """
        title: Report something
        summary: Tell the clerk about it.
        access: signed_in
        questions:
          area: {ask: Where is it?, type: choose_one, filterable: true, choices: {north: North, south: South, sea: At sea}}
          size: {ask: How large is it?, type: number, min: 1}
        steps:
          - review:
              title: Judge it
              role: clerk
              skills: [{skill: structures, when: size > 100}]
              countersign: {title: Look at it again, role: clerk, skills: [climbing], when: size > 1000}

        """

    static func folder(_ service: String = Self.service, government: String = Self.government, adding more: [String: String] = [:]) -> FolderSnapshot {
        SmallTown.folder(["services/report/service.yaml": service].merging(more) { first, _ in first }, government: government)
    }

    static let granted = DecisionInput(outcome: "granted", reasons: [.init("It stands.")])
}

extension TestGovernment {
    /// An officer with an account, teams and skills, as their session would have them.
    func employed(_ role: String, teams: Set<String> = [], skills: Set<String> = []) async throws -> Caller {
        var officer = try await employed(role)
        let identity = host[Identity.self], account = try #require(officer.actor.account)
        let traits = teams.map(OfficerTrait.team) + skills.map(OfficerTrait.skill)
        try await store.write("test.traits") { tx in
            let found = try #require(try identity.account(account, in: tx))
            for trait in traits { try identity.give(trait, to: found, by: Actor(.system("tests")), in: tx) }
        }
        (officer.actor.teams, officer.actor.skills) = (teams, skills)
        return officer
    }

    func report(_ area: String, size: Int, by caller: Caller? = nil) async throws -> Identifier<Case> {
        let caller = caller ?? self.caller(person())
        let (application, _) = try await casework.start("report", caller)
        #expect(try await answer(application, [("area", ["area": area]), ("size", ["size": "\(size)"])], caller) == [])
        return try await casework.submit(application, caller).caseID
    }

    /// The only open task of a case.
    func task(of id: Identifier<Case>) async throws -> OfficeTask {
        let tasks = try await standing(id).tasks
        return try #require(tasks.count == 1 ? tasks.values.first : nil)
    }
}
