import Casework
import Forms
import Kernel
import StoreTesting
import Testing

/// Teams and skills in the browser: an administrator gives them, officers find their work by them, a supervisor looks over them.
@Suite("Teams and skills at the desk", .serialized)
struct TeamAndSkillPageTests {
    private static let files = [
        "services/prop/service.yaml": """
        title: Prop up a wall
        summary: The crew props it up.
        access: signed_in
        questions:
          what: {ask: What is it?, type: text}
        steps:
          - task: {title: Prop it up, role: crew, skills: [structures]}
          - decide: [{outcome: done, because: It stands.}]
        outcomes:
          done: {title: It stands}

        """
    ]

    private func give(_ trait: String, to role: String, _ town: TestDesk) async throws {
        let answer = try await town.post("/admin/officers/traits", [("email", "\(role)@arden.example"), ("trait", trait)], as: "administrator")
        #expect(answer.status == 303, "\(answer.words)")
    }

    private func send(_ service: String, _ pages: [(String, [String: [String]])], _ town: TestDesk) async throws -> Identifier<Case> {
        let citizen = town.caller("citizen")
        let (application, _) = try await town.casework.start(service, citizen)
        for (page, fields) in pages { _ = try await town.casework.answer(application, page: page, fields: RawFields(fields), citizen) }
        return try await town.casework.submit(application, citizen).caseID
    }

    private func tasks(_ town: TestDesk, _ query: String = "", as role: String) async throws -> [JSON] {
        try await town.get("/api/desk" + query, as: role, json: true).json?["tasks"]?.array ?? []
    }

    @Test(arguments: TestStores.all) func whatTakesASkillIsLeftToWhoHasIt(_ kind: TestStore) async throws {
        try await TestDesk.on(kind, adding: Self.files) { town in
            let id = try await send("prop", [("what", ["what": ["The old wall"]])], town)
            // By itself the list shows what the officer can do; the rest can be looked at, and says what it asks for.
            #expect(try await tasks(town, as: "crew") == [])
            let queue = try await town.get("/desk", as: "crew")
            #expect(queue.words.contains("Nothing is waiting for you") && queue.words.contains("What I can do"))
            let all = try await town.get("/desk?skills=any", as: "crew")
            #expect(all.words.contains("asks for Structural engineering, which you do not have"))
            #expect(try await town.get("/desk?skills=any", as: "crew", language: "es").words.contains("pide Cálculo de estructuras, que usted no tiene"))
            let row = try #require(try await tasks(town, "?skills=any", as: "crew").first)
            #expect(row["skills"] == ["structures"] && row["team"] == .null)
            let ticket = try #require(row["ticket"]?.integer), address = "/desk/cases/\(id)"
            let page = try await town.get(address, as: "crew")
            #expect(page.words.contains("This task asks for Structural engineering, which you do not have.") && !page.body.contains("/tasks/\(ticket)/finish"))
            #expect(!page.body.contains("/take\""))
            let refused = try await town.post("\(address)/tasks/\(ticket)/take", [], as: "crew")
            #expect(refused.status == 403 && refused.words.contains("This task asks for a skill that you do not have: Structural engineering."))
            #expect(refused.words.contains("ask a supervisor to give it to you"))
            let together = try await town.post("/desk/tasks", [("task", "\(id)/\(ticket)"), ("action", "take")], as: "crew")
            #expect(together.status == 200 && together.words.contains("This task asks for a skill that you do not have"))

            // A supervisor sees what waits for it, and gives it to somebody all the same; the case tells.
            let overview = try await town.get("/desk/overview", as: "supervisor")
            #expect(overview.words.contains("Team and skills") && overview.words.contains("asks for Structural engineering"))
            let place = try await town.get("/api/desk/overview", as: "supervisor", json: true).json?["places"]?.array?.first
            #expect(place?["skills"] == ["structures"] && place?["open"] == 1)
            let choice = try await town.get(address, as: "supervisor")
            let option = try #require(choice.body.firstMatch(of: /value="(account:[0-9a-f-]+)"[^>]*>Kofi Dray, without Structural engineering/))
            #expect(try await town.post("\(address)/tasks/\(ticket)/hand-over", [("to", String(option.1))], as: "supervisor").status == 303)
            let given = try await town.get(address, as: "crew")
            #expect(given.words.contains("without a skill that it asks for: Structural engineering"))
            #expect(given.body.contains("/tasks/\(ticket)/finish"))
            #expect(try await town.post("\(address)/tasks/\(ticket)/finish", [], as: "crew").status == 303)

            // Whoever has the skill finds the next one by itself.
            try await give("skill:structures", to: "crew", town)
            let next = try await send("prop", [("what", ["what": ["A tower"]])], town)
            #expect(try await tasks(town, as: "crew").map { $0["case"]?.string } == [next.text])
            #expect(try await !town.get("/desk", as: "crew").words.contains("What I can do"), "there is nothing that they could not do")
        }
    }

    @Test(arguments: TestStores.all) func aTeamsTasksAreItsOwnFirst(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            try await give("team:west_crew", to: "crew", town)
            try await give("team:east_crew", to: "second_crew", town)
            let pages = [
                ("category", ["category": ["pothole"]]), ("place", ["place.longitude": ["2.3129"], "place.latitude": ["54.7012"]]), ("details", [:]),
                ("photo", [:]),
                ("email", [:]),
            ]
            let id = try await send("report_a_problem", pages, town)
            #expect(try await tasks(town, as: "crew") == [])
            let row = try #require(try await tasks(town, as: "second_crew").first)
            #expect(row["case"]?.string == id.text && row["team"] == "east_crew")
            let queue = try await town.get("/desk", as: "second_crew")
            #expect(queue.words.contains("My team, and what is of no team") && queue.words.contains("Nobody yet (Crew of the east side)"))
            // Everybody of the role may look at it and take it.
            #expect(try await tasks(town, "?team=any", as: "crew").count == 1)
            #expect(try await tasks(town, "?team=east_crew", as: "crew").count == 1)
            #expect(try await tasks(town, "?team=west_crew", as: "second_crew") == [])
            let overview = try await town.get("/desk/overview", as: "supervisor")
            #expect(overview.words.contains("Crew of the east side") && overview.body.contains("/desk?role=crew&amp;team=east_crew"))

            let (address, ticket) = ("/desk/cases/\(id)", try #require(row["ticket"]?.integer))
            let page = try await town.get(address, as: "second_crew")
            #expect(page.words.contains("For Crew of the east side") && page.body.contains("value=\"team:west_crew\""))
            #expect(try await town.post("\(address)/tasks/\(ticket)/hand-over", [("to", "team:west_crew")], as: "second_crew").status == 303)
            #expect(try await tasks(town, as: "second_crew") == [])
            #expect(try await tasks(town, as: "crew").map { $0["team"] } == ["west_crew"])
            #expect(try await town.get(address, as: "crew").words.contains("to Crew of the west side"))
            // Several at once, and back to all of the role.
            let chosen = [("task", "\(id)/\(ticket)"), ("action", "team:east_crew")]
            #expect(try await town.post("/desk/tasks", chosen, as: "crew").words.contains("These will go to Crew of the east side"))
            #expect(try await town.post("/desk/tasks", chosen + [("act", "assign")], as: "crew").status == 303)
            #expect(try await tasks(town, as: "second_crew").map { $0["team"] } == ["east_crew"])
            #expect(try await town.post("\(address)/tasks/\(ticket)/hand-over", [("to", "team")], as: "second_crew").status == 303)
            #expect(try await tasks(town, as: "crew").map { $0["team"] } == [.null])
            // A view of a team is kept like any other.
            #expect(try await town.post("/desk/filters", [("name", "East"), ("queue", "team=east_crew")], as: "crew").status == 303)
        }
    }

    @Test(arguments: TestStores.all) func anAdministratorGivesThem(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            try await give("team:west_crew", to: "crew", town)
            try await give("skill:structures", to: "crew", town)
            let page = try await town.get("/admin/officers", as: "administrator")
            #expect(page.words.contains("Crew of the west side") && page.words.contains("Structural engineering"))
            let wrong = [
                ("team:west_crew", "planning_officer@arden.example", "This team is of other roles than the account has."),
                ("team:south_crew", "crew@arden.example", "Choose a team or a skill of the folder."),
                ("", "crew@arden.example", "Choose a team or a skill of the folder."),
            ]
            for (trait, email, words) in wrong {
                let answer = try await town.post("/admin/officers/traits", [("email", email), ("trait", trait)], as: "administrator")
                #expect(answer.status == 422 && answer.words.contains(words), "\(trait)")
                #expect(answer.body.matches(of: /id="email"/).count == 1 && answer.body.contains("href=\"#trait\""))
            }
            let taken = try await town.post("/admin/officers/traits/take", [("email", "crew@arden.example"), ("trait", "team:west_crew")], as: "administrator")
            #expect(taken.status == 303)
            let officers = try await town.get("/api/admin/officers", as: "administrator", json: true).json?.array ?? []
            let crew = officers.first { $0["email"] == "crew@arden.example" }
            #expect(crew?["teams"] == [] && crew?["skills"] == ["structures"])
            #expect(
                try await town.post("/admin/officers/traits", [("email", "crew@arden.example"), ("trait", "skill:structures")], as: "supervisor").status == 403)
        }
    }
}
