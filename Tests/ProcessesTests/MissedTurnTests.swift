import FEEL
import Kernel
import Testing

@testable import Processes

/// A cycle beside a task, and a clock that was away: a start long ago, or a government that stood still.
@Suite struct MissedTurnTests {
    /// A few turns are made up for, and not a million.
    @Test(
        arguments: [
            ("R/1970-01-01T00:00:00Z/PT1S", nil, 1), ("R/PT1M", 50 * 60, 50), ("R/PT1M", 365 * 86_400, 1), ("R90/PT1M", 365 * 86_400, 90),
            ("R/P1D", 80 * 86_400, 79), ("R/P1D", 2_000 * 86_400, 1), ("0 * * * * *", 50 * 60, 50), ("* * * * * *", 365 * 86_400, 1),
            ("0 0 9 * * ?", 80 * 86_400, 80), ("0 0 9 * * ?", 2_000 * 86_400, 1),
        ] as [(String, Int?, Int)])
    func turnsThatWereMissedAreMadeUpForUpToANumber(cycle: String, late: Int?, turns: Int) throws {
        var play = try play(cycle)
        play.now = play.now + .seconds(late ?? 0)
        #expect(try fireAll(&play) == turns)
        guard let due = tick(play)?.due else { return #expect(cycle.hasPrefix("R90")) }
        #expect(due > play.now && due <= play.now + .seconds(2 * 86_400))
    }

    /// A turn that follows many missed ones keeps to the calendar.
    @Test(arguments: ["R/2015-01-05T09:00:00Z/P1W", "R/2015-01-31T09:00:00Z/P1M", "R/2015-01-05T09:00:00Z/P7D", "R/PT168H", "0 0 9 ? * WED"])
    func aCycleKeepsItsDayAfterManyMissedTurns(_ cycle: String) throws {
        var play = try play(cycle)
        let zone = play.engine.calendar.zone
        play.now = play.now + .seconds(5 * 365 * 86_400)
        let first = zone.date(of: try #require(tick(play)).due)
        let fired = try fireAll(&play)
        let next = zone.date(of: try #require(tick(play)).due)
        #expect(fired < 200 && next >= zone.date(of: play.now))
        if cycle.hasSuffix("P1M") {
            #expect(next.day >= 28, "\(next)")
        } else {
            #expect((next.daysSinceEpoch - first.daysSinceEpoch) % 7 == 0, "\(first) \(next)")
        }
    }

    private func play(_ cycle: String) throws -> Play {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("tick", .boundary(.timer(.cycle(formula("\"\(cycle)\""))), on: "work", interrupts: false))
        sketch.flow("start -> work")
        var play = try Play(sketch)
        try play.start()
        return play
    }

    private func tick(_ play: Play) -> (ticket: Ticket, due: Instant)? {
        guard let waiting = play.instance.waiting(in: play.engine.model).first(where: { $0.element == "tick" }), case .timer(let due, _) = waiting.wait
        else { return nil }
        return (waiting.ticket, due)
    }

    /// - Returns: how many turns were due, 200 at most.
    private func fireAll(_ play: inout Play) throws -> Int {
        for fired in 0..<200 {
            guard let tick = tick(play), tick.due <= play.now else { return fired }
            try play.run(.fire(tick.ticket))
        }
        return 200
    }
}
