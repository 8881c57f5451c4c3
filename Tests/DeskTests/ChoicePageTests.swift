import Casework
import Forms
import Kernel
import Processes
import StoreTesting
import Testing

@testable import Desk

/// An officer chooses on the case's page what is done next: a button each, without a script, and by the API.
@Suite struct ChoicePageTests {
    private static let files = LostAndFound.files(
        steps: """
              - {id: search, task: {title: Decide where to look, role: crew}}
              - {id: look, task: {title: Look for it, role: crew}}

            """,
        """
        <adHocSubProcess id="search">
          <userTask id="look"/>
          <manualTask id="radio" name="Ask the others" polity:name-es="Preguntar a los demás"/>
        </adHocSubProcess>
        <sequenceFlow id="f1" sourceRef="start" targetRef="search"/>
        <sequenceFlow id="f2" sourceRef="search" targetRef="decide"/>
        """)

    @Test(arguments: TestStores.all) func buttonsBeginWhatIsDoneNext(_ kind: TestStore) async throws {
        try await TestDesk.on(kind, adding: Self.files) { town in
            let citizen = town.caller("citizen")
            let id = try await LostAndFound.send(town, citizen)
            let row = try #require(try await town.casework.queue(QueueQuery(), town.caller("crew")).rows.first { $0.caseID == id })
            let (page, task) = ("/desk/cases/\(id)", "/desk/cases/\(id)/tasks/\(row.ticket)")
            for (language, words) in [
                ("en", ["What is done next", "Ask the others", "Enough is done"]), ("es", ["Qué se hace ahora", "Preguntar a los demás", "Ya es suficiente"]),
            ] {
                let shown = try await town.get(page, as: "crew", language: language)
                #expect(words.allSatisfy(shown.words.contains), "\(shown.words)")
                #expect(shown.body.contains("action=\"\(task)/begin\"") && shown.body.contains("name=\"element\" value=\"look\""))
            }
            let told = try await town.get("/api" + page, as: "crew", json: true).json
            #expect(told?["tasks"]?.array?.first?["offered"] == ["look", "radio"])
            // Only for whose task it is, and only what is offered.
            #expect(try await town.post(task + "/begin", [("element", "look")], as: "citizen").status == 403)
            #expect(try await town.post(task + "/begin", [("element", "look")], as: "planning_officer").status == 404)
            #expect(try await town.post(task + "/begin", [("element", "outcome")], as: "crew").status == 409)
            #expect(try await town.post(task + "/begin", [], as: "crew").status == 422)
            for element in ["radio", "look"] {
                let begun = try await town.post(task + "/begin", [("element", element)], as: "crew")
                #expect(begun.status == 303 && begun.headers["location"]?.hasPrefix(page) == true, "\(begun.status): \(begun.words.prefix(300))")
            }
            let after = try await town.get(page + "?done=begun", as: "crew")
            #expect(after.words.contains("Under way: Look for it") && after.words.contains("It is begun") && after.words.contains("chose what is done next"))
            #expect(after.words.contains("What is under way is given up"))
            #expect(try await town.post(task + "/finish", [], as: "crew").status == 303)
            #expect(try await town.casework.applicantView(id, citizen).decisions.map(\.outcome) == ["done"])
        }
    }
}
