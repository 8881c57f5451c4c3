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

    // MARK: What is waited for

    private func waiting(_ trigger: Trigger) throws -> Play {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("come", .catchEvent(trigger))
        sketch.add("end", .end(.none))
        for line in ["start -> come", "come -> end"] { sketch.flow(line) }
        return try Play(sketch)
    }

    @Test(
        arguments: [
            (Trigger.message(Message("answer", key: formula("a"))), Trigger.message(Message("reply", key: formula("a"))), Value.string("A")),
            (.message(Message("answer", key: formula("a"))), .message(Message("reply")), nil), (.signal("answer"), .signal("reply"), nil),
            (
                .multiple([.timer(.after(Term(1, .days))), .message(Message("answer"))]),
                .multiple([.timer(.after(Term(1, .days))), .message(Message("reply"))]), nil
            ),
        ] as [(Trigger, Trigger, Value?)])
    func whatIsCalledOtherwiseIsWaitedForByItsNewName(was: Trigger, becomes: Trigger, key: Value?) throws {
        var old = try waiting(was)
        try old.start(["a": .string("A")])
        let new = try waiting(becomes).engine
        let migration = Migration(from: old.engine.model, to: new.model)
        #expect(migration.steps.first { $0.element == "come" }?.change == "waits for 'reply' and no longer for 'answer'")
        let moved = try migration.migrate(old.instance)
        #expect(try Instance(moved.json(in: new.model), in: new.model) == moved)
        let isSignal = if case .signal = becomes { true } else { false }
        func sent(_ name: String) -> Command {
            isSignal ? .signal(name, payload: [:]) : .deliver(message: name, key: key, payload: [:])
        }
        #expect(throws: Rejection.self) { try new.handle(sent("answer"), on: moved, now: old.now) }
        #expect(try new.handle(sent("reply"), on: moved, now: old.now).instance.end(in: new.model) == "end")
    }

    /// What it waits with was made by the old version.
    @Test(arguments: [nil, "a"]) func anotherKeyKeepsIt(key: String?) throws {
        var old = try waiting(.message(Message("answer", key: key.map(formula))))
        try old.start(["a": .string("A")])
        let migration = Migration(from: old.engine.model, to: try waiting(.message(Message("answer", key: formula("b")))).engine.model)
        #expect(migration.obstacles(for: old.instance) == [Migration.Obstacle(element: "come", reason: "'come' waits for 'answer' with another key")])
    }

    // MARK: What is new beside it

    private func beside(_ isNew: Bool) throws -> Play {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        sketch.add("work", .task(.user(role: nil, due: nil)), loop: .multiple(Element.MultiInstance(.count(formula("2")), isSequential: false)))
        sketch.add("sub", .subProcess(.embedded))
        sketch.add("inner", .task(.user(role: nil, due: nil)), in: "sub")
        sketch.add("gate", .gateway(.eventBased))
        for id in ["yes", "no"] { sketch.add(id, .catchEvent(.message(Message(id)))) }
        sketch.add("end", .end(.none))
        for line in ["start -> fork", "fork -> work", "fork -> sub", "fork -> gate", "gate -> yes", "gate -> no", "yes -> end", "no -> end"] {
            sketch.flow(line)
        }
        guard isNew else { return try Play(sketch) }
        sketch.add("late", .boundary(.timer(.after(Term(1, .hours))), on: "work", interrupts: true))
        sketch.add("failed", .boundary(.error(nil), on: "work", interrupts: true))
        for scope in [nil, "sub"] {
            let name = scope ?? "process"
            sketch.add("of_\(name)", .subProcess(.event), in: scope)
            sketch.add("\(name)_told", .start(.message(Message(name)), interrupts: false), in: "of_\(name)")
        }
        sketch.add("silent", .catchEvent(.timer(.after(Term(2, .hours)))))
        for line in ["gate -> silent", "silent -> end", "late -> end", "failed -> end"] { sketch.flow(line) }
        return try Play(sketch)
    }

    @Test func whatIsNewBesideWhatWaitsListensFromNowOn() throws {
        var play = try beside(false)
        try play.start()
        let new = try beside(true).engine
        let migration = Migration(from: play.engine.model, to: new.model)
        #expect(migration.additions.sorted() == ["late", "of_process", "of_sub", "silent"])
        let moved = try migration.migrate(play.instance)
        let before = Set(moved.waiting(in: new.model).map(\.ticket))
        let listening = try new.handle(.listen(to: migration.additions), on: moved, now: play.now)
        let added = listening.instance.waiting(in: new.model).filter { !before.contains($0.ticket) }
        #expect(added.map(\.element).sorted() == ["late", "process_told", "silent", "sub_told"])
        #expect(listening.effects.count == 2 && listening.effects.allSatisfy { if case .schedule = $0 { true } else { false } })
        // Once.
        #expect(try new.handle(.listen(to: ["late", "silent"]), on: listening.instance, now: play.now).events.isEmpty)
        let late = try #require(added.first { $0.element == "late" })
        let fired = try new.handle(.fire(late.ticket), on: listening.instance, now: play.now + .seconds(3600)).instance
        #expect(!fired.waiting(in: new.model).map(\.element).contains("work"))
        #expect(try new.handle(.deliver(message: "sub", key: nil, payload: [:]), on: fired, now: play.now).events.isEmpty == false)
    }
}
