import Blueprint
import Kernel
import Processes
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Casework

/// The timers of one case happen in the order in which they are due, whichever job is run first, and whatever the clock does.
@Suite struct TimerOrderTests {
    private static let day = Duration.seconds(86_400)
    /// Reminded every five days, three times at most, and given up after twelve.
    private static let folder = SmallTown.folder([
        "services/report/service.yaml": SmallTown.service(
            "what: {ask: What is it?, type: text}",
            """
            steps:
              - {id: look, task: {title: Look at it, role: clerk}}
              - {id: remind, tell: {title: It takes time, text: We are looking.}}
              - {id: give_up, decide: [{outcome: done, because: Nobody looked.}]}
            """),
        "services/report/process.bpmn": SmallTown.process(
            "report",
            """
            <startEvent id="start"/>
            <userTask id="look"/>
            <boundaryEvent id="remind_on" attachedToRef="look" cancelActivity="false">
              <timerEventDefinition><timeCycle>R3/P5D</timeCycle></timerEventDefinition></boundaryEvent>
            <boundaryEvent id="late" attachedToRef="look"><timerEventDefinition><timeDuration>12 days</timeDuration></timerEventDefinition></boundaryEvent>
            <serviceTask id="remind" polity:service="casework.tell"/>
            <endEvent id="reminded"/>
            <serviceTask id="give_up" polity:service="casework.decide"/>
            <serviceTask id="outcome" polity:service="casework.outcome"/>
            <endEvent id="end"/>
            """
                + SmallTown.flows(
                    "start -> look", "remind_on -> remind", "remind -> reminded", "look -> outcome", "late -> give_up", "give_up -> outcome",
                    "outcome -> end")),
    ])

    private func ticket(_ event: String, of id: Identifier<Case>, _ town: TestGovernment) async throws -> Ticket {
        let service = try #require(town.casework.services.service("report"))
        return try #require(try await town.standing(id).process.waiting(in: service.process).first { $0.element == event }?.ticket)
    }

    private func reminders(_ town: TestGovernment) async throws -> Int {
        try await town.store.read { try $0.value("SELECT COUNT(*) FROM messages_messages WHERE kind = 'case_notice'", as: Int.self) ?? 0 }
    }

    /// What happened in the process, one after the other.
    private func trail(_ id: Identifier<Case>, _ town: TestGovernment) async throws -> [String] {
        let service = try #require(town.casework.services.service("report"))
        let theCase = try await town.standing(id)
        return try await town.store.read { try town.casework.cases.events(theCase, $0) { _ in service.process } }.compactMap { event in
            guard case .process(let event) = event else { return nil }
            return service.process.element(of: event)
        }.filter { ["remind", "give_up"].contains($0) }
    }

    /// After two weeks in which nothing ran, the job of what was due last comes first.
    @Test(arguments: TestStores.all) func theLastJobBringsWhatWasDueBefore(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let caller = town.caller(town.person())
            let id = try await town.send("report", "what", "A lamp", caller)
            town.clock.advance(by: Self.day * 14)
            let late = try await ticket("late", of: id, town)
            try await town.casework.command(id, town.casework.machine("timer")) { _ in .fire(late) }
            #expect(try await trail(id, town) == ["remind", "remind", "give_up"])
            #expect(try await reminders(town) == 2, "of the fifth and the tenth day; the fifteenth never came")
            // Their own jobs have nothing left to do.
            try await town.work()
            #expect(try await reminders(town) == 2)
            #expect(try await town.casework.applicantView(id, caller).decisions.map(\.outcome) == ["done"])
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// Several processes share what came due in an outage, eight jobs of each at a time.
    @Test(arguments: TestStores.all) func severalRunnersKeepTheOrder(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            var ids: [Identifier<Case>] = []
            for number in 1...6 { ids.append(try await town.send("report", "what", "Lamp \(number)", town.caller(town.person()))) }
            town.clock.advance(by: Self.day * 14)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { _ = try await JobRunner(store: town.store, kinds: town.casework.jobs).runDue(together: 8) } }
                try await group.waitForAll()
            }
            for id in ids {
                #expect(try await trail(id, town) == ["remind", "remind", "give_up"])
                #expect(try await !town.standing(id).process.isRunning)
                try await town.replayEqualsLive(id)
            }
            #expect(try await reminders(town) == 12)
            #expect(try await town.store.deadJobs() == [])
        }
    }

    @Test(arguments: TestStores.all) func aClockThatIsPutBackLosesNothingAndDoesNothingTwice(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let id = try await town.send("report", "what", "A lamp", town.caller(town.person()))
            // A jump forward by mistake, found before anything ran.
            town.clock.advance(by: Self.day * 13)
            town.clock.advance(by: Self.day * -13)
            try await town.work()
            #expect(try await trail(id, town) == [])
            // Put back by twelve days while a job is under way: it waits for its day, which is no reason to give it up.
            let jumped = Mutex(false)
            let kinds = town.casework.jobs.map { kind in
                JobRunner.Kind(kind.name, policy: kind.policy) { job, store in
                    let isFirst = jumped.withLock { jumped in
                        defer { jumped = true }
                        return !jumped
                    }
                    if isFirst { town.clock.advance(by: Self.day * -12) }
                    try await kind.handler(job, store)
                }
            }
            let runner = JobRunner(store: town.store, kinds: kinds)
            town.clock.advance(by: Self.day * 6)
            #expect(try await runner.runDue() == 1)
            #expect(try await trail(id, town) == [])
            // Six days before the application, and up to its fifth day again, an hour at a time as a runner would look.
            for _ in 0..<(11 * 24 - 1) {
                #expect(try await runner.runDue() == 0)
                town.clock.advance(by: .seconds(3_600))
            }
            #expect(try await trail(id, town) == [])
            for _ in 0..<20 {
                town.clock.advance(by: .seconds(3_600))
                _ = try await runner.runDue()
            }
            #expect(try await trail(id, town) == ["remind"])
            // Forwards past everything, and back behind the reminders that have come: they do not come again.
            town.clock.advance(by: Self.day * 5)
            _ = try await runner.runDue()
            town.clock.advance(by: Self.day * -7)
            _ = try await runner.runDue()
            #expect(try await trail(id, town) == ["remind", "remind"])
            town.clock.advance(by: Self.day * 30)
            _ = try await runner.runDue()
            #expect(try await trail(id, town) == ["remind", "remind", "give_up"])
            #expect(try await town.store.deadJobs() == [])
            try await town.replayEqualsLive(id)
        }
    }
}
