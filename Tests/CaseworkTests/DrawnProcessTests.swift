import Blueprint
import Capability
import Forms
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// A service whose steps are drawn: `process.bpmn` in place of the order of the list.
@Suite struct DrawnProcessTests {
    private static let plans = """
          - id: plans
            task:
              title: Look at the plans
              role: planning_officer
              within: 10 working days
              questions:
                remarks: {ask: What is there to say of them?, type: long_text}

        """

    /// The building permit of Arden, but the site is visited and the plans are looked at, at the same time.
    private static func folder(_ process: String, countersigns: Bool = false) throws -> FolderSnapshot {
        let arden = try TestGovernment.arden()
        let path = "services/building_permit/service.yaml"
        var yaml = String(decoding: try #require(arden[path]), as: UTF8.self).replacing("  - inspect:\n", with: plans + "  - inspect:\n")
        if !countersigns { yaml = yaml.replacing(#/      countersign:\n(        .*\n)+/#, with: "") }
        return FolderSnapshot(
            files: arden.files.filter { !["es.yaml", "examples.yaml", "process.bpmn"].map({ "services/building_permit/" + $0 }).contains($0.path) } + [
                FolderSnapshot.File(path: path, bytes: Array(yaml.utf8)),
                FolderSnapshot.File(path: "services/building_permit/process.bpmn", bytes: Array(process.utf8)),
            ])
    }

    private static let process = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:polity="urn:polity:bpmn" targetNamespace="urn:arden">
          <message id="m_paid" name="casework.paid"/>
          <message id="m_answered" name="casework.answered"/>
          <message id="m_appealed" name="casework.appealed"/>
          <process id="building_permit" isExecutable="true">
            <startEvent id="start"/>
            <receiveTask id="pay" messageRef="m_paid"/>
            <serviceTask id="check" polity:service="casework.check"/>
            <exclusiveGateway id="refused" default="goes_on"/>
            <parallelGateway id="both"/>
            <userTask id="inspect"/>
            <userTask id="plans"/>
            <parallelGateway id="all"/>
            <userTask id="review"/>
            <exclusiveGateway id="asked_for_more" default="decided"/>
            <eventBasedGateway id="waiting"/>
            <intermediateCatchEvent id="answer"><messageEventDefinition messageRef="m_answered"/></intermediateCatchEvent>
            <intermediateCatchEvent id="silence"><timerEventDefinition><timeDuration>30 working days</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <serviceTask id="outcome" polity:service="casework.outcome"/>
            <eventBasedGateway id="appeal_window"/>
            <intermediateCatchEvent id="appeal_over"><timerEventDefinition><timeDuration>30 days</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <intermediateCatchEvent id="appeal_made"><messageEventDefinition messageRef="m_appealed"/></intermediateCatchEvent>
            <userTask id="appeal"/>
            <serviceTask id="appeal_outcome" polity:service="casework.outcome"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="pay"/>
            <sequenceFlow id="f2" sourceRef="pay" targetRef="check"/>
            <sequenceFlow id="f3" sourceRef="check" targetRef="refused"/>
            <sequenceFlow id="is_refused" sourceRef="refused" targetRef="outcome"><conditionExpression>decision.outcome != null</conditionExpression></sequenceFlow>
            <sequenceFlow id="goes_on" sourceRef="refused" targetRef="both"/>
            <sequenceFlow id="f4" sourceRef="both" targetRef="inspect"/>
            <sequenceFlow id="f5" sourceRef="both" targetRef="plans"/>
            <sequenceFlow id="f6" sourceRef="inspect" targetRef="all"/>
            <sequenceFlow id="f7" sourceRef="plans" targetRef="all"/>
            <sequenceFlow id="f8" sourceRef="all" targetRef="review"/>
            <sequenceFlow id="f9" sourceRef="review" targetRef="asked_for_more"/>
            <sequenceFlow id="more" sourceRef="asked_for_more" targetRef="waiting"><conditionExpression>asked = true</conditionExpression></sequenceFlow>
            <sequenceFlow id="decided" sourceRef="asked_for_more" targetRef="outcome"/>
            <sequenceFlow id="f10" sourceRef="waiting" targetRef="answer"/>
            <sequenceFlow id="f11" sourceRef="waiting" targetRef="silence"/>
            <sequenceFlow id="f12" sourceRef="answer" targetRef="review"/>
            <sequenceFlow id="f13" sourceRef="silence" targetRef="review"/>
            <sequenceFlow id="f14" sourceRef="outcome" targetRef="appeal_window"/>
            <sequenceFlow id="f15" sourceRef="appeal_window" targetRef="appeal_over"/>
            <sequenceFlow id="f16" sourceRef="appeal_window" targetRef="appeal_made"/>
            <sequenceFlow id="f17" sourceRef="appeal_made" targetRef="appeal"/>
            <sequenceFlow id="f18" sourceRef="appeal" targetRef="appeal_outcome"/>
            <sequenceFlow id="f19" sourceRef="appeal_outcome" targetRef="end"/>
            <sequenceFlow id="f20" sourceRef="appeal_over" targetRef="end"/>
          </process>
        </definitions>
        """

    /// A drawing's conditions, scripts and mappings compare what counts the same, as the service's own expressions do.
    @Test(arguments: [
        ("asked = true", "fee + count([cost]) &lt; 3", "this adds GBP and rate"), ("asked = true", "cost &gt; count([cost])", "this compares GBP and rate"),
        ("asked = true", "cost &gt; 2 * fee", nil), ("asked = true", "cost / fee &gt; 5", nil),
    ]) func unitsAreChecked(_ old: String, _ new: String, _ expected: String?) throws {
        let folder = try Self.folder(Self.process.replacing(old, with: new))
        let found = TestGovernment.composition.edition(of: folder).1.sorted.filter { $0.location.file == "services/building_permit/process.bpmn" }
        #expect(found.filter { $0.severity == .error }.map(\.message) == [expected].compactMap { $0 }, "\(found)")
    }

    @Test(arguments: TestStores.all) func twoOfficesWorkAtTheSameTime(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: try Self.folder(Self.process)) { town in
            let actor = town.person()
            try await town.register(actor)
            try await town.enterParcel("0412-17")
            let caller = town.caller(actor)
            let (id, _) = try await town.casework.start("building_permit", caller)
            #expect(try await town.answer(id, PermitTests.pages, caller) == [])
            let submission = try await town.casework.submit(id, caller)
            #expect(try await town.casework.applicantView(submission.caseID, caller).stage == .awaitingPayment)
            try await town.pay(submission.caseID, try #require(submission.fee))

            let drawing = try #require(town.casework.services.service("building_permit")?.drawing)
            #expect(drawing.contents.nodes.contains { $0.id == "plans" })

            let inspector = town.officer("building_inspector", at: "planning_office")
            let planner = town.officer("planning_officer", at: "planning_office")
            let visit = try #require(try await town.casework.queue(QueueQuery(), inspector).rows.first)
            let plans = try #require(try await town.casework.queue(QueueQuery(), planner).rows.first)
            #expect(visit.step == "inspect" && plans.step == "plans")
            let fields = RawFields(["finding": ["No neighbours."], "safe": ["yes"]])
            _ = try await town.casework.finish(Ticket(visit.ticket), of: visit.caseID, fields: fields, inspector)
            // The other office has not answered yet.
            #expect(try await town.casework.queue(QueueQuery(), planner).rows.map(\.step) == ["plans"])
            _ = try await town.casework.finish(Ticket(plans.ticket), of: plans.caseID, fields: RawFields(["remarks": ["Fine."]]), planner)
            let review = try #require(try await town.casework.queue(QueueQuery(), planner).rows.first)
            #expect(review.step == "review")
            try await town.casework.decide(
                Ticket(review.ticket), of: review.caseID, DecisionInput(outcome: "granted", reasons: [.init("It may be taken down.")]), planner)
            let view = try await town.casework.applicantView(review.caseID, caller)
            #expect(view.stage == .decided && view.decisions.map(\.outcome) == ["granted"])
            try await town.replayEqualsLive(review.caseID)
        }
    }

    /// What is wrong in the drawing is told with its place there.
    @Test(arguments: [
        (
            "\"inspect\"", "\"inspection\"",
            "12:5: error: no step of service.yaml is called 'inspection', so nobody knows what is asked here"
        ),
        ("decision.outcome != null", "decison.outcome != null", "30:96: error: there is no name 'decison' here"),
        ("asked = true", "${exists(asked)}", "38:97: error: the condition of the flow 'more' is in JUEL, which does not run here: ${exists(asked)}"),
        (
            "polity:service=\"casework.check\"", "polity:service=\"casework.chek\"",
            "9:5: error: 'check' names the service 'casework.chek', which does not exist"
        ),
        ("polity:service=\"casework.outcome\"", "", "6:3: error: no task carries the decision out"),
        ("</definitions>", "", "2:1: error: <definitions> is never closed"),
    ])
    func whatIsWrongIsToldWithItsPlace(right: String, wrong: String, finding: String) throws {
        let changed = Self.process.replacing(right, with: wrong)
        let (edition, diagnostics) = TestGovernment.composition.edition(of: try Self.folder(changed))
        #expect(edition == nil)
        let told = diagnostics.sorted.map { $0.description.split(separator: "\n")[0] }
        #expect(told.contains { $0 == "services/building_permit/process.bpmn:\(finding)" }, "\(told)")
    }

    /// A decision that nobody can countersign would never take effect.
    @Test func aSecondOfficerIsDrawn() throws {
        let (edition, diagnostics) = TestGovernment.composition.edition(of: try Self.folder(Self.process, countersigns: true))
        #expect(edition == nil)
        let told = diagnostics.sorted.map(\.description)
        #expect(told.contains { $0.contains("process.bpmn has no user task 'review_countersign', so nobody would countersign") }, "\(told)")
    }
}
