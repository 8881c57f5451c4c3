import FEEL
import Kernel
import Testing

@testable import Processes

@Suite struct MigrationTests {
    private func sketch(_ task: Element.Kind = .task(.user(role: nil, due: nil)), id: String = "review", extra: String? = nil) -> Sketch {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add(id, task)
        sketch.add("late", .boundary(.timer(.after(Term(2, .days))), on: id, interrupts: true))
        sketch.add("end", .end(.none))
        if let extra { sketch.add(extra, .task(.user(role: nil, due: nil))) }
        for line in ["start -> \(id)", "late -> end"] + (extra.map { ["\(id) -> \($0)", "\($0) -> end"] } ?? ["\(id) -> end"]) { sketch.flow(line) }
        return sketch
    }

    @Test func aWaitingInstanceGoesOnInTheNewVersion() throws {
        var play = try Play(sketch())
        try play.start(["a": .number(1)])
        let new = try sketch(id: "check", extra: "sign").model()
        let migration = Migration(from: play.engine.model, to: new, renames: ["review": "check"])
        #expect(migration.steps.allSatisfy { $0.obstacle == nil })
        let moved = try migration.migrate(play.instance)
        #expect(moved.waiting(in: new).map(\.element) == ["check", "late"])
        let engine = ProcessEngine(model: new, calendar: OfficeCalendar())
        let outcome = try engine.handle(.complete(Ticket(1), output: [:]), on: moved, now: play.now)
        #expect(outcome.instance.waiting(in: new).map(\.element) == ["sign"])
        #expect(outcome.instance.variables["a"] == .number(1))
        #expect(try Instance(moved.json(in: new), in: new) == moved)
    }

    @Test func whatCannotMoveIsNamedAndNothingMoves() throws {
        var play = try Play(sketch())
        try play.start()
        let gone = Migration(from: play.engine.model, to: try sketch(id: "check").model())
        #expect(
            gone.obstacles(for: play.instance) == [
                Migration.Obstacle(element: "review", reason: "the new version has no 'review'"),
                Migration.Obstacle(element: "late", reason: "'late' stands on the border of another activity"),
            ])
        #expect(throws: Migration.Refusal.self) { try gone.migrate(play.instance) }
        let other = Migration(from: play.engine.model, to: try sketch(.task(.service("x", input: []))).model())
        #expect(other.obstacles(for: play.instance).map(\.reason) == ["'review' is a service task and no longer a user task"])
    }

    @Test func tokensBeforeAJoinMoveWithTheirFlows() throws {
        func forked(_ last: String) -> Sketch {
            var sketch = Sketch()
            sketch.add("start", .start(.none))
            sketch.add("fork", .gateway(.parallel))
            for id in ["x", "y"] { sketch.add(id, .task(.user(role: nil, due: nil))) }
            sketch.add("join", .gateway(.parallel))
            sketch.add("end", .end(.none))
            sketch.add(last, .task(.manual))
            for line in ["start -> fork", "fork -> x", "fork -> y", "x -> join", "y -> join", "join -> \(last)", "\(last) -> end"] { sketch.flow(line) }
            return sketch
        }
        var play = try Play(forked("before"))
        try play.start()
        try play.complete("x")
        let new = try forked("after").model()
        let moved = try Migration(from: play.engine.model, to: new).migrate(play.instance)
        let outcome = try ProcessEngine(model: new, calendar: OfficeCalendar()).handle(.complete(try play.ticket("y"), output: [:]), on: moved, now: play.now)
        #expect(outcome.instance.end(in: new) == "end")
    }
}
