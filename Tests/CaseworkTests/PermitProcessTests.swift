import Blueprint
import Forms
import Journal
import Kernel
import Processes
import StoreTesting
import Testing

@testable import Casework

/// The drawn building permit from the offices that are heard to the day on which a permit ends, on both stores.
@Suite struct PermitProcessTests {
    private static let day = Duration.seconds(86_400)
    private static let house = [
        ("parcel", ["parcel": "0412-17"]), ("work", ["work": "new"]), ("description", ["description": "A house of three storeys."]),
        ("size", ["floor_area": "640", "height": "11"]), ("cost", ["cost": "150000"]),
    ]
    private static let shop = [
        ("parcel", ["parcel": "0412-17"]), ("work", ["work": "conversion"]), ("description", ["description": "A shop."]), ("new_use", ["new_use": "shop"]),
        ("cost", ["cost": "9000"]),
    ]

    /// One permit, with everybody who has to do with it.
    private struct Permit {
        let town: TestGovernment
        let id: Identifier<Case>
        let applicant: Caller
        let first, second, inspector, fire, heritage, tribunal: Caller

        func queue(_ officer: Caller) async throws -> [QueueRow] { try await town.casework.queue(QueueQuery(), officer).rows.filter { $0.caseID == id } }

        func finish(_ step: String, _ fields: [String: String], by officer: Caller) async throws {
            let row = try #require(try await queue(officer).first { $0.step == step })
            if case .wrong(let errors, _) = try await town.casework.finish(.init(row.ticket), of: id, fields: RawFields(fields.mapValues { [$0] }), officer) {
                Issue.record("\(step): \(errors)")
            }
        }

        @discardableResult
        func decide(_ outcome: String, conditions: [String] = [], by officer: Caller) async throws -> Bool {
            let row = try #require(try await queue(officer).first { ["review", "appeal"].contains($0.step) })
            let input = DecisionInput(outcome: outcome, reasons: [.init("As the law says.")], conditions: conditions)
            return try await town.casework.decide(.init(row.ticket), of: id, input, officer)
        }

        func wait(days: Int) async throws {
            // In steps: what becomes due on the way begins what is due later.
            let step = days > 100 ? 15 : 7
            for _ in 0..<(days / step + 1) {
                town.clock.advance(by: PermitProcessTests.day * step)
                for _ in 0..<3 { try await town.work() }
            }
        }

        /// The state of the permit in its registry; nil where there is none.
        func state() async throws -> String? {
            guard case .context(let record)? = try await town.casework.officerView(id, first).facts["permit"] else { return nil }
            return record["status"]?.json.string
        }

        var outcomes: [String] { get async throws { try await town.casework.applicantView(id, applicant).decisions.map(\.outcome) } }

        func standings() async throws -> [CasePaper.Standing] {
            let today = town.casework.calendar.zone.date(of: town.clock.now)
            return try await town.casework.papers(of: id, applicant).filter { $0.kind == .certificate }.map { $0.standing(on: today) }
        }
    }

    private func on(
        _ kind: TestStore, _ pages: [(String, [String: String])], isProtected: Bool = false, _ body: (Permit) async throws -> Void
    ) async throws {
        try await TestGovernment.on(kind, with: TestGovernment.withoutDrawings()) { town in
            let actor = town.person()
            try await town.register(actor)
            try await town.enterParcel("0412-17", isProtected: isProtected)
            let caller = town.caller(actor)
            let (id, _) = try await town.casework.start("building_permit", caller)
            #expect(try await town.answer(id, pages + [("drawings", [:]), ("builders", [:])], caller) == [])
            let sent = try await town.casework.submit(id, caller)
            try await town.pay(sent.caseID, try #require(sent.fee))
            func planner() -> Caller {
                var planner = town.officer("planning_officer", at: "planning_office", [.workCases, "registries.read"])
                planner.actor.skills = ["structures"]
                return planner
            }
            try await body(
                Permit(
                    town: town, id: sent.caseID, applicant: caller, first: planner(), second: planner(),
                    inspector: town.officer("building_inspector", at: "planning_office"), fire: town.officer("fire_officer", at: "fire_service"),
                    heritage: town.officer("heritage_officer", at: "heritage_office"), tribunal: town.officer("appeals_officer", at: "tribunal")))
            try await town.replayEqualsLive(sent.caseID)
            #expect(try await town.host[Journal.self].verify().findings == [])
        }
    }

    @Test(arguments: TestStores.all) func whoeverIsConcernedIsHeardAtTheSameTime(_ kind: TestStore) async throws {
        try await on(kind, Self.house, isProtected: true) { permit in
            let places = Set(try await permit.town.casework.process(of: permit.id, permit.first).places.filter { !$0.isBeside }.map(\.element))
            #expect(places == ["fire", "heritage", "notice", "appointment"])
            try await permit.finish("fire", ["fire_opinion": "conditions", "fire_conditions": "A fire door to the stairs."], by: permit.fire)
            try await permit.finish("heritage", ["heritage_opinion": "agrees"], by: permit.heritage)
            #expect(try await permit.queue(permit.fire).isEmpty)
            #expect(try await permit.queue(permit.first).isEmpty)
            // An appointment is not made for yesterday; the applicant is told of it.
            let row = try #require(try await permit.queue(permit.inspector).first)
            let early = RawFields(["visit_on": ["2026-03-01"], "visit_at": ["14:30"]])
            guard case .wrong = try await permit.town.casework.finish(.init(row.ticket), of: permit.id, fields: early, permit.inspector) else {
                Issue.record("an appointment in the past")
                return
            }
            try await permit.town.visitSites(permit.inspector)
            // The neighbours have three weeks, whatever the others say meanwhile.
            #expect(try await permit.queue(permit.first).isEmpty)
            try await permit.wait(days: 21)
            try await permit.finish("hearing", ["objections": "unfounded", "objection": "The view."], by: permit.first)
            let review = try #require(try await permit.queue(permit.first).first)
            #expect(review.step == "review" && review.due != nil)
            let view = try await permit.town.casework.officerView(permit.id, permit.first)
            #expect(view.advice.map(\.outcome) == ["granted"] && view.advice.first?.conditions(in: "en") == ["A fire door to the stairs."])
            // Two officers decide: nobody signs twice, and what is given back is decided again.
            #expect(try await permit.decide("granted", by: permit.first))
            var second = try #require(try await permit.queue(permit.second).first)
            #expect(second.step == "review_countersign")
            await expectCode(CaseFault.ownDecision.code) {
                try await permit.town.casework.countersign(.init(second.ticket), of: permit.id, permit.first)
            }
            try await permit.town.casework.giveBack(.init(second.ticket), of: permit.id, note: "And the fire door?", permit.second)
            #expect(try await permit.decide("granted", conditions: ["A fire door to the stairs."], by: permit.first))
            second = try #require(try await permit.queue(permit.second).first)
            try await permit.town.casework.countersign(.init(second.ticket), of: permit.id, permit.second)
            let decision = try #require(try await permit.town.casework.applicantView(permit.id, permit.applicant).decisions.last)
            #expect(decision.conditions == ["A fire door to the stairs."] && decision.countersignedBy == permit.second.actor.account)
            #expect(try await permit.state() == "valid")
        }
    }

    /// Who says nothing for twenty working days counts as agreeing, and keeps nobody waiting.
    @Test(arguments: TestStores.all) func silenceIsConsent(_ kind: TestStore) async throws {
        try await on(kind, Self.house, isProtected: true) { permit in
            try await permit.town.visitSites(permit.inspector)
            try await permit.wait(days: 21)
            try await permit.finish("hearing", ["objections": "none"], by: permit.first)
            #expect(try await permit.queue(permit.fire).map(\.step) == ["fire"])
            #expect(try await permit.queue(permit.heritage).map(\.step) == ["heritage"])
            #expect(try await permit.queue(permit.first).isEmpty)
            try await permit.wait(days: 7)
            #expect(try await permit.queue(permit.fire).isEmpty)
            #expect(try await permit.queue(permit.heritage).isEmpty)
            #expect(try await permit.queue(permit.first).map(\.step) == ["review"])
            let view = try await permit.town.casework.officerView(permit.id, permit.first)
            #expect(view.advice.map(\.outcome) == ["granted"])
            #expect(try await permit.decide("granted", by: permit.first))
            try await permit.town.casework.countersign(.init(try #require(try await permit.queue(permit.second).first).ticket), of: permit.id, permit.second)
            #expect(try await permit.state() == "valid")
        }
    }

    @Test(arguments: TestStores.all) func aPermitThatIsGrantedAgainOnAppealIsTheSamePermit(_ kind: TestStore) async throws {
        try await on(kind, Self.shop) { permit in
            #expect(try await !permit.decide("granted", conditions: ["No lit sign."], by: permit.first))
            // Papers stand in the order in which they were issued, and these two not on the same day.
            try await permit.wait(days: 1)
            try await permit.town.casework.appeal(permit.id, text: "The sign is all we have.", permit.applicant)
            try await permit.decide("granted", by: permit.tribunal)
            #expect(try await permit.outcomes == ["granted", "granted"])
            #expect(try await permit.state() == "valid")
            #expect(try await permit.standings() == [.superseded, .genuine])
        }
    }

    @Test(arguments: TestStores.all) func aPermitThatIsRefusedOnAppealIsRevoked(_ kind: TestStore) async throws {
        try await on(kind, Self.shop) { permit in
            try await permit.decide("granted", by: permit.first)
            try await permit.town.casework.appeal(permit.id, text: "I do not want it any more.", permit.applicant)
            try await permit.decide("refused", by: permit.tribunal)
            #expect(try await permit.state() == "revoked")
            #expect(try await permit.standings() == [.superseded])
            try await permit.wait(days: 30)
            #expect(try await permit.town.casework.applicantView(permit.id, permit.applicant).stage == .decided)
            #expect(try await permit.town.casework.process(of: permit.id, permit.first).places.isEmpty)
        }
    }

    @Test(arguments: TestStores.all) func aPermitEndsUnlessWorkBegins(_ kind: TestStore) async throws {
        try await on(kind, Self.shop) { permit in
            #expect(try await permit.town.casework.publicFigures().open == 1)
            try await permit.decide("granted", by: permit.first)
            #expect(try await permit.town.casework.publicFigures().open == 0, "nobody works on a permit in force")
            try await permit.wait(days: 1_000)
            #expect(try await permit.standings() == [.genuine])
            #expect(try await permit.outcomes == ["granted"])
            try await permit.wait(days: 120)
            #expect(try await permit.outcomes == ["granted", "lapsed"])
            #expect(try await permit.state() == "lapsed")
            #expect(try await permit.standings() == [.superseded])
            // It is too late to begin.
            let told = try await begin(permit)
            #expect(told.map(\.otherwise.text) == ["This permit is no longer valid. To build you need a new one."])
        }
    }

    @Test(arguments: TestStores.all) func aPermitUnderWhichWorkHasBegunStaysValid(_ kind: TestStore) async throws {
        try await on(kind, Self.shop) { permit in
            try await permit.decide("granted", by: permit.first)
            try await permit.wait(days: 300)
            #expect(try await begin(permit).isEmpty)
            try await permit.wait(days: 900)
            #expect(try await permit.outcomes == ["granted"])
            #expect(try await permit.state() == "valid")
            #expect(try await permit.standings() == [.genuine])
            #expect(try await permit.town.casework.process(of: permit.id, permit.first).places.isEmpty, "there is nothing more to wait for")
        }
    }

    /// The holder tells that work has begun; what stood in the way, where something did.
    private func begin(_ permit: Permit) async throws -> [PublicService.Requirement] {
        let (casework, town) = (permit.town.casework, permit.town)
        let (id, _) = try await casework.start("begin_building_work", permit.applicant)
        let number = try await casework.applicantView(permit.id, permit.applicant).reference.description
        let today = casework.calendar.zone.date(of: town.clock.now).description
        let pages = [("permit_number", ["permit_number": number]), ("began_on", ["began_on": today]), ("builder", ["builder": ""])]
        #expect(try await town.answer(id, pages, permit.applicant) == [])
        let unmet = try await casework.draft(id, permit.applicant).unmet
        if unmet.isEmpty { _ = try await casework.submit(id, permit.applicant) }
        return unmet
    }
}

extension TestGovernment {
    /// Arden, where nobody has to send drawings.
    fileprivate static func withoutDrawings() throws -> FolderSnapshot {
        let path = "services/building_permit/service.yaml"
        return FolderSnapshot(
            files: try arden().files.map { file in
                guard file.path == path else { return file }
                let text = String(decoding: file.bytes, as: UTF8.self)
                precondition(text.contains("    type: files\n"), "the drawings are not where this test looks for them")
                return .init(path: path, bytes: [UInt8](text.replacing("    type: files\n", with: "    type: files\n    optional: true\n").utf8))
            })
    }
}
