import FEEL
import Kernel
import Testing

@testable import Processes

/// What takes too much work stops where it stands, and nothing is done twice or left out when somebody mends it and tries again.
@Suite struct OverrunTests {
    /// True of more than five; too much work of a million.
    private static let heavy = "count(for i in 1..n return i) > 5"
    private static let million: Context = ["n": .number(1_000_000)]

    private func play(_ sketch: Sketch) throws -> Play { try Play(sketch, budget: 10_000) }

    private func isSend(_ effect: Effect) -> Bool { if case .send = effect { true } else { false } }
    private func isCall(_ effect: Effect) -> Bool { if case .call = effect { true } else { false } }

    /// It would fire again and again within one command.
    @Test func aComplexGatewayThatCannotJudgeItsWayStops() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        for task in ["a", "b", "x"] { sketch.add(task, .task(.user(role: nil, due: nil))) }
        sketch.add("join", .gateway(.complex(activation: formula("activationCount >= 1"), otherwise: nil)))
        sketch.add("end", .end(.none))
        for line in [
            "start -> fork", "fork -> a", "fork -> b", "a -> join", "b -> join", "join -> x: if waitingForStart then true else \(Self.heavy)", "x -> end",
        ] {
            sketch.flow(line)
        }
        var play = try play(sketch)
        try play.start(Self.million)
        try play.complete("a")
        #expect(play.waiting.sorted() == ["b", "x"])
        try play.complete("b")
        _ = try play.stopped("join")
        #expect(play.end == nil)
    }

    // MARK: Loops

    @Test(arguments: [(10, ["work", "work"]), (1, [])])
    func aLoopIsNotOverBecauseItsConditionCannotBeJudged(mended: Int, waiting: [String]) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)), loop: .standard(Element.StandardLoop(while: formula(Self.heavy))))
        sketch.add("end", .end(.none))
        for line in ["start -> work", "work -> end"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(Self.million)
        let work = try #require(play.instance.waiting(in: play.engine.model).first { $0.wait == .task(due: nil) })
        try play.run(.complete(work.ticket, output: [:]))
        #expect(play.end == nil)
        // Tried again as it is, it comes to the same.
        try play.run(.retry(try play.stopped("work")))
        let stopped = try play.stopped("work")
        #expect(play.end == nil)
        try play.run(.assign(["n": .number(Decimal128(mended))], at: stopped))
        try play.run(.retry(stopped))
        #expect(play.waiting == waiting)
        #expect(play.effects.count { if case .createTask = $0 { true } else { false } } == (waiting.isEmpty ? 1 : 2))
        #expect((play.end == "end") == waiting.isEmpty)
    }

    @Test(arguments: [true, false])
    func theOtherInstancesAreNotLeftOut(isSequential: Bool) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        let each = Element.MultiInstance(
            .items(formula("items"), name: "item"), isSequential: isSequential, collect: (value: formula("item"), into: "results"),
            completion: formula(Self.heavy),
            behavior: .each(.message(Message("one"))))
        sketch.add("work", .task(.user(role: nil, due: nil)), loop: .multiple(each))
        sketch.add("end", .end(.none))
        for line in ["start -> work", "work -> end"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(["n": .number(1_000_000), "items": .list([.number(7), .number(8)])])
        func work(_ play: Play) -> Ticket? { play.instance.waiting(in: play.engine.model).first { $0.wait == .task(due: nil) }?.ticket }
        try play.run(.complete(try #require(work(play)), output: [:]))
        #expect(play.end == nil && !play.effects.contains(where: isSend))
        try play.run(.retry(try play.stopped("work")))
        try play.run(.assign(["n": .number(1)], at: .root))
        try play.run(.retry(try play.stopped("work")))
        #expect(play.effects.count(where: isSend) == 1)
        try play.run(.complete(try #require(work(play)), output: [:]))
        #expect(play.end == "end" && play.effects.count(where: isSend) == 2)
        #expect(play.instance.variables["results"] == .list([.number(7), .number(8)]))
    }

    // MARK: Ends

    @Test func aSubProcessThatWasStoppedAtItsEndGoesOn() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.elements.append(Element("sub", .subProcess(.embedded), output: [(name: "b", value: formula(Self.heavy))], at: nowhere))
        sketch.add("work", .task(.user(role: nil, due: nil)), in: "sub")
        sketch.add("late", .boundary(.timer(.after(Term(1, .hours))), on: "sub", interrupts: true))
        for id in ["end", "gone"] { sketch.add(id, .end(.none)) }
        for line in ["start -> sub", "sub -> end", "late -> gone"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(Self.million)
        try play.complete("work")
        let scheduled = play.effects.count
        try play.run(.retry(try play.stopped("sub")))
        #expect(play.waiting == ["late", "sub"])
        #expect(!play.effects[scheduled...].contains { if case .schedule = $0 { true } else { false } }, "its term runs on")
        try play.run(.assign(["n": .number(9)], at: .root))
        try play.run(.retry(try play.stopped("sub")))
        #expect(play.end == "end" && play.instance.variables["b"] == .boolean(true))
    }

    @Test func anAdHocSubProcessIsAskedAgainWhetherItIsComplete() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("hoc", .subProcess(.adHoc(Element.AdHoc(completion: formula(Self.heavy)))))
        sketch.add("x", .task(.user(role: nil, due: nil)), in: "hoc")
        sketch.add("end", .end(.none))
        for line in ["start -> hoc", "hoc -> end"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(Self.million)
        let hoc = try play.ticket("hoc")
        try play.run(.activate(hoc, element: "x"))
        try play.complete("x")
        #expect(play.waiting == ["hoc"])
        try play.run(.assign(["n": .number(9)], at: .root))
        try play.run(.retry(try play.stopped("hoc")))
        #expect(play.end == "end")
    }

    // MARK: Ways on

    @Test func aTokenDoesNotTakeTheDefaultBecauseAConditionCannotBeJudged() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.elements.append(Element("work", .task(.user(role: nil, due: nil)), otherwise: "work_else", at: nowhere))
        for id in ["also", "many"] { sketch.add(id, .task(.user(role: nil, due: nil))) }
        sketch.add("few", .end(.none))
        for line in ["start -> work", "work -> also : true", "work -> many : \(Self.heavy)", "work -> few : else"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(Self.million)
        try play.complete("work", ["a": .string("kept")])
        #expect(play.waiting == ["work"] && play.end == nil)
        #expect(play.instance.variables["a"] == .string("kept"))
        try play.run(.retry(try play.stopped("work")))
        #expect(play.waiting == ["work"])
        try play.run(.assign(["n": .number(9)], at: .root))
        try play.run(.retry(try play.stopped("work")))
        #expect(play.waiting == ["also", "many"])
    }

    @Test(arguments: [
        Element.Kind.task(.send(Message("out", payload: [(name: "b", value: formula(heavy))]))),
        .throwEvent(.multiple([.message(Message("out")), .signal("s", payload: [(name: "b", value: formula(heavy))])])),
        .end(.multiple([.message(Message("out")), .message(Message("other", key: formula(heavy)))])),
    ])
    func whatGoesOutGoesOutOnce(kind: Element.Kind) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("out", kind)
        sketch.flow("start -> out")
        var play = try play(sketch)
        try play.start(Self.million)
        #expect(play.waiting == ["out"] && !play.effects.contains(where: isSend))
        try play.run(.retry(try play.stopped("out")))
        try play.run(.assign(["n": .number(9)], at: .root))
        try play.run(.retry(try play.stopped("out")))
        #expect(play.end == "out")
        #expect(play.effects.count { if case .send("out", _, _, _) = $0 { true } else { false } } == 1)
    }

    @Test(arguments: [
        Element.Kind.task(.receive(Message("m", key: formula(heavy)))), .catchEvent(.message(Message("m", key: formula(heavy)))),
        .task(.user(role: nil, due: .duration(formula("if \(heavy) then \"PT1H\" else \"PT2H\"")))),
    ])
    func whatItWaitsForIsKnownFirst(kind: Element.Kind) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        sketch.add("wait", kind)
        sketch.add("other", .task(.user(role: nil, due: nil)))
        for line in ["start -> fork", "fork -> wait", "fork -> other"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(Self.million)
        #expect(play.instance.wait(of: try play.stopped("wait")) == .stopped)
        #expect(throws: Play.Missing.self) { try play.stopped("other") }
        try play.run(.assign(["n": .number(9)], at: .root))
        try play.run(.retry(try play.stopped("wait")))
        #expect(play.waiting == ["other", "wait"])
        #expect(throws: Play.Missing.self) { try play.stopped("wait") }
    }

    // MARK: What listens beside

    @Test(arguments: [Element.Kind.task(.service("land", input: [])), .task(.user(role: nil, due: nil)), .callActivity(process: "other")])
    func anEventThatCannotListenLeavesItsActivityAlone(kind: Element.Kind) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", kind)
        sketch.add("late", .boundary(.timer(.duration(formula("a"))), on: "work", interrupts: true))
        for id in ["end", "gone"] { sketch.add(id, .end(.none)) }
        for line in ["start -> work", "work -> end", "late -> gone"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        let work = try play.ticket("work")
        #expect(play.effects.last == .incident(try play.stopped("late"), element: "late", reason: "'late' gives no time"))
        #expect(throws: Play.Missing.self) { try play.stopped("work") }
        var answered = play
        try answered.run(.complete(work, output: [:]))
        #expect(answered.end == "end")
        // Nothing is asked for again; the term runs from when it was mended.
        try play.run(.assign(["a": .string("PT1H")], at: try play.stopped("late")))
        let effects = try play.run(.retry(try play.stopped("late")))
        #expect(effects == [.schedule(try play.ticket("late"), at: play.now + .seconds(3600))])
        #expect(try play.ticket("work") == work)
        play.now = play.now + .seconds(3600)
        try play.fire("late")
        #expect(play.end == "gone")
    }

    @Test(arguments: [true, false]) func anEventSubProcessThatCannotListenIsTriedAgain(isInProcess: Bool) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        if !isInProcess { sketch.add("sub", .subProcess(.embedded)) }
        sketch.add("work", .task(.user(role: nil, due: nil)), in: isInProcess ? nil : "sub")
        sketch.add("handler", .subProcess(.event), in: isInProcess ? nil : "sub")
        sketch.add("hs", .start(.timer(.duration(formula("a"))), interrupts: true), in: "handler")
        sketch.add("handle", .task(.user(role: nil, due: nil)), in: "handler")
        for line in [isInProcess ? "start -> work" : "start -> sub", "hs -> handle"] { sketch.flow(line) }
        var play = try Play(sketch)
        try play.start()
        let effects = try play.run(.retry(try play.stopped("hs")))
        #expect(effects.contains(.incident(try play.stopped("hs"), element: "hs", reason: "'hs' gives no time")))
        try play.run(.assign(["a": .string("PT1H")], at: .root))
        try play.run(.retry(try play.stopped("hs")))
        play.now = play.now + .seconds(3600)
        try play.fire("hs")
        #expect(play.waiting.contains("handle") && !play.waiting.contains("work"))
    }

    /// What an event gives could not be evaluated: it is no other token's fault, and the event is not lost.
    @Test func anEventWhoseValuesCannotBeEvaluatedStops() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.elements.append(
            Element(
                "late", .boundary(.timer(.after(Term(1, .hours))), on: "work", interrupts: true), output: [(name: "b", value: formula(Self.heavy))], at: nowhere
            ))
        for id in ["end", "gone"] { sketch.add(id, .end(.none)) }
        for line in ["start -> work", "work -> end", "late -> gone"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(Self.million)
        play.now = play.now + .seconds(3600)
        try play.fire("late")
        #expect(play.waiting == ["late", "work"])
        try play.run(.assign(["n": .number(9)], at: .root))
        try play.run(.retry(try play.stopped("late")))
        #expect(play.end == "gone" && play.instance.variables["b"] == .boolean(true))
    }

    @Test func aConditionWhoseValuesCannotBeEvaluatedIsNotAskedForEver() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.elements.append(
            Element(
                "many", .boundary(.conditional(formula("n > 5")), on: "work", interrupts: true), output: [(name: "b", value: formula(Self.heavy))], at: nowhere)
        )
        for id in ["end", "gone"] { sketch.add(id, .end(.none)) }
        for line in ["start -> work", "work -> end", "many -> gone"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(Self.million)
        #expect(play.waiting == ["many", "work"])
        try play.run(.assign(["n": .number(9)], at: .root))
        #expect(play.end == "gone")
    }

    // MARK: What comes from outside

    /// What was found, answered or told is not lost: the command is refused, nothing has changed, and it can be given again.
    @Test(arguments: [
        (Element.Kind.task(.user(role: nil, due: nil)), Element.Loop.once), (.task(.service("land", input: [])), .once),
        (.task(.receive(Message("m"))), .once), (.catchEvent(.message(Message("m"))), .once), (.catchEvent(.signal("s")), .once),
        (.task(.user(role: nil, due: nil)), .multiple(Element.MultiInstance(.count(formula("1")), isSequential: false, collect: (formula("b"), "results")))),
        (.task(.receive(Message("m"))), .multiple(Element.MultiInstance(.count(formula("1")), isSequential: false, collect: (formula("b"), "results")))),
    ])
    func whatCannotBeTakenIsRefused(kind: Element.Kind, loop: Element.Loop) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.elements.append(Element("work", kind, loop: loop, output: [(name: "b", value: formula("if \(Self.heavy) then c else c"))], at: nowhere))
        sketch.add("end", .end(.none))
        for line in ["start -> work", "work -> end"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(Self.million)
        let place = try #require(play.instance.waiting(in: play.engine.model).last)
        let command: Command =
            switch place.wait {
            case .message: .deliver(message: "m", key: nil, payload: ["c": .number(3)])
            case .signal: .signal("s", payload: ["c": .number(3)])
            default: .complete(place.ticket, output: ["c": .number(3)])
            }
        let before = play.instance
        #expect { try play.run(command) } throws: { if case Rejection.tooMuchWork(let reason) = $0 { reason.contains("took too many steps") } else { false } }
        #expect(play.instance == before && play.effects.allSatisfy { if case .incident = $0 { false } else { true } })
        // Carried out where nothing is copied, it leaves the instance as it was, too.
        var advanced = before
        #expect(throws: Rejection.self) { try play.engine.handle(command, advancing: &advanced, now: play.now) }
        #expect(advanced == before)
        try play.run(.assign(["n": .number(1)], at: .root))
        try play.run(command)
        #expect(play.end == "end")
        let result = play.instance.variables
        #expect((result["b"] ?? result["results"]) == (result["b"] == nil ? .list([.number(3)]) : .number(3)))
    }

    /// One of those that wait for a signal cannot take it: none has heard it.
    @Test func aSignalIsHeardByAllOrNone() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        sketch.add("one", .catchEvent(.signal("s")))
        sketch.elements.append(Element("two", .catchEvent(.signal("s")), output: [(name: "b", value: formula(Self.heavy))], at: nowhere))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("throw", .throwEvent(.signal("s", payload: [(name: "c", value: formula("7"))])))
        sketch.add("end", .end(.none))
        for line in ["start -> fork", "fork -> one", "fork -> two", "fork -> work", "work -> throw", "one -> end", "two -> end", "throw -> end"] {
            sketch.flow(line)
        }
        var play = try play(sketch)
        try play.start(Self.million)
        #expect(throws: Rejection.self) { try play.run(.signal("s", payload: [:])) }
        #expect(play.waiting == ["one", "two", "work"])
        // Thrown in the process itself, it stops at what throws it.
        try play.complete("work")
        #expect(play.waiting == ["one", "throw", "two"] && !play.effects.contains { if case .broadcast = $0 { true } else { false } })
        try play.run(.assign(["n": .number(9)], at: .root))
        try play.run(.retry(try play.stopped("throw")))
        #expect(play.end == "end" && play.instance.variables["c"] == .number(7) && play.instance.variables["b"] == .boolean(true))
        #expect(play.effects.count { if case .broadcast = $0 { true } else { false } } == 1)
    }

    // MARK: Complex gateways

    /// The tokens before it wait while its condition cannot be judged, and none of them comes out twice.
    @Test(arguments: [true, false]) func aComplexGatewayThatIsJudgedAgainDoublesNoToken(comesByItself: Bool) throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        for task in ["a", "b", "x"] { sketch.add(task, .task(.user(role: nil, due: nil))) }
        sketch.add("join", .gateway(.complex(activation: formula("activationCount >= 2 and \(Self.heavy)"), otherwise: nil)))
        sketch.add("end", .end(.none))
        for line in ["start -> fork", "fork -> a", "fork -> b", "a -> join", "b -> join", "join -> x", "x -> end"] { sketch.flow(line) }
        var play = try play(sketch)
        try play.start(Self.million)
        try play.complete("a")
        // FEEL judges both sides of the conjunction, so that it stops with the first token already.
        if comesByItself {
            try play.run(.assign(["n": .number(9)], at: .root))
            try play.complete("b")
        } else {
            try play.complete("b")
            try play.run(.retry(try play.stopped("join")))
            #expect(play.waiting == ["join"], "one token stands for the fault, however often it is judged")
            try play.run(.assign(["n": .number(9)], at: .root))
            try play.run(.retry(try play.stopped("join")))
        }
        #expect(play.waiting == ["x"])
        try play.complete("x")
        #expect(play.end == "end")
    }

    /// What it could not send on at its reset it sends on later, and waits for its start again.
    @Test func aResetThatIsJudgedAgainGoesOn() throws {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        for task in ["a", "b", "x"] { sketch.add(task, .task(.user(role: nil, due: nil))) }
        sketch.add("join", .gateway(.complex(activation: formula("activationCount >= 1"), otherwise: nil)))
        sketch.add("end", .end(.none))
        for line in [
            "start -> fork", "fork -> a", "fork -> b", "a -> join", "b -> join", "join -> x: if waitingForStart then true else \(Self.heavy)", "x -> end",
        ] {
            sketch.flow(line)
        }
        var play = try play(sketch)
        try play.start(Self.million)
        try play.complete("a")
        try play.complete("b")
        try play.run(.assign(["n": .number(9)], at: .root))
        try play.run(.retry(try play.stopped("join")))
        #expect(play.waiting == ["x", "x"])
        try play.complete("x")
        try play.complete("x")
        #expect(play.end == "end")
    }
}
