import Documents
import FEEL
import Forms
import Identity
import Kernel
import Payments
import Privacy
import Processes
import Registries
import Store
import StoreTesting
import Testing

@testable import Casework

/// What an applicant reads about a case, and what becomes of what they change their mind about.
@Suite struct ApplicantTests {
    static let heart: [(String, [String: String])] = [
        ("address_is_right", ["address_is_right": "yes"]), ("wears_glasses", ["wears_glasses": "no"]), ("health", ["health": "heart"]),
    ]

    private func renewal(_ town: TestGovernment, _ pages: [(String, [String: String])]) async throws -> (Caller, Submission) {
        let actor = town.person()
        try await town.register(actor)
        let caller = town.caller(actor)
        let (id, _) = try await town.casework.start("renew_driving_licence", caller)
        #expect(try await town.answer(id, pages, caller) == [])
        return (caller, try await town.casework.submit(id, caller))
    }

    @Test(arguments: TestStores.all) func whoDoesWhatNextIsSaidAllTheWay(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (caller, submission) = try await renewal(town, Self.heart)
            func next() async throws -> NextStep { try await town.casework.applicantView(submission.caseID, caller).next }
            #expect(try await next() == .payment(by: CivilDate("2026-03-16")!))
            try await town.pay(submission.caseID, try #require(submission.fee))
            guard case .office(let step, "medical_officer", "transport_agency", CivilDate("2026-03-16")!) = try await next() else {
                Issue.record("the medical officer is next, not \(try await next())")
                return
            }
            #expect(step?.text == "Health conditions of a driver" && step?["es"] == "Estado de salud de un conductor")
            #expect(try await town.casework.overview(caller).first?.submitted?.due == CivilDate("2026-03-16"))
            let doctor = town.officer("medical_officer", at: "transport_agency")
            let row = try #require(try await town.casework.queue(QueueQuery(), doctor).rows.first)
            try await town.casework.ask(.init(row.ticket), of: row.caseID, text: "Your doctor's letter, please.", doctor)
            guard case .answer(1, by: _) = try await next() else { Issue.record("the applicant is next"); return }
            try await town.casework.answerRequest(1, of: row.caseID, text: "Here.", files: [], caller)
            let again = try #require(try await town.casework.queue(QueueQuery(), doctor).rows.first)
            let input = DecisionInput(outcome: "granted", reasons: [Decision.Reason("The letter shows it.")])
            try await town.casework.decide(.init(again.ticket), of: row.caseID, input, doctor)
            #expect(try await next() == .nothing)
        }
    }

    /// A mandate for one service opens no other one, neither to begin nor to look at.
    @Test(arguments: TestStores.all) func aMandateReachesAsFarAsItsServices(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, submission) = try await renewal(town, Self.heart)
            let theCase = try await town.store.read { try town.casework.dossier(submission.caseID, $0).theCase }
            func agent(_ services: [String]) throws -> Caller {
                var actor = town.person()
                actor.actingFor = .mandate(town.identifiers.next(), try #require(theCase.applicant))
                actor.mandatedServices = services
                return town.caller(actor)
            }
            let (everything, licences, permits) = (try agent([]), try agent(["renew_driving_licence"]), try agent(["building_permit"]))
            for caller in [everything, licences] { _ = try await town.casework.applicantView(submission.caseID, caller) }
            let hidden = await #expect(throws: PolityError.self) { try await town.casework.applicantView(submission.caseID, permits) }
            #expect(hidden?.code == "CASE-404")
            #expect(try await town.casework.overview(permits).isEmpty)
            let refused = await #expect(throws: PolityError.self) { try await town.casework.start("renew_driving_licence", permits) }
            #expect(refused?.code == "CASE-407")
            _ = try await town.casework.start("building_permit", permits)
        }
    }

    /// The words of the outcome are those of the day of the decision, whatever the register says later.
    @Test(arguments: TestStores.all) func theOutcomeSpeaksToTheApplicant(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (caller, submission) = try await renewal(town, ServiceTests.renewal)
            try await town.pay(submission.caseID, try #require(submission.fee))
            let said = "Your new licence is valid until 2 March 2036. You can download the certificate from your case."
            #expect(try await town.casework.applicantView(submission.caseID, caller).decisions.first?.message == said)
            town.clock.advance(by: .seconds(400 * 86_400))
            #expect(try await town.casework.applicantView(submission.caseID, caller).decisions.first?.message == said)
            try await town.replayEqualsLive(submission.caseID)
        }
    }

    @Test(arguments: TestStores.all) func aChangedAddressReachesTheRegister(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let pages: [(String, [String: String])] = [
                ("address_is_right", ["address_is_right": "no"]),
                ("address", ["address.line_1": "9 Quay Street", "address.town": "Arden", "address.postal_code": "AR2 4CD"]),
                ("wears_glasses", ["wears_glasses": "no"]), ("health", ["health": "none"]),
            ]
            let (caller, submission) = try await renewal(town, pages)
            try await town.pay(submission.caseID, try #require(submission.fee))
            let purpose = try ReadPurpose(ownDataOf: caller.actor, request: caller.request, case: nil)
            let person = try #require(caller.actor.person), registries = town.registries
            let address = try await town.store.read { connection in
                try registries.readOwn(purpose, in: connection) { try $0.records(of: person, in: "residents").last?.values["address"] }
            }
            #expect(address == .context(["line_1": .string("9 Quay Street"), "town": .string("Arden"), "postal_code": .string("AR2 4CD")]))
        }
    }

    @Test(arguments: TestStores.all) func aWithdrawnApplicationOwesNothing(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (caller, submission) = try await renewal(town, Self.heart)
            try await town.casework.withdraw(submission.caseID, caller)
            #expect(try await town.casework.applicantView(submission.caseID, caller).stage == .withdrawn)
            #expect(try await town.invoiceStates(submission.caseID) == [.cancelled])
            try await town.replayEqualsLive(submission.caseID)
        }
    }

    /// The licence's service says nothing of a refund, so what was paid stays; the permit's says it.
    @Test(arguments: TestStores.all, [("renew_driving_licence", Invoice.State.settled), ("building_permit", .refunded)])
    func aPaidFeeGoesBackWhereTheServiceSaysSo(_ kind: TestStore, _ expected: (String, Invoice.State)) async throws {
        try await TestGovernment.on(kind) { town in
            let (caller, submission) = expected.0 == "building_permit" ? try await permit(town) : try await renewal(town, Self.heart)
            try await town.pay(submission.caseID, try #require(submission.fee))
            try await town.casework.withdraw(submission.caseID, caller)
            #expect(try await town.invoiceStates(submission.caseID) == [expected.1])
        }
    }

    /// Money that comes when the case is gone is booked: the cashier sees it, and the bank's statement is read to its end.
    @Test(arguments: TestStores.all, [true, false]) func moneyForACaseThatIsGoneIsBooked(_ kind: TestStore, isErased: Bool) async throws {
        try await TestGovernment.on(kind) { town in
            let (caller, submission) = try await renewal(town, Self.heart)
            if isErased {
                try town.host[PersonalVault.self].destroyKeys(of: [try #require(caller.actor.person)])
            } else {
                try await town.store.write("test.empty") { try $0.write("UPDATE casework_cases SET subject = \(Identifier<DataSubject>.nobody)") }
            }
            try await town.pay(submission.caseID, try #require(submission.fee))
            #expect(try await town.invoiceStates(submission.caseID) == [.settled])
            try await town.casework.paid(submission.caseID)
        }
    }

    /// A case that goes on for years shows what happened last.
    @Test(arguments: TestStores.all) func aLongHistoryShowsItsEnd(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (caller, submission) = try await renewal(town, Self.heart)
            try await town.store.write("test.years") { tx in
                for number in 2...1_100 {
                    try tx.write(
                        """
                        INSERT INTO casework_history (case_id, number, kind, actor, at, schema_version, events)
                        VALUES (\(submission.caseID), \(number), \(number < 1_100 ? "time_passed" : "finished"), '', \(tx.now), 1, \([UInt8]([0])))
                        """)
                }
            }
            #expect(try await town.casework.applicantView(submission.caseID, caller).history.map(\.kind) == ["finished"])
        }
    }

    private func permit(_ town: TestGovernment) async throws -> (Caller, Submission) {
        let actor = town.person()
        try await town.register(actor)
        try await town.makeParcel("1007-59")
        let caller = town.caller(actor)
        let (id, _) = try await town.casework.start("building_permit", caller)
        let pages: [(String, [String: String])] = [
            ("parcel", ["parcel": "1007-59"]), ("work", ["work": "demolition"]), ("description", ["description": "The old shed goes."]),
            ("cost", ["cost": "£ 900"]),
            ("builders", [:]),
        ]
        #expect(try await town.answer(id, pages, caller) == [])
        return (caller, try await town.casework.submit(id, caller))
    }

    @Test(arguments: TestStores.all) func aSecondCertificateReplacesTheFirstOnlyWhereTheServiceSaysSo(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let planner = town.officer("planning_officer", at: "planning_office"), inspector = town.officer("building_inspector", at: "planning_office")
            let (caller, first) = try await permit(town)
            try await town.pay(first.caseID, try #require(first.fee))
            let (id, _) = try await town.casework.start("building_permit", caller)
            let pages: [(String, [String: String])] = [
                ("parcel", ["parcel": "1007-59"]), ("work", ["work": "demolition"]), ("description", ["description": "The barn too."]),
                ("cost", ["cost": "900"]),
                ("builders", [:]),
            ]
            #expect(try await town.answer(id, pages, caller) == [])
            let second = try await town.casework.submit(id, caller)
            try await town.pay(second.caseID, try #require(second.fee))
            try await town.visitSites(inspector)
            let input = DecisionInput(outcome: "granted", reasons: [Decision.Reason("It may go.")])
            for row in try await town.casework.queue(QueueQuery(), planner).rows {
                try await town.casework.decide(.init(row.ticket), of: row.caseID, input, planner)
            }
            #expect(try await town.casework.papers(of: first.caseID, caller).filter { $0.kind == .certificate }.map(\.isSuperseded) == [false])
            #expect(try await town.casework.papers(of: second.caseID, caller).filter { $0.kind == .certificate }.map(\.isSuperseded) == [false])

            // An appeal's decision stands in the place of the first, and so do its papers.
            try await town.casework.appeal(first.caseID, text: "I would rather keep it.", caller)
            let appeals = town.officer("appeals_officer", at: "tribunal")
            let task = try #require(try await town.casework.queue(QueueQuery(), appeals).rows.first { $0.caseID == first.caseID })
            try await town.casework.decide(.init(task.ticket), of: task.caseID, DecisionInput(outcome: "refused", reasons: input.reasons), appeals)
            #expect(try await town.casework.papers(of: first.caseID, caller).filter { $0.kind == .certificate }.map(\.isSuperseded) == [true])
        }
    }

    @Test(arguments: TestStores.all) func aDraftNobodyTouchesIsDeleted(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let caller = town.caller(town.person())
            let (id, _) = try await town.casework.start("building_permit", caller)
            town.clock.advance(by: .seconds(40 * 86_400))
            #expect(try await town.answer(id, [("work", ["work": "demolition"])], caller) == [])
            town.clock.advance(by: .seconds(30 * 86_400))
            try await town.work()
            #expect(try await town.casework.overview(caller).count == 1)
            town.clock.advance(by: .seconds(32 * 86_400))
            try await town.work()
            #expect(try await town.casework.overview(caller).isEmpty)
        }
    }

    /// A file whose tick is taken away makes room for another, and nobody sees it any more.
    @Test(arguments: TestStores.all) func aFileThatIsTakenOutIsGone(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (caller, documents) = (town.caller(town.person()), town.host[Documents.self])
            let (id, _) = try await town.casework.start("report_a_problem", caller)
            func stored() async throws -> String {
                try await documents.make([0x89, 0x50], fileName: "a.png", type: .png, for: town.identifiers.next()).text
            }
            func add(_ file: String, keeping kept: [String]) async throws {
                let attached = Application.AttachedFile(id: file, question: "photo", name: "\(file).png", type: "image/png", bytes: 2)
                try await town.casework.attach(attached, keeping: kept, to: id, caller)
            }
            var files: [String] = []
            for _ in 0..<3 {
                files.append(try await stored())
                try await add(files[files.count - 1], keeping: files)
            }
            let more = try await stored()
            await expectCode(CaseFault.tooManyFiles.code) { try await add(more, keeping: files) }
            // The first is taken out as another is added; the second on the page, which is then saved.
            try await add(more, keeping: [files[1], files[2]])
            let pages: [(String, [String: [String]])] = [
                ("category", ["category": ["tree"]]), ("place", ["place.description": ["By the bridge"]]), ("details", [:]),
                ("photo", ["photo": [files[2], more]]), ("email", [:]),
            ]
            for (page, fields) in pages {
                guard case .saved = try await town.casework.answer(id, page: page, fields: RawFields(fields), caller) else {
                    Issue.record("\(page) is wrong")
                    continue
                }
            }
            for gone in files[...1] { await expectCode(CaseFault.notFound.code) { try await town.casework.ownFile(gone, of: id, caller) } }
            let sent = try await town.casework.submit(id, caller)
            let crew = town.officer("crew", at: "city_works")
            #expect(try await town.casework.officerView(sent.caseID, crew).files.map(\.id) == [files[2], more])
            for gone in files[...1] { await expectCode(CaseFault.notFound.code) { try await town.casework.evidence(gone, of: sent.caseID, crew) } }
            let left = try await town.store.read { try documents.documents(of: Casework.fileOwner(id), connection: $0) }
            #expect(Set(left.map(\.id.text)) == [files[2], more])
            #expect(try await documents.sweep(now: town.clock.now) == 2)
        }
    }

    /// A question that is not asked any more sends no files; and of what earlier versions took in, nobody sees more than was left ticked.
    @Test(arguments: TestStores.all) func filesOfNoAnswerAreNotSent(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (caller, documents) = (town.caller(town.person()), town.host[Documents.self])
            let (id, _) = try await town.casework.start("report_a_problem", caller)
            let file = try await documents.make([0x89, 0x50], fileName: "a.png", type: .png, for: town.identifiers.next())
            let attached = Application.AttachedFile(id: file.text, question: "photo", name: "a.png", type: "image/png", bytes: 2)
            try await town.casework.attach(attached, to: id, caller)
            let pages: [(String, [String: String])] = [
                ("category", ["category": "tree"]), ("place", ["place.description": "By the bridge"]), ("details", [:]), ("photo", [:]), ("email", [:]),
            ]
            #expect(try await town.answer(id, pages, caller) == [])
            // As it was left before: in the draft, and named by no answer.
            func leaveBehind() async throws {
                let form = try #require(town.casework.services.service("report_a_problem")?.form)
                try await town.store.write("test.leave") { tx in
                    guard var application = try town.casework.applications.find(id, tx, form: { _ in form }) else { throw CaseFault.notFound }
                    application.files = [attached]
                    try town.casework.applications.update(application, tx)
                }
            }
            try await leaveBehind()
            let sent = try await town.casework.submit(id, caller)
            let crew = town.officer("crew", at: "city_works")
            #expect(try await town.casework.officerView(sent.caseID, crew).application.files == [])
            try await leaveBehind()
            #expect(try await town.casework.officerView(sent.caseID, crew).files == [])
            await expectCode(CaseFault.notFound.code) { try await town.casework.evidence(file.text, of: sent.caseID, crew) }
            await expectCode(CaseFault.notFound.code) { try await town.casework.ownFile(file.text, of: sent.caseID, caller) }
        }
    }

    @Test(arguments: TestStores.all) func onlyWhatIsPublishedIsHandedOut(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (id, secret) = try await town.casework.start("report_a_problem", town.caller())
            let visitor = town.caller(secret: try #require(secret))
            let file = try await town.host[Documents.self].make([0x89, 0x50], fileName: "me.png", type: .png, for: town.identifiers.next())
            try await town.casework.attach(.init(id: file.text, question: "photo", name: "me.png", type: "image/png", bytes: 2), to: id, visitor)
            let pages: [(String, [String: String])] = [
                ("category", ["category": "graffiti"]), ("place", ["place.description": "By the bridge"]), ("details", [:]), ("photo", ["photo": file.text]),
                ("email", [:]),
            ]
            #expect(try await town.answer(id, pages, visitor) == [])
            let submission = try await town.casework.submit(id, visitor)
            #expect(try await town.casework.publicFile(file.text, of: submission.reference) == Casework.fileOwner(id))
            #expect(try await town.casework.ownFile(file.text, of: submission.caseID, visitor) == Casework.fileOwner(id))
            await expectCode(CaseFault.notFound.code) {
                try await town.casework.publicFile(town.identifiers.next(Document.self).text, of: submission.reference)
            }
            await expectCode(CaseFault.notFound.code) { try await town.casework.ownFile(file.text, of: submission.caseID, town.caller(town.person())) }
        }
    }

    /// What was sent without an account opens for whoever signs in with the address that was left, and for nobody else.
    @Test(arguments: TestStores.all) func theAddressThatWasLeftOpensIt(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let identity = town.host[Identity.self]
            func signedIn(_ email: String) async throws -> Actor {
                let id = try await town.store.write("test.account") { try identity.createAccount(email: email, in: $0) }
                let person = try await town.store.read { try identity.account(id, in: $0)?.person }
                return Actor(.account(id), person: person, assurance: .low)
            }
            let (own, other) = (try await signedIn("Pat@Arden.example"), try await signedIn("sam@arden.example"))
            let (id, secret) = try await town.casework.start("complaint", town.caller())
            let visitor = town.caller(secret: try #require(secret))
            let pages: [(String, [String: String])] = [
                ("office", ["office": "treasury"]), ("matter", ["matter": "delay"]), ("happened", ["happened": "I waited."]), ("wish", [:]),
                ("case_number", [:]), ("evidence", [:]), ("email", ["email": "pat@arden.EXAMPLE"]),
            ]
            #expect(try await town.answer(id, pages, visitor) == [])
            // A draft is its browser's alone.
            await expectCode(CaseFault.notFound.code) { try await town.casework.draft(id, town.caller(own)) }
            let submission = try await town.casework.submit(id, visitor)
            #expect(try await town.casework.applicantView(submission.caseID, town.caller(own)).reference == submission.reference)
            #expect(try await town.casework.caseID(of: id, town.caller(own)) == submission.caseID)
            var agent = own
            agent.actingFor = .mandate(town.identifiers.next(), .person(town.identifiers.next()))
            for caller in [town.caller(), town.caller(other), town.caller(agent), town.caller(secret: [1, 2, 3])] {
                await expectCode(CaseFault.notFound.code) { try await town.casework.applicantView(submission.caseID, caller) }
                await expectCode(CaseFault.notFound.code) { try await town.casework.withdraw(submission.caseID, caller) }
            }
            try await town.casework.withdraw(submission.caseID, town.caller(own))
            #expect(try await town.casework.applicantView(submission.caseID, visitor).stage == .withdrawn)
        }
    }

    @Test func historySpeaksToWhoeverReadsIt() {
        let line = HistoryLine(kind: "submitted", at: Instant(microseconds: 0), by: "", detail: "")
        #expect(line.title(in: .english) == "You sent it in" && line.title(in: .english, for: .officer) == "It came in")
    }
}

extension TestGovernment {
    func invoiceStates(_ id: Identifier<Case>) async throws -> [Invoice.State] {
        let payments = host[Payments.self]
        return try await store.read { try payments.invoices(ofCase: id.text, connection: $0).map(\.state) }
    }

    func makeParcel(_ number: String) async throws {
        let registries = registries
        let note = ChangeNote(by: Actor(.system("tests")), reason: "Entered for a test")
        try await store.write("test.parcel") { tx in
            let corners: [(Int64, Int64)] = [(23, 547), (24, 547), (24, 548), (23, 547)]
            let ring = corners.map { Value.list([.number(Decimal128($0.0, scale: 1)), .number(Decimal128($0.1, scale: 1))]) }
            let street = try registries.create(
                "streets",
                [
                    "name": .string("Harbour Street"), "middle": .context(["longitude": .number(Decimal128(2)), "latitude": .number(Decimal128(54))]),
                    "course": .context(["type": .string("LineString"), "coordinates": .list([ring[0], ring[1]])]),
                ], note: note, in: tx)
            try registries.create(
                "parcels",
                [
                    "number": .string(number), "street": .string(street.text), "house_number": .string("7"), "zone": .string("homes"),
                    "height_limit": .number(9),
                    "outline": .context(["type": .string("Polygon"), "coordinates": .list([.list(ring)])]),
                ], note: note, in: tx)
            let published = registries.published
            for words in ["harbour street 7", "Harbour 7", "1007"] { #expect(try published.found(words, in: "parcels", connection: tx).count == 1) }
            for words in ["harbour street 8", "hill 7", ""] { #expect(try published.found(words, in: "parcels", connection: tx).isEmpty) }
            let entry = try #require(try published.entry(called: number, of: "parcels", in: tx))
            #expect(try published.words(of: [entry], of: "parcels", in: tx) == [.init(title: number, place: "Harbour Street 7")])
        }
    }
}
