import Blueprint
import Forms
import Kernel
import StoreTesting
import Testing

@testable import Casework

/// What nothing in a case's process catches (BPMN 2.0.2, section 10.5.1): an escalation is told and stops nothing; an error stops its token.
@Suite struct EscalationTests {
    private static let process = SmallTown.process(
        "report", root: "<escalation id=\"late\" escalationCode=\"late\"/><error id=\"broken\" errorCode=\"broken\"/>",
        """
        <startEvent id="start"/>
        <parallelGateway id="both"/>
        <userTask id="look"/>
        <userTask id="repair"/>
        <intermediateThrowEvent id="warn"><escalationEventDefinition escalationRef="late"/></intermediateThrowEvent>
        <endEvent id="give_up"><errorEventDefinition errorRef="broken"/></endEvent>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """
            + SmallTown.flows(
                "start -> both", "both -> look", "both -> repair", "repair -> warn", "warn -> give_up", "look -> decide", "decide -> outcome", "outcome -> end")
    )
    private static let steps = """
        steps:
          - {id: look, task: {title: Look at it, role: clerk}}
          - {id: repair, task: {title: Repair it, role: clerk}}
          - decide: [{outcome: done, because: It is done.}]
        """

    @Test(arguments: TestStores.all) func anEscalationIsToldAndAnErrorStops(_ kind: TestStore) async throws {
        let folder = SmallTown.folder([
            "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", Self.steps),
            "services/report/process.bpmn": Self.process,
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            let id = try await town.send("report", "what", "A lamp", caller)
            try await town.finish("repair", of: id, by: clerk)
            let notice = try #require(try await town.casework.notices(supervisor).first)
            #expect(notice.kind == .escalation && notice.name == "late" && notice.element == "warn" && notice.caseID == id)
            let stopped = try await town.casework.incidents(supervisor)
            #expect(stopped.map(\.element) == ["give_up"] && stopped.map(\.reason) == ["nothing catches the error 'broken'"])
            // The other way goes on, and the decision takes effect.
            try await town.finish("look", of: id, by: clerk)
            #expect(try await town.casework.applicantView(id, caller).decisions.map(\.outcome) == ["done"])
            try await town.casework.close(notice.id, supervisor)
            #expect(try await town.casework.notices(supervisor) == [])
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }
}
