import Casework
import Forms
import Kernel

/// A drawn service beside Arden's own, whose process does what a test is about before it decides.
enum LostAndFound {
    /// - Parameters:
    ///   - steps: lines of `service.yaml` before its decision.
    ///   - root: messages and escalations.
    ///   - flow: what lies between the start and `decide`, with the flows there.
    static func files(steps: String = "", root: String = "", _ flow: String) -> [String: String] {
        [
            "services/find/service.yaml": """
            title: Look for something
            summary: The crew looks for what was lost.
            access: signed_in
            questions:
              what: {ask: What was lost?, type: text}
            steps:
            \(steps)  - decide: [{outcome: done, because: It was found.}]
            outcomes:
              done: {title: It was found}

            """,
            "services/find/process.bpmn": """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:polity="urn:polity:bpmn" targetNamespace="urn:arden">
            \(root)
            <process id="find" isExecutable="true">
              <startEvent id="start"/>
              <serviceTask id="decide" polity:service="casework.decide"/>
              <serviceTask id="outcome" polity:service="casework.outcome"/>
              <endEvent id="end"/>
              <sequenceFlow id="f4" sourceRef="decide" targetRef="outcome"/>
              <sequenceFlow id="f5" sourceRef="outcome" targetRef="end"/>
            \(flow)
            </process>
            </definitions>
            """,
        ]
    }

    static func send(_ town: TestDesk, _ citizen: Caller) async throws -> Identifier<Case> {
        let (application, _) = try await town.casework.start("find", citizen)
        _ = try await town.casework.answer(application, page: "what", fields: RawFields(["what": ["A key"]]), citizen)
        return try await town.casework.submit(application, citizen).caseID
    }
}
