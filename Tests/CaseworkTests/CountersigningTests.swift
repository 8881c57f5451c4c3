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
        let (first, second) = (town.officer("medical_officer", at: "transport_agency"), town.officer("medical_officer", at: "transport_agency"))
        return (caller, try #require(try await town.casework.queue(QueueQuery(), first).rows.first), first, second)
    }

    private let grant = DecisionInput(outcome: "granted", reasons: [.init("The heart is sound.")])

    @Test(arguments: TestStores.all) func nothingTakesEffectBeforeAColleagueAgrees(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: try arden()) { town in
            let (applicant, row, first, second) = try await reviewed(town)
            #expect(try await town.casework.decide(.init(row.ticket), of: row.caseID, grant, first))
            let waiting = try await town.casework.applicantView(row.caseID, applicant)
            #expect(waiting.decisions == [] && waiting.stage == .inProgress)
            let task = try #require(try await town.casework.queue(QueueQuery(), second).rows.first)
            #expect(task.step == "review_countersign" && task.due != nil)
            await expectCode(CaseFault.ownDecision.code) { try await town.casework.countersign(.init(task.ticket), of: row.caseID, first) }
            // In the hands of whoever decided it would wait for ever.
            await expectCode(CaseFault.ownDecision.code) { try await town.casework.take(.init(task.ticket), of: row.caseID, first) }
            try await town.casework.countersign(.init(task.ticket), of: row.caseID, second)
            let decided = try await town.casework.officerView(row.caseID, second)
            #expect(decided.theCase.decisions.map(\.outcome) == ["granted"] && decided.theCase.proposal == nil)
            #expect(decided.theCase.decisions.first?.officer == first.actor.account)
            #expect(decided.theCase.decisions.first?.countersignedBy == second.actor.account)
            #expect(decided.papers.map(\.kind) == [.certificate])
        }
    }

    @Test(arguments: TestStores.all) func whatIsGivenBackIsWithWhoeverDecided(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: try arden()) { town in
            let (_, row, first, second) = try await reviewed(town)
            #expect(try await town.casework.decide(.init(row.ticket), of: row.caseID, grant, first))
            let task = try #require(try await town.casework.queue(QueueQuery(), second).rows.first)
            await expectCode(CaseFault.noText.code) { try await town.casework.giveBack(.init(task.ticket), of: row.caseID, note: "", second) }
            try await town.casework.giveBack(.init(task.ticket), of: row.caseID, note: "Ask for the report of last year.", second)
            let view = try await town.casework.officerView(row.caseID, first)
            #expect(view.theCase.proposal == nil && view.theCase.decisions == [])
            #expect(view.theCase.notes.map(\.text) == ["Ask for the report of last year."])
            #expect(view.tasks.map(\.step) == ["review"] && view.tasks.first?.assignee == first.actor.account)
            #expect(view.history.suffix(2).map(\.kind) == ["decided", "given_back"])
            // A refusal needs no second officer here.
            let refusal = DecisionInput(outcome: "refused", reasons: [.init("The report is missing.")])
            #expect(try await !town.casework.decide(try #require(view.tasks.first).ticket, of: row.caseID, refusal, first))
            #expect(try await town.casework.officerView(row.caseID, first).theCase.decisions.map(\.outcome) == ["refused"])
        }
    }
}
