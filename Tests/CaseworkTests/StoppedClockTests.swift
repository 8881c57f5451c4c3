import Blueprint
import Forms
import Kernel
import Processes
import StoreTesting
import Testing

@testable import Casework

/// What stands on the border of a task stops with its clock while the applicant is asked, and goes on with what was left.
@Suite struct StoppedClockTests {
    private static let day = Duration.seconds(86_400)
    /// Reminded once after two working days, given up after twenty days, and at the end of May whatever anybody was asked.
    private static let process = SmallTown.process(
        "report", root: "<message id=\"answered\" name=\"casework.answered\"/>",
        """
        <startEvent id="start"/>
        <userTask id="look"/>
        <boundaryEvent id="remind_on" attachedToRef="look" cancelActivity="false">
          <timerEventDefinition><timeDuration>2 working days</timeDuration></timerEventDefinition></boundaryEvent>
        <boundaryEvent id="hurry_on" attachedToRef="look" cancelActivity="false">
          <timerEventDefinition><timeDuration>10 working days</timeDuration></timerEventDefinition></boundaryEvent>
        <boundaryEvent id="late" attachedToRef="look"><timerEventDefinition><timeDuration>20 days</timeDuration></timerEventDefinition></boundaryEvent>
        <boundaryEvent id="last" attachedToRef="look"><timerEventDefinition><timeDate>2026-05-31</timeDate></timerEventDefinition></boundaryEvent>
        <serviceTask id="remind" polity:service="casework.tell"/>
        <endEvent id="reminded"/>
        <exclusiveGateway id="asked" default="asked_outcome"/>
        <eventBasedGateway id="question"/>
        <intermediateCatchEvent id="answer_came"><messageEventDefinition messageRef="answered"/></intermediateCatchEvent>
        <intermediateCatchEvent id="silence"><timerEventDefinition><timeDuration>30 days</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <serviceTask id="give_up" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """
            + SmallTown.flows(
                "start -> look", "remind_on -> remind", "hurry_on -> remind", "remind -> reminded", "look -> asked", "asked -> outcome",
                "asked -> question : asked = true", "question -> answer_came", "question -> silence", "answer_came -> look", "silence -> look",
                "late -> give_up", "last -> give_up", "give_up -> outcome", "outcome -> end"))
    private static let folder = SmallTown.folder([
        "services/report/service.yaml": SmallTown.service(
            "what: {ask: What is it?, type: text}",
            """
            steps:
              - {id: look, review: {title: Look at it, role: clerk, within: 12 working days}}
              - {id: remind, tell: {title: It takes time, text: We are looking.}}
              - {id: give_up, decide: [{outcome: done, because: Nobody looked.}]}
            ask: {within: 30 days}
            """
        ).replacing("  done: {title: It is done}", with: "  done: {title: It is done}\n  seen: {title: It was seen}"),
        "services/report/process.bpmn": process,
    ])

    /// When what stands on the border of the task is due, as days.
    private func clocks(_ id: Identifier<Case>, _ town: TestGovernment) async throws -> [String: CivilDate] {
        let theCase = try await town.standing(id)
        let service = try #require(town.casework.services.service("report"))
        var found: [String: CivilDate] = [:]
        for waiting in theCase.process.waiting(in: service.process) {
            if case .timer(let due, _) = waiting.wait { found[waiting.element] = town.casework.calendar.zone.date(of: due) }
        }
        return found
    }

    private func goOn(days: Int, _ town: TestGovernment) async throws {
        for _ in 0..<days {
            town.clock.advance(by: Self.day)
            try await town.work()
        }
    }

    private func ask(_ id: Identifier<Case>, _ clerk: Caller, _ town: TestGovernment) async throws {
        let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first { $0.caseID == id })
        try await town.casework.ask(Ticket(row.ticket), of: id, text: "Where is it?", clerk)
    }

    @Test(arguments: TestStores.all) func clocksGoOnWithWhatWasLeft(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let calendar = town.casework.calendar
            func today() -> CivilDate { calendar.zone.date(of: town.clock.now) }
            // A Monday.
            let id = try await town.send("report", "what", "A lamp", applicant)
            let begun = try await clocks(id, town)
            #expect(Set(begun.keys) == ["remind_on", "hurry_on", "late", "last"])
            try await goOn(days: 7, town)
            var due = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first?.due)
            let left = calendar.workingDays(from: today(), to: due)
            try await ask(id, clerk, town)
            #expect(try await clocks(id, town).keys.sorted() == ["silence"])
            try await goOn(days: 9, town)
            try await town.casework.answerRequest(1, of: id, text: "Behind the school.", files: [], applicant)
            // Seven of twenty days and five of ten working days were over; the reminder had come, and a date is a date.
            let after = try await clocks(id, town)
            #expect(after == ["hurry_on": calendar.date(after: today(), workingDays: 5), "late": today().adding(days: 13), "last": begun["last"]])
            due = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first?.due)
            #expect(calendar.workingDays(from: today(), to: due) == left, "what officers are told agrees with what the process waits for")

            // Silence is no new clock either, and a second question takes from what the first has left.
            try await goOn(days: 3, town)
            try await ask(id, clerk, town)
            try await goOn(days: 31, town)
            #expect(try await clocks(id, town)["late"] == today().adding(days: 10))
            let told = try await town.store.read { try $0.value("SELECT COUNT(*) FROM messages_messages WHERE kind = 'case_notice'", as: Int.self) }
            #expect(told == 1, "the reminder came once")
            try await goOn(days: 9, town)
            #expect(try await town.casework.applicantView(id, applicant).stage == .inProgress)
            try await goOn(days: 2, town)
            #expect(try await town.casework.applicantView(id, applicant).decisions.map(\.outcome) == ["done"])
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// Three reminders are three, however often the applicant is asked between them.
    @Test(arguments: TestStores.all) func aCycleGoesOnWithTheTurnsThatWereLeft(_ kind: TestStore) async throws {
        let process = Self.process.replacing("<timeDuration>2 working days</timeDuration>", with: "<timeCycle>R3/P7D</timeCycle>")
            .replacing("<timeDuration>10 working days</timeDuration>", with: "<timeDuration>200 days</timeDuration>")
            .replacing("<timeDuration>20 days</timeDuration>", with: "<timeDuration>200 days</timeDuration>")
        let folder = FolderSnapshot(
            files: Self.folder.files.map { $0.path.hasSuffix(".bpmn") ? .init(path: $0.path, bytes: Array(process.utf8)) : $0 })
        try await TestGovernment.on(kind, with: folder) { town in
            let applicant = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            func told() async throws -> Int? {
                try await town.store.read { try $0.value("SELECT COUNT(*) FROM messages_messages WHERE kind = 'case_notice'", as: Int.self) }
            }
            let id = try await town.send("report", "what", "A lamp", applicant)
            try await goOn(days: 15, town)
            #expect(try await told() == 2)
            try await ask(id, clerk, town)
            try await goOn(days: 2, town)
            try await town.casework.answerRequest(1, of: id, text: "Behind the school.", files: [], applicant)
            try await goOn(days: 40, town)
            #expect(try await told() == 3)
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// What keeps it from coming may be mended until the answer is there.
    @Test(arguments: TestStores.all) func aTimerThatStoodStillWithAFaultBeginsAnew(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let id = try await town.send("report", "what", "A lamp", town.caller(town.person()))
            let theCase = try await town.standing(id)
            let service = try #require(town.casework.services.service("report")), task = try #require(theCase.tasks.keys.first)
            let decider = CaseDecider(
                service: service, calendar: town.casework.calendar, facts: [:], now: town.clock.now, actor: Actor(.system("tests")))
            var broken = theCase
            let late = try #require(theCase.process.waiting(in: service.process).first { $0.element == "late" })
            broken.process.apply(.stopped(late.ticket, reason: "'late' gives no time"))
            let stopped = decider.stoppedTimers(beside: task, broken)
            #expect(stopped.first { $0.event == "late" } == StoppedTimer(event: "late", left: .anew))
            var change = CaseChange(theCase: theCase)
            try decider.goOn(stopped, beside: task, &change)
            #expect(change.theCase.process.due(at: late.ticket) == theCase.process.due(at: late.ticket))
            #expect(change.theCase.process.due(at: late.ticket) != nil)
        }
    }

    @Test func aStoppedTimerIsReadAsItWasWritten() throws {
        for left in [StoppedTimer.Left.anew, .workingDays(3), .days(0), .time(.seconds(90)), .until(Instant(microseconds: 1_772_442_000_000_000))] {
            for repeats in [nil, 1, 3] {
                let timer = StoppedTimer(event: "late", left: left, repeats: repeats)
                #expect(StoppedTimer(try JSON(parsing: timer.json.bytes)) == timer)
            }
        }
        #expect(StoppedTimer(["late", "days", 3])?.repeats == nil, "as it was written before turns were counted")
        #expect(StoppedTimer(["late", "weeks", 3]) == nil)
    }
}
