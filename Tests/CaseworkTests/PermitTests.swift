import FEEL
import Forms
import Journal
import Kernel
import Processes
import Registries
import Rules
import Store
import StoreTesting
import Testing

@testable import Casework

/// The building permit, whose fee and inspection are decided by tables.
@Suite struct PermitTests {
    static let pages: [(String, [String: String])] = [
        ("parcel", ["parcel": "0412-17"]), ("work", ["work": "demolition"]), ("description", ["description": "The old barn."]), ("cost", ["cost": "90000"]),
        ("builders", [:]),
    ]

    /// A permit asked for and paid: it waits for an inspector.
    static func submitted(_ town: TestGovernment) async throws {
        let actor = town.person()
        try await town.register(actor)
        try await town.enterParcel("0412-17")
        let caller = town.caller(actor)
        let (id, _) = try await town.casework.start("building_permit", caller)
        #expect(try await town.answer(id, pages, caller) == [])
        let submission = try await town.casework.submit(id, caller)
        try await town.pay(submission.caseID, try #require(submission.fee))
    }

    @Test(arguments: TestStores.all) func theRulesThatHeldAreKeptAndCommittedTo(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            try await town.register(actor)
            try await town.enterParcel("0412-17")
            let caller = town.caller(actor)
            let (id, _) = try await town.casework.start("building_permit", caller)
            #expect(try await town.answer(id, Self.pages, caller) == [])
            let draft = try await town.casework.draft(id, caller)
            #expect(draft.fee?.minorUnits == 18_000)
            #expect(draft.feeFindings.flatMap(\.rules).map(\.source) == ["Building Fees Order 2025, schedule 1, item 5"])
            let submission = try await town.casework.submit(id, caller)
            try await town.pay(submission.caseID, try #require(submission.fee))

            let inspector = town.officer("building_inspector", at: "planning_office")
            #expect(try await town.casework.queue(QueueQuery(), inspector).rows.map(\.step) == ["appointment"])
            try await town.visitSites(inspector)
            let planner = town.officer("planning_officer", at: "planning_office")
            let row = try #require(try await town.casework.queue(QueueQuery(), planner).rows.first)
            let seen = try await town.casework.officerView(row.caseID, planner)
            let reasons = [
                "An inspector visits the site before a building is taken down.",
                "The fire service need not be heard about work of this kind and size.",
                "The building is not protected, so the heritage office need not be heard.",
                "The neighbours need not be heard about work of this kind and size.", "One officer decides about small work.",
            ]
            #expect(seen.findings.flatMap(\.rules).map { $0.sentence(in: .english) } == reasons)
            try await town.casework.decide(
                Ticket(row.ticket), of: row.caseID, DecisionInput(outcome: "granted", reasons: [.init("It may be taken down.")]), planner)

            let view = try await town.casework.applicantView(row.caseID, caller)
            let decision = try #require(view.decisions.last)
            let decisions = ["inspection_is_needed", "fire_is_heard", "heritage_is_heard", "neighbours_are_heard", "second_signature_is_needed"]
            #expect(decision.findings.map(\.decision) == decisions)
            #expect(decision.findings.flatMap(\.rules).first?.sentence(in: .spanish) == "Un inspector visita el lugar antes de derribar un edificio.")
            #expect(view.feeFindings.map(\.value) == [.number(180)])
            let passed = try #require(view.feeFindings.first?.passedOver.first)
            #expect(
                passed.sentence(in: .spanish, view.service.ruleWords)
                    == "No se aplica la fila 1 de la tabla ‹Tramo de la tasa›: ‹¿Qué quiere hacer?› es Derribar un edificio, y la fila pide \"Levantar un edificio nuevo\", \"Ampliar un edificio\""
            )
            // A record that is found by a number that somebody typed may not be theirs.
            func looked(_ findings: [RuleFinding]) -> [String] { findings.flatMap(\.rules).flatMap(\.inputs).map(\.name) }
            #expect(looked(seen.findings).contains("site.protected = true"))
            #expect(looked(decision.findings).contains("work") && !looked(decision.findings).contains { $0.contains("site") })
            #expect(Decision(decision.json) == decision)
            // Whose role reads less of the registers is told which rules held, and not what they looked at.
            let fire = try await town.casework.officerView(row.caseID, town.officer("fire_officer", at: "fire_service"))
            #expect(fire.withheld == ["residents"])
            let told = fire.theCase.feeFindings + fire.theCase.decisions.flatMap(\.findings)
            #expect(told.flatMap(\.rules).contains { $0.reason != nil } && told.allSatisfy { $0.law == nil && $0.rules.allSatisfy(\.inputs.isEmpty) })
            #expect(decision.findings.flatMap(\.rules).contains { !$0.inputs.isEmpty })
            try await town.replayEqualsLive(row.caseID)
            try await town.work()
            #expect(try await town.host[Journal.self].verify().findings == [])

            // The permit says what the service's own template makes of it.
            let paper = try #require(try await town.casework.papers(of: row.caseID, caller).first { $0.kind == .certificate })
            let file = try await town.file(of: paper)
            let text = try Poppler.text(file)
            for part in [
                "Building permit", "Rosa Quill", "may carry out the work", "0412-17", "Take a building down", "£180.00", "The old barn.",
                "There are no conditions besides the Building Code.", "Is this genuine?",
            ] {
                #expect(text.contains(part), "\(part) in \(text)")
            }
            let information = try Poppler.run("pdfinfo", [], on: file)
            #expect(information.contains("Tagged:          yes") && information.contains("Title:           Building permit"))
            #expect(try !Poppler.run("pdffonts", [], on: file).split(separator: "\n").dropFirst(2).contains { !$0.contains(" yes ") })
        }
    }
}

extension TestGovernment {
    /// An inspector makes an appointment for today wherever one is to be made, goes there, and finds nothing.
    func visitSites(_ inspector: Caller) async throws {
        let today = casework.calendar.zone.date(of: clock.now).description
        for (step, fields) in [("appointment", ["visit_on": [today], "visit_at": ["14:30"]]), ("inspect", ["finding": ["No neighbours."], "safe": ["yes"]])] {
            for row in try await casework.queue(QueueQuery(), inspector).rows where row.step == step {
                _ = try await casework.finish(Ticket(row.ticket), of: row.caseID, fields: RawFields(fields), inspector)
            }
            // The day of the visit has come.
            try await work()
        }
    }

    func enterParcel(_ number: String, isProtected: Bool = false) async throws {
        let note = ChangeNote(by: Actor(.system("tests")), reason: "Entered for a test")
        let corners = [(1.90, 52.10), (1.91, 52.10), (1.91, 52.11), (1.90, 52.10)].map { "[\($0.0), \($0.1)]" }.joined(separator: ", ")
        let outline = try Value(JSON(parsing: "{\"type\": \"Polygon\", \"coordinates\": [[\(corners)]]}"))
        let middle = try Value(JSON(parsing: "{\"longitude\": 1.9, \"latitude\": 52.1}"))
        let registries = registries
        try await store.write("test.parcel") { tx in
            let street = try registries.create("streets", ["name": .string("Mill Lane"), "middle": middle], note: note, in: tx)
            try registries.create(
                "parcels",
                [
                    "number": .string(number), "street": .string(street.text), "outline": outline, "zone": .string("homes"), "height_limit": .number(12),
                    "protected": .boolean(isProtected),
                ], note: note, in: tx)
        }
    }
}
