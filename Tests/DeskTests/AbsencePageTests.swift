import Casework
import Kernel
import StoreTesting
import Testing

/// An officer is away and a colleague stands in, in their browsers.
@Suite("Absences at the desk", .serialized)
struct AbsencePageTests {
    @Test(arguments: TestStores.all) func aColleagueStandsInUntilTheOfficerIsBack(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            let (absent, standIn) = ("medical_officer", "second_medical_officer")
            try await town.casework.take(.init(ticket), of: id, town.caller(absent))
            let page = try await town.get("/desk/absences", as: absent)
            let option = try #require(page.body.firstMatch(of: /value="([0-9a-f-]+)"[^>]*>Ilse Brook/)).1
            #expect(!page.body.contains(">Petra Linde"), "somebody of the same office, or of one above it")
            let days = [("from.day", "2"), ("from.month", "3"), ("from.year", "2026"), ("to.day", "6"), ("to.month", "3"), ("to.year", "2026")]
            let empty = try await town.post("/desk/absences", [], as: absent)
            #expect(empty.status == 422 && empty.words.contains("Enter a day") && empty.words.contains("Choose who stands in"))
            let backwards = try await town.post(
                "/desk/absences", [("stand_in", String(option))] + days.map { ($0.0, $0.0 == "to.day" ? "1" : $0.1) }, as: absent)
            #expect(backwards.status == 422 && backwards.words.contains("The last day of an absence is not before its first"))
            #expect(try await town.post("/desk/absences", [("stand_in", String(option))] + days, as: absent).status == 303)
            #expect(try await town.get("/desk", as: absent).words.contains("You are entered as away until 6 March 2026"))

            let queue = try await town.get("/desk?assigned=mine", as: standIn)
            #expect(queue.words.contains("You stand in for Hana Weir until 6 March 2026") && queue.words.contains("Hana Weir (away until"))
            #expect(queue.body.contains("/desk/cases/\(id)"))
            let theCase = try await town.get("/desk/cases/\(id)", as: standIn)
            #expect(theCase.words.contains("You stand in for them.") && theCase.body.contains("/decide\""))
            #expect(try await town.post("/desk/cases/\(id)/tasks/\(ticket)/take", [], as: standIn).status == 303)
            let taken = try await town.get("/desk/cases/\(id)", as: standIn)
            #expect(taken.words.contains("You have taken this task in place of Hana Weir") && taken.words.contains("in place of Hana Weir"))

            let told = try await town.get("/api/desk/absences", as: standIn, json: true).json
            let absence = try #require(told?["absences"]?.array?.first)
            #expect(absence["from"]?.string == "2026-03-02" && absence["to"]?.string == "2026-03-06")
            let end = "/desk/absences/\(try #require(absence["absence"]?.string))/end"
            #expect(try await town.post(end, [], as: standIn).status == 404, "it is not theirs to end")
            #expect(try await town.post(end, [], as: "crew").status == 404)
            #expect(try await town.post(end, [], as: absent).status == 303)
            let after = try await town.get("/desk/cases/\(id)", as: standIn)
            #expect(after.words.contains("Hana Weir works on this task.") && !after.body.contains("/decide\""))
            let fields = [("outcome", "granted"), ("reasons", "The heart is sound.")]
            #expect(try await town.post("/desk/cases/\(id)/tasks/\(ticket)/decide", fields, as: standIn).status == 409)
            #expect(try await town.post("/desk/cases/\(id)/tasks/\(ticket)/decide", fields, as: absent).status == 303)
        }
    }

    @Test(arguments: TestStores.all) func aSupervisorSaysItForAnOfficerAndStandsIn(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            try await town.casework.take(.init(ticket), of: id, town.caller("medical_officer"))
            let (officer, supervisor) = (try #require(town.people["medical_officer"].account), try #require(town.people["supervisor"].account))
            let said: [(String, String)] = [("account", officer.text), ("stand_in", supervisor.text), ("from", "2026-03-02"), ("to", "2026-03-02")]
            #expect(try await town.post("/desk/absences", said, as: "crew").status == 403)
            #expect(try await town.post("/desk/absences", said, as: "supervisor").status == 303)
            let page = try await town.get("/desk/absences", as: "supervisor")
            #expect(page.words.contains("Hana Weir : from 2 March 2026 to 2 March 2026") && page.words.contains("Stands in: You"), "\(page.words)")
            #expect(try await town.get("/desk/absences", as: "crew").words.contains("Hana Weir") == false)
            #expect(try await town.get("/desk?assigned=mine", as: "supervisor").body.contains("/desk/cases/\(id)"))
            // It ends by itself.
            town.clock.advance(by: .seconds(86_400))
            #expect(try await !town.get("/desk?assigned=mine", as: "supervisor").body.contains("/desk/cases/\(id)"))
            #expect(try await town.get("/desk/absences", as: "citizen").status == 403)
        }
    }

    private static let signedByTwo = [
        "services/find/service.yaml": """
        title: Look for something
        summary: Two officers sign what is found.
        access: signed_in
        questions:
          what: {ask: What was lost?, type: text}
        steps:
          - review:
              title: Decide
              role: medical_officer
              within: 5 working days
              countersign: {title: Look at it again, role: medical_officer, within: 3 working days}
        outcomes:
          done: {title: It was found}

        """
    ]

    /// What a stand-in decided is the absent officer's own decision: the page offers neither of them to sign it.
    @Test(arguments: TestStores.all) func whoseDecisionItIsIsNotAskedToSignIt(_ kind: TestStore) async throws {
        try await TestDesk.on(kind, adding: Self.signedByTwo) { town in
            let id = try await LostAndFound.send(town, town.caller("citizen"))
            let (absent, standIn) = ("medical_officer", "second_medical_officer")
            let first = try #require(try await town.casework.queue(QueueQuery(), town.caller(absent)).rows.first { $0.caseID == id })
            try await town.casework.take(.init(first.ticket), of: id, town.caller(absent))
            let account = try #require(town.people[standIn].account)
            let said: [(String, String)] = [("stand_in", account.text), ("from", "2026-03-02"), ("to", "2026-03-06")]
            #expect(try await town.post("/desk/absences", said, as: absent).status == 303)
            let decision = [("outcome", "done"), ("reasons", "It is there.")]
            let decided = try await town.post("/desk/cases/\(id)/tasks/\(first.ticket)/decide", decision, as: standIn)
            #expect(decided.status == 303, "\(decided.words.prefix(300))")
            for officer in [absent, standIn] {
                let page = try await town.get("/desk/cases/\(id)", as: officer)
                #expect(page.words.contains("It is your own decision"), "\(officer)")
                #expect(!page.body.contains("/countersign\"") && !page.body.contains("/take\""), "\(officer)")
            }
        }
    }

    /// Somebody of another role sees the case while they stand in for who works on it, and is led away when it is decided.
    @Test(arguments: TestStores.all) func whoSeesNothingAfterwardsIsLedToTheQueue(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            try await town.casework.take(.init(ticket), of: id, town.caller("medical_officer"))
            let (officer, finch) = (try #require(town.people["medical_officer"].account), try #require(town.people["complaints_officer"].account))
            let said: [(String, String)] = [("account", officer.text), ("stand_in", finch.text), ("from", "2026-03-02"), ("to", "2026-03-03")]
            #expect(try await town.get("/desk/cases/\(id)", as: "complaints_officer").status == 404)
            #expect(try await town.post("/desk/absences", said, as: "supervisor").status == 303)
            let page = try await town.get("/desk/cases/\(id)", as: "complaints_officer")
            #expect(page.status == 200 && page.words.contains("Some records are not shown"), "a stand-in reads what their own role reads")
            let fields = [("outcome", "refused"), ("reasons", "No.")]
            let done = try await town.post("/desk/cases/\(id)/tasks/\(ticket)/decide", fields, as: "complaints_officer")
            #expect(done.status == 303 && done.headers["location"] == "/desk?done=decided")
            #expect(try await town.get("/desk/cases/\(id)", as: "complaints_officer").status == 404)
            #expect(try await town.get("/desk/cases/\(id)", as: "medical_officer").words.contains("Cora Finch decided"))
        }
    }
}
