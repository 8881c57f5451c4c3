import Blueprint
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// What a case cannot do when its time has come, or its fee is paid, is told to those who supervise, who try it again.
@Suite struct RefusedTimerTests {
    /// Changes the record of a key: five days after the application, or when the fee is paid.
    private static func folder(waitingAt event: String, root: String = "", fee: String = "") -> FolderSnapshot {
        let service = SmallTown.service(
            "what: {ask: Which key?, type: text}",
            """
            steps:
              - decide: [{outcome: done, because: Its time has come.}]
            """,
            head: "legal_basis: town_act\nlook_up: {key: {registry: keys, record: what}}\n" + fee
        ).replacing("done: {title: It is done}", with: "done: {title: It is done, change: [{registry: keys, record: key, set: {given_out: \"true\"}}]}")
        return SmallTown.folder([
            "registries/keys.yaml": ExchangeTests.registry, "services/report/service.yaml": service,
            "services/report/process.bpmn": SmallTown.process(
                "report", root: root,
                """
                <startEvent id="start"/>
                \(event)
                <serviceTask id="decide" polity:service="casework.decide"/>
                <serviceTask id="outcome" polity:service="casework.outcome"/>
                <endEvent id="end"/>
                """ + SmallTown.flows("start -> over", "over -> decide", "decide -> outcome", "outcome -> end")),
        ])
    }
    private static let timed = folder(
        waitingAt:
            "<intermediateCatchEvent id=\"over\"><timerEventDefinition><timeDuration>5 days</timeDuration></timerEventDefinition></intermediateCatchEvent>")
    private static let paid = folder(
        waitingAt: "<receiveTask id=\"over\" messageRef=\"paid\"/>", root: "<message id=\"paid\" name=\"casework.paid\"/>",
        fee: "fee: {amount: \"5\", text: A fee}\n")

    private func enterKey(_ town: TestGovernment) async throws {
        let registries = town.registries
        try await town.store.write("test.key") { tx in
            _ = try registries.create("keys", ["number": .string("K1")], note: .init(by: Actor(.system("tests")), reason: "For a test"), in: tx)
        }
    }

    private func isMendedAndTriedAgain(_ town: TestGovernment, _ id: Identifier<Case>, _ kind: CaseNotice.Kind) async throws {
        let clerk = town.officer("clerk", at: "town"), supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
        #expect(try await town.casework.notices(supervisor).count == 1)
        let notice = try #require(try await town.casework.notices(supervisor).first)
        #expect(notice.kind == kind && notice.caseID == id && notice.canBeSentAgain)
        #expect(notice.name == "CASE-500: case \(notice.reference?.description ?? ""): there is no record 'key' to change")
        // Nothing half done, and nothing tried in the background any more.
        #expect(try await town.standing(id).process.isRunning)
        #expect(try await town.store.jobBacklog().dead == 0)
        let waiting = try await town.store.read { connection in
            try connection.value("SELECT COUNT(*) FROM store_jobs WHERE kind IN ('casework.timer', 'casework.paid') AND state = 0", as: Int.self)
        }
        #expect(waiting == 0)
        #expect(try await CaseworkIntegrityTests.findings(town) == [])
        await expectCode(CaseFault.notFound.code) { try await town.casework.close(notice.id, sendingAgain: true, clerk) }
        await expectCode("CASE-441") { try await town.casework.close(notice.id, sendingAgain: true, supervisor) }
        #expect(try await town.casework.notices(supervisor) == [notice])
        try await enterKey(town)
        try await town.casework.close(notice.id, sendingAgain: true, supervisor)
        #expect(try await town.casework.notices(supervisor) == [])
        #expect(try await town.standing(id).decisions.map(\.outcome) == ["done"])
        try await town.replayEqualsLive(id)
        #expect(try await CaseworkIntegrityTests.findings(town) == [])
    }

    @Test(arguments: TestStores.all) func aTimerThatCannotBeCarriedOutIsToldAndTriedAgain(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.timed) { town in
            let id = try await town.send("report", "what", "K1", town.caller(town.person()))
            town.clock.advance(by: .seconds(6 * 86_400))
            try await town.work()
            #expect(try await town.waiting(id) == ["over"])
            #expect(try await town.casework.notices(town.officer("clerk", at: "town", [.superviseCases])).map(\.element) == ["over"])
            try await isMendedAndTriedAgain(town, id, .timer)
        }
    }

    @Test(arguments: TestStores.all) func aPaymentThatCannotBeCarriedOutIsToldAndTriedAgain(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.paid) { town in
            let id = try await town.send("report", "what", "K1", town.caller(town.person()))
            try await town.store.write("test.paid") { try $0.schedule(JobRequest(Casework.paidJob, key: id.text, payload: id.text, at: $0.now)) }
            try await town.work()
            try await isMendedAndTriedAgain(town, id, .payment)
        }
    }

    /// A case that has gone on meanwhile does not wait for the timer any more.
    @Test(arguments: TestStores.all) func aCaseThatWaitsNoMoreIsLeftAlone(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.timed) { town in
            let applicant = town.caller(town.person()), supervisor = town.officer("clerk", at: "town", [.superviseCases])
            let id = try await town.send("report", "what", "K1", applicant)
            town.clock.advance(by: .seconds(6 * 86_400))
            try await town.work()
            let notice = try #require(try await town.casework.notices(supervisor).first)
            try await town.casework.withdraw(id, applicant)
            await expectCode("CASE-442") { try await town.casework.close(notice.id, sendingAgain: true, supervisor) }
            try await town.casework.close(notice.id, supervisor)
            #expect(try await town.casework.notices(supervisor) == [])
        }
    }

    /// Work of any kind that was given up is there for whoever supervises everything, and for nobody else.
    @Test(arguments: TestStores.all) func workThatWasGivenUpIsTriedAgain(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.timed) { town in
            let supervisor = town.officer("clerk", at: "town", [.superviseCases])
            let elsewhere = town.officer("clerk", at: "village", [.superviseCases])
            try await town.store.write("test.job") { try $0.schedule(JobRequest(Casework.printJob, key: "nothing", payload: "nothing", at: $0.now)) }
            for _ in 0..<140 {
                try await town.work()
                town.clock.advance(by: .seconds(3_600))
            }
            let job = try #require(try await town.casework.deadJobs(supervisor).first)
            #expect(job.kind == Casework.printJob && job.key == "nothing" && job.attempts == 130 && job.reason == "CASE-502")
            #expect(try await town.casework.deadJobs(elsewhere) == [])
            for (caller, key) in [(elsewhere, "nothing"), (supervisor, "something")] {
                await expectCode(CaseFault.noSuchJob.code) { try await town.casework.retryJob(job.kind, key: key, caller) }
            }
            try await town.casework.retryJob(job.kind, key: job.key, supervisor)
            #expect(try await town.casework.deadJobs(supervisor) == [])
            await expectCode(CaseFault.noSuchJob.code) { try await town.casework.retryJob(job.kind, key: job.key, supervisor) }
            #expect(try await town.store.jobBacklog().due == 1, "it is tried again from the beginning")
            let acts = try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts WHERE kind = 'job_retried'", as: Int.self) }
            #expect(acts == 1)
        }
    }
}
