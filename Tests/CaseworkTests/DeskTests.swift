import Documents
import FEEL
import Forms
import Identity
import Journal
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// What officers do, over the real services of Arden.
struct DeskTests {
    /// A licence that a medical officer has to judge, paid for.
    private func healthCase(_ town: TestGovernment) async throws -> (applicant: Caller, row: QueueRow, doctor: Caller) {
        var actor = town.person()
        try await town.register(actor)
        let (identity, person) = (town.host[Identity.self], actor.person)
        actor.principal = .account(
            try await town.store.write("test.account") { try identity.createAccount(email: "rosa@arden.example", person: person, name: "Rosa Quill", in: $0) })
        let caller = town.caller(actor)
        let (id, _) = try await town.casework.start("renew_driving_licence", caller)
        var pages = ServiceTests.renewal
        pages[2] = ("health", ["health": "heart"])
        #expect(try await town.answer(id, pages, caller) == [])
        let submission = try await town.casework.submit(id, caller)
        try await town.pay(submission.caseID, try #require(submission.fee))
        let doctor = town.officer("medical_officer", at: "transport_agency")
        return (caller, try #require(try await town.casework.queue(QueueQuery(), doctor).rows.first), doctor)
    }

    private func reads(_ town: TestGovernment, of caller: Caller) async throws -> [ReadEntry] {
        let person = try #require(caller.actor.person)
        let journal = town.host[Journal.self]
        return try await town.store.read { try journal.reads(of: person, in: $0) }.filter { $0.account != nil }
    }

    @Test(arguments: TestStores.all) func everyLookOfAnOfficerIsInThePersonsList(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (applicant, row, doctor) = try await healthCase(town)
            #expect(try await reads(town, of: applicant) == [])
            _ = try await town.casework.officerView(row.caseID, doctor)
            let seen = try await reads(town, of: applicant)
            #expect(seen.map(\.ground) == ["law:road_traffic_act"])
            #expect(seen.first?.reference == row.reference.description && seen.first?.author == .office("medical_officer"))
            // Reading twice in one request is one look; another request is another.
            _ = try await town.casework.officerView(row.caseID, doctor)
            #expect(try await reads(town, of: applicant).count == 1)
            _ = try await town.casework.officerView(row.caseID, town.again(doctor))
            #expect(try await reads(town, of: applicant).count == 2)
            // Finding somebody by name is a look, finding a number is none.
            #expect(try await town.casework.queue(QueueQuery(search: "Quil"), town.again(doctor)).rows.map(\.caseID) == [row.caseID])
            #expect(try await reads(town, of: applicant).count == 3)
            #expect(try await town.casework.caseList(CaseListQuery(search: row.reference.description), town.again(doctor)).rows.map(\.id) == [row.caseID])
            #expect(try await reads(town, of: applicant).count == 3)
            // An officer of another service sees nothing, and so leaves nothing.
            let planner = town.officer("planning_officer", at: "planning_office")
            await expectCode(CaseFault.notFound.code) { _ = try await town.casework.officerView(row.caseID, planner) }
            #expect(try await town.casework.caseList(CaseListQuery(search: "Quil"), planner).rows == [])
            #expect(try await reads(town, of: applicant).count == 3)
        }
    }

    @Test(arguments: TestStores.all) func aServiceWithoutALegalBasisLeavesItsLooksToo(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            let caller = town.caller(actor)
            let (id, _) = try await town.casework.start("report_a_problem", caller)
            let pages: [(String, [String: String])] = [
                ("category", ["category": "tree"]), ("place", ["place.description": "By the bridge"]), ("details", [:]), ("photo", [:]), ("email", [:]),
            ]
            #expect(try await town.answer(id, pages, caller) == [])
            let sent = try await town.casework.submit(id, caller)
            let crew = town.officer("crew", at: "city_works")
            #expect(try await town.casework.queue(QueueQuery(), crew).rows.map(\.answers) == [["category": "tree"]])
            let filtered = QueueQuery(service: "report_a_problem", filters: ["category": "pothole"])
            #expect(try await town.casework.queue(filtered, crew).rows == [])
            _ = try await town.casework.officerView(sent.caseID, crew)
            #expect(try await reads(town, of: caller).map(\.ground) == ["application"])
        }
    }

    @Test(arguments: TestStores.all) func aFileIsGivenToWhoWorksOnItsCaseAndToNobodyElse(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let caller = town.caller(town.person())
            let documents = town.host[Documents.self]
            let (id, _) = try await town.casework.start("report_a_problem", caller)
            let file = try await documents.make(
                [0x89, 0x50, 0x4E, 0x47], fileName: "tree.png", type: .png, for: try #require(caller.actor.person.flatMap { .init($0.text) }))
            try await town.casework.attach(.init(id: file.text, question: "photo", name: "tree.png", type: "image/png", bytes: 4), to: id, caller)
            let pages: [(String, [String: String])] = [
                ("category", ["category": "tree"]), ("place", ["place.description": "By the bridge"]), ("details", [:]), ("photo", ["photo": file.text]),
                ("email", [:]),
            ]
            #expect(try await town.answer(id, pages, caller) == [])
            let sent = try await town.casework.submit(id, caller)
            let crew = town.officer("crew", at: "city_works")
            let owner = try await town.casework.evidence(file.text, of: sent.caseID, crew)
            #expect(try await documents.content(of: file, owner: owner).value?.bytes.count == 4)
            #expect(try await reads(town, of: caller).count == 1)
            let doctor = town.officer("medical_officer", at: "transport_agency")
            await expectCode(CaseFault.notFound.code) { _ = try await town.casework.evidence(file.text, of: sent.caseID, doctor) }
            await expectCode(CaseFault.notFound.code) { _ = try await town.casework.evidence(sent.caseID.text, of: sent.caseID, crew) }
        }
    }

    @Test(arguments: TestStores.all) func aPreviewShowsTheLetterAndKeepsNothing(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (applicant, row, doctor) = try await healthCase(town)
            let input = DecisionInput(outcome: "granted", reasons: [.init("The heart is sound.")], conditions: ["A yearly check."])
            let preview = try await town.casework.preview(.init(row.ticket), of: row.caseID, input, doctor)
            #expect(preview.registries == ["driving_licences"])
            #expect(preview.message.contains("2 March 2036") && preview.message.hasSuffix("The heart is sound.\n\nA yearly check."))
            #expect(preview.papers.map(\.kind) == [.certificate] && preview.papers.first?.lines.first?.value == "Rosa Quill")
            #expect(try await town.casework.applicantView(row.caseID, applicant).decisions == [])
            await expectCode(CaseFault.noReasons.code) {
                _ = try await town.casework.preview(.init(row.ticket), of: row.caseID, DecisionInput(outcome: "granted", reasons: []), doctor)
            }
        }
    }

    @Test(arguments: TestStores.all) func aTaskGoesToAColleagueOfItsRoleFromWhoMayAssign(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, row, doctor) = try await healthCase(town)
            let ticket = Ticket(row.ticket)
            let identity = town.host[Identity.self]
            let (colleague, clerk) = try await town.store.write("test.accounts") { tx in
                let (colleague, clerk) = (
                    try identity.createAccount(email: "a@arden.example", in: tx), try identity.createAccount(email: "b@arden.example", in: tx)
                )
                try identity.give("medical_officer", to: colleague, by: Actor(.system("tests")), in: tx)
                try identity.give("crew", to: clerk, by: Actor(.system("tests")), in: tx)
                return (colleague, clerk)
            }
            await expectCode(CaseFault.notYours.code) {
                try await town.casework.handOver(ticket, of: row.caseID, to: colleague, role: nil, organisation: nil, note: "", doctor)
            }
            let head = town.officer("medical_officer", at: "transport_agency", [.workCases, .assignCases])
            await expectCode(CaseFault.unknownPlace.code) {
                try await town.casework.handOver(ticket, of: row.caseID, to: clerk, role: nil, organisation: nil, note: "", head)
            }
            try await town.casework.handOver(ticket, of: row.caseID, to: colleague, role: nil, organisation: nil, note: "You know the heart.", head)
            #expect(try await town.casework.queue(QueueQuery(), doctor).rows.map(\.assignee) == [colleague])
            let history = try await town.casework.officerView(row.caseID, doctor).history
            #expect(history.last?.kind == "handed_over" && history.last?.events.first == .taskAssigned(ticket, colleague))
            // To another role it goes without a holder.
            try await town.casework.handOver(ticket, of: row.caseID, to: nil, role: "crew", organisation: "city_works", note: "", head)
            #expect(try await town.casework.queue(QueueQuery(), doctor).rows == [])
            #expect(try await town.casework.queue(QueueQuery(), town.officer("crew", at: "city_works")).rows.map(\.assignee) == [nil])
        }
    }

    /// The cases of a thousand namesakes are older: the one where something is to do is found all the same.
    @Test(arguments: TestStores.all) func aCommonNameHidesNothing(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, row, doctor) = try await healthCase(town)
            let tokens = town.casework.neighbours.tokens("Quil", true)
            func namesakes(_ range: Range<Int>) async throws {
                try await town.store.write("test.namesakes") { tx in
                    for number in range { try Casework.names.put("0000\(10_000 + number)", tokens: tokens, in: tx) }
                }
            }
            try await namesakes(0..<1_000)
            let queue = try await town.casework.queue(QueueQuery(search: "Quil"), doctor)
            #expect(queue.rows.map(\.caseID) == [row.caseID] && !queue.isPartial)
            let cases = try await town.casework.caseList(CaseListQuery(search: "Quil"), doctor)
            #expect(cases.rows.map(\.id) == [row.caseID] && !cases.isPartial)
            try await namesakes(1_000..<Casework.mostMatches + 1)
            #expect(try await town.casework.queue(QueueQuery(search: "Quil"), doctor).isPartial, "what is not gone through is said")
            #expect(try await town.casework.caseList(CaseListQuery(search: "Quil"), doctor).isPartial)
        }
    }

    @Test(arguments: TestStores.all) func aColleagueWhoWorksOnATaskIsNotOvertaken(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, row, doctor) = try await healthCase(town)
            let (ticket, colleague) = (Ticket(row.ticket), town.officer("medical_officer", at: "transport_agency"))
            try await town.casework.take(ticket, of: row.caseID, doctor)
            let input = DecisionInput(outcome: "granted", reasons: [.init("The heart is sound.")])
            await expectCode(CaseFault.taken.code) { try await town.casework.decide(ticket, of: row.caseID, input, colleague) }
            await expectCode(CaseFault.taken.code) { try await town.casework.ask(ticket, of: row.caseID, text: "Your letter?", colleague) }
            try await town.casework.decide(ticket, of: row.caseID, input, doctor)
            await expectCode(CaseFault.tooLate.code) { try await town.casework.decide(ticket, of: row.caseID, input, colleague) }
        }
    }

    /// The case of an officer whose role reads none of the registries behind it: shown, without them and without advice.
    @Test(arguments: TestStores.all) func recordsThatARoleMayNotReadAreLeftOut(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, row, doctor) = try await healthCase(town)
            #expect(try await town.casework.officerView(row.caseID, doctor).withheld == [])
            let head = town.officer("medical_officer", at: "transport_agency", [.workCases, .assignCases])
            try await town.casework.handOver(.init(row.ticket), of: row.caseID, to: nil, role: "crew", organisation: "city_works", note: "", head)
            let crew = town.officer("crew", at: "city_works")
            let view = try await town.casework.officerView(row.caseID, crew)
            #expect(view.withheld.contains("residents") && view.withheld.contains("driving_licences"))
            #expect(view.facts.names.allSatisfy { view.facts[$0] == .null } && view.advice.isEmpty && view.readings.isEmpty)
            let input = DecisionInput(outcome: "granted", reasons: [.init("The heart is sound.")])
            let preview = try await town.casework.preview(.init(row.ticket), of: row.caseID, input, crew)
            #expect(preview.withheld == view.withheld && preview.papers.first?.lines.first?.value != "Rosa Quill")
            // The rules still know what the officer does not see: the licence is renewed.
            try await town.casework.decide(.init(row.ticket), of: row.caseID, input, crew)
            #expect(Value.context(try await town.casework.officerView(row.caseID, doctor).facts).json.text.contains("2036-03-02"))
        }
    }

    /// The Tribunal's officers see nothing of the Agency's queue, and the appeal is theirs to decide.
    @Test(arguments: TestStores.all) func anAppealComesToTheTribunal(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (applicant, row, doctor) = try await healthCase(town)
            let judge = town.officer("appeals_officer", at: "tribunal")
            try await town.casework.decide(.init(row.ticket), of: row.caseID, DecisionInput(outcome: "refused", reasons: [.init("Too early.")]), doctor)
            #expect(try await town.casework.queue(QueueQuery(), judge).rows == [])
            try await town.casework.appeal(row.caseID, text: "My doctor disagrees.", applicant)
            #expect(try await town.casework.queue(QueueQuery(), doctor).rows == [])
            let appeal = try #require(try await town.casework.queue(QueueQuery(), judge).rows.first)
            #expect(try await town.casework.officerView(appeal.caseID, judge).tasks.map(\.organisation) == ["tribunal"])
            try await town.casework.decide(
                .init(appeal.ticket), of: appeal.caseID, DecisionInput(outcome: "granted", reasons: [.init("The doctor is right.")]), judge)
            #expect(try await town.casework.applicantView(row.caseID, applicant).decisions.map(\.outcome) == ["refused", "granted"])
            try await town.replayEqualsLive(row.caseID)
        }
    }

    @Test func theRulesSayWhatTheyLookedAt() throws {
        let nine = Value.number(Decimal128(9)), twelve = Value.number(Decimal128(12))
        var diagnostics = Diagnostics()
        let types = Names(["height": .number, "site": .context(["height_limit": .number])])
        let parsed = Expression(
            "height > site.height_limit", names: types, expected: .boolean, location: SourceLocation(file: "test", line: 1, column: 1),
            diagnostics: &diagnostics)
        let rule = Step.Rule(when: try #require(parsed), outcome: "refused", because: LocalizedText("Too high."), source: nil)
        var names: Context = ["height": twelve]
        names["site"] = .context(["height_limit": nine])
        let reading = RuleReading(rule, names)
        #expect(reading.holds == true)
        #expect(reading.values.map(\.name) == ["height", "site.height_limit"])
        #expect(reading.values.map(\.value) == [twelve, nine])
        names["site"] = .null
        #expect(RuleReading(rule, names).holds == nil)
    }
}
