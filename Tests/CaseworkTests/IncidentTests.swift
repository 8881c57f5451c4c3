import Blueprint
import FEEL
import Forms
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// A fault of the model stops a case where it is met; nothing else is undone, and a supervisor lets it go on.
@Suite struct IncidentTests {
    private static let steps = """
        steps:
          - id: look
            task:
              title: Look at it
              role: clerk
              within: 5 working days
              questions:
                result: {ask: What did you do?, type: choose_one, choices: {mended: Mended, nothing: Nothing}}
          - decide:
              - {outcome: done, because: It was mended.}
        """

    /// Nobody thought of a report about which nothing is done.
    private static let process = SmallTown.process(
        "report",
        """
        <startEvent id="start"/>
        <userTask id="look"/>
        <exclusiveGateway id="result_is"/>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>

        """
            + SmallTown.flows("start -> look", "look -> result_is", "result_is -> decide : result = \"mended\"", "decide -> outcome", "outcome -> end"))

    private static let joined = SmallTown.process(
        "report",
        """
        <startEvent id="start"/>
        <parallelGateway id="fork"/>
        <userTask id="look"/>
        <exclusiveGateway id="result_is" default="result_is_nothing"/>
        <endEvent id="nothing"/>
        <userTask id="ask"/>
        <parallelGateway id="join"/>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>

        """
            + SmallTown.flows(
                "start -> fork", "fork -> look", "fork -> ask", "look -> result_is", "result_is -> join : result = \"mended\"", "result_is -> nothing",
                "ask -> join", "join -> decide", "decide -> outcome", "outcome -> end"))

    /// Two offices are heard, and one of them has led its token away.
    @Test(arguments: TestStores.all) func aCaseThatWaitsForNobodyIsFound(_ kind: TestStore) async throws {
        let steps = Self.steps.replacing("  - decide:", with: "  - {id: ask, task: {title: Ask the neighbour, role: clerk}}\n  - decide:")
        let folder = SmallTown.folder([
            "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps), "services/report/process.bpmn": Self.joined,
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "what", "A lamp", applicant)
            let clerk = town.officer("clerk", at: "town"), supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            try await town.finish("look", of: id, ["result": "nothing"], by: clerk)
            #expect(try await town.casework.incidents(supervisor) == [])
            try await town.finish("ask", of: id, by: clerk)
            let found = try #require(try await town.casework.incidents(supervisor).first)
            #expect(found.caseID == id && found.element == "join" && found.reason == "a join waits for a token that cannot come")
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            try await town.casework.retry(found.ticket, of: id, supervisor)
            #expect(try await town.casework.incidents(supervisor) == [])
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            try await town.replayEqualsLive(id)
        }
    }

    /// What the rules decided cannot be taken: that is no fault of the application, which stands there.
    @Test(arguments: TestStores.all) func whatCaseworkAnswersItselfStopsItsTask(_ kind: TestStore) async throws {
        let process = SmallTown.process(
            "report",
            """
            <startEvent id="start"/>
            <serviceTask id="decide" polity:service="casework.decide"><extensionElements>\
            <polity:output name="all" value="count(for i in 1..number(what) return i)"/></extensionElements></serviceTask>
            <serviceTask id="outcome" polity:service="casework.outcome"/><endEvent id="end"/>

            """ + SmallTown.flows("start -> decide", "decide -> outcome", "outcome -> end"))
        let steps = "steps:\n  - decide:\n      - {outcome: done, because: It was mended.}"
        let folder = SmallTown.folder([
            "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps), "services/report/process.bpmn": process,
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let id = try await town.send("report", "what", "1000000000", town.caller(town.person()))
            let supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            let found = try #require(try await town.casework.incidents(supervisor).first)
            #expect(found.caseID == id && found.element == "decide" && found.reason.contains("took too many steps"))
        }
    }

    /// What an officer found is not lost, nor the task's place in the queue: they send it again.
    @Test(arguments: TestStores.all) func whatTakesTooMuchWorkIsGivenBack(_ kind: TestStore) async throws {
        let steps = """
            steps:
              - id: look
                task: {title: Look at it, role: clerk, questions: {size: {ask: How large is it?, type: number}}}
              - decide: [{outcome: done, because: It was mended.}]
            """
        let process = SmallTown.process(
            "report",
            """
            <startEvent id="start"/>
            <userTask id="look"><extensionElements><polity:output name="all" value="count(for i in 1..size return i)"/></extensionElements></userTask>
            <serviceTask id="decide" polity:service="casework.decide"/><serviceTask id="outcome" polity:service="casework.outcome"/><endEvent id="end"/>

            """ + SmallTown.flows("start -> look", "look -> decide", "decide -> outcome", "outcome -> end"))
        let folder = SmallTown.folder([
            "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps), "services/report/process.bpmn": process,
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let id = try await town.send("report", "what", "A lamp", applicant)
            let (before, row) = (try await town.standing(id), try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first))
            await expectCode(CaseFault.tooMuchWork("").code) {
                _ = try await town.casework.finish(Ticket(row.ticket), of: id, fields: RawFields(["size": ["1000000000"]]), clerk)
            }
            #expect(try await town.standing(id).process == before.process)
            #expect(try await town.casework.queue(QueueQuery(), clerk).rows.map(\.ticket) == [row.ticket])
            #expect(try await town.casework.incidents(town.officer("clerk", at: "town", [.workCases, .superviseCases])) == [])
            try await town.finish("look", of: id, ["size": "3"], by: clerk)
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            #expect(try await town.standing(id).process.variables["all"] == .number(3))
        }
    }

    @Test(arguments: TestStores.all) func aCaseStopsWhereItsModelHasAFaultAndGoesOnWhenItIsMended(_ kind: TestStore) async throws {
        let folder = SmallTown.folder([
            "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", Self.steps), "services/report/process.bpmn": Self.process,
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "what", "A lamp", applicant)
            let clerk = town.officer("clerk", at: "town"), supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            #expect(try await town.casework.incidents(supervisor) == [])

            let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            _ = try await town.casework.finish(Ticket(row.ticket), of: id, fields: RawFields(["result": ["nothing"]]), clerk)
            // What the clerk found is kept, and the case waits for somebody who can mend it.
            let found = try #require(try await town.casework.incidents(supervisor).first)
            #expect(found.caseID == id && found.element == "result_is" && found.reason == "no condition holds and there is no default flow")
            #expect(try await town.casework.applicantView(id, applicant).stage == .inProgress)
            #expect(try await town.casework.queue(QueueQuery(), clerk).rows.isEmpty)
            try await town.replayEqualsLive(id)

            await expectCode(CaseFault.notYours.code) { try await town.casework.incidents(clerk) }
            await expectCode(CaseFault.notFound.code) { try await town.casework.retry(found.ticket, of: id, clerk) }
            let elsewhere = town.officer("clerk", at: "village", [.superviseCases])
            #expect(try await town.casework.incidents(elsewhere) == [])
            await expectCode(CaseFault.notFound.code) { try await town.casework.retry(found.ticket, of: id, elsewhere) }

            // The same again comes to the same; with the fault mended it goes on.
            try await town.casework.retry(found.ticket, of: id, supervisor)
            await expectCode(CaseFault.tooLate.code) { try await town.casework.retry(found.ticket, of: id, supervisor) }
            let again = try #require(try await town.casework.incidents(supervisor).first)
            #expect(again.element == "result_is" && again.ticket != found.ticket)
            #expect(try await town.casework.incident(again.ticket, of: id, supervisor) == again)
            await expectCode(CaseFault.notFound.code) { try await town.casework.incident(again.ticket, of: id, elsewhere) }
            for wrong in ["mended", "{", "1 + 1"] {
                await expectCode(CaseFault.noValues.code) { try await town.casework.retry(again.ticket, of: id, settingFEEL: wrong, supervisor) }
            }
            for own in ["{decision: {outcome: \"done\"}}", "{result: \"mended\", countersigned: true}"] {
                await expectCode(CaseFault.ownVariables([]).code) { try await town.casework.retry(again.ticket, of: id, settingFEEL: own, supervisor) }
            }
            try await town.casework.retry(again.ticket, of: id, settingFEEL: "{result: \"mended\"}", supervisor)
            #expect(try await town.casework.incidents(supervisor) == [])
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            try await town.replayEqualsLive(id)
            let acts = try await town.store.read { try $0.value("SELECT COUNT(*) FROM journal_acts WHERE kind = 'incident_retried'", as: Int.self) }
            #expect(acts == 2)
            #expect(try await town.casework.officerView(id, supervisor).history.filter { $0.kind == "retried" }.count == 2)
        }
    }
}
