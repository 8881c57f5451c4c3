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

    /// The same after one day; beside it, after two days, something that can be carried out, or the same once more.
    private static func twoTimers(second: String) -> FolderSnapshot {
        let service = SmallTown.service(
            "what: {ask: Which key?, type: text}",
            """
            steps:
              - decide: [{outcome: done, because: Its time has come.}]
              - {id: decide_again, decide: [{outcome: done, because: It has come again.}]}
              - {id: remind, tell: {title: It takes time, text: We are looking.}}
            """,
            head: "legal_basis: town_act\nlook_up: {key: {registry: keys, record: what}}\n"
        ).replacing("done: {title: It is done}", with: "done: {title: It is done, change: [{registry: keys, record: key, set: {given_out: \"true\"}}]}")
        func timer(_ id: String, days: Int) -> String {
            "<intermediateCatchEvent id=\"\(id)\"><timerEventDefinition><timeDuration>\(days) days</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        }
        return SmallTown.folder([
            "registries/keys.yaml": ExchangeTests.registry, "services/report/service.yaml": service,
            "services/report/process.bpmn": SmallTown.process(
                "report",
                """
                <startEvent id="start"/><parallelGateway id="fork"/>
                \(timer("first", days: 1))\(timer("second", days: 2))
                <serviceTask id="decide" polity:service="casework.decide"/>
                <serviceTask id="outcome" polity:service="casework.outcome"/>
                <endEvent id="end"/>
                \(second)
                <endEvent id="end_too"/>
                """
                    + SmallTown.flows(
                        "start -> fork", "fork -> first", "fork -> second", "first -> decide", "decide -> outcome", "outcome -> end")),
        ])
    }
    private static let withReminder = twoTimers(
        second: "<serviceTask id=\"remind\" polity:service=\"casework.tell\"/>" + SmallTown.flows("second -> remind", "remind -> end_too"))
    private static let bothRefused = twoTimers(
        second: """
            <serviceTask id="decide_again" polity:service="casework.decide"/>
            <serviceTask id="outcome_again" polity:service="casework.outcome"/>
            """ + SmallTown.flows("second -> decide_again", "decide_again -> outcome_again", "outcome_again -> end_too"))

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

    @Test(arguments: TestStores.all) func aRefusedTimerKeepsNoLaterOneFromHappening(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.withReminder) { town in
            let supervisor = town.officer("clerk", at: "town", [.superviseCases])
            let id = try await town.send("report", "what", "K1", town.caller(town.person()))
            town.clock.advance(by: .seconds(4 * 86_400))
            try await town.work()
            #expect(try await town.waiting(id) == ["first"])
            #expect(try await town.casework.notices(supervisor).map(\.element) == ["first"])
            let told = try await town.store.read { try $0.value("SELECT COUNT(*) FROM messages_messages WHERE kind = 'case_notice'", as: Int.self) }
            #expect(told == 1)
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    @Test(arguments: TestStores.all) func eachTimerThatIsRefusedIsToldAndTriedAgainByItself(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.bothRefused) { town in
            let supervisor = town.officer("clerk", at: "town", [.superviseCases])
            let id = try await town.send("report", "what", "K1", town.caller(town.person()))
            town.clock.advance(by: .seconds(4 * 86_400))
            try await town.work()
            let notices = try await town.casework.notices(supervisor)
            #expect(notices.map(\.element).sorted() == ["first", "second"])
            try await enterKey(town)
            // The later one does not bring the earlier, which somebody else may be looking at.
            let second = try #require(notices.first { $0.element == "second" })
            try await town.casework.close(second.id, sendingAgain: true, supervisor)
            #expect(try await town.waiting(id) == ["first"])
            let first = try #require(notices.first { $0.element == "first" })
            try await town.casework.close(first.id, sendingAgain: true, supervisor)
            #expect(try await town.standing(id).decisions.count == 2)
            try await town.replayEqualsLive(id)
        }
    }

    /// As a case was left where the notice of one timer stood for another.
    @Test(arguments: TestStores.all) func aTimerWithoutJobAndNoticeHasItsJobAgain(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.bothRefused) { town in
            let supervisor = town.officer("clerk", at: "town", [.superviseCases])
            let id = try await town.send("report", "what", "K1", town.caller(town.person()))
            town.clock.advance(by: .seconds(4 * 86_400))
            try await town.work()
            try await town.store.write("test.lose") { try $0.write("DELETE FROM casework_notices WHERE element = 'second'") }
            try await enterKey(town)
            let first = try #require(try await town.casework.notices(supervisor).first)
            try await town.casework.close(first.id, sendingAgain: true, supervisor)
            #expect(try await town.waiting(id) == ["second"])
            try await town.work()
            #expect(try await town.standing(id).process.isRunning == false)
            #expect(try await town.standing(id).decisions.count == 2)
        }
    }

    /// Here the case's next line in its history is taken, as by somebody who wrote at the same moment.
    @Test(arguments: TestStores.all) func whatTheStoreRefusesIsTriedAgain(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.timed) { town in
            let supervisor = town.officer("clerk", at: "town", [.superviseCases])
            let id = try await town.send("report", "what", "K1", town.caller(town.person()))
            try await enterKey(town)
            let next = try await town.standing(id).version + 1
            try await town.store.write("test.taken") { tx in
                try tx.write(
                    """
                    INSERT INTO casework_history (case_id, number, kind, actor, at, schema_version, events)
                    SELECT case_id, \(next), kind, actor, at, schema_version, events FROM casework_history WHERE case_id = \(id) AND number = \(next - 1)
                    """)
            }
            town.clock.advance(by: .seconds(6 * 86_400))
            try await town.work()
            #expect(try await town.casework.notices(supervisor) == [])
            #expect(try await town.waiting(id) == ["over"])
            try await town.store.write("test.free") { try $0.write("DELETE FROM casework_history WHERE case_id = \(id) AND number = \(next)") }
            town.clock.advance(by: .seconds(3_600))
            try await town.work()
            #expect(try await town.standing(id).decisions.map(\.outcome) == ["done"])
            try await town.replayEqualsLive(id)
        }
    }

    @Test func aFaultOfTheStoreIsNotTheCasesOwn() {
        for code in ["STORE-105", "STORE-110", "STORE-112", "STORE-113"] { #expect(!PolityError(.conflict, code, "It was refused.").isTheCasesOwn) }
        #expect(!PolityError(.unavailable, "OTHER-101", "Not now.").isTheCasesOwn)
        #expect(PolityError(.invalid, "STORE-106", "It cannot be stored.").isTheCasesOwn)
        #expect(CaseFault.tooLate.isTheCasesOwn)
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
            let job = try #require(try await town.casework.deadJobs(supervisor).jobs.first)
            #expect(job.kind == Casework.printJob && job.key == "nothing" && job.attempts == 130 && job.reason == "CASE-502")
            #expect(try await town.casework.deadJobs(elsewhere).jobs == [])
            for (caller, key) in [(elsewhere, "nothing"), (supervisor, "something")] {
                await expectCode(CaseFault.noSuchJob.code) { try await town.casework.retryJob(job.kind, key: key, caller) }
            }
            try await town.casework.retryJob(job.kind, key: job.key, supervisor)
            #expect(try await town.casework.deadJobs(supervisor).jobs == [])
            await expectCode(CaseFault.noSuchJob.code) { try await town.casework.retryJob(job.kind, key: job.key, supervisor) }
            #expect(try await town.store.jobBacklog().due == 1, "it is tried again from the beginning")
            let acts = try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts WHERE kind = 'job_retried'", as: Int.self) }
            #expect(acts == 1)
        }
    }
}
