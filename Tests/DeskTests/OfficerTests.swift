import Kernel
import Registries
import StoreTesting
import Testing

/// What officers do in their browser, over a real server and on both stores.
@Suite("Officers at work", .serialized)
struct OfficerTests {
    /// A preview's text area sends the draft back though nobody touched it: it is no message of the officer, and is drafted anew with what they decide.
    @Test(arguments: TestStores.all) func anUntouchedDraftIsDraftedAnew(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            let (doctor, address) = ("medical_officer", "/desk/cases/\(id)/tasks/\(ticket)/decide")
            let fields = [("outcome", "granted"), ("reasons", "The heart is sound."), ("letter_for", "granted")]
            let preview = try await town.post(address, fields + [("act", "preview")], as: doctor)
            #expect(preview.body.contains("name=\"drafted\"") && preview.body.contains("maxlength=\"20000\""))

            // As a page of yesterday had it, with a text area's line ends.
            let (stale, change) = ([("letter", "It is valid\r\nuntil yesterday.\r\n"), ("drafted", "It is valid\nuntil yesterday.")], [("act", "change")])
            #expect(try await !town.post(address, fields + stale + change, as: doctor).words.contains("Your own message is kept"))
            let own = [("letter", "It is yours."), ("drafted", "It is valid\nuntil yesterday.")]
            #expect(try await town.post(address, fields + own + change, as: doctor).words.contains("Your own message is kept"))
            #expect(try await town.post(address, fields + stale, as: doctor).status == 303)
            let made = try #require(try await town.casework.officerView(id, town.caller(doctor)).theCase.decisions.first)
            #expect(!made.isEdited && made.message?.contains("yesterday") != true)
        }
    }

    /// Who does not see all that a message is drafted from writes no other: the draft that they get has blanks.
    @Test(arguments: TestStores.all) func aDraftWithBlanksIsNotSentBack(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            let address = "/desk/cases/\(id)/tasks/\(ticket)"
            #expect(try await town.post("\(address)/hand-over", [("to", "role:crew")], as: "medical_officer").status == 303)
            let fields = [("outcome", "granted"), ("reasons", "The heart is sound.")]
            for act in [[("act", "preview")], []] {
                let refused = try await town.post("\(address)/decide", fields + [("letter", "It is valid until .")] + act, as: "crew")
                #expect(refused.status == 403 && refused.words.contains("You do not see all that this message is drafted from"))
            }
            #expect(try await town.casework.officerView(id, town.caller("crew")).theCase.decisions.isEmpty)
            #expect(try await town.post("\(address)/decide", fields, as: "crew").status == 303)
        }
    }

    @Test(arguments: TestStores.all) func anOfficerLooksPreviewsDecidesAndIsTold(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            let (doctor, address) = ("medical_officer", "/desk/cases/\(id)")
            let page = try await town.get(address, as: doctor)
            #expect(page.status == 200 && page.words.contains("Rosa Quill") && page.words.contains("4 Harbour Street"))
            #expect(try await town.looks().map(\.ground) == ["law:road_traffic_act"])

            let empty = try await town.post("\(address)/tasks/\(ticket)/decide", [("outcome", "granted"), ("reasons", " ")], as: doctor)
            #expect(empty.status == 422 && empty.words.contains("Give at least one reason"))
            let fields = [("outcome", "granted"), ("reasons", "The heart is sound."), ("conditions", "A yearly check.")]
            let preview = try await town.post("\(address)/tasks/\(ticket)/decide", fields + [("act", "preview")], as: doctor)
            #expect(preview.status == 200 && preview.words.contains("Nothing is recorded or sent yet") && preview.words.contains("A yearly check."))
            let again = try await town.post("\(address)/tasks/\(ticket)/decide", fields + [("act", "change")], as: doctor)
            #expect(again.status == 200 && again.body.contains("A yearly check.</textarea>"))
            let decided = try await town.post("\(address)/tasks/\(ticket)/decide", fields, as: doctor)
            #expect(decided.status == 303 && decided.headers["location"] == "\(address)?done=decided")
            #expect(try await town.get("\(address)?done=decided", as: doctor).words.contains("The decision is recorded, and the applicant is told"))
            // Not in the government's voice, what a link in a mail or on another site says.
            for (site, isSaid) in [("same-origin", true), ("cross-site", false), ("none", false)] {
                for page in ["\(address)?done=decided", "/desk?done=decided"] {
                    #expect(try await town.get(page, as: doctor, site: site).words.contains("The decision is recorded") == isSaid, "\(page) \(site)")
                }
            }

            // A colleague who had the page open is told, politely, and nothing of theirs is kept.
            let refusal = [("outcome", "refused"), ("reasons", "It is not safe: the heart.")]
            let late = try await town.post("\(address)/tasks/\(ticket)/decide", refusal, as: "second_medical_officer")
            #expect(late.status == 409 && late.words.contains("A colleague was a moment faster") && late.words.contains("Hana Weir decided"))
            // What they had written is there to be kept.
            #expect(late.words.contains("What you had typed") && late.words.contains("It is not safe: the heart."))
            let note = try #require(late.body.firstMatch(of: /name="text" value="([^"]*)"/))
            #expect(note.1.contains("It is not safe: the heart."))
            // A double click leaves it once.
            for _ in 0..<2 {
                #expect(try await town.post("\(address)/notes", [("text", String(note.1))], as: "second_medical_officer").status == 303)
            }
            #expect(try await town.get(address, as: doctor).words.contains("It is not safe: the heart."))
            #expect(try await town.casework.officerView(id, town.caller(doctor)).theCase.notes.count == 1)
            #expect(try await town.casework.officerView(id, town.caller(doctor)).theCase.decisions.map(\.outcome) == ["granted"])
        }
    }

    @Test(arguments: TestStores.all) func aTaskIsTakenHandedToAColleagueAndFoundInTheirQueue(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            let address = "/desk/cases/\(id)/tasks/\(ticket)"
            #expect(try await town.post(address + "/take", [], as: "medical_officer").status == 303)
            #expect(try await town.post(address + "/take", [], as: "second_medical_officer").status == 409)
            let page = try await town.get("/desk/cases/\(id)", as: "medical_officer")
            let option = try #require(page.body.firstMatch(of: /value="(account:[0-9a-f-]+)"[^>]*>Ilse Brook/))
            #expect(!page.body.contains(">Kofi Dray"), "a task goes to who holds its role")
            #expect(try await town.post(address + "/hand-over", [("to", String(option.1)), ("note", "You know hearts.")], as: "medical_officer").status == 303)
            #expect(try await town.get("/desk?assigned=mine", as: "second_medical_officer").body.contains("/desk/cases/\(id)"))
            #expect(!(try await town.get("/desk?assigned=mine", as: "medical_officer").body.contains("/desk/cases/\(id)\"")))
            let history = try await town.get("/desk/cases/\(id)", as: "medical_officer").words
            #expect(history.contains("You handed the task over") && history.contains("to Ilse Brook") && history.contains("You know hearts."))
            #expect(try await town.post(address + "/hand-over", [("to", "account:nobody")], as: "second_medical_officer").status == 422)
        }
    }

    @Test(arguments: TestStores.all) func aTaskOffersWhatItTakesAndHidesWhatARoleMayNotRead(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            let address = "/desk/cases/\(id)"
            #expect(try await town.get(address, as: "medical_officer").body.contains("/ask\""))
            #expect(try await town.post("\(address)/tasks/\(ticket)/hand-over", [("to", "role:crew")], as: "medical_officer").status == 303)
            let crew = try await town.get(address, as: "crew")
            #expect(crew.status == 200 && crew.words.contains("Some records are not shown") && crew.words.contains("Your role does not read: Residents"))
            #expect(!crew.words.contains("4 Harbour Street"))
            #expect(try await town.post("\(address)/tasks/\(ticket)/hand-over", [("to", "role:medical_officer")], as: "crew").status == 303)

            // An appeal is decided; nobody is asked for more in it.
            let refusal = [("outcome", "refused"), ("reasons", "Too early.")]
            #expect(try await town.post("\(address)/tasks/\(ticket)/decide", refusal, as: "medical_officer").status == 303)
            try await town.casework.appeal(id, text: "My doctor disagrees.", town.caller("citizen"))
            let appeal = try await town.get(address, as: "appeals_officer")
            #expect(appeal.status == 200 && appeal.body.contains("/decide\"") && !appeal.body.contains("/ask\""))
            let task = try #require(appeal.body.firstMatch(of: /tasks\/([0-9]+)\/decide/))
            let asked = try await town.post("\(address)/tasks/\(task.1)/ask", [("question", "Why?")], as: "appeals_officer")
            #expect(asked.status == 409 && asked.words.contains("This task does not take that"))
        }
    }

    /// A supervisor reaches every task of every house, and decides on no appeal against what they decided.
    @Test(arguments: TestStores.all) func whoeverDecidedSeesAnAppealAndNoForm(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            let address = "/desk/cases/\(id)"
            #expect(try await town.post("\(address)/tasks/\(ticket)/take", [], as: "medical_officer").status == 303)
            let colleague = try await town.get(address, as: "supervisor")
            #expect(colleague.body.contains("/hand-over\""), "who may assign hands over what a colleague has taken")
            #expect(try await town.post("\(address)/tasks/\(ticket)/release", [], as: "medical_officer").status == 303)
            let refusal = [("outcome", "refused"), ("reasons", "Too early.")]
            #expect(try await town.post("\(address)/tasks/\(ticket)/decide", refusal, as: "supervisor").status == 303)
            try await town.casework.appeal(id, text: "My doctor disagrees.", town.caller("citizen"))
            let judge = try await town.get(address, as: "appeals_officer")
            let task = try #require(judge.body.firstMatch(of: /tasks\/([0-9]+)\/decide/))
            for (language, words) in [("en", "so another officer decides it"), ("es", "debe resolverlo otra persona")] {
                let own = try await town.get(address, as: "supervisor", language: language)
                #expect(own.words.contains(words) && !own.body.contains("/decide\"") && !own.body.contains("/tasks/\(task.1)/take\""))
            }
            #expect(try await town.post("\(address)/tasks/\(task.1)/decide", refusal, as: "supervisor").status == 403)
            #expect(try await town.post("\(address)/tasks/\(task.1)/decide", refusal, as: "appeals_officer").status == 303)
        }
    }

    @Test(arguments: TestStores.all) func theQueueIsFilteredSortedAndSearched(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, _) = try await town.healthCase()
            func rows(_ query: String) async throws -> Int {
                try await town.get("/api/desk?" + query, as: "medical_officer", json: true).json?["tasks"]?.array?.count ?? -1
            }
            #expect(try await rows("") == 1)
            #expect(try await rows("due=overdue") == 0)
            #expect(try await rows("due=this_week") == 0)
            #expect(try await rows("due=soon") == 0)
            #expect(try await rows("q=quil") == 1)
            #expect(try await rows("q=quince") == 0)
            #expect(try await rows("assigned=mine") == 0)
            #expect(try await rows("assigned=nobody&order=newest") == 1)
            #expect(try await rows("service=building_permit") == 0)
            func figure(_ words: String) async throws -> String? {
                let page = try await town.get("/desk", as: "medical_officer").body
                return page.firstMatch(of: try Regex("<dt>\(words)</dt><dd[^>]*><a[^>]*>([0-9]+)</a>"))?.output[1].substring.map(String.init)
            }
            // 2 March is a Monday; ten working days end on the 16th. Three working days before is the 11th.
            town.clock.advance(by: .seconds(8 * 86_400))
            #expect(try await rows("due=soon") == 0)
            #expect(try await figure("Due soon") == "0")
            town.clock.advance(by: .seconds(86_400))
            #expect(try await rows("due=soon") == 1)
            #expect(try await rows("due=overdue") == 0)
            #expect(try await figure("Due soon") == "1")
            #expect(try await figure("Overdue") == "0")
            let warned = try await town.get("/api/desk/overview", as: "supervisor", json: true).json
            #expect(warned?["places"]?.array?.map { $0["soon"]?.integer } == [1])
            town.clock.advance(by: .seconds(5 * 86_400))
            #expect(try await rows("due=this_week") == 1)
            #expect(try await rows("due=soon") == 1)
            town.clock.advance(by: .seconds(86_400))
            #expect(try await rows("due=overdue") == 1)
            #expect(try await rows("due=soon") == 0)
            #expect(try await figure("Due soon") == "0")
            #expect(try await figure("Overdue") == "1")
            #expect(try await town.get("/desk", as: "medical_officer").words.contains("1 working day late"))
            // A decided case leaves the queue and stays in the list.
            let ticket = try await town.casework.officerView(id, town.caller("medical_officer")).tasks[0].ticket
            try await town.casework.decide(ticket, of: id, .init(outcome: "refused", reasons: [.init("No.")]), town.caller("medical_officer"))
            #expect(try await rows("") == 0)
            let cases = try await town.get("/api/desk/cases?stage=decided", as: "medical_officer", json: true).json
            #expect(cases?["cases"]?.array?.first?["outcome"]?.string == "refused")
            #expect(try await town.get("/api/desk/cases", as: "planning_officer", json: true).json?["cases"]?.array?.isEmpty == true)
        }
    }

    @Test(arguments: TestStores.all) func aRegistryIsReadForAPurposeAndThePersonSeesIt(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            _ = try await town.healthCase()
            let person = try #require(town.people["citizen"].person)
            let (base, record) = ("/desk/registries/residents", "/desk/registries/residents/records/\(person)")
            #expect(try await town.get("/desk/registries", as: "crew").status == 403)
            #expect(try await town.get(record, as: "registrar").status == 403, "a purpose must be stated")
            #expect(try await town.get(record + "?purpose=road_traffic_act", as: "registrar").status == 403, "one that the registry's file gives the role")
            #expect(try await town.get("/desk/registries/driving_licences", as: "registrar").status == 404, "no business of theirs")
            #expect(try await town.looks() == [])

            #expect(try await town.get(base + "/records?q=79927398713&purpose=civil_registry_act", as: "registrar").body.contains(record))
            #expect(try await town.get(base + "/records?q=qui&purpose=civil_registry_act", as: "registrar").body.contains(record))
            #expect(try await town.get(base + "/records?q=rosa@arden.example&purpose=civil_registry_act", as: "registrar").body.contains(record))
            #expect(!(try await town.get(base + "/records?q=brook&purpose=civil_registry_act", as: "registrar").body.contains(record)))
            let page = try await town.get(record + "?purpose=civil_registry_act", as: "registrar")
            #expect(page.words.contains("Rosa Quill") && page.words.contains("To keep the register of residents"))
            let looks = try await town.looks()
            #expect(looks.count == 4 && looks.allSatisfy { $0.ground == "law:civil_registry_act" && $0.author == .office("registrar") })
            #expect(try await town.get("/account/reads", as: "citizen").words.contains("Registrar, Civil Registry"))
            // From the licence one comes to its holder, and back.
            let licences = try await town.get("/desk/registries/residents/records/\(person)?purpose=road_traffic_act", as: "medical_officer")
            #expect(licences.body.contains("/desk/registries/driving_licences/records/"))
        }
    }

    @Test(arguments: TestStores.all) func aRecordIsCorrectedWithAReasonAndThePastStays(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            _ = try await town.healthCase()
            let person = try #require(town.people["citizen"].person)
            let record = "/desk/registries/residents/records/\(person)"
            let change = record + "/change?purpose=civil_registry_act"
            #expect(try await town.get(change.replacing("civil_registry_act", with: "road_traffic_act"), as: "medical_officer").status == 403)
            let address = [("value.address.line_1", "9 Mill Lane"), ("value.address.town", "Arden")]
            let day = [("from.day", "1"), ("from.month", "2"), ("from.year", "2026")]
            let nothing = try await town.post(change, [("kind", "updated"), ("reason", "x"), ("value.name", "Rosa Quill")] + day, as: "registrar")
            #expect(nothing.status == 422 && nothing.words.contains("Nothing was changed"))
            let noReason = try await town.post(change, [("kind", "updated")] + day + address, as: "registrar")
            #expect(noReason.status == 422 && noReason.words.contains("Say why") && noReason.body.contains("9 Mill Lane"))
            let wrong = try await town.post(change, [("kind", "corrected"), ("reason", "x"), ("value.number", "79927398710")] + day, as: "registrar")
            #expect(wrong.status == 422 && wrong.words.contains("Resident number: this value is not right"))
            let moved = try await town.post(change, [("kind", "updated"), ("reason", "Moved house"), ("version", "1")] + day + address, as: "registrar")
            #expect(moved.status == 303, "\(moved.words)")
            let stale = try await town.post(
                change, [("kind", "updated"), ("reason", "Moved again"), ("version", "1")] + day + address.map { ($0.0, $0.1 + "!") }, as: "registrar")
            #expect(stale.status == 422 && stale.words.contains("Somebody else has changed this record"))

            let now = try await town.get(record + "?purpose=civil_registry_act", as: "registrar")
            #expect(
                now.words.contains("9 Mill Lane") && now.words.contains("You recorded a change") == false && now.words.contains("Runa Falk recorded a change"))
            #expect(now.words.contains("Moved house"))
            let then = try await town.get(record + "?purpose=civil_registry_act&on=2026-01-31", as: "registrar", json: true).json
            #expect(then?["record"]?["values"]?["address"]?["line_1"]?.string == "4 Harbour Street")
            let unknown = try await town.get(record + "?purpose=civil_registry_act&known=2026-03-01", as: "registrar", json: true).json
            #expect(unknown?["record"] == .null, "nothing was recorded before the day of the test")
        }
    }

    private func action(_ page: TestDesk.Answer, _ name: String) throws -> String {
        let found = try #require(page.body.matches(of: /action="([^"]+)"/).map { String($0.1) }.first { $0.contains("/\(name)") })
        return found.replacing("&amp;", with: "&")
    }

    @Test(arguments: TestStores.all) func aNewRecordIsEnteredByHandAndStandsInItsHistory(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let base = "/desk/registries/residents"
            let purpose = "?purpose=civil_registry_act"
            #expect(try await town.get(base, as: "registrar").body.contains("\(base)/new\(purpose)"))
            #expect(try await !town.get(base, as: "medical_officer").body.contains("\(base)/new"))
            #expect(try await town.get(base + "/new" + purpose, as: "medical_officer").status == 403)
            #expect(try await town.get(base + "/new", as: "registrar").status == 403, "a purpose must be stated")
            #expect(try await town.get(base + "/new?purpose=road_traffic_act", as: "registrar").status == 403)
            // A parcel has an outline, which no form takes.
            #expect(try await !town.get("/desk/registries/parcels", as: "planning_officer").body.contains("/desk/registries/parcels/new"))
            #expect(try await town.get("/desk/registries/parcels/new?purpose=no_person", as: "planning_officer").status == 403)
            let form = try await town.get(base + "/new" + purpose, as: "registrar")
            #expect(form.status == 200 && form.words.contains("Enter a new record") && !form.body.contains("name=\"kind\""))

            let day = [("from.day", "1"), ("from.month", "2"), ("from.year", "2026")]
            let born = [("value.date_of_birth.day", "5"), ("value.date_of_birth.month", "6"), ("value.date_of_birth.year", "1990")]
            let fields = [("value.number", "79927398713"), ("value.name", "Nadia Voss"), ("reason", "Moved to Arden")] + born
            let empty = try await town.post(base + "/records" + purpose, [], as: "registrar")
            #expect(empty.status == 422 && empty.words.contains("Say why") && empty.words.contains("must have a value"))
            let mistyped = fields.map { ($0.0, $0.0 == "value.number" ? "79927398710" : $0.1) }
            let wrong = try await town.post(base + "/records" + purpose, mistyped + day, as: "registrar")
            #expect(wrong.status == 422 && wrong.words.contains("Resident number: this value is not right") && wrong.body.contains("Nadia Voss"))
            let made = try await town.post(base + "/records" + purpose, fields + day, as: "registrar")
            let record = try #require(made.headers["location"], "\(made.status) \(made.words)")
            #expect(made.status == 303 && record.hasPrefix(base + "/records/"))
            let page = try await town.get(record, as: "registrar")
            #expect(page.words.contains("Nadia Voss") && page.words.contains("Moved to Arden") && page.words.contains("Runa Falk"))
            let twice = try await town.post(base + "/records" + purpose, fields + day, as: "registrar")
            #expect(twice.status == 422 && twice.words.contains("another record has this value"))
            for reader in ["medical_officer", "citizen"] { #expect(try await town.post(base + "/records" + purpose, fields + day, as: reader).status == 403) }
        }
    }

    @Test(arguments: TestStores.all) func aSupervisorSeesWhatWaits(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, ticket) = try await town.healthCase()
            try await town.casework.take(.init(ticket), of: id, town.caller("medical_officer"))
            let overview = try await town.get("/api/desk/overview", as: "supervisor", json: true).json
            #expect(overview?["places"]?.array?.map { $0["role"]?.string } == ["medical_officer"])
            #expect(overview?["places"]?.array?.first?["untaken"]?.integer == 0)
            let officers = overview?["officers"]?.array ?? []
            #expect(officers.filter { $0["open"]?.integer == 0 }.count > 3, "who has room is seen too")
            let holder = try #require(officers.first { $0["open"]?.integer == 1 }?["account"]?.string)
            #expect(overview?["longest"]?.array?.map { $0["case"]?.string } == [id.text])
            let drawn = try await town.get("/desk/overview", as: "supervisor")
            #expect(drawn.words.contains("What waits longest") && drawn.body.contains("name=\"task\" value=\"\(id)/\(ticket)\""))
            let chosen = try #require(drawn.body.firstMatch(of: /value="(account:[0-9a-f-]+)"[^>]*>Hand them over to Ilse Brook/)).1
            let seen = try await town.post(try action(drawn, "tasks"), [("task", "\(id)/\(ticket)"), ("action", String(chosen))], as: "supervisor")
            #expect(seen.status == 200 && seen.words.contains("These will go to Ilse Brook"))
            #expect(try await town.get("/desk?holder=\(holder)", as: "supervisor").body.contains("/desk/cases/\(id)"))
            #expect(try await town.get("/desk/overview", as: "medical_officer").status == 403)
            // What a colleague holds, a supervisor hands over.
            let page = try await town.get("/desk/cases/\(id)", as: "supervisor")
            let option = try #require(page.body.firstMatch(of: /value="(account:[0-9a-f-]+)"[^>]*>Ilse Brook/))
            #expect(try await town.post("/desk/cases/\(id)/tasks/\(ticket)/hand-over", [("to", String(option.1))], as: "supervisor").status == 303)
        }
    }

    @Test(arguments: TestStores.all) func aCashierFindsAndPaysBack(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (id, _) = try await town.healthCase()
            let list = try await town.get("/desk/payments/invoices?state=settled", as: "cashier")
            let address = try #require(list.body.firstMatch(of: /\/desk\/payments\/invoices\/(RF[0-9]+)/))
            #expect(try await town.get(String(address.0), as: "cashier").words.contains("£25.00"))
            #expect(try await town.get("/desk/payments/invoices?q=\(address.1)", as: "cashier").status == 303)
            #expect(try await town.post("\(address.0)/refund", [], as: "medical_officer").status == 403)
            #expect(try await town.post("\(address.0)/refund", [], as: "cashier").status == 303)
            #expect(try await town.post("\(address.0)/refund", [], as: "cashier").status == 409, "it is paid back once")
            #expect(try await town.get(String(address.0), as: "cashier").words.contains("Paid back"))
            #expect(try await town.get("/desk/cases/\(id)", as: "medical_officer").words.contains("£25.00, Paid back"))
        }
    }
}
