import Kernel
import StoreTesting
import Testing
import Web

/// From case to case of a queue, and several of its tasks at once; over a real server and on both stores.
@Suite("Working through a queue", .serialized)
struct QueueWalkTests {
    /// The addresses of the queue's cases as its page links to them.
    private func links(_ town: TestDesk, _ path: String, as role: String) async throws -> [String] {
        try await town.get(path, as: role).body.matches(of: /<a href="(\/desk\/cases\/[^"]+)"/).map { String($0.1).replacing("&amp;", with: "&") }
            .filter { $0.contains("?queue=") }
    }

    private func action(_ page: TestDesk.Answer, _ name: String) throws -> String {
        let found = try #require(page.body.matches(of: /action="([^"]+)"/).map { String($0.1) }.first { $0.contains("/\(name)") })
        return found.replacing("&amp;", with: "&")
    }

    @Test(arguments: TestStores.all) func anEndLeadsToTheNextTaskOfTheQueueAsItWasFiltered(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let crew = "crew"
            try await town.reports(3)
            let list = try await links(town, "/desk?service=report_a_problem&assigned=nobody", as: crew)
            #expect(list.count == 3)
            let first = try await town.get(list[0], as: crew)
            #expect(first.words.contains("Go on without this one") && first.body.contains("href=\"/desk?service=report_a_problem&amp;assigned=nobody\""))
            // Taking it stays; finishing leads on, and the queue goes along.
            let taken = try await town.post(try action(first, "take"), [], as: crew)
            #expect(taken.headers["location"]?.hasPrefix(list[0].prefix { $0 != "?" }) == true && taken.headers["location"]?.contains("queue=") == true)
            let decided = try await town.post(try action(first, "finish"), [("result", "fixed")], as: crew)
            // The rest of the queue, with the next task at hand; nobody has looked at a case that they did not open.
            let looks = try await town.looks()
            let next = try #require(decided.headers["location"])
            #expect(next.hasPrefix("/desk?service=report_a_problem&assigned=nobody&after=") && next.contains("&done=finished&of="), "\(next)")
            let rest = try await town.get(next, as: crew)
            #expect(rest.words.contains("The task is finished") && rest.words.contains("See what came of it"))
            let found = try #require(rest.body.firstMatch(of: /<a href="([^"]+)" autofocus="" data-next/))
            let focused = String(found.1).replacing("&amp;", with: "&")
            #expect(focused == list[1] && rest.body.matches(of: /autofocus/).count == 1)
            #expect(try await town.looks() == looks)
            let second = try await town.get(focused, as: crew)
            #expect(try await town.looks().count == looks.count + 1)
            // The last of the list leads back to its beginning, and the end to the list itself.
            let last = try await town.get(list[2], as: crew)
            let back = try await town.post(try action(last, "finish"), [("result", "fixed")], as: crew)
            #expect(back.headers["location"]?.hasPrefix("/desk?service=report_a_problem&assigned=nobody&done=finished&of=") == true)
            #expect(try await town.get(try #require(back.headers["location"]), as: crew).body.contains("autofocus"))
            let end = try await town.post(try action(second, "finish"), [("result", "fixed")], as: crew)
            #expect(end.headers["location"]?.hasPrefix("/desk?service=report_a_problem&assigned=nobody&done=finished&of=") == true)
            #expect(try await town.get(try #require(end.headers["location"]), as: crew).words.contains("Nothing matches"))
        }
    }

    /// What comes in an address leads nowhere but to the desk.
    @Test(arguments: ["https://elsewhere.example", "//elsewhere.example", "after=%00&x=1", "assigned=nonsense&holder=x", String(repeating: "q=a&", count: 600)])
    func aMadeUpQueueLeadsNowhereElse(_ queue: String) async throws {
        try await TestDesk.on(.sqlite) { town in
            let (id, ticket) = try await town.healthCase()
            let address = "/desk/cases/\(id)"
            let query = "?" + FormValues([.init("queue", queue)]).encoded
            let page = try await town.get(address + query, as: "medical_officer")
            // An address that is too long is refused by the server before.
            guard page.status == 200 else {
                #expect((400..<500).contains(page.status))
                return
            }
            #expect(!page.body.contains("href=\"https://elsewhere") && !page.body.contains("href=\"//elsewhere"))
            let fields = [("outcome", "granted"), ("reasons", "It is sound.")]
            let done = try await town.post("\(address)/tasks/\(ticket)/decide" + query, fields, as: "medical_officer")
            #expect(done.status == 303 && done.headers["location"]?.hasPrefix("/desk") == true, "\(done.headers["location"] ?? "")")
        }
    }

    @Test(arguments: TestStores.all) func severalTasksAreSeenFirstAndThenAssignedEachForItself(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (first, other) = ("crew", "supervisor")
            try await town.reports(3)
            let queue = try await town.get("/desk", as: first)
            let tasks = queue.body.matches(of: /name="task" value="([^"]+)"/).map { String($0.1) }
            #expect(tasks.count == 3)
            func send(_ action: String, _ chosen: [String], _ act: String? = nil, as role: String) async throws -> TestDesk.Answer {
                try await town.post("/desk/tasks?queue=", chosen.map { ("task", $0) } + [("action", action)] + (act.map { [("act", $0)] } ?? []), as: role)
            }
            let seen = try await send("take", tasks, as: first)
            #expect(seen.status == 200 && seen.words.contains("These will be yours") && seen.words.contains("Do it with 3 tasks"))
            #expect(try await town.get("/api/desk?assigned=mine", as: first, json: true).json?["tasks"]?.array?.isEmpty == true, "it was only looked at")

            // Between the look and the act a colleague takes one: the others are done, and that one is named.
            let parts = tasks[1].split(separator: "/")
            #expect(try await town.post("/desk/cases/\(parts[0])/tasks/\(parts[1])/take", [], as: other).status == 303)
            let done = try await send("take", tasks, "assign", as: first)
            #expect(done.status == 200 && done.words.contains("With these it was not done") && done.words.contains("These are yours now"))
            #expect(try await town.get("/api/desk?assigned=mine", as: first, json: true).json?["tasks"]?.array?.count == 2)
            #expect(try await town.get("/api/desk?assigned=mine", as: other, json: true).json?["tasks"]?.array?.count == 1)
            // What is a colleague's cannot be put back, and what is one's own can.
            let release = try await send("release", tasks, as: first)
            #expect(release.words.contains("With these it cannot be done") && release.words.contains("Do it with 2 tasks"))
            let given = try await send("release", [tasks[0]], "assign", as: first)
            #expect(given.status == 303 && given.headers["location"] == "/desk?done=several")

            // To nobody without the role.
            let stranger = try #require(town.people["medical_officer"].account)
            #expect(try await send("account:\(stranger)", tasks, as: other).words.contains("With these it cannot be done"))

            // Nothing chosen, nothing to do, a stranger's case, and one that never was.
            #expect(try await send("take", [], as: first).status == 422)
            #expect(try await send("explode", tasks, as: first).status == 422)
            let refused = try await send("take", tasks, "assign", as: "planning_officer")
            #expect(refused.words.contains("With these it was not done") && !refused.words.contains("These are yours now"))
            let reference = try #require(queue.body.firstMatch(of: /\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b/)).output
            #expect(!refused.words.contains(reference), "a case of somebody else's is not named")
            #expect(try await town.post("/desk/tasks", [("task", tasks[0]), ("action", "take")], as: "citizen").status == 403)
        }
    }

    @Test(arguments: TestStores.all) func severalTasksAreFinishedTogetherOnceTheyWereSeen(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            try await town.reports(3)
            let queue = try await town.get("/desk", as: "crew")
            let tasks = queue.body.matches(of: /name="task" value="([^"]+)"/).map { ("task", String($0.1)) }
            #expect(tasks.count == 3 && queue.words.contains("Decide or finish them together"))
            let asked = try await town.post("/desk/tasks?queue=order%3Dnewest", tasks + [("action", "work")], as: "crew")
            #expect(asked.status == 200 && asked.words.contains("The same for several cases") && asked.body.contains("name=\"answers.result\""))
            #expect(asked.body.contains("action=\"/desk/tasks/finish?queue=order%3dnewest\""))
            // No page of its own stands at a form's address: in the other language one is back at the queue.
            #expect(asked.body.contains("<a href=\"/desk?queue=order%3Dnewest&amp;language=es\""))
            let address = "/desk/tasks/finish?queue=order%3Dnewest"
            // Nothing chosen, nothing answered.
            #expect(try await town.post(address, [("answers.result", "fixed")], as: "crew").status == 422)
            let wrong = try await town.post(address, tasks, as: "crew")
            #expect(wrong.status == 422 && wrong.body.contains("href=\"#answers.result\"") && wrong.body.contains("id=\"answers.result\""))
            let seen = try await town.post(address, tasks + [("answers.result", "fixed")], as: "crew")
            #expect(seen.status == 200 && seen.words.contains("These will be done") && seen.words.contains("Do it with 3 tasks"))
            #expect(seen.body.contains("name=\"answers.result\" value=\"fixed\""))
            // Back to the question with the answer, and nothing was done.
            let again = try await town.post(address, tasks + [("answers.result", "fixed"), ("act", "change")], as: "crew")
            #expect(again.status == 200 && again.body.firstMatch(of: /<input[^>]*value="fixed"[^>]*checked/) != nil)
            #expect(try await town.get("/api/desk", as: "crew", json: true).json?["tasks"]?.array?.count == 3)
            // A colleague takes one meanwhile; a program is told the same of each.
            let parts = tasks[1].1.split(separator: "/")
            #expect(try await town.post("/desk/cases/\(parts[0])/tasks/\(parts[1])/take", [], as: "supervisor").status == 303)
            let told = try await town.post("/api" + address, tasks + [("answers.result", "fixed")], as: "crew").json
            #expect(
                told?["tasks"]?.array?.compactMap { $0["state"]?.string } == ["possible", "refused", "possible"]
                    && told?["service"]?.string == "report_a_problem" && told?["step"]?.string != nil)
            let done = try await town.post(address, tasks + [("answers.result", "fixed"), ("act", "do")], as: "crew")
            #expect(done.status == 200 && done.words.contains("With these it was not done") && done.words.contains("These are done"))
            #expect(try await town.get("/api/desk", as: "crew", json: true).json?["tasks"]?.array?.count == 1)
            let last = try await town.post(address, [tasks[1], ("answers.result", "fixed"), ("act", "do")], as: "supervisor")
            #expect(last.status == 303 && last.headers["location"] == "/desk?order=newest&done=several")
            #expect(try await town.post(address, tasks + [("answers.result", "fixed"), ("act", "do")], as: "citizen").status == 403)
            // What is done already is not done again, and what is another's is not named.
            let late = try await town.post("/desk/tasks", tasks + [("action", "work")], as: "planning_officer")
            let reference = try #require(queue.body.firstMatch(of: /\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b/)).output
            #expect(late.status == 200 && late.words.contains("With these it cannot be done") && !late.words.contains(reference))
        }
    }

    @Test func reviewsAreDecidedTogetherWithTheReasonsOfTheRules() async throws {
        try await TestDesk.on(.sqlite) { town in
            let (id, ticket) = try await town.healthCase()
            let task = [("task", "\(id)/\(ticket)")]
            let asked = try await town.post("/desk/tasks", task + [("action", "work")], as: "medical_officer")
            #expect(asked.body.contains("action=\"/desk/tasks/decide") && asked.body.contains("name=\"outcome\""))
            #expect(try await town.post("/desk/tasks/decide", task, as: "medical_officer").words.contains("Choose"))
            #expect(try await town.looks().isEmpty, "nobody has looked at a case")
            let seen = try await town.post("/desk/tasks/decide", task + [("outcome", "granted"), ("reasons", "It is <b>sound</b>.")], as: "medical_officer")
            #expect(seen.words.contains("Do it with 1 task") && seen.body.contains("value=\"It is &lt;b&gt;sound&lt;/b&gt;.\""))
            #expect(try await town.looks().count == 1)
            let done = try await town.post(
                "/desk/tasks/decide", task + [("outcome", "granted"), ("reasons", "It is sound."), ("act", "do")], as: "medical_officer")
            #expect(done.status == 303 && done.headers["location"] == "/desk?done=several")
            #expect(try await town.casework.applicantView(id, town.caller("citizen")).decisions.map(\.outcome) == ["granted"])
        }
    }
}
