import FEEL
import Kernel
import Testing

@testable import Processes

/// Cron expressions where the engine waits. Its clock begins on 18 November 2026, a Wednesday, at 11:06:40 UTC.
@Suite struct CronTimerTests {
    private func cron(_ text: String) throws -> Trigger { .timer(.cron(try CronSchedule(text))) }

    /// A task with a timer on its border that does not interrupt it.
    private func working(beside timer: Trigger) throws -> Play {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("tick", .boundary(timer, on: "work", interrupts: false))
        sketch.flow("start -> work")
        return try Play(sketch)
    }

    private func due(_ element: String, _ play: Play) -> String? {
        for waiting in play.instance.waiting(in: play.engine.model) where waiting.element == element {
            if case .timer(let due, _) = waiting.wait { return due.description }
        }
        return nil
    }

    private func fire(_ element: String, _ play: inout Play) throws {
        let due = try #require(due(element, play).flatMap { Instant($0) })
        play.now = max(play.now, due)
        try play.fire(element)
    }

    @Test func anEventOnABorderComesAgainAndAgain() throws {
        var play = try working(beside: try cron("0 0 9 ? * MON-FRI"))
        try play.start()
        for day in ["19", "20", "23", "24"] {
            #expect(due("tick", play) == "2026-11-\(day)T09:00:00.000000Z")
            try fire("tick", &play)
        }
        try play.complete("work")
        #expect(play.waiting.isEmpty)
    }

    @Test func itIsOverWithItsYears() throws {
        var play = try working(beside: try cron("0 0 9 30,31 12 ? 2026"))
        try play.start()
        try fire("tick", &play)
        try fire("tick", &play)
        #expect(play.waiting == ["work"])
        #expect(!play.effects.contains { if case .incident = $0 { true } else { false } })
    }

    /// Where its years were over before, it stops, as any timer without a time.
    @Test func oneThatCannotComeAnyMoreStops() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("wait", .catchEvent(try cron("0 0 9 1 1 ? 2025")))
        sketch.flow("start -> wait")
        var play = try Play(sketch)
        try play.start()
        #expect(play.instance.waiting(in: play.engine.model).map(\.incident) == ["the timer gives no time"])
    }

    @Test func anEventInTheMiddleComesOnce() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("wait", .catchEvent(try cron("0 0 0 L * ?")))
        sketch.add("end", .end(.none))
        for line in ["start -> wait", "wait -> end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        #expect(due("wait", play) == "2026-11-30T00:00:00.000000Z")
        try fire("wait", &play)
        #expect(play.end == "end")
    }

    @Test func anEventSubProcessBeginsAtEachOfItsTimes() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("beside", .subProcess(.event))
        sketch.add("tick", .start(try cron("0 0 0/12 * * *"), interrupts: false), in: "beside")
        sketch.add("look", .task(.user(role: nil, due: nil)), in: "beside")
        for line in ["start -> work", "tick -> look"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        let ticks = { (play: Play) in play.instance.rests.values.filter { if case .timer = $0.wait { true } else { false } }.count }
        for _ in 0..<3 {
            let timer = try #require(play.instance.rests.pairs.first { if case .timer = $0.value.wait { true } else { false } })
            guard case .timer(let due, let repeats) = timer.value.wait else { return }
            #expect(repeats == nil && due.microseconds % (12 * 3_600_000_000) == 0)
            play.now = max(play.now, due)
            try play.run(.fire(timer.key))
            #expect(ticks(play) == 1)
        }
        #expect(play.waiting.filter { $0 == "look" }.count == 3)
    }

    /// What an instance stores of a timer is when it is due and how often it still comes: one of an earlier model goes on to the new model's times.
    @Test func aTurnKeptFromAnIntervalLeadsToTheSchedule() throws {
        var before = try working(beside: .timer(.every(Term(1, .hours), times: nil)))
        try before.start()
        var after = try working(beside: try cron("0 0 9 * * *"))
        after.instance = before.instance
        after.replayed = before.instance
        #expect(due("tick", after) == "2026-11-18T12:06:40.000000Z")
        try fire("tick", &after)
        #expect(due("tick", after) == "2026-11-19T09:00:00.000000Z")
    }

    /// A start is listened for anew where its days have become others, and only there.
    @Test func aStartIsAnotherInAnotherForm() throws {
        func definitions(_ text: String) throws -> Set<String> {
            let forms: [CronSchedule.Form] = [.quartz, .spring]
            return Set(try forms.map { StartListener(element: "start", trigger: .timer(.cron(try CronSchedule(text, in: $0)))).definition })
        }
        #expect(try definitions("0 0 9 ? * 6").count == 2)
        #expect(try definitions("0 0 9 ? * MON/2").count == 2)
        #expect(try definitions("0 0 9 ? * FRI").count == 1)
    }

    /// Friday is the sixth day of Quartz's week and the fifth of Spring's; nobody's sixth where no form is known.
    @Test(
        arguments: [
            ("0 0 9 * * *", nil, "2026-11-19T09:00:00.000000Z"), ("0 0 9 ? * 6", .quartz, "2026-11-20T09:00:00.000000Z"),
            ("0 0 9 ? * 6", .spring, "2026-11-21T09:00:00.000000Z"), ("0 0 9 ? * 6", nil, nil),
        ] as [(String, CronSchedule.Form?, String?)])
    func anExpressionMayGiveItsText(_ text: String, form: CronSchedule.Form?, expected: String?) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("wait", .catchEvent(.timer(.cycle(formula("a"), cron: form))))
        sketch.flow("start -> wait")
        var play = try Play(sketch)
        try play.start(["a": .string(text)])
        #expect(due("wait", play) == expected)
    }
}
