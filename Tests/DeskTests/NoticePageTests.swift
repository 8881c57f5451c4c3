import Forms
import Kernel
import StoreTesting
import Testing

@testable import Casework
@testable import Desk

/// A supervisor finds what nothing took up, sends a message again, and says what is dealt with.
@Suite struct NoticePageTests {
    /// Tells of an escalation that nothing catches, and sends a message that nobody waits for.
    private static let files = [
        "services/find/service.yaml": """
        title: Look for something
        summary: The crew looks for what was lost.
        access: signed_in
        questions:
          what: {ask: What was lost?, type: text}
        steps:
          - decide: [{outcome: done, because: It was found.}]
        outcomes:
          done: {title: It was found}

        """,
        "services/find/process.bpmn": """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:polity="urn:polity:bpmn" targetNamespace="urn:arden">
          <message id="m" name="crew.found"/>
          <escalation id="e" escalationCode="late"/>
          <process id="find" isExecutable="true">
            <startEvent id="start"/>
            <intermediateThrowEvent id="warn"><escalationEventDefinition escalationRef="e"/></intermediateThrowEvent>
            <intermediateThrowEvent id="tell" polity:keep="2 days"><messageEventDefinition messageRef="m"/></intermediateThrowEvent>
            <serviceTask id="decide" polity:service="casework.decide"/>
            <serviceTask id="outcome" polity:service="casework.outcome"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="warn"/>
            <sequenceFlow id="f2" sourceRef="warn" targetRef="tell"/>
            <sequenceFlow id="f3" sourceRef="tell" targetRef="decide"/>
            <sequenceFlow id="f4" sourceRef="decide" targetRef="outcome"/>
            <sequenceFlow id="f5" sourceRef="outcome" targetRef="end"/>
          </process>
        </definitions>
        """,
    ]

    @Test(arguments: TestStores.all) func whatNothingTookUpIsDealtWith(_ kind: TestStore) async throws {
        try await TestDesk.on(kind, adding: Self.files) { town in
            let citizen = town.caller("citizen")
            let (application, _) = try await town.casework.start("find", citizen)
            _ = try await town.casework.answer(application, page: "what", fields: RawFields(["what": ["A key"]]), citizen)
            _ = try await town.casework.submit(application, citizen)
            #expect(try await town.get("/desk/overview", as: "supervisor").body.contains("href=\"/desk/incidents\""))
            town.clock.advance(by: .seconds(3 * 86_400))
            _ = try await town.running.jobRunner().runDue()

            let list = try await town.get("/desk/incidents", as: "supervisor")
            #expect(list.words.contains("Escalation: late") && list.words.contains("Message: crew.found") && list.words.contains("No case has stopped"))
            let told = try await town.get("/api/desk/incidents", as: "supervisor", json: true).json?["notices"]?.array ?? []
            #expect(told.map { $0["kind"]?.string } == ["escalation", "message"] && told.map { $0["name"]?.string } == ["late", "crew.found"])
            let paths = told.compactMap { $0["notice"]?.string.map { "/desk/notices/\($0)" } }
            #expect(paths.count == 2)
            for (path, words) in zip(paths, [["Escalation: late", "Escalado: late"], ["Message: crew.found", "Mensaje: crew.found"]]) {
                #expect(list.body.contains("href=\"\(path)\""))
                for (language, text) in zip(["en", "es"], words) {
                    let page = try await town.get(path, as: "supervisor", language: language)
                    #expect(page.status == 200 && page.words.contains(text), "\(page.words.prefix(300))")
                }
                for reader in ["crew", "citizen"] {
                    #expect(try await town.get(path, as: reader).status == 403)
                    #expect(try await town.post(path + "/close", [], as: reader).status == 403)
                }
            }
            let again = try await town.post(paths[1] + "/close", [("again", "yes")], as: "supervisor")
            #expect(again.status == 303 && again.headers["location"] == "/desk/incidents", "\(again.status): \(again.words.prefix(300))")
            #expect(try await town.post(paths[0] + "/close", [], as: "supervisor").status == 303)
            #expect(try await town.get(paths[0], as: "supervisor").status == 404)
            #expect(try await town.get("/api/desk/incidents", as: "supervisor", json: true).json?["notices"] == [])
            // It was kept once more, and nobody waited again.
            town.clock.advance(by: .seconds(3 * 86_400))
            _ = try await town.running.jobRunner().runDue()
            #expect(try await town.get("/desk/incidents", as: "supervisor").words.contains("Message: crew.found"))
        }
    }
}
