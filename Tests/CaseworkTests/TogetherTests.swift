import Forms
import Journal
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Blueprint
@testable import Casework

/// What an officer does on several cases in the same way: each is seen, done or refused for itself.
@Suite struct TogetherTests {
    private static let steps = """
        steps:
          - {id: look, task: {title: Look at it, role: clerk, questions: {seen: {ask: What did you see?, type: text}}}}
          - id: review
            review:
              title: Decide what is done
              role: clerk
              countersign: {title: Look at it again, role: clerk, when: decision.outcome = "refused"}
              advise:
                - {when: what = "lamp", outcome: done, because: A lamp is mended., source: "Town Act, section 2", conditions: [It shines at night only.]}
                - {outcome: refused, because: Only lamps are mended.}

        """
    private static let folder = SmallTown.folder([
        "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps, head: "legal_basis: town_act")
            + "  refused: {title: It is not done}\n"
    ])

    /// The open tasks of these cases, as they are chosen.
    private func tasks(_ town: TestGovernment, _ ids: [Identifier<Case>]) async throws -> [ChosenTask] {
        var chosen: [ChosenTask] = []
        for id in ids { for ticket in try await town.standing(id).tasks.keys.sorted() { chosen.append(ChosenTask(caseID: id, ticket: ticket)) } }
        return chosen
    }

    private func sent(_ town: TestGovernment, _ what: [String]) async throws -> [Identifier<Case>] {
        var ids: [Identifier<Case>] = []
        for what in what { ids.append(try await town.send("report", "what", what, town.caller(town.person()))) }
        return ids
    }

    private func codes(_ shared: SharedTasks) -> [String?] { shared.tasks.map { $0.refusal?.code } }

    @Test(arguments: TestStores.all) func tasksOfOneKindAreFinishedEachForItself(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let ids = try await sent(town, ["lamp", "lamp", "bench"])
            let (clerk, colleague) = (try await town.employed("clerk"), try await town.employed("clerk"))
            let chosen = try await tasks(town, ids)
            let asked = try await town.casework.together(chosen, clerk)
            #expect(codes(asked) == [nil, nil, nil] && asked.kind?.step.id == "look" && asked.kind?.service.id == "report")
            // What is not answered is told, and what would come of it only looked at.
            let dark = SharedWork.finish(RawFields(["seen": ["It is dark."]]))
            let empty = try await town.casework.preview(.finish(RawFields()), of: chosen, town.again(clerk))
            #expect(codes(empty) == Array(repeating: CaseFault.unfitting("").code, count: 3) && empty.tasks[0].errors.map(\.question) == ["seen"])
            #expect(codes(try await town.casework.preview(dark, of: chosen, town.again(clerk))) == [nil, nil, nil])
            #expect(try await town.casework.queue(QueueQuery(), clerk).rows.map(\.step) == ["look", "look", "look"])
            // A colleague takes one between the look and the act.
            try await town.casework.take(chosen[1].ticket, of: ids[1], colleague)
            let done = try await town.casework.carryOut(dark, on: chosen, town.again(clerk))
            #expect(codes(done) == [nil, CaseFault.taken.code, nil])
            for (id, seen) in zip(ids, [true, false, true]) {
                #expect(try await town.standing(id).process.variables["seen"] == (seen ? .string("It is dark.") : nil))
                #expect(try await town.waiting(id) == [seen ? "review" : "look"])
                try await town.replayEqualsLive(id)
            }
            // Pressed once more, nothing happens twice.
            #expect(
                codes(try await town.casework.carryOut(dark, on: chosen, town.again(clerk))) == [
                    CaseFault.tooLate.code, CaseFault.taken.code, CaseFault.tooLate.code,
                ])
            #expect(try await town.casework.officerView(ids[0], clerk).history.filter { $0.kind == "finished" }.count == 1)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test(arguments: TestStores.all) func reviewsAreDecidedWithTheReasonsOfEach(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let ids = try await sent(town, ["lamp", "lamp", "bench"])
            let clerk = try await town.employed("clerk"), second = try await town.employed("clerk")
            _ = try await town.casework.carryOut(.finish(RawFields(["seen": ["It is dark."]])), on: tasks(town, ids), clerk)
            let chosen = try await tasks(town, ids)
            // Without reasons of the officer's, each case has those of the rules; where they suggest something else, there are none.
            let grant = SharedWork.decide(DecisionInput(outcome: "done", reasons: []))
            let seen = try await town.casework.preview(grant, of: chosen, town.again(clerk))
            #expect(codes(seen) == [nil, nil, CaseFault.noDraft.code] && seen.tasks.map(\.suggested) == ["done", "done", "refused"])
            #expect(seen.tasks.map(\.waitsForSecond) == [false, false, false])
            #expect(try await acts(town) == 0, "it was only looked at")
            // Whoever saw what the rules suggest for a case looked at it, also where it was refused.
            for id in ids {
                let theCase = try await town.standing(id)
                let looks = try await town.store.read { try town.host[Journal.self].reads(of: theCase.subject, in: $0) }.filter { $0.account != nil }
                #expect(looks.map(\.reference) == [theCase.reference.description])
            }
            let done = try await town.casework.carryOut(grant, on: chosen, town.again(clerk))
            #expect(codes(done) == [nil, nil, CaseFault.noDraft.code])
            #expect(try await acts(town) == 2, "one act for each case")
            for id in ids.prefix(2) {
                let decision = try #require(try await town.standing(id).decisions.first)
                #expect(decision.reasons == [.init("A lamp is mended.", source: "Town Act, section 2")] && decision.officer == clerk.actor.account)
                #expect(decision.conditions == ["It shines at night only."])
                try await town.replayEqualsLive(id)
            }
            #expect(try await town.standing(ids[2]).decisions == [])
            // With reasons of their own, the same for all; a refusal waits for a second officer, who looks at each case by itself.
            let refuse = SharedWork.decide(DecisionInput(outcome: "refused", reasons: [.init("There is no money.")]))
            let last = [chosen[2]]
            #expect(try await town.casework.preview(refuse, of: last, town.again(clerk)).tasks.map(\.waitsForSecond) == [true])
            #expect(try await town.casework.carryOut(refuse, on: last, town.again(clerk)).tasks.map(\.waitsForSecond) == [true])
            #expect(try await town.standing(ids[2]).decisions == [])
            #expect(try await acts(town) == 2)
            #expect(codes(try await town.casework.together(try await tasks(town, [ids[2]]), second)) == [CaseFault.oneByOne.code])
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test func whatIsAnotherKindOrNotTheirsIsRefused() async throws {
        try await TestGovernment.on(.sqlite, with: Self.folder) { town in
            let ids = try await sent(town, ["lamp", "lamp"])
            let clerk = try await town.employed("clerk"), stranger = town.officer("clerk", at: "village")
            try await town.finish("look", of: ids[1], ["seen": "It is dark."], by: clerk)
            let chosen = try await tasks(town, ids)
            let mixed = try await town.casework.together(chosen, clerk)
            #expect(codes(mixed) == [nil, CaseFault.otherKind.code] && mixed.kind?.step.id == "look")
            let done = try await town.casework.carryOut(.decide(DecisionInput(outcome: "done", reasons: [.init("Yes.")])), on: chosen.reversed(), clerk)
            #expect(codes(done) == [nil, CaseFault.otherKind.code])
            let refused = try await town.casework.preview(.finish(RawFields()), of: chosen, stranger)
            #expect(codes(refused) == [CaseFault.notFound.code, CaseFault.notFound.code] && refused.tasks.allSatisfy { $0.reference == nil })
            let unknown = try await town.casework.carryOut(.decide(DecisionInput(outcome: "given away", reasons: [.init("Yes.")])), on: [chosen[0]], clerk)
            #expect(codes(unknown) == [CaseFault.wrongTask.code])
            let many = Array(repeating: chosen[0], count: Casework.mostTogether + 1)
            #expect(try await town.casework.together(many, clerk).tasks.count == Casework.mostTogether)
        }
    }

    private func acts(_ town: TestGovernment) async throws -> Int {
        try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts WHERE kind = 'decision_made'") ?? 0 }
    }
}
