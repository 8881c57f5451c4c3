import Blueprint
import FEEL
import Forms
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// A drawn service whose file holds a second process, which its call activities call.
@Suite struct CalledProcessTests {
    private static let steps = """
        steps:
          - id: hear
            task:
              title: Hear the office
              role: clerk
              within: 5 working days
              questions:
                opinion: {ask: What do they say?, type: choose_one, choices: {yes: Yes, no: No}}
          - decide: [{outcome: done, because: Both were heard.}]
        """

    private static func call(_ id: String, of process: String = "hearing", name: String) -> String {
        """
        <callActivity id="\(id)" calledElement="\(process)"><extensionElements><polity:input name="office" value="&quot;\(name)&quot;"/>\
        <polity:output name="\(id)_says" value="opinion"/></extensionElements></callActivity>
        """
    }

    private static let hearing = """
        <process id="hearing">
        <startEvent id="opened"/><userTask id="hear"/><exclusiveGateway id="said"/><endEvent id="heard"/>
        """
        + SmallTown.flows("opened -> hear", "hear -> said", "said -> heard : opinion = \"yes\" or office = \"heritage\"") + "</process>"

    private static func process(_ second: String = Self.hearing, first: String = Self.call("fire", name: "fire")) -> String {
        SmallTown.process(
            "report", root: second,
            """
            <startEvent id="start"/><parallelGateway id="fork"/>
            \(first)
            \(Self.call("heritage", name: "heritage"))
            <parallelGateway id="join"/>
            <serviceTask id="decide" polity:service="casework.decide"/>
            <serviceTask id="outcome" polity:service="casework.outcome"/>
            <endEvent id="end"/>

            """
                + SmallTown.flows(
                    "start -> fork", "fork -> fire", "fork -> heritage", "fire -> join", "heritage -> join", "join -> decide", "decide -> outcome",
                    "outcome -> end"))
    }

    private static func folder(_ process: String = Self.process()) -> FolderSnapshot {
        SmallTown.folder([
            "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps), "services/report/process.bpmn": process,
        ])
    }

    @Test(arguments: TestStores.all) func twoCallsOfOneProcessRunBesideEachOther(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "what", "A lamp", applicant)
            let clerk = town.officer("clerk", at: "town")
            let rows = try await town.casework.queue(QueueQuery(), clerk).rows.filter { $0.caseID == id }
            #expect(rows.map(\.step).sorted() == ["fire_hear", "heritage_hear"])
            #expect(rows.allSatisfy { $0.due != nil })
            try await town.finish("heritage_hear", of: id, ["opinion": "no"], by: clerk)
            #expect(try await town.waiting(id).sorted() == ["fire", "fire_hear"])
            try await town.finish("fire_hear", of: id, ["opinion": "yes"], by: clerk)
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            let variables = try await town.standing(id).process.variables
            #expect(variables["fire_says"] == .string("yes") && variables["heritage_says"] == .string("no"))
            #expect(variables["opinion"] == nil && variables["office"] == nil, "each call has variables of its own")
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            try await town.replayEqualsLive(id)
        }
    }

    /// The gateway of the called process has no way for it.
    @Test(arguments: TestStores.all) func anIncidentIsNamedByTheCall(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "what", "A lamp", applicant)
            let clerk = town.officer("clerk", at: "town"), supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            try await town.finish("fire_hear", of: id, ["opinion": "no"], by: clerk)
            let found = try #require(try await town.casework.incidents(supervisor).first)
            #expect(found.element == "fire_said")
            try await town.casework.retry(found.ticket, of: id, setting: ["opinion": .string("yes")], supervisor)
            #expect(try await town.waiting(id).sorted() == ["heritage", "heritage_hear"])
            try await town.replayEqualsLive(id)
        }
    }

    /// Whoever chooses in a called process is said once, by the step that its ad-hoc sub-process is called like.
    @Test func anAdHocSubProcessMayBeCalled() {
        let choosing = Self.hearing.replacing("<userTask id=\"hear\"/>", with: "<adHocSubProcess id=\"hear\"><userTask id=\"visit\"/></adHocSubProcess>")
            .replacing(" : opinion = \"yes\" or office = \"heritage\"", with: "")
        let steps = """
            steps:
              - {id: hear, task: {title: Find out, role: clerk}}
              - {id: visit, task: {title: Visit the place, role: clerk, questions: {opinion: {ask: What do they say?, type: text}}}}
              - decide: [{outcome: done, because: Both were heard.}]
            """
        let folder = SmallTown.folder([
            "services/report/service.yaml": SmallTown.service("what: {ask: What is it?, type: text}", steps),
            "services/report/process.bpmn": Self.process(choosing),
        ])
        #expect(SmallTown.findings(folder).filter { $0.contains("error") } == [])
    }

    @Test func whatIsWrongIsToldWithItsPlace() {
        #expect(SmallTown.findings(Self.folder()).filter { $0.contains("error") } == [])
        let missing = SmallTown.findings(Self.folder(Self.process(first: Self.call("fire", of: "hering", name: "fire"))))
        #expect(
            missing.contains { $0.contains("process.bpmn:") && $0.hasSuffix("error: 'fire' names the process 'hering', which does not exist") }, "\(missing)")
        let circle = Self.hearing.replacing("<userTask id=\"hear\"/>", with: "<callActivity id=\"hear\" calledElement=\"hearing\"/>")
        let found = SmallTown.findings(Self.folder(Self.process(circle)))
        #expect(
            found.contains { $0.contains(":4:") && $0.hasSuffix("error: 'hear' calls 'hearing', which leads to itself again (hearing → hearing)") },
            "\(found)")
        let idle = SmallTown.findings(
            Self.folder(Self.process(Self.hearing + "<process id=\"other\"><startEvent id=\"o\"/></process>")))
        #expect(idle.contains { $0.hasSuffix("warning: the process 'other' never runs: cases run 'report', which does not call it") }, "\(idle)")
    }
}
