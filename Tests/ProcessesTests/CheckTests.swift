import FEEL
import Kernel
import Testing

@testable import Processes

@Suite struct CheckTests {
    private func findings(_ sketch: Sketch) -> [String] {
        do {
            _ = try sketch.model()
            return []
        } catch {
            return "\(error)".split(separator: "\n").map { String($0).trimmed }.filter { $0.contains("error:") || $0.contains("warning:") }.sorted()
        }
    }

    @Test func eventsWhereTheyCannotStandAreRefusedByName() {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("err", .throwEvent(.error("e")))
        sketch.add("odd", .gateway(.complex(activation: nil, otherwise: nil)))
        sketch.add("esc", .catchEvent(.escalation(nil)))
        sketch.add("end", .end(.cancel))
        for line in ["start -> err", "err -> odd", "err -> odd", "odd -> esc", "esc -> end"] { sketch.flow(line) }
        #expect(
            findings(sketch) == [
                "test.bpmn:1:1: error: 'end' is a cancel event without a transaction around it that catches it on its border",
                "test.bpmn:1:1: error: 'err' is an error event in the middle",
                "test.bpmn:1:1: error: 'esc' is an escalation event in the middle",
                "test.bpmn:1:1: error: 'odd' is a complex gateway that joins without an activation condition",
            ])
    }

    @Test func brokenGraphsAreNamed() {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("start", .start(.none))
        sketch.add("x", .task(.manual))
        sketch.add("island", .task(.manual))
        sketch.add("end", .end(.none))
        for line in ["start -> x", "x -> end", "end -> x", "x -> ghost"] { sketch.flow(line) }
        let found = findings(sketch)
        #expect(found.contains("test.bpmn:1:1: error: two elements are called 'start'"))
        #expect(found.contains("test.bpmn:1:1: error: the flow 'x_ghost' names 'ghost', which does not exist"))
        #expect(found.contains("test.bpmn:1:1: error: nothing can follow the end event 'end'"))
        #expect(found.contains("test.bpmn:1:1: error: 'island' can never be reached"))
    }

    @Test func aProcessNeedsAStart() {
        var sketch = Sketch()
        sketch.add("x", .task(.manual))
        sketch.add("y", .task(.manual))
        for line in ["x -> y", "y -> x"] { sketch.flow(line) }
        #expect(findings(sketch).contains("test.bpmn:1:1: error: there is no start event"))
    }

    @Test func aChoiceIntoAParallelJoinIsADeadlock() {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("which", .gateway(.exclusive(otherwise: "which_else")))
        for id in ["x", "y"] { sketch.add(id, .task(.manual)) }
        sketch.add("join", .gateway(.parallel))
        sketch.add("end", .end(.none))
        for line in ["start -> which", "which -> x : a", "which -> y : else", "x -> join", "y -> join", "join -> end"] { sketch.flow(line) }
        #expect(findings(sketch) == ["test.bpmn:1:1: error: 'join' waits for tokens that never come together"])
    }

    /// Thirty events that may each happen or not are more situations than can be looked at; soon it is said that nobody did.
    @Test func whatCannotBeLookedAtIsTold() {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("work", .task(.user(role: nil, due: nil)))
        sketch.add("split", .gateway(.parallel))
        sketch.add("join", .gateway(.parallel))
        for id in ["x", "y"] { sketch.add(id, .task(.manual)) }
        sketch.add("end", .end(.none))
        for line in ["start -> work", "work -> split", "split -> x", "split -> y", "x -> join", "y -> join", "join -> end"] { sketch.flow(line) }
        for number in 1...30 {
            sketch.add("late\(number)", .boundary(.timer(.after(Term(number, .hours))), on: "work", interrupts: false))
            sketch.add("end\(number)", .end(.none))
            sketch.flow("late\(number) -> end\(number)")
        }
        var diagnostics = Diagnostics()
        let model = ProcessModel(id: "test", elements: sketch.elements, flows: sketch.flows, names: Names(sketch.names), diagnostics: &diagnostics)
        #expect(model != nil)
        let told = diagnostics.sorted.map(\.message)
        #expect(told.count == 1 && told[0].hasPrefix("whether 'join' and the other joins beside it ever wait in vain was not found out"), "\(told)")
    }

    @Test func anInclusiveSplitIntoAParallelJoinMayWait() {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("split", .gateway(.inclusive(otherwise: "split_else")))
        for id in ["x", "y"] { sketch.add(id, .task(.manual)) }
        sketch.add("join", .gateway(.parallel))
        sketch.add("end", .end(.none))
        for line in ["start -> split", "split -> x : a", "split -> y : else", "x -> join", "y -> join", "join -> end"] { sketch.flow(line) }
        #expect(throws: Never.self) { try sketch.model() }
        var diagnostics = Diagnostics()
        _ = ProcessModel(id: "test", elements: sketch.elements, flows: sketch.flows, names: Names(sketch.names), diagnostics: &diagnostics)
        #expect(diagnostics.sorted.map(\.message) == ["'join' may wait for a token that does not come"])
    }

    @Test func aCircleWithoutAWayOutIsNamed() {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        for id in ["x", "y"] { sketch.add(id, .task(.manual)) }
        for line in ["start -> x", "x -> y", "y -> x"] { sketch.flow(line) }
        #expect(findings(sketch) == ["test.bpmn:1:1: error: from 'start' the process can never end"])
    }

    @Test func whatIsNamedMustExist() {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("x", .task(.user(role: "oficer", due: nil)))
        sketch.add("y", .callActivity(process: "other"))
        sketch.add("z", .task(.script([(name: "a", value: formula("unknown + 1"))])))
        sketch.add("end", .end(.none))
        for line in ["start -> x", "x -> y", "y -> z", "z -> end"] { sketch.flow(line) }
        var diagnostics = Diagnostics()
        let around = Surroundings(roles: ["officer"], processes: [])
        _ = ProcessModel(id: "test", elements: sketch.elements, flows: sketch.flows, names: Names(sketch.names), around: around, diagnostics: &diagnostics)
        #expect(
            diagnostics.sorted.map(\.description) == [
                "test.bpmn:1:1: error: 'x' names the role 'oficer', which does not exist\n    Did you mean 'officer'?",
                "test.bpmn:1:1: error: 'y' names the process 'other', which does not exist",
                "test.bpmn:1:1: error: there is no name 'unknown' here\n    The names here are: a, b, c, item, items, n, results.",
            ])
    }

    /// What begins an instance cannot ask for its data.
    @Test(arguments: [("today", 0), ("a", 1)]) func whatBeginsAnInstanceAsksOnlyForWhatIsKnownBefore(name: String, errors: Int) {
        for trigger in [Trigger.conditional(formula("\(name) = 1")), .timer(.at(formula(name))), .multiple([.signal("s"), .timer(.duration(formula(name)))])] {
            var sketch = Sketch()
            sketch.names["today"] = .any
            sketch.add("start", .start(trigger))
            sketch.add("wait", .catchEvent(.conditional(formula("a = 1"))))
            sketch.add("end", .end(.none))
            for line in ["start -> wait", "wait -> end"] { sketch.flow(line) }
            var diagnostics = Diagnostics()
            _ = ProcessModel(
                id: "test", elements: sketch.elements, flows: sketch.flows, names: Names(sketch.names), around: Surroundings(standing: ["today"]),
                diagnostics: &diagnostics)
            #expect(diagnostics.sorted.count == errors, "\(diagnostics.sorted)")
            #expect(diagnostics.sorted.allSatisfy { $0.message == "'start' asks for 'a', which is known only once the process has begun" })
        }
    }

    /// Which of two timers of one event it is nothing could tell: not when a task's clock stands still, and not when a case moves.
    @Test func anEventHasOneTimer() {
        let two: [Trigger] = [.timer(.after(Term(1, .days))), .timer(.cycle(formula("\"R/PT1H\"")))]
        for trigger in [Trigger.multiple(two), .parallelMultiple(two)] {
            var sketch = Sketch()
            sketch.add("start", .start(.none))
            sketch.add("work", .task(.user(role: nil, due: nil)))
            sketch.add("late", .boundary(trigger, on: "work", interrupts: false))
            sketch.add("end", .end(.none))
            for line in ["start -> work", "work -> end", "late -> end"] { sketch.flow(line) }
            for isOfServed in [false, true] {
                var diagnostics = Diagnostics(isOfServed: isOfServed)
                let model = ProcessModel(
                    id: "test", elements: sketch.elements, flows: sketch.flows, names: Names(sketch.names), diagnostics: &diagnostics)
                #expect(diagnostics.sorted.map(\.message) == ["'late' waits for several times, which nothing could tell apart"])
                #expect((model != nil) == isOfServed, "a case of an edition that was served goes on")
            }
        }
    }
}
