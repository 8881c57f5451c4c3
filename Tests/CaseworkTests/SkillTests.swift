import Journal
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Who may take work that asks for a skill, and how a supervisor gives it to somebody who lacks it.
struct SkillTests {
    private func on(_ kind: TestStore, _ body: (TestGovernment) async throws -> Void) async throws {
        try await TestGovernment.on(kind, with: TeamTown.folder(), body)
    }

    @Test(arguments: TestStores.all) func whoLacksItCannotTakeIt(_ kind: TestStore) async throws {
        try await on(kind) { town in
            let id = try await town.report("sea", size: 200)
            let task = try await town.task(of: id), ticket = task.ticket
            #expect(task.skills == ["structures"] && task.team == nil)
            let (plain, able) = (try await town.employed("clerk", skills: ["climbing"]), try await town.employed("clerk", skills: ["structures"]))
            // Whichever way they take it up.
            await expectCode(CaseFault.lacksSkills([]).code) { try await town.casework.take(ticket, of: id, plain) }
            await expectCode(CaseFault.lacksSkills([]).code) { try await town.casework.decide(ticket, of: id, TeamTown.granted, plain) }
            await expectCode(CaseFault.lacksSkills([]).code) { try await town.casework.ask(ticket, of: id, text: "Why?", plain) }
            await expectCode(CaseFault.lacksSkills([]).code) { try await town.casework.take(ticket, of: id, try await town.employed("chief")) }
            let seen = try await town.casework.preview(.take, of: [ChosenTask(caseID: id, ticket: ticket)], plain)
            #expect(
                seen.first?.refusal?.message == "This task asks for a skill that you do not have: Structural engineering."
                    && seen.first?.refusal?.hint?.contains("supervisor") == true)
            try await town.casework.take(ticket, of: id, able)
            try await town.casework.decide(ticket, of: id, TeamTown.granted, able)
            let decision = try #require(try await town.standing(id).decisions.first)
            #expect(decision.withoutSkills == [] && decision.json["without_skills"] == nil)
        }
    }

    /// What is asked for is what holds when the work begins.
    @Test(arguments: [(100, []), (101, ["structures"])] as [(Int, [String])]) func aConditionSaysWhenItIsAskedFor(_ size: Int, _ skills: [String]) async throws
    {
        try await on(.sqlite) { town in
            let id = try await town.report("north", size: size)
            #expect(try await town.task(of: id).skills == skills)
        }
    }

    /// To whom it can be given, by whom: colleagues who may assign give it to who has it, a supervisor to anybody of the role.
    @Test(arguments: TestStores.all) func whoMayGiveItToWhom(_ kind: TestStore) async throws {
        try await on(kind) { town in
            let (plain, able) = (try await town.employed("clerk"), try await town.employed("clerk", skills: ["structures"]))
            var head = town.officer("clerk", at: "town", [.workCases, .assignCases])
            let chief = try await town.employed("chief")
            let table: [(Caller, Caller, String?)] = [
                (head, plain, CaseFault.takerLacksSkills([]).code), (head, head, CaseFault.takerLacksSkills([]).code), (head, able, nil), (chief, plain, nil),
                (chief, chief, nil),
            ]
            for (giver, taker, code) in table {
                let id = try await town.report("sea", size: 200)
                let ticket = try await town.task(of: id).ticket
                func give() async throws {
                    try await town.casework.handOver(ticket, of: id, to: taker.actor.account, role: nil, organisation: nil, note: "", giver)
                }
                if let code { await expectCode(code) { try await give() } } else { try await give() }
                let given = try await town.task(of: id)
                #expect(given.assignee == (code == nil ? taker.actor.account : nil))
            }
            head.actor.skills = ["structures"]
            let id = try await town.report("sea", size: 200)
            try await town.casework.handOver(
                try await town.task(of: id).ticket, of: id, to: head.actor.account, role: nil, organisation: nil, note: "", head)
        }
    }

    /// Given by a supervisor it is done without the skill, and everything that is kept says so.
    @Test(arguments: TestStores.all) func whatASupervisorGaveIsSaid(_ kind: TestStore) async throws {
        try await on(kind) { town in
            let applicant = town.caller(town.person())
            let id = try await town.report("sea", size: 200, by: applicant)
            let (plain, chief) = (try await town.employed("clerk"), try await town.employed("chief"))
            let account = try #require(plain.actor.account)
            try await town.casework.handOver(
                try await town.task(of: id).ticket, of: id, to: account, role: nil, organisation: nil, note: "", chief)
            // It is theirs and in their list, and comes back to them after a question.
            #expect(try await town.casework.queue(QueueQuery(), plain).rows.map(\.assignee) == [account])
            try await town.casework.ask(try await town.task(of: id).ticket, of: id, text: "Why?", plain)
            try await town.casework.answerRequest(1, of: id, text: "Because.", files: [], applicant)
            #expect(try await town.task(of: id).assignee == account)
            try await town.casework.decide(try await town.task(of: id).ticket, of: id, TeamTown.granted, plain)
            let view = try await town.casework.officerView(id, chief)
            let waived = view.history.filter { entry in
                entry.events.contains { if case .skillsWaived(_, for: account, ["structures"]) = $0 { true } else { false } }
            }
            #expect(waived.map(\.kind) == ["handed_over"] && waived.map(\.by) == [chief.actor.text])
            #expect(view.theCase.decisions.map(\.withoutSkills) == [["structures"]])
            let journal = town.host[Journal.self]
            let acts = try await town.store.read { try journal.acts(reference: view.theCase.reference.plain, limit: 10, in: $0) }.compactMap(\.act.value)
            #expect(acts.first { $0.kind == "decision_made" }?.content["without_skills"] == ["structures"])
            try await town.replayEqualsLive(id)
            try await town.work()
            #expect(try await journal.verify().findings == [])
        }
    }

    /// Put back, it asks for its skill again; and a stand-in works on what takes a skill only with it.
    @Test(arguments: TestStores.all) func inAColleaguesPlaceItIsAskedForToo(_ kind: TestStore) async throws {
        try await on(kind) { town in
            let id = try await town.report("sea", size: 200)
            let ticket = try await town.task(of: id).ticket
            let (able, chief) = (try await town.employed("clerk", skills: ["structures"]), try await town.employed("chief"))
            var plain = try await town.employed("clerk")
            try await town.casework.handOver(ticket, of: id, to: plain.actor.account, role: nil, organisation: nil, note: "", chief)
            try await town.casework.release(ticket, of: id, plain)
            await expectCode(CaseFault.lacksSkills([]).code) { try await town.casework.take(ticket, of: id, plain) }
            try await town.casework.take(ticket, of: id, able)
            plain.actor.standsInFor = [StandIn(absent: try #require(able.actor.account), grants: able.actor.grants)]
            #expect(try await town.casework.queue(QueueQuery(), plain).rows.map(\.caseID) == [id], "what is in an absent colleague's hands is found")
            await expectCode(CaseFault.lacksSkills([]).code) { try await town.casework.decide(ticket, of: id, TeamTown.granted, plain) }
            plain.actor.skills = ["structures"]
            try await town.casework.decide(ticket, of: id, TeamTown.granted, plain)
        }
    }

    /// A second signature asks for its own.
    @Test(arguments: TestStores.all) func aCountersignatureAsksForItsOwn(_ kind: TestStore) async throws {
        try await on(kind) { town in
            let id = try await town.report("north", size: 2_000)
            let able = try await town.employed("clerk", skills: ["structures"])
            try await town.casework.decide(try await town.task(of: id).ticket, of: id, TeamTown.granted, able)
            let task = try await town.task(of: id)
            #expect(task.skills == ["climbing"] && task.team == "north")
            let other = try await town.employed("clerk", skills: ["structures"]), climber = try await town.employed("clerk", skills: ["climbing"])
            await expectCode(CaseFault.lacksSkills([]).code) { try await town.casework.countersign(task.ticket, of: id, other) }
            try await town.casework.countersign(task.ticket, of: id, climber)
            #expect(try await town.standing(id).decisions.count == 1)
        }
    }
}
