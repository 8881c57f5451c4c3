import Forms
import Kernel
import Processes
import StoreTesting
import Testing

@testable import Casework
@testable import Desk

/// A supervisor finds where a case has stopped, sees why, and lets it go on.
@Suite struct IncidentPageTests {
    /// Nobody has drawn what comes when nothing was found.
    private static let files = LostAndFound.files(
        steps: "  - {id: look, task: {title: Look for it, role: crew, within: 5 working days, questions: {found: {ask: Was it there?, type: yes_no}}}}\n",
        """
        <userTask id="look"/>
        <exclusiveGateway id="was_it_there"/>
        <sequenceFlow id="f1" sourceRef="start" targetRef="look"/>
        <sequenceFlow id="f2" sourceRef="look" targetRef="was_it_there"/>
        <sequenceFlow id="f3" sourceRef="was_it_there" targetRef="decide"><conditionExpression>found</conditionExpression></sequenceFlow>
        """)

    @Test(arguments: TestStores.all) func whatHasStoppedGoesOn(_ kind: TestStore) async throws {
        try await TestDesk.on(kind, adding: Self.files) { town in
            #expect(try await town.get("/desk/incidents", as: "supervisor").words.contains("No case has stopped"))
            #expect(try await !town.get("/desk/overview", as: "supervisor").body.contains("/desk/incidents"))
            let citizen = town.caller("citizen"), crew = town.caller("crew")
            let id = try await LostAndFound.send(town, citizen)
            let row = try #require(try await town.casework.queue(QueueQuery(), crew).rows.first { $0.caseID == id })
            _ = try await town.casework.finish(Ticket(row.ticket), of: id, fields: RawFields(["found": ["no"]]), crew)

            #expect(try await town.get("/desk/overview", as: "supervisor").body.contains("href=\"/desk/incidents\""))
            let list = try await town.get("/desk/incidents", as: "supervisor")
            let path = try #require(list.body.firstMatch(of: /href="(\/desk\/incidents\/[0-9a-f-]+\/[0-9]+)"/).map { String($0.1) })
            for language in ["en", "es"] {
                let page = try await town.get(path, as: "supervisor", language: language)
                #expect(page.status == 200 && page.body.contains("no condition holds and there is no default flow") && page.body.contains("was_it_there"))
            }
            let told = try await town.get("/api/desk/incidents", as: "supervisor", json: true).json
            #expect(told?["incidents"]?.array?.first?["step"]?.string == "was_it_there")
            for reader in ["crew", "citizen"] {
                #expect(try await town.get("/desk/incidents", as: reader).status == 403)
                #expect(try await town.post(path + "/retry", [], as: reader).status == 403)
            }
            #expect(try await town.post(path + "/retry", [("values", "found")], as: "supervisor").status == 422)
            // A case that is not there, or not theirs, is told before anything is made of the text.
            let strange = "/desk/incidents/01890000-0000-7000-8000-000000000000/1/retry"
            for text in ["{found: true}", "found", "{\"a \\\"\\\"\": 1}.a", String(repeating: "]", count: 9_000)] {
                #expect(try await town.post(strange, [("values", text)], as: "supervisor").status == 404)
                let answer = try await town.post(path + "/retry", [("values", text == "{found: true}" ? "]" : text)], as: "supervisor")
                #expect(answer.status == 422, "\(answer.status): \(text.prefix(20))")
            }
            let done = try await town.post(path + "/retry", [("values", "{found: true}")], as: "supervisor")
            #expect(done.status == 303 && done.headers["location"] == "/desk/incidents", "\(done.status): \(done.words.prefix(500))")
            #expect(try await town.get(path, as: "supervisor").status == 404)
            #expect(try await town.casework.applicantView(id, citizen).decisions.map(\.outcome) == ["done"])
        }
    }

    /// A fault of a model stops every case that comes there: each of them is found.
    @Test(arguments: TestStores.all) func whatHasStoppedIsReadPageByPage(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let organisation = try #require(town.host.edition.government.organisations.first?.id)
            try await town.host.store.write("test.stopped") { tx in
                for number in 10..<37 {
                    // Some at the same moment, as where one message reached several.
                    let (id, since) = ("01890000-0000-7000-8000-0000000000\(number)", Instant(microseconds: Int64(number / 3)))
                    let reference = ReferenceNumber(random: .system).plain
                    try tx.write(
                        """
                        INSERT INTO casework_incidents (case_id, ticket, reference, service, organisation, element, reason, since)
                        VALUES (\(id), 1, \(reference), 'report_a_problem', \(organisation), \("stop \(number)"), 'no way on', \(since))
                        """)
                    try tx.write(
                        """
                        INSERT INTO casework_notices (id, kind, case_id, reference, service, organisation, element, name, since)
                        VALUES (\(id), 'message', \(id), \(reference), 'report_a_problem', \(organisation), '', \("said \(number)"), \(since))
                        """)
                }
            }
            let first = try await town.get("/desk/incidents", as: "supervisor")
            for (list, words) in [("incidents", "stop"), ("notices", "said")] {
                #expect(first.body.contains("\(words) 10<") && first.body.contains("\(words) 34<") && !first.body.contains("\(words) 35<"))
                let next = try #require(first.body.matches(of: /href="(\/desk\/incidents\?[^"#]+)#([a-z]+)"/).first { $0.2 == list }.map { String($0.1) })
                let second = try await town.get(next, as: "supervisor")
                #expect(second.body.contains("\(words) 35<") && second.body.contains("\(words) 36<") && !second.body.contains("\(words) 34<"))
                let told = try await town.get("/api/desk/incidents", as: "supervisor", json: true).json
                #expect(told?[list]?.array?.count == 25)
                let after = try #require(told?["next_" + list]?.string)
                let rest = try await town.get("/api/desk/incidents?\(list)_after=\(after)", as: "supervisor", json: true).json
                #expect(rest?[list]?.array?.count == 2 && rest?["next_" + list] == .null)
            }
            let beyond = try await town.get("/desk/incidents?incidents_after=99/01890000-0000-7000-8000-000000000010/1", as: "supervisor")
            #expect(!beyond.words.contains("No case has stopped") && beyond.body.contains("rel=\"prev\""))
            #expect(try await town.get("/desk/incidents?incidents_after=nowhere", as: "supervisor").body.contains("stop 10<"))
        }
    }

    /// However much was given up, a page shows some of it, and a retry leads back to the page it was pressed on.
    @Test func whatWasGivenUpIsReadPageByPage() async throws {
        try await TestDesk.on(.sqlite) { town in
            try await town.host.store.write("test.dead") { tx in
                for number in 10..<37 {
                    try tx.write(
                        """
                        INSERT INTO store_jobs (kind, key, payload, run_at, state, attempts, reason, ended_at)
                        VALUES ('casework.print', \("job \(number)"), '', 0, 2, 130, 'CASE-502', \(Instant(microseconds: Int64(number))))
                        """)
                }
            }
            let first = try await town.get("/desk/incidents", as: "supervisor")
            #expect(first.words.contains("job 10 ") && first.words.contains("job 34 ") && !first.words.contains("job 35 "))
            let next = try #require(first.body.firstMatch(of: /href="(\/desk\/incidents\?jobs_after=[^"#]+)#jobs"/).map { String($0.1) })
            let second = try await town.get(next, as: "supervisor")
            #expect(
                second.words.contains("job 35 ") && second.words.contains("job 36 ") && !second.words.contains("job 34 ")
                    && !second.body.contains("rel=\"next\""))
            let told = try await town.get("/api/desk/incidents", as: "supervisor", json: true).json
            #expect(told?["jobs"]?.array?.count == 25 && told?["next_jobs"]?.string?.hasSuffix("/job 34") == true)
            let retry = try #require(second.body.firstMatch(of: /action="(\/desk\/jobs\/retry[^"]*)"/).map { String($0.1) })
            let back = try await town.post(retry, [("kind", "casework.print"), ("key", "job 35")], as: "supervisor")
            #expect(back.status == 303 && back.headers["location"] == next + "#jobs")
            #expect(try await !town.get(next, as: "supervisor").words.contains("job 35 "))
            #expect(try await town.get("/desk/incidents?jobs_after=nowhere", as: "supervisor").words.contains("job 10 "))
        }
    }
}
