import FEEL
import Forms
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// The three services from the first question to the last paper, on both stores.
@Suite struct ServiceTests {
    static let renewal: [(String, [String: String])] = [
        ("address_is_right", ["address_is_right": "yes"]), ("wears_glasses", ["wears_glasses": "no"]), ("health", ["health": "none"]),
    ]

    @Test(arguments: TestStores.all) func aLicenceIsRenewedAtOnce(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            try await town.register(actor)
            let caller = town.caller(actor)
            #expect(try await town.casework.eligibility("renew_driving_licence", caller).isEmpty)
            let (id, secret) = try await town.casework.start("renew_driving_licence", caller)
            #expect(secret == nil)
            #expect(try await town.answer(id, Self.renewal, caller) == [])
            let draft = try await town.casework.draft(id, caller)
            #expect(draft.progress.isComplete && draft.fee?.minorUnits == 2_500)
            // A double click is one application.
            let first = try await town.casework.submit(id, caller)
            let second = try await town.casework.submit(id, caller)
            #expect(first == second)
            #expect(try await town.casework.applicantView(first.caseID, caller).stage == .awaitingPayment)

            try await town.pay(first.caseID, try #require(first.fee))
            try await town.pay(first.caseID, try #require(first.fee))
            let view = try await town.casework.applicantView(first.caseID, caller)
            #expect(view.stage == .decided && view.decisions.map(\.outcome) == ["granted"])
            #expect(view.history.map(\.kind) == ["submitted", "paid", "decided"], "the rules decide when the fee is paid, and the history says so")
            #expect(view.appealUntil == CivilDate("2026-04-01"))

            try await town.work()
            let papers = try await town.casework.papers(of: first.caseID, caller)
            #expect(papers.map(\.kind) == [.certificate] && papers[0].document != nil)
            let certificate = try await town.casework.certificate(papers[0].number)
            #expect(certificate?.standing(on: CivilDate(daysSinceEpoch: 20_600)) == .genuine)
            #expect(certificate?.validUntil == CivilDate("2036-03-02"))
            // The register knows the new licence.
            let again = try await town.casework.eligibility("renew_driving_licence", caller)
            #expect(again.map(\.otherwise.text) == ["You can renew from six months before your licence runs out."])
        }
    }

    @Test("a fee that the law computes is explained, and the decision's act commits to the explanation", arguments: TestStores.all)
    func aCarIsTaxedByTheLaw(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let caller = town.caller(town.person())
            let (id, _) = try await town.casework.start("tax_a_car", caller)
            let pages: [(String, [String: String])] = [
                ("plate", ["plate": "AR12 XYZ"]),
                ("first_registered", ["first_registered.day": "1", "first_registered.month": "2", "first_registered.year": "2026"]),
                ("fuel", ["fuel": "petrol"]), ("co2", ["co2": "120"]), ("list_price", ["list_price": "24000"]),
            ]
            #expect(try await town.answer(id, pages, caller) == [])
            let draft = try await town.casework.draft(id, caller)
            #expect(draft.progress.isComplete && draft.fee?.minorUnits == 44_000)
            #expect(draft.feeFindings.first?.law?.lines.first?.text.text.hasPrefix("Vehicle tax for twelve months is £440.00, because") == true)

            let sent = try await town.casework.submit(id, caller)
            try await town.pay(sent.caseID, try #require(sent.fee))
            let view = try await town.casework.applicantView(sent.caseID, caller)
            #expect(view.feeFindings.first?.law?.rulebook == "vehicle_tax")
            let decision = try #require(view.decisions.first)
            let law = try #require(decision.findings.first?.law)
            #expect(law.date == CivilDate("2026-03-02") && law.lines.contains { $0.text.text.contains("since 1 April 2025") })
            #expect(law.lines[0].text["es"] != law.lines[0].text.text)
            // One word more in the explanation is another decision.
            var other = decision
            other.findings[0].law?.lines[0].text = "Because we say so."
            #expect(other.actContent != decision.actContent)
        }
    }

    @Test(arguments: TestStores.all) func somebodyElsesApplicationDoesNotExist(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            try await town.register(actor)
            let caller = town.caller(actor), stranger = town.caller(town.person())
            let (id, _) = try await town.casework.start("renew_driving_licence", caller)
            await expectCode(CaseFault.notFound.code) { try await town.casework.draft(id, stranger) }
            await expectCode(CaseFault.notFound.code) { try await town.casework.submit(id, stranger) }
            await expectCode(CaseFault.notFound.code) { try await town.casework.discard(id, town.caller()) }
        }
    }

    @Test(arguments: TestStores.all) func aProblemIsReportedWithoutSignIn(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (id, secret) = try await town.casework.start("report_a_problem", town.caller())
            let visitor = town.caller(secret: try #require(secret))
            let wrong = try await town.answer(id, [("category", ["category": "dragon"])], visitor)
            #expect(wrong.map(\.message) == ["Choose one of the answers shown"])
            let pages: [(String, [String: String])] = [
                ("category", ["category": "street_light"]), ("place", ["place.longitude": "-0.1234567", "place.latitude": "51.5"]),
                ("details", ["details": ""]),
                ("photo", [:]), ("email", ["email": "reporter@arden.example"]),
            ]
            #expect(try await town.answer(id, pages, visitor) == [])
            let submission = try await town.casework.submit(id, visitor)
            let crew = town.officer("crew", at: "city_works")
            let row = try #require(try await town.casework.queue(QueueQuery(), crew).rows.first)
            #expect(row.reference == submission.reference && row.due == CivilDate("2026-03-16"))
            #expect(try await town.casework.queue(QueueQuery(), town.officer("planning_officer", at: "planning_office")).rows == [])
            let outcome = try await town.casework.finish(
                .init(row.ticket), of: row.caseID, fields: RawFields(["result": ["fixed"], "remark": ["New lamp."]]), crew)
            guard case .saved = outcome else { Issue.record("not taken"); return }
            let view = try await town.casework.publicView(submission.reference)
            #expect(view.outcome == "fixed")
            #expect(view.fields.map(\.question.id) == ["category", "place", "remark"])
            #expect(try await town.casework.publicList("report_a_problem", after: nil, limit: 10).rows.count == 1)
            #expect(try await town.casework.queue(QueueQuery(), crew).rows == [])
        }
    }

    @Test(arguments: TestStores.all) func theOfficerAsksTheClockStopsAndOneOfTwoDecides(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            try await town.register(actor)
            let caller = town.caller(actor)
            let (id, _) = try await town.casework.start("renew_driving_licence", caller)
            var pages = Self.renewal
            pages[2] = ("health", ["health": "heart"])
            #expect(try await town.answer(id, pages, caller) == [])
            let submission = try await town.casework.submit(id, caller)
            try await town.pay(submission.caseID, try #require(submission.fee))

            // The task comes back to who may still work on it, so the doctor has an account.
            let doctor = try await town.employed("medical_officer"), colleague = town.officer("medical_officer", at: "transport_agency")
            var row = try #require(try await town.casework.queue(QueueQuery(), doctor).rows.first)
            #expect(row.due == CivilDate("2026-03-16"))
            try await town.casework.take(.init(row.ticket), of: row.caseID, doctor)
            await expectCode(CaseFault.taken.code) { try await town.casework.take(.init(row.ticket), of: row.caseID, colleague) }
            // Four working days later a letter is asked for; it comes after two weeks.
            town.clock.advance(by: .seconds(4 * 86_400))
            try await town.casework.ask(.init(row.ticket), of: row.caseID, text: "Please send your doctor's letter.", doctor)
            #expect(try await town.casework.applicantView(row.caseID, caller).stage == .awaitingApplicant)
            #expect(try await town.casework.queue(QueueQuery(), doctor).rows == [])
            town.clock.advance(by: .seconds(14 * 86_400))
            try await town.casework.answerRequest(1, of: row.caseID, text: "Here it is.", files: [], caller)
            row = try #require(try await town.casework.queue(QueueQuery(assignment: .mine), doctor).rows.first)
            // Six working days were left on 6 March; they begin again on 20 March.
            #expect(row.due == CivilDate("2026-03-30"))

            let ticket = Ticket(row.ticket), caseID = row.caseID
            let reasons = [Decision.Reason("The letter shows that you can drive safely.")]
            try await town.casework.decide(ticket, of: caseID, DecisionInput(outcome: "granted", reasons: reasons), doctor)
            await expectCode(CaseFault.tooLate.code) {
                try await town.casework.decide(ticket, of: caseID, DecisionInput(outcome: "refused", reasons: reasons), colleague)
            }
            let view = try await town.casework.officerView(caseID, colleague)
            #expect(view.theCase.decisions.map(\.outcome) == ["granted"] && view.theCase.requests.first?.answer?.text == "Here it is.")

            // What was stored as events gives the state that is stored.
            try await town.replayEqualsLive(caseID)
        }
    }

    @Test(arguments: TestStores.all) func anAppealIsASecondDecisionAndTheWindowCloses(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            try await town.register(actor, points: 12)
            let caller = town.caller(actor)
            let (id, _) = try await town.casework.start("renew_driving_licence", caller)
            #expect(try await town.answer(id, Self.renewal, caller) == [])
            let submission = try await town.casework.submit(id, caller)
            try await town.pay(submission.caseID, try #require(submission.fee))
            #expect(try await town.casework.applicantView(submission.caseID, caller).decisions.map(\.outcome) == ["refused"])
            try await town.casework.appeal(submission.caseID, text: "Six of the points were taken back.", caller)
            #expect(try await town.casework.applicantView(submission.caseID, caller).stage == .appealed)
            await expectCode(CaseFault.noAppeal.code) { try await town.casework.appeal(submission.caseID, text: "Again.", caller) }
            // The tribunal is no part of the transport agency: its officers find the appeal in their own house.
            let judge = town.officer("appeals_officer", at: "tribunal")
            let row = try #require(try await town.casework.queue(QueueQuery(), judge).rows.first)
            #expect(row.organisation == "tribunal" && row.reference == submission.reference)
            try await town.casework.decide(
                .init(row.ticket), of: row.caseID, DecisionInput(outcome: "granted", reasons: [.init("The court took six points back.")]), judge)
            let view = try await town.casework.applicantView(submission.caseID, caller)
            #expect(view.stage == .decided && view.decisions.map(\.outcome) == ["refused", "granted"])
            #expect(try await town.casework.officerView(row.caseID, judge).theCase.decisions.count == 2)
            try await town.replayEqualsLive(submission.caseID)
        }
    }

    @Test(arguments: TestStores.all) func aDecisionStandsWhenNobodyAppeals(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            try await town.register(actor, points: 12)
            let caller = town.caller(actor)
            let (id, _) = try await town.casework.start("renew_driving_licence", caller)
            #expect(try await town.answer(id, Self.renewal, caller) == [])
            let submission = try await town.casework.submit(id, caller)
            try await town.pay(submission.caseID, try #require(submission.fee))
            town.clock.advance(by: .seconds(31 * 86_400))
            try await town.work()
            let view = try await town.casework.applicantView(submission.caseID, caller)
            #expect(view.stage == .decided && view.appealUntil == nil)
            #expect(try await town.store.read { try $0.value("SELECT COUNT(*) FROM casework_cases WHERE closed_at IS NOT NULL", as: Int.self) } == 1)
        }
    }
}

extension TestGovernment {
    func replayEqualsLive(_ id: Identifier<Case>) async throws {
        let casework = casework
        try await store.read { connection in
            let dossier = try casework.dossier(id, connection)
            var replayed = dossier.theCase.asOpened
            let events = try casework.cases.events(dossier.theCase, connection) { try casework.pinned(dossier.theCase.service, $0).process }
            for event in events { replayed.apply(event) }
            #expect(replayed == dossier.theCase)
        }
    }
}

/// `#expect(throws: "CASE-404")`: only the code matters.
func expectCode(_ code: String, _ body: () async throws -> some Any) async {
    do {
        _ = try await body()
        Issue.record("nothing was thrown, not even \(code)")
    } catch let error as PolityError {
        #expect(error.code == code)
    } catch {
        Issue.record("another error was thrown: \(error)")
    }
}
