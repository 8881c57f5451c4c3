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
    private static let files = [
        "polity.yaml": """
        name: Smalltown
        languages: [en]
        currency: GBP
        time_zone: UTC
        organisations: {town: {title: Town}}
        roles:
          clerk: {title: Clerk, organisation: town, permissions: [casework.work]}

        """,
        "services/report/service.yaml": """
        title: Report something
        summary: Tell the clerk about it.
        access: signed_in
        questions:
          what: {ask: What is it?, type: text}
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
        outcomes:
          done: {title: It is done}

        """,
        // Nobody thought of a report about which nothing is done.
        "services/report/process.bpmn": """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:polity="urn:polity:bpmn" targetNamespace="urn:town">
          <process id="report" isExecutable="true">
            <startEvent id="start"/>
            <userTask id="look"/>
            <exclusiveGateway id="result_is"/>
            <serviceTask id="decide" polity:service="casework.decide"/>
            <serviceTask id="outcome" polity:service="casework.outcome"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="look"/>
            <sequenceFlow id="f2" sourceRef="look" targetRef="result_is"/>
            <sequenceFlow id="f3" sourceRef="result_is" targetRef="decide"><conditionExpression>result = "mended"</conditionExpression></sequenceFlow>
            <sequenceFlow id="f4" sourceRef="decide" targetRef="outcome"/>
            <sequenceFlow id="f5" sourceRef="outcome" targetRef="end"/>
          </process>
        </definitions>
        """,
    ]

    @Test(arguments: TestStores.all) func aCaseStopsWhereItsModelHasAFaultAndGoesOnWhenItIsMended(_ kind: TestStore) async throws {
        let folder = FolderSnapshot(files: Self.files.map { .init(path: $0.key, bytes: Array($0.value.utf8)) })
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person())
            let (application, _) = try await town.casework.start("report", applicant)
            #expect(try await town.answer(application, [("what", ["what": "A lamp"])], applicant) == [])
            let id = try await town.casework.submit(application, applicant).caseID
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
