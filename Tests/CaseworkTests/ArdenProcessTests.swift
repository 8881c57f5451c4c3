import Forms
import Kernel
import Processes
import StoreTesting
import Testing

@testable import Casework

/// Arden's drawn services through years of their life, on both stores.
@Suite struct ArdenProcessTests {
    private static let day = Duration.seconds(86_400)

    private func goOn(_ town: TestGovernment, days: Int) async throws {
        // In steps: what becomes due on the way begins what is due later.
        let step = min(days, 15)
        for _ in 0..<(days / step) {
            town.clock.advance(by: Self.day * step)
            for _ in 0..<3 { try await town.work() }
        }
    }

    private func apply(_ town: TestGovernment, _ caller: Caller, _ answers: [(String, String)]) async throws -> Identifier<Case> {
        let (id, _) = try await town.casework.start("business_licence", caller)
        #expect(try await town.answer(id, answers.map { ($0.0, [$0.0: $0.1]) }, caller) == [])
        let sent = try await town.casework.submit(id, caller)
        try await town.pay(sent.caseID, try #require(sent.fee))
        return sent.caseID
    }

    private func decide(_ town: TestGovernment, _ id: Identifier<Case>, _ outcome: String, by officer: Caller) async throws {
        let row = try #require(try await town.casework.queue(QueueQuery(), officer).rows.first { $0.caseID == id })
        try await town.casework.decide(.init(row.ticket), of: id, DecisionInput(outcome: outcome, reasons: [.init("As the law says.")]), officer)
    }

    @Test(arguments: TestStores.all) func aLicenceIsRenewedOrRunsOut(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            try await town.register(actor)
            let (holder, office) = (town.caller(actor), town.officer("licensing_officer", at: "trade_office"))
            let stall = [("request", "new"), ("business_name", "Flowers"), ("kind", "stall"), ("food", "no")]
            let first = try await apply(town, holder, stall)
            try await decide(town, first, "granted", by: office)
            #expect(try await town.casework.applicantView(first, holder).stage == .decided)
            // After a year somebody visits; the licence holds meanwhile, and no appeal is taken any more.
            try await goOn(town, days: 420)
            #expect(try await town.casework.queue(QueueQuery(), office).rows.map(\.step) == ["visit"])
            #expect(try await town.casework.applicantView(first, holder).stage == .decided)
            await expectCode(CaseFault.noAppeal.code) { try await town.casework.appeal(first, text: "Too late.", holder) }
            // Two months before the end the holder is reminded, and renews.
            try await goOn(town, days: 630)
            let number = try await town.casework.applicantView(first, holder).reference.description
            let renewal = [("request", "renewal"), ("licence_number", number), ("business_name", "Flowers"), ("kind", "stall"), ("food", "no")]
            let second = try await apply(town, holder, renewal)
            try await decide(town, second, "granted", by: office)
            try await goOn(town, days: 90)
            let before = try await town.casework.applicantView(first, holder)
            #expect(before.decisions.map(\.outcome) == ["granted"])
            #expect(try await town.casework.process(of: first, office).places.isEmpty, "the renewal goes on in its place")
            // The renewed licence runs out when nobody renews it.
            try await goOn(town, days: 1_110)
            #expect(try await town.casework.applicantView(second, holder).decisions.map(\.outcome) == ["granted", "expired"])
            try await town.replayEqualsLive(first)
            try await town.replayEqualsLive(second)
        }
    }

    @Test(arguments: TestStores.all) func aLicenceThatIsGrantedOnAppealLives(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            try await town.register(actor)
            let (holder, office) = (town.caller(actor), town.officer("licensing_officer", at: "trade_office"))
            let id = try await apply(town, holder, [("request", "new"), ("business_name", "Soup"), ("kind", "stall"), ("food", "no")])
            try await decide(town, id, "refused", by: office)
            try await town.casework.appeal(id, text: "Look again.", holder)
            try await decide(town, id, "granted", by: town.officer("appeals_officer", at: "tribunal"))
            try await goOn(town, days: 30)
            #expect(try await town.casework.process(of: id, office).places.contains { $0.element == "remind_on" && $0.until != nil })
        }
    }

    @Test(arguments: TestStores.all) func anUnansweredComplaintGoesToTheOmbudsman(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let holder = town.caller(town.person())
            let (id, _) = try await town.casework.start("complaint", holder)
            let answers = [
                ("office", "city_works"), ("matter", "delay"), ("happened", "Nobody comes."), ("wish", ""),
                ("case_number", ""), ("evidence", ""), ("email", ""),
            ]
            #expect(try await town.answer(id, answers.map { ($0.0, [$0.0: $0.1]) }, holder) == [])
            let sent = try await town.casework.submit(id, holder).caseID
            // It is a task of the office that it is about.
            let works = town.officer("complaints_officer", at: "city_works")
            #expect(try await town.casework.queue(QueueQuery(), works).rows.map(\.step) == ["answer"])
            #expect(try await town.casework.queue(QueueQuery(), town.officer("complaints_officer", at: "treasury")).rows.isEmpty)
            #expect(try await town.casework.applicantView(sent, holder).stage == .inProgress)
            try await goOn(town, days: 45)
            #expect(try await town.casework.queue(QueueQuery(), works).rows.isEmpty)
            let ombudsman = town.officer("ombudsman", at: "ombudsman")
            #expect(try await town.casework.queue(QueueQuery(), ombudsman).rows.map(\.step) == ["ombudsman"])
            try await decide(town, sent, "upheld", by: ombudsman)
            #expect(try await town.casework.applicantView(sent, holder).decisions.map(\.outcome) == ["upheld"])
            try await town.replayEqualsLive(sent)
        }
    }

    /// Twenty working days are twenty working days, whatever is asked meanwhile.
    @Test(arguments: TestStores.all) func questionsKeepNoComplaintFromTheOmbudsman(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let holder = town.caller(town.person()), works = town.officer("complaints_officer", at: "city_works")
            let calendar = town.casework.calendar
            func today() -> CivilDate { calendar.zone.date(of: town.clock.now) }
            let (application, _) = try await town.casework.start("complaint", holder)
            let answers = [
                ("office", "city_works"), ("matter", "delay"), ("happened", "Nobody comes."), ("wish", ""), ("case_number", ""), ("evidence", ""),
                ("email", ""),
            ]
            #expect(try await town.answer(application, answers.map { ($0.0, [$0.0: $0.1]) }, holder) == [])
            let id = try await town.casework.submit(application, holder).caseID
            func row() async throws -> QueueRow { try #require(try await town.casework.queue(QueueQuery(), works).rows.first { $0.caseID == id }) }
            func escalation() async throws -> CivilDate {
                let place = try #require(try await town.casework.process(of: id, works).places.first { $0.element == "no_answer" })
                return calendar.zone.date(of: try #require(place.until))
            }
            for question in 1...3 {
                try await goOn(town, days: 5)
                let left = calendar.workingDays(from: today(), to: try await escalation())
                #expect(left == calendar.workingDays(from: today(), to: try #require(try await row().due)) + 5)
                try await town.casework.ask(.init(row().ticket), of: id, text: "When was that?", works)
                try await goOn(town, days: 10)
                // The third is not answered at all.
                if question < 3 {
                    try await town.casework.answerRequest(question, of: id, text: "On Monday.", files: [], holder)
                } else {
                    try await goOn(town, days: 15)
                }
                #expect(calendar.workingDays(from: today(), to: try await escalation()) <= left, "no question gives the office more time")
            }
            try await goOn(town, days: 30)
            #expect(try await town.casework.queue(QueueQuery(), works).rows.isEmpty)
            #expect(try await town.casework.queue(QueueQuery(), town.officer("ombudsman", at: "ombudsman")).rows.map(\.step) == ["ombudsman"])
            try await town.replayEqualsLive(id)
        }
    }
}
