import FEEL
import Kernel
import Testing

@testable import Processes

/// One small model an element, each with the section of BPMN 2.0.2 it follows.
@Suite struct ElementTests {
    @Test func aUserTaskWaitsAndGivesItsOutput() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("review", .task(.user(role: "officer", due: .after(Term(2, .workingDays)))))
        sketch.add("end", .end(.none))
        for line in ["start -> review", "review -> end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start(["a": .number(1)])
        #expect(play.waiting == ["review"])
        guard case .createTask(let ticket, "review", "officer", let due?)? = play.effects.first else { Issue.record("no task"); return }
        // 1,795,000,000 s is Wednesday 2026-11-18.
        #expect(due.description == "2026-11-20T23:59:59.999999Z")
        try play.run(.complete(ticket, output: ["b": .string("yes")]))
        #expect(play.end == "end")
        #expect(play.instance.variables["b"] == .string("yes"))
        #expect(throws: Rejection.notRunning) { try play.run(.complete(ticket, output: [:])) }
    }

    @Test(arguments: [(1, "small"), (5, "large"), (9, "other")])
    func anExclusiveGatewayTakesTheFirstThatHoldsElseTheDefault(value: Int, end: String) throws {  // 13.4.2
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("which", .gateway(.exclusive(otherwise: "which_else")))
        for id in ["small", "large", "other"] { sketch.add(id, .end(.none)) }
        for line in ["start -> which", "which -> small : a < 3", "which -> large : a < 7", "which -> other : else"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start(["a": .number(Decimal128(value))])
        #expect(play.end == end)
    }

    @Test func anExclusiveGatewayWithoutAWayStopsUntilSomebodyMendsIt() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("which", .gateway(.exclusive(otherwise: nil)))
        sketch.add("x", .end(.none))
        sketch.add("y", .end(.none))
        for line in ["start -> which", "which -> x : a = 1", "which -> y : a = 2"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start(["a": .number(3)])
        #expect(play.waiting == ["which"])
        #expect(play.effects == [.incident(Ticket(1), element: "which", reason: "no condition holds and there is no default flow")])
    }

    @Test func whatListensBesideATaskCanBeTakenAway() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("late", .boundary(.timer(.after(Term(4, .hours))), on: "work", interrupts: true))
        for id in ["end", "gone"] { sketch.add(id, .end(.none)) }
        for line in ["start -> work", "work -> end", "late -> gone"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start([:])
        let task = try #require(play.instance.waiting(in: play.engine.model).first { $0.element == "work" }?.ticket)
        let beside = play.instance.waiting(beside: task, in: play.engine.model)
        #expect(beside.map(\.element) == ["late"])
        let timer = try #require(beside.first?.ticket)
        #expect(throws: Rejection.wrongKind(task)) { try play.run(.stopListening(task)) }
        try play.run(.stopListening(timer))
        #expect(play.waiting == ["work"] && play.effects.contains(.cancelTimer(timer)))
        #expect(play.instance.waiting(beside: task, in: play.engine.model) == [])
        #expect(throws: Rejection.notWaiting(timer)) { try play.run(.stopListening(timer)) }
        try play.run(.complete(task, output: [:]))
        #expect(play.end == "end")
    }

    @Test func aParallelGatewayForksAndJoins() throws {  // 13.4.1
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        for id in ["fire", "heritage", "roads"] { sketch.add(id, .task(.user(role: nil, due: nil))) }
        sketch.add("join", .gateway(.parallel))
        sketch.add("end", .end(.none))
        sketch.flow("start -> fork")
        for id in ["fire", "heritage", "roads"] { sketch.flow("fork -> \(id)"); sketch.flow("\(id) -> join") }
        sketch.flow("join -> end")
        var play = try Play(sketch)
        try play.start()
        #expect(play.waiting == ["fire", "heritage", "roads"])
        try play.complete("roads")
        try play.complete("fire")
        #expect(play.end == nil)
        try play.complete("heritage")
        #expect(play.end == "end")
    }

    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func anInclusiveGatewayWaitsForThoseItSentOff(first: Bool, second: Bool) throws {  // 13.4.3
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("split", .gateway(.inclusive(otherwise: "split_else")))
        for id in ["x", "y", "z"] { sketch.add(id, .task(.user(role: nil, due: nil))) }
        sketch.add("merge", .gateway(.inclusive(otherwise: nil)))
        sketch.add("after", .task(.user(role: nil, due: nil)))
        sketch.add("end", .end(.none))
        for line in [
            "start -> split", "split -> x : a", "split -> y : b", "split -> z : else", "x -> merge", "y -> merge", "z -> merge", "merge -> after",
            "after -> end",
        ] {
            sketch.flow(line)
        }
        var play = try Play(sketch)
        try play.start(["a": .boolean(first), "b": .boolean(second)])
        let expected = [first ? "x" : nil, second ? "y" : nil, first || second ? nil : "z"].compactMap { $0 }
        #expect(play.waiting == expected)
        for (index, id) in expected.enumerated() {
            try play.complete(id)
            #expect(play.waiting == (index == expected.count - 1 ? ["after"] : Array(expected[(index + 1)...])))
        }
        try play.complete("after")
        #expect(play.end == "end")
    }

    @Test func theFirstEventTakesTheToken() throws {  // 13.4.4
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("wait", .gateway(.eventBased))
        sketch.add("answer", .catchEvent(.message(Message("answer"))))
        sketch.add("silence", .catchEvent(.timer(.after(Term(30, .minutes)))))
        sketch.add("answered", .end(.none))
        sketch.add("lapsed", .end(.none))
        for line in ["start -> wait", "wait -> answer", "wait -> silence", "answer -> answered", "silence -> lapsed"] { sketch.flow(line) }
        var first = try Play(sketch)
        try first.start()
        #expect(first.waiting == ["answer", "silence", "wait"])
        let timer = try first.ticket("silence")
        #expect(throws: Rejection.tooEarly(timer, due: first.now + .seconds(1800))) { try first.fire("silence") }
        #expect(throws: Rejection.nobodyWaits(message: "other")) { try first.run(.deliver(message: "other", key: nil, payload: [:])) }
        var second = first
        let effects = try first.run(.deliver(message: "answer", key: nil, payload: ["a": .string("here")]))
        #expect(first.end == "answered")
        #expect(effects.contains(.cancelTimer(timer)))
        second.now = second.now + .seconds(1800)
        try second.fire("silence")
        #expect(second.end == "lapsed")
    }

    @Test(
        "a timer's moment is one, whatever clock it is written by; a day on which nothing can happen is none",
        arguments: [
            ("date(\"2026-12-01\")", "2026-12-01T00:00:00.000000Z"), ("date and time(\"2026-12-01T10:00:00Z\")", "2026-12-01T10:00:00.000000Z"),
            ("date and time(\"2026-12-01T10:00:00+01:00\")", "2026-12-01T09:00:00.000000Z"),
            ("date and time(\"2026-07-01T10:00:00@Europe/London\")", "2026-07-01T09:00:00.000000Z"),
            ("date and time(\"2026-12-01T10:00:00\")", "2026-12-01T10:00:00.000000Z"), ("date(\"999999999-12-31\")", nil), ("date(\"-999999999-01-01\")", nil),
            ("date and time(\"999999999-12-31T00:00:00Z\")", nil),
        ] as [(String, String?)])
    func momentsOfTimers(_ text: String, _ due: String?) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("wait", .catchEvent(.timer(.at(formula(text)))))
        sketch.add("end", .end(.none))
        for line in ["start -> wait", "wait -> end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        let scheduled = play.effects.compactMap { effect -> Instant? in if case .schedule(_, let moment) = effect { moment } else { nil } }
        #expect(scheduled.map(\.description) == [due].compactMap { $0 }, "\(play.effects)")
    }

    @Test func aMessageWithAKeyGoesToTheOneThatAskedForIt() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        for id in ["one", "two"] { sketch.add(id, .task(.receive(Message("paid", key: formula(id == "one" ? "a" : "b"))))) }
        sketch.add("end", .end(.none))
        for line in ["start -> fork", "fork -> one", "fork -> two", "one -> end", "two -> end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start(["a": .string("A"), "b": .string("B")])
        try play.run(.deliver(message: "paid", key: .string("B"), payload: [:]))
        #expect(play.waiting == ["one"])
        #expect(throws: Rejection.nobodyWaits(message: "paid")) { try play.run(.deliver(message: "paid", key: .string("B"), payload: [:])) }
    }

    @Test(arguments: [true, false])
    func aTimerOnTheBorderInterruptsOrNot(interrupts: Bool) throws {  // 13.5.3
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("late", .boundary(.timer(.after(Term(4, .hours))), on: "work", interrupts: interrupts))
        sketch.add("remind", .task(.user(role: nil, due: nil)))
        sketch.add("end", .end(.none))
        sketch.add("late_end", .end(.none))
        for line in ["start -> work", "work -> end", "late -> remind", "remind -> late_end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        play.now = play.now + .seconds(4 * 3600)
        try play.fire("late")
        #expect(play.waiting == (interrupts ? ["remind"] : ["remind", "work"]))
        try play.complete("remind")
        if !interrupts { try play.complete("work") }
        #expect(play.end == (interrupts ? "late_end" : "end"))
    }

    @Test func aCycleFiresAsOftenAsItSaysAndDiesWithItsTask() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("tick", .boundary(.timer(.every(Term(1, .hours), times: 3)), on: "work", interrupts: false))
        sketch.add("ping", .task(.send(Message("ping"))))
        sketch.add("end", .end(.none))
        for line in ["start -> work", "work -> end", "tick -> ping"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        for _ in 0..<3 {
            play.now = play.now + .seconds(3600)
            try play.fire("tick")
        }
        #expect(play.waiting == ["work"])
        #expect(play.effects.filter { if case .send = $0 { true } else { false } }.count == 3)
        try play.complete("work")
        #expect(play.end != nil)
    }

    @Test func aSubProcessEndsWhenItsLastTokenDoesAndItsErrorIsCaughtOnItsBorder() throws {  // 13.3.4, 13.5.4
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("sub", .subProcess(.embedded))
        sketch.add("s", .start(.none), in: "sub")
        sketch.add("f", .gateway(.parallel), in: "sub")
        sketch.add("x", .task(.user(role: nil, due: nil)), in: "sub")
        sketch.add("y", .task(.service("call", input: [])), in: "sub")
        sketch.add("e", .end(.none), in: "sub")
        sketch.add("caught", .boundary(.error("broken"), on: "sub", interrupts: true))
        sketch.add("good", .end(.none))
        sketch.add("bad", .end(.none))
        for line in ["start -> sub", "s -> f", "f -> x", "f -> y", "x -> e", "y -> e", "sub -> good", "caught -> bad"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        #expect(play.waiting == ["sub", "x", "y"])
        var failing = play
        try play.complete("x")
        #expect(play.waiting == ["sub", "y"])
        try play.complete("y")
        #expect(play.end == "good")
        let effects = try failing.run(.fail(try failing.ticket("y"), code: "broken", reason: "no answer"))
        #expect(failing.end == "bad")
        #expect(effects.contains { if case .cancelTask = $0 { true } else { false } })
    }

    @Test(arguments: [true, false])
    func theEventThatNamesTheErrorGoesFirst(anyIsDrawnFirst: Bool) throws {  // 13.5.4
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("call", .task(.service("call", input: [])))
        let events: [(String, String?)] = [("any", nil), ("named", "refused")]
        for (id, code) in anyIsDrawnFirst ? events : events.reversed() {
            sketch.add(id, .boundary(.error(code), on: "call", interrupts: true))
            sketch.add("\(id)_end", .end(.none))
        }
        sketch.add("end", .end(.none))
        for line in ["start -> call", "call -> end", "any -> any_end", "named -> named_end"] { sketch.flow(line) }
        for (code, end) in [("refused", "named_end"), ("away", "any_end")] {
            var play = try Play(sketch)
            try play.start()
            _ = try play.run(.fail(try play.ticket("call"), code: code, reason: ""))
            #expect(play.end == end)
        }
    }

    /// A token that was led to an end never comes to the join: it stops there, and whoever retries it lets it go on with what has come.
    @Test func aJoinThatWaitsInVainIsAnIncident() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        sketch.add("call", .task(.service("land", input: [])))
        sketch.add("inspect", .task(.user(role: nil, due: nil)))
        sketch.add("unknown", .boundary(.error("unknown"), on: "call", interrupts: true))
        sketch.add("given_up", .end(.none))
        sketch.add("join", .gateway(.parallel))
        sketch.add("review", .task(.user(role: nil, due: nil)))
        sketch.add("end", .end(.none))
        for line in [
            "start -> fork", "fork -> call", "fork -> inspect", "unknown -> given_up", "call -> join", "inspect -> join", "join -> review", "review -> end",
        ] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        try play.run(.fail(try play.ticket("call"), code: "unknown", reason: "no such parcel"))
        #expect(play.waiting == ["inspect"])
        try play.complete("inspect")
        #expect(play.waiting == ["join"])
        let stopped = try #require(play.instance.waiting(in: play.engine.model).first)
        #expect(stopped.incident == "a join waits for a token that cannot come" && stopped.wait == .stopped)
        #expect(play.effects.last == .incident(stopped.ticket, element: "join", reason: "a join waits for a token that cannot come"))
        try play.run(.retry(stopped.ticket))
        #expect(play.waiting == ["review"])
        try play.complete("review")
        #expect(play.end == "end")
    }

    @Test func anUncaughtFaultIsAnIncidentThatCanBeTriedAgain() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("call", .task(.service("weather", input: [(name: "where", value: formula("a"))])))
        sketch.add("end", .end(.none))
        for line in ["start -> call", "call -> end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start(["a": .string("here")])
        let call = Effect.call(Ticket(1), service: "weather", element: "call", input: ["where": .string("here")])
        #expect(play.effects == [call])
        #expect(try play.run(.fail(Ticket(1), code: "timeout", reason: "away")) == [.incident(Ticket(1), element: "call", reason: "away")])
        #expect(try play.run(.retry(Ticket(1))) == [call])
        try play.complete("call")
        #expect(play.end == "end")
    }

    @Test func terminateEndsEverythingInItsScope() throws {  // 13.5.6
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        sketch.add("x", .task(.user(role: nil, due: nil)))
        sketch.add("y", .task(.user(role: nil, due: nil)))
        sketch.add("stop", .end(.terminate))
        sketch.add("end", .end(.none))
        for line in ["start -> fork", "fork -> x", "fork -> y", "x -> stop", "y -> end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        let other = try play.ticket("y")
        try play.complete("x")
        #expect(play.end == "stop")
        #expect(play.effects.contains(.cancelTask(other)))
    }

    @Test(arguments: [false, true])
    func anActivityForEachItemGathersItsResults(isSequential: Bool) throws {  // 13.3.6
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add(
            "ask", .task(.user(role: nil, due: nil)),
            loop: .each(of: formula("items"), item: "item", isSequential: isSequential, collect: (value: formula("item + n"), into: "results")))
        sketch.add("end", .end(.none))
        for line in ["start -> ask", "ask -> end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start(["items": .list([.number(10), .number(20), .number(30)]), "n": .number(0)])
        if !isSequential { #expect(play.instance.waiting(in: play.engine.model).filter { $0.wait == .task(due: nil) }.count == 3) }
        while let open = play.instance.waiting(in: play.engine.model).last(where: { $0.wait == .task(due: nil) }) {
            try play.run(.complete(open.ticket, output: ["n": .number(1)]))
        }
        #expect(play.end == "end")
        #expect(play.instance.variables["results"] == .list([.number(11), .number(21), .number(31)]))
    }

    /// A number that somebody typed opens no hundred thousand tasks.
    @Test(arguments: [(5, false, true), (6, false, false), (6, true, true)])
    func peopleAreGivenSoManyTasksAtOnce(count: Int, isSequential: Bool, isOpened: Bool) throws {
        for isInSubProcess in [false, true] {
            var sketch = Sketch()
            let loop = Element.Loop.multiple(Element.MultiInstance(.count(formula("n")), isSequential: isSequential))
            sketch.add("start", .start(.none))
            sketch.add("many", isInSubProcess ? .subProcess(.embedded) : .task(.user(role: nil, due: nil)), loop: loop)
            if isInSubProcess { sketch.add("ask", .task(.user(role: nil, due: nil)), in: "many") }
            sketch.flow("start -> many")
            let engine = ProcessEngine(model: try sketch.model(), calendar: OfficeCalendar(), taskLimit: 5)
            let begun = try engine.handle(.start(["n": .number(Decimal128(count))]), on: Instance(), now: Instant(microseconds: 0))
            let tasks = begun.effects.count { if case .createTask = $0 { true } else { false } }
            #expect(tasks == (isOpened ? isSequential ? 1 : count : 0))
            if !isOpened { #expect(begun.effects == [.incident(Ticket(1), element: "many", reason: "'n' gives no number of at most 5")]) }
        }
    }

    @Test func scriptsAndRulesSetVariables() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("script", .task(.script([(name: "b", value: formula("a * 2"))])))
        sketch.add("rules", .task(.rules(decision: "grade", result: "c")))
        sketch.add("end", .end(.none))
        for line in ["start -> script", "script -> rules", "rules -> end"] { sketch.flow(line) }
        var play = try Play(sketch) { name, context in name == "grade" ? context["b"] : nil }
        try play.start(["a": .number(21)])
        #expect(play.instance.variables["c"] == .number(42))
        #expect(play.end == "end")
    }

    @Test func aScriptThatTakesTooMuchWorkStopsAndIsTriedAgain() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("count", .task(.script([(name: "a", value: formula("1")), (name: "b", value: formula("sum(for i in 1..n return i * 2)"))])))
        sketch.add("end", .end(.none))
        for line in ["start -> count", "count -> end"] { sketch.flow(line) }
        let engine = ProcessEngine(model: try sketch.model(), calendar: OfficeCalendar(), budget: 10_000)
        let now = Instant(microseconds: 0)
        let stopped = try engine.handle(.start(["n": .number(1_000_000)]), on: Instance(), now: now)
        #expect(
            stopped.effects == [.incident(Ticket(1), element: "count", reason: "'sum(for i in 1..n return i * 2)' took too many steps")])
        // Nothing of it was done.
        #expect(stopped.instance.variables["a"] == nil)
        let mended = try engine.handle(.assign(["n": .number(10)], at: .root), on: stopped.instance, now: now)
        let done = try engine.handle(.retry(Ticket(1)), on: mended.instance, now: now)
        #expect(done.instance.variables["b"] == .number(110))
        #expect(done.instance.end(in: engine.model) == "end")
    }

    @Test func aConditionThatTakesTooMuchWorkStopsItsToken() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("which", .gateway(.exclusive(otherwise: "which_else")))
        for id in ["x", "y"] { sketch.add(id, .end(.none)) }
        for line in ["start -> which", "which -> x : count(for i in 1..n return i) > 5", "which -> y : else"] { sketch.flow(line) }
        let engine = ProcessEngine(model: try sketch.model(), calendar: OfficeCalendar(), budget: 10_000)
        let stopped = try engine.handle(.start(["n": .number(1_000_000)]), on: Instance(), now: Instant(microseconds: 0))
        #expect(stopped.instance.waiting(in: engine.model).map(\.element) == ["which"])
    }

    @Test func aConditionOnABorderThatTakesTooMuchWorkIsAskedAgain() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("many", .boundary(.conditional(formula("count(for i in 1..n return i) > 5")), on: "work", interrupts: true))
        for id in ["end", "aside"] { sketch.add(id, .end(.none)) }
        for line in ["start -> work", "work -> end", "many -> aside"] { sketch.flow(line) }
        let engine = ProcessEngine(model: try sketch.model(), calendar: OfficeCalendar(), budget: 10_000)
        let now = Instant(microseconds: 0)
        let stopped = try engine.handle(.start(["n": .number(1_000_000)]), on: Instance(), now: now)
        #expect(stopped.instance.waiting(in: engine.model).map(\.incident).contains { $0 != nil })
        let again = try engine.handle(.retry(Ticket(2)), on: stopped.instance, now: now)
        #expect(again.instance.waiting(in: engine.model).map(\.element) == ["work", "many"])
        let mended = try engine.handle(.assign(["n": .number(10)], at: .root), on: stopped.instance, now: now)
        #expect(mended.instance.end(in: engine.model) == "aside")
    }

    @Test func anAdHocSubProcessOffersItsActivities() throws {  // 10.3.5.3
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("hoc", .subProcess(.adHoc(Element.AdHoc(isSequential: true))))
        for id in ["a", "b"] { sketch.add(id, .task(.user(role: nil, due: nil)), in: "hoc") }
        sketch.flow("start -> hoc")
        var play = try Play(sketch)
        try play.start()
        let hoc = try play.ticket("hoc")
        #expect(play.instance.offered(at: hoc, in: play.engine.model) == ["a", "b"])
        try play.run(.activate(hoc, element: "a"))
        #expect(play.instance.offered(at: hoc, in: play.engine.model).isEmpty)
    }

    @Test func aCircleWithoutRestIsRejectedAndChangesNothing() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("x", .task(.manual))
        sketch.add("y", .gateway(.exclusive(otherwise: "y_else")))
        sketch.add("end", .end(.none))
        for line in ["start -> x", "x -> y", "y -> end : a = 1", "y -> x : else"] { sketch.flow(line) }
        var play = try Play(sketch)
        #expect(throws: Rejection.endless) { try play.start() }
        #expect(play.instance == Instance())
    }

    @Test func cancellingTakesEverythingAway() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("late", .boundary(.timer(.after(Term(1, .days))), on: "work", interrupts: true))
        sketch.add("end", .end(.none))
        for line in ["start -> work", "work -> end", "late -> end"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        let effects = try play.run(.cancel)
        #expect(play.instance.status == .cancelled)
        #expect(play.waiting.isEmpty)
        #expect(effects == [.cancelTimer(Ticket(2)), .cancelTask(Ticket(1))])
    }
}
