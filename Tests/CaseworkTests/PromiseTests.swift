import Blueprint
import Journal
import Kernel
import Privacy
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// What a service promises: a decision within its time, which stands still while it waits for the applicant, and a warning before it is over.
struct PromiseTests {
    private static let government = SmallTown.government.replacing(
        "legal_bases:",
        with: """
              chief: {title: Chief, organisation: town, permissions: [casework.work, casework.supervise]}
              judge: {title: Judge, organisation: town, permissions: [casework.work]}
            legal_bases:
            """)

    private static func folder(_ head: String = "decide_within: 10 working days", fee: String = "") -> FolderSnapshot {
        SmallTown.folder(
            [
                "services/report/service.yaml": SmallTown.service(
                    "text: {ask: What is it?, type: text}",
                    """
                    steps:
                      \(fee.isEmpty ? "" : "- pay")
                      - review: {title: Judge it, role: clerk}
                    ask: {within: 5 working days}
                    appeal: {within: 30 days, role: judge, decide_within: 4 working days}
                    \(fee)
                    """, head: head)
            ], government: government)
    }

    /// The government's day so many days after the first of the tests, a Monday.
    private func day(_ days: Int, _ town: TestGovernment) -> CivilDate { town.casework.calendar.zone.date(of: town.clock.now).adding(days: days) }

    private func pass(days: Int, _ town: TestGovernment) async throws {
        for _ in 0..<days {
            town.clock.advance(by: .seconds(86_400))
            try await town.work()
        }
    }

    private func warnings(_ officer: Caller, _ town: TestGovernment) async throws -> [CivilDate] {
        try await town.casework.mentions(town.again(officer)).compactMap(\.due)
    }

    @Test(arguments: TestStores.all) func theTimeStandsStillWhileTheApplicantIsAsked(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let (citizen, clerk) = (town.caller(town.person()), try await town.employed("clerk"))
            let id = try await town.send("report", "text", "A bench", citizen)
            let start = day(0, town), calendar = town.casework.calendar
            #expect(
                try await town.standing(id).deadline == CaseDeadline(subject: .decision, clock: .running(until: calendar.date(after: start, workingDays: 10))))
            #expect(try await town.casework.applicantView(id, citizen).deadline?.due == calendar.date(after: start, workingDays: 10))
            try await pass(days: 2, town)
            let left = calendar.workingDays(from: day(0, town), to: calendar.date(after: start, workingDays: 10))
            let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.ask(.init(row.ticket), of: id, text: "Which bench?", clerk)
            #expect(try await town.standing(id).deadline?.clock == .standing(workingDaysLeft: left))
            #expect(try await town.casework.caseList(CaseListQuery(), clerk).rows.map(\.decideBy) == [nil])
            try await pass(days: 3, town)
            try await town.casework.answerRequest(1, of: id, text: "The blue one.", files: [], citizen)
            let until = calendar.date(after: day(0, town), workingDays: left)
            #expect(try await town.standing(id).deadline?.due == until)
            #expect(try await town.casework.caseList(CaseListQuery(), clerk).rows.map(\.decideBy) == [until])
            let again = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.decide(.init(again.ticket), of: id, .init(outcome: "refused", reasons: [.init("No.")]), clerk)
            #expect(try await town.standing(id).deadline == nil)
            // Another promise begins with an appeal, and the task bears its day.
            try await town.casework.appeal(id, text: "But why?", citizen)
            let judge = try await town.employed("judge")
            let appeal = try #require(try await town.casework.queue(QueueQuery(), judge).rows.first)
            let last = calendar.date(after: day(0, town), workingDays: 4)
            #expect(appeal.due == last)
            #expect(try await town.standing(id).deadline == CaseDeadline(subject: .appeal, clock: .running(until: last)))
            try await town.casework.decide(.init(appeal.ticket), of: id, .init(outcome: "granted", reasons: [.init("Yes.")]), judge)
            #expect(try await town.standing(id).deadline == nil)
            #expect(try await CaseworkIntegrity(casework: town.casework, journal: town.host[Journal.self]).findings().isEmpty, "the history gives the same")
        }
    }

    @Test(arguments: TestStores.all) func itBeginsWhenTheFeeHasArrived(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder(fee: "fee: 5")) { town in
            let citizen = town.caller(town.person()), calendar = town.casework.calendar
            let id = try await town.send("report", "text", "A bench", citizen)
            #expect(try await town.standing(id).deadline?.clock == .standing(workingDaysLeft: 10))
            try await pass(days: 4, town)
            try await town.pay(id, Money(minorUnits: 500, currency: town.casework.currency))
            try await town.work()
            #expect(try await town.standing(id).deadline?.due == calendar.date(after: day(0, town), workingDays: 10))
        }
    }

    @Test(arguments: TestStores.all) func whoHasTheTaskIsWarnedOnce(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder("decide_within: 10 working days\nwarn_before: 2 working days")) { town in
            let (clerk, other, chief) = (try await town.employed("clerk"), try await town.employed("clerk"), try await town.employed("chief"))
            let id = try await town.send("report", "text", "A bench", town.caller(town.person()))
            let due = try #require(try await town.standing(id).deadline?.due), calendar = town.casework.calendar
            let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.take(.init(row.ticket), of: id, clerk)
            var waited = 0
            while calendar.workingDays(from: day(0, town), to: due) > 2 {
                for officer in [clerk, chief] { #expect(try await warnings(officer, town) == []) }
                let list = try await town.casework.caseList(CaseListQuery(due: .near), clerk)
                #expect(list.rows.isEmpty)
                try await pass(days: 1, town)
                waited += 1
                try #require(waited < 30)
            }
            for (officer, expected) in [(clerk, [due]), (chief, []), (other, [])] { #expect(try await warnings(officer, town) == expected) }
            #expect(try await town.casework.caseList(CaseListQuery(due: .near), clerk).rows.map(\.id) == [id])
            let load = try #require(try await town.casework.stages(chief).first)
            #expect(load.near == 1 && load.late == 0)
            #expect(try await town.casework.queueCounts(clerk).unread == 1)
            try await pass(days: 10, town)
            #expect(try await warnings(clerk, town) == [due], "once")
            #expect(try await town.casework.caseList(CaseListQuery(due: .late), clerk).rows.map(\.id) == [id])
            #expect(try await town.casework.caseList(CaseListQuery(due: .near), clerk).rows == [])
            #expect(try await town.casework.stages(chief).first?.late == 1)
            _ = try await town.casework.officerView(id, clerk)
            #expect(try await town.casework.queueCounts(clerk).unread == 0, "whoever opens the case has seen it")
        }
    }

    /// Neither a case that was decided in time, nor one whose person is gone.
    @Test(arguments: TestStores.all) func nobodyIsWarnedOfWhatIsOver(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let (clerk, chief) = (try await town.employed("clerk"), try await town.employed("chief"))
            let decided = try await town.send("report", "text", "A bench", town.caller(town.person()))
            let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.decide(.init(row.ticket), of: decided, .init(outcome: "granted", reasons: [.init("Yes.")]), clerk)
            try await pass(days: 20, town)
            #expect(try await warnings(chief, town) == [])
            let waiting = try await town.store.read { try $0.value("SELECT COUNT(*) FROM store_jobs WHERE kind = 'casework.deadline'", as: Int.self) }
            #expect(waiting == 0)
        }
    }

    /// Where nobody has the task, who supervises is told; and what is over warns nobody any more.
    @Test(arguments: TestStores.all) func aWarningGoesWithWhatItWarnsOf(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let (citizen, clerk, chief) = (town.caller(town.person()), try await town.employed("clerk"), try await town.employed("chief"))
            let id = try await town.send("report", "text", "A bench", citizen)
            try await pass(days: 14, town)
            #expect(try await warnings(chief, town).count == 1)
            #expect(try await warnings(clerk, town) == [])
            let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.ask(.init(row.ticket), of: id, text: "Which bench?", clerk)
            #expect(try await warnings(chief, town) == [], "it waits for the applicant")
            try await pass(days: 2, town)
            try await town.casework.answerRequest(1, of: id, text: "The blue one.", files: [], citizen)
            try await town.work()
            let (due, again) = (try await town.standing(id).deadline?.due, try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first))
            #expect(try await warnings(chief, town) == [try #require(due)], "of the new day")
            #expect(try await warnings(clerk, town) == [])
            try await town.casework.decide(.init(again.ticket), of: id, .init(outcome: "granted", reasons: [.init("Yes.")]), clerk)
            for officer in [clerk, chief] { #expect(try await warnings(officer, town) == []) }
            #expect(try await CaseworkIntegrity(casework: town.casework, journal: town.host[Journal.self]).findings().isEmpty)
        }
    }

    /// As where a holiday was taken out of the calendar since the job was set.
    @Test(arguments: TestStores.all) func aWarningThatComesTooEarlyIsGivenLater(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let chief = try await town.employed("chief")
            let id = try await town.send("report", "text", "A bench", town.caller(town.person()))
            let due = try #require(try await town.standing(id).deadline?.due)
            try await town.store.write("test.early") { try $0.execute("UPDATE store_jobs SET run_at = \($0.now) WHERE kind = 'casework.deadline'") }
            try await town.work()
            #expect(try await warnings(chief, town) == [])
            try await pass(days: 14, town)
            #expect(try await warnings(chief, town) == [due])
        }
    }

    @Test(arguments: TestStores.all) func aQuestionMakesNoLateCaseOneInTime(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder()) { town in
            let (citizen, clerk, calendar) = (town.caller(town.person()), try await town.employed("clerk"), town.casework.calendar)
            let id = try await town.send("report", "text", "A bench", citizen)
            let due = try #require(try await town.standing(id).deadline?.due)
            try await pass(days: 21, town)
            let late = calendar.workingDays(from: due, to: day(0, town))
            #expect(late > 0)
            let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.ask(.init(row.ticket), of: id, text: "Which bench?", clerk)
            try await pass(days: 7, town)
            try await town.casework.answerRequest(1, of: id, text: "The blue one.", files: [], citizen)
            let after = try #require(try await town.standing(id).deadline?.due)
            #expect(calendar.workingDays(from: after, to: day(0, town)) == late)
            #expect(try await town.casework.caseList(CaseListQuery(due: .late), clerk).rows.map(\.id) == [id])
        }
    }

    @Test(arguments: TestStores.all) func aMovedCaseHasItsTimeFromTheDayOnWhichItWasSent(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder("")) { old in
            let id = try await old.send("report", "text", "A bench", old.caller(old.person()))
            let sent = day(0, old)
            #expect(try await old.standing(id).deadline == nil)
            try await pass(days: 7, old)
            let new = try await old.reopened(with: Self.folder())
            #expect(try await new.casework.move(id) == [])
            #expect(try await new.standing(id).deadline?.due == new.casework.calendar.date(after: sent, workingDays: 10))
            try await new.replayEqualsLive(id)
        }
    }

    /// In a drawn process, a fee may be waited for beside the appeal.
    @Test(arguments: TestStores.all) func anAppealKeepsItsTimeBesideAFee(_ kind: TestStore) async throws {
        let service = SmallTown.service(
            "text: {ask: What is it?, type: text}",
            """
            steps:
              - {id: look, review: {title: Judge it, role: clerk}}
            fee: 5
            appeal: {within: 30 days, role: judge, decide_within: 4 working days}
            """)
        let process = SmallTown.process(
            "report",
            root: "<message id=\"appealed\" name=\"casework.appealed\"/><message id=\"paid\" name=\"casework.paid\"/>",
            """
            <startEvent id="start"/><userTask id="look"/><serviceTask id="outcome" polity:service="casework.outcome"/>
            <intermediateCatchEvent id="appeal_came"><messageEventDefinition messageRef="appealed"/></intermediateCatchEvent>
            <parallelGateway id="fork"/><userTask id="appeal"/><receiveTask id="fee" messageRef="paid"/><parallelGateway id="join"/>
            <serviceTask id="last_word" polity:service="casework.outcome"/><endEvent id="end"/>
            """
                + SmallTown.flows(
                    "start -> look", "look -> outcome", "outcome -> appeal_came", "appeal_came -> fork", "fork -> appeal", "fork -> fee", "appeal -> join",
                    "fee -> join", "join -> last_word", "last_word -> end"))
        let folder = SmallTown.folder(
            ["services/report/service.yaml": service, "services/report/process.bpmn": process], government: Self.government)
        try await TestGovernment.on(kind, with: folder) { town in
            let (citizen, clerk, calendar) = (town.caller(town.person()), try await town.employed("clerk"), town.casework.calendar)
            let id = try await town.send("report", "text", "A bench", citizen)
            let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.decide(.init(row.ticket), of: id, .init(outcome: "done", reasons: [.init("It is so.")]), clerk)
            try await town.casework.appeal(id, text: "But why?", citizen)
            #expect(try await town.standing(id).deadline == CaseDeadline(subject: .appeal, clock: .standing(workingDaysLeft: 4)))
            try await pass(days: 1, town)
            try await town.pay(id, Money(minorUnits: 500, currency: town.casework.currency))
            try await town.work()
            #expect(
                try await town.standing(id).deadline
                    == CaseDeadline(subject: .appeal, clock: .running(until: calendar.date(after: day(0, town), workingDays: 4))))
        }
    }

    @Test func mistakesAreNamed() {
        func findings(_ head: String) -> [String] { SmallTown.findings(Self.folder(head)).filter { $0.contains("error") } }
        #expect(findings("decide_within: 10 working days").isEmpty)
        #expect(findings("decide_within: soon") == ["services/report/service.yaml:4:16: error: 'decide_within' must be a length of time, not 'soon'"])
        #expect(findings("decide_within: 4 hours") == ["services/report/service.yaml:4:16: error: a decision is promised within '4 hours', and no whole day"])
        #expect(
            findings("decide_within: 10 days\nwarn_before: 3 weeks")
                == ["services/report/service.yaml:5:14: error: officers are warned '3 weeks' before a promised day, and not 1 to 100 working days"])
    }
}
