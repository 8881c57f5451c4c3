import Journal
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Who works in an absent colleague's place: on what was theirs and on nothing else, and never as a second pair of eyes.
struct StandInTests {
    private let grant = DecisionInput(outcome: "granted", reasons: [.init("The heart is sound.")])

    /// The same actor, standing in for another.
    private func standing(_ caller: Caller, for absent: Caller, _ town: TestGovernment) throws -> Caller {
        var actor = caller.actor
        actor.standsInFor.append(StandIn(absent: try #require(absent.actor.account), grants: absent.actor.grants))
        return town.caller(actor)
    }

    @Test(arguments: TestStores.all) func whatTheAbsentHasTakenIsFoundAndDoneInTheirPlace(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, row, absent, other) = try await CountersigningTests().reviewed(town)
            let planner = town.officer("planning_officer", at: "planning_office")
            let standIn = try standing(planner, for: absent, town)
            // Nothing is theirs before the absent officer has taken it, and nothing of another colleague is.
            #expect(try await town.casework.queue(QueueQuery(), standIn).rows == [])
            await expectCode(CaseFault.notFound.code) { try await town.casework.take(.init(row.ticket), of: row.caseID, standIn) }
            try await town.casework.take(.init(row.ticket), of: row.caseID, other)
            #expect(try await town.casework.queue(QueueQuery(), standIn).rows == [])
            await expectCode(CaseFault.notFound.code) { _ = try await town.casework.officerView(row.caseID, standIn) }
            try await town.casework.release(.init(row.ticket), of: row.caseID, other)
            try await town.casework.take(.init(row.ticket), of: row.caseID, absent)

            for query in [QueueQuery(), QueueQuery(assignment: .mine), QueueQuery(search: row.reference.description), QueueQuery(order: .newest)] {
                #expect(try await town.casework.queue(query, standIn).rows.map(\.caseID) == [row.caseID], "\(query)")
            }
            #expect(try await town.casework.queue(QueueQuery(assignment: .nobody), standIn).rows == [])
            let counts = try await town.casework.queueCounts(standIn)
            #expect(counts.mine == 1 && counts.byRole["medical_officer"] == 1)
            await expectCode(CaseFault.taken.code) { try await town.casework.take(.init(row.ticket), of: row.caseID, other) }
            try await town.casework.take(.init(row.ticket), of: row.caseID, standIn)
            let view = try await town.casework.officerView(row.caseID, standIn)
            #expect(view.tasks.first?.assignee == absent.actor.account && view.tasks.first?.standIn == planner.actor.account)
            #expect(try await !town.casework.decide(.init(row.ticket), of: row.caseID, grant, standIn))

            // Who acted for whom stands in the history, in the decision, and in its act.
            let done = try await town.casework.officerView(row.caseID, absent)
            let decision = try #require(done.theCase.decisions.first)
            #expect(decision.by == .officer(try #require(planner.actor.account), role: "medical_officer") && decision.decidedFor == absent.actor.account)
            #expect(
                done.history.suffix(2).allSatisfy { entry in
                    entry.by == planner.actor.text
                        && entry.events.contains { if case .stoodIn(_, absent.actor.account, planner.actor.account) = $0 { true } else { false } }
                })
            let journal = town.host[Journal.self]
            let acts = try await town.store.read { try journal.acts(reference: row.reference.plain, limit: 10, in: $0) }.compactMap(\.act.value)
            let act = try #require(acts.first { $0.kind == "decision_made" })
            #expect(act.content["by_stand_in"] == ["decided"] && act.content["for"] == nil && act.content["by"] == nil)
            // Their own rights never reached the case.
            await expectCode(CaseFault.notFound.code) { _ = try await town.casework.officerView(row.caseID, standIn) }
            #expect(try await town.casework.reaches(row.caseID, absent))
            #expect(try await !town.casework.reaches(row.caseID, standIn))
            #expect(try await CaseworkIntegrity(casework: town.casework, journal: journal).findings() == [])
        }
    }

    /// What ends with the absence: the task is its officer's again, whoever had taken it in their place.
    @Test(arguments: TestStores.all) func withTheAbsenceTheTaskIsBack(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, row, absent, other) = try await CountersigningTests().reviewed(town)
            try await town.casework.take(.init(row.ticket), of: row.caseID, absent)
            let standIn = try standing(other, for: absent, town)
            try await town.casework.take(.init(row.ticket), of: row.caseID, standIn)
            await expectCode(CaseFault.taken.code) { _ = try await town.casework.decide(.init(row.ticket), of: row.caseID, grant, other) }
            #expect(try await town.casework.queue(QueueQuery(assignment: .mine), other).rows == [])
            #expect(try await town.casework.queue(QueueQuery(assignment: .mine), absent).rows.map(\.caseID) == [row.caseID])
            #expect(try await !town.casework.decide(.init(row.ticket), of: row.caseID, grant, absent))
            let decision = try #require(try await town.casework.officerView(row.caseID, absent).theCase.decisions.first)
            #expect(decision.officer == absent.actor.account && decision.decidedFor == nil)
        }
    }

    /// What is asked in an absent colleague's place comes back to them, and what is put back is theirs still.
    @Test(arguments: TestStores.all) func aQuestionComesBackToTheAbsent(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (applicant, row, absent, other) = try await CountersigningTests().reviewed(town)
            try await town.casework.take(.init(row.ticket), of: row.caseID, absent)
            let standIn = try standing(other, for: absent, town)
            await expectCode(CaseFault.notYours.code) { try await town.casework.release(.init(row.ticket), of: row.caseID, standIn) }
            try await town.casework.take(.init(row.ticket), of: row.caseID, standIn)
            try await town.casework.release(.init(row.ticket), of: row.caseID, standIn)
            let task = try #require(try await town.casework.officerView(row.caseID, absent).tasks.first)
            #expect(task.assignee == absent.actor.account && task.standIn == nil)
            try await town.casework.ask(.init(row.ticket), of: row.caseID, text: "Which doctor?", standIn)
            try await town.casework.answerRequest(1, of: row.caseID, text: "Dr Reed.", files: [], applicant)
            #expect(try await town.casework.queue(QueueQuery(), absent).rows.map(\.assignee) == [absent.actor.account])
        }
    }

    /// Four eyes: the stand-in, and the one in whose place they acted, are one pair.
    @Test(arguments: TestStores.all) func aStandInIsNoSecondPairOfEyes(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: try CountersigningTests().arden()) { town in
            let (_, row, absent, other) = try await CountersigningTests().reviewed(town)
            let third = town.officer("medical_officer", at: "transport_agency")
            let standIn = try standing(other, for: absent, town)
            try await town.casework.take(.init(row.ticket), of: row.caseID, absent)
            #expect(try await town.casework.decide(.init(row.ticket), of: row.caseID, grant, standIn))
            let second = try #require(try await town.casework.queue(QueueQuery(), third).rows.first)
            for same in [standIn, other, absent] {
                await expectCode(CaseFault.ownDecision.code) { try await town.casework.take(.init(second.ticket), of: row.caseID, same) }
                await expectCode(CaseFault.ownDecision.code) { try await town.casework.countersign(.init(second.ticket), of: row.caseID, same) }
                await expectCode(CaseFault.ownDecision.code) {
                    try await town.casework.giveBack(.init(second.ticket), of: row.caseID, note: "No.", same)
                }
            }
            #expect(try await town.casework.officerView(row.caseID, third).theCase.decisions == [])
            // A colleague of their own agrees; in another's place they may as well, and it is kept.
            let fourth = town.officer("medical_officer", at: "transport_agency")
            try await town.casework.take(.init(second.ticket), of: row.caseID, fourth)
            try await town.casework.countersign(.init(second.ticket), of: row.caseID, try standing(third, for: fourth, town))
            let decision = try #require(try await town.casework.officerView(row.caseID, third).theCase.decisions.first)
            #expect(decision.eyes == Set([other.actor.account, absent.actor.account].compactMap { $0 }))
            #expect(decision.countersignedBy == third.actor.account && decision.countersignedFor == fourth.actor.account)
        }
    }
}
