import FEEL
import Forms
import Identity
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Blueprint
@testable import Casework

/// Decisions that take a second officer: nothing takes effect before, and nobody agrees with themselves.
struct CountersigningTests {
    /// Arden, where a colleague looks at every licence that a medical officer grants.
    func arden() throws -> FolderSnapshot {
        let folder = try TestGovernment.arden()
        return FolderSnapshot(
            files: folder.files.map { file in
                guard file.path == "services/renew_driving_licence/service.yaml" else { return file }
                let text = String(decoding: file.bytes, as: UTF8.self)
                let role = "      role: medical_officer\n"
                precondition(text.contains(role), "the medical review is not where this test looks for it")
                return .init(
                    path: file.path,
                    bytes: [UInt8](
                        text.replacing(
                            role,
                            with: role
                                + "      countersign: {title: Look at the judgement, role: medical_officer, within: 3 working days, when: decision.outcome = \"granted\"}\n"
                        ).utf8))
            })
    }

    func reviewed(_ town: TestGovernment) async throws -> (applicant: Caller, row: QueueRow, first: Caller, second: Caller) {
        let actor = town.person()
        try await town.register(actor)
        let caller = town.caller(actor)
        let (id, _) = try await town.casework.start("renew_driving_licence", caller)
        var pages = ServiceTests.renewal
        pages[2] = ("health", ["health": "heart"])
        #expect(try await town.answer(id, pages, caller) == [])
        let submission = try await town.casework.submit(id, caller)
        try await town.pay(submission.caseID, try #require(submission.fee))
        let (first, second) = (try await town.employed("medical_officer"), try await town.employed("medical_officer"))
        return (caller, try #require(try await town.casework.queue(QueueQuery(), first).rows.first), first, second)
    }

    private let grant = DecisionInput(outcome: "granted", reasons: [.init("The heart is sound.")])

    @Test(arguments: TestStores.all) func nothingTakesEffectBeforeAColleagueAgrees(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: try arden()) { town in
            let (applicant, row, first, second) = try await reviewed(town)
            #expect(try await town.casework.decide(.init(row.ticket), of: row.caseID, grant, first))
            let waiting = try await town.casework.applicantView(row.caseID, applicant)
            #expect(waiting.decisions == [] && waiting.stage == .inProgress)
            #expect(waiting.history.map(\.kind) == ["submitted", "paid"], "the applicant is not told")
            let task = try #require(try await town.casework.queue(QueueQuery(), second).rows.first)
            #expect(task.step == "review_countersign" && task.due != nil)
            await expectCode(CaseFault.ownDecision.code) { try await town.casework.countersign(.init(task.ticket), of: row.caseID, first) }
            // In the hands of whoever decided it would wait for ever.
            await expectCode(CaseFault.ownDecision.code) { try await town.casework.take(.init(task.ticket), of: row.caseID, first) }
            try await town.casework.countersign(.init(task.ticket), of: row.caseID, second)
            let told = try await town.casework.applicantView(row.caseID, applicant).history
            #expect(told.map(\.kind) == ["submitted", "paid", "countersigned"] && told.last?.title(in: .english) == "It was decided")
            let decided = try await town.casework.officerView(row.caseID, second)
            #expect(decided.theCase.decisions.map(\.outcome) == ["granted"] && decided.theCase.proposal == nil)
            #expect(decided.theCase.decisions.first?.officer == first.actor.account)
            #expect(decided.theCase.decisions.first?.countersignedBy == second.actor.account)
            #expect(decided.papers.map(\.kind) == [.certificate])
        }
    }

    @Test(arguments: TestStores.all) func whatIsGivenBackIsWithWhoeverDecided(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: try arden()) { town in
            let (applicant, row, first, second) = try await reviewed(town)
            #expect(try await town.casework.decide(.init(row.ticket), of: row.caseID, grant, first))
            let task = try #require(try await town.casework.queue(QueueQuery(), second).rows.first)
            await expectCode(CaseFault.noText.code) { try await town.casework.giveBack(.init(task.ticket), of: row.caseID, note: "", second) }
            try await town.casework.giveBack(.init(task.ticket), of: row.caseID, note: "Ask for the report of last year.", second)
            let view = try await town.casework.officerView(row.caseID, first)
            #expect(view.theCase.proposal == nil && view.theCase.decisions == [])
            #expect(view.theCase.notes.map(\.text) == ["Ask for the report of last year."])
            #expect(view.tasks.map(\.step) == ["review"] && view.tasks.first?.assignee == first.actor.account)
            // What waited for a second officer was not decided.
            #expect(view.history.suffix(2).map(\.kind) == ["proposed", "given_back"])
            town.clock.advance(by: .seconds(60))
            // A refusal needs no second officer here.
            let refusal = DecisionInput(outcome: "refused", reasons: [.init("The report is missing.")])
            #expect(try await !town.casework.decide(try #require(view.tasks.first).ticket, of: row.caseID, refusal, first))
            #expect(try await town.casework.officerView(row.caseID, first).theCase.decisions.map(\.outcome) == ["refused"])
            // Histories of before called both of them a decision.
            _ = try await town.store.write("test.older") { try $0.execute("UPDATE casework_history SET kind = 'decided' WHERE kind = 'proposed'") }
            #expect(try await town.casework.applicantView(row.caseID, applicant).history.map(\.kind).filter { $0 == "decided" }.count == 1)
        }
    }

    /// What is appealed is looked at by somebody else: not by who decided, nor by who agreed, wherever else their offices reach.
    @Test(arguments: TestStores.all) func anAppealIsDecidedByOtherEyes(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: try arden()) { town in
            let (applicant, row, first, second) = try await reviewed(town)
            try await town.casework.decide(.init(row.ticket), of: row.caseID, grant, first)
            let review = try #require(try await town.casework.queue(QueueQuery(), second).rows.first)
            try await town.casework.countersign(.init(review.ticket), of: row.caseID, second)
            try await town.casework.appeal(row.caseID, text: "For longer, please.", applicant)
            let judge = town.officer("appeals_officer", at: "tribunal")
            let appeal = try #require(try await town.casework.queue(QueueQuery(), judge).rows.first)
            let ticket = Ticket(appeal.ticket)
            for officer in [first, second] {
                var everywhere = officer.actor
                everywhere.grants.append(Grant(role: "supervisor", organisations: ["arden", "tribunal"], permissions: [.superviseCases, .assignCases]))
                let own = town.caller(everywhere), casework = town.casework
                await expectCode(CaseFault.ownDecision.code) { try await casework.take(ticket, of: row.caseID, own) }
                await expectCode(CaseFault.ownDecision.code) { try await casework.decide(ticket, of: row.caseID, grant, own) }
                await expectCode(CaseFault.ownDecision.code) { try await casework.preview(ticket, of: row.caseID, grant, own) }
                await expectCode(CaseFault.ownDecision.code) {
                    try await casework.handOver(ticket, of: row.caseID, to: own.actor.account, role: nil, organisation: nil, note: "", own)
                }
            }
            try await town.casework.decide(ticket, of: row.caseID, grant, judge)
            #expect(try await town.standing(row.caseID).decisions.map(\.officer) == [first.actor.account, judge.actor.account])
        }
    }
}
