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

    @Test func whatCannotRunIsRefusedByName() {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("call", .callActivity(process: "other"))
        sketch.add("odd", .gateway(.complex(activation: nil, otherwise: nil)))
        sketch.add("sig", .catchEvent(.signal("s")))
        sketch.add("end", .end(.compensation(of: nil)))
        for line in ["start -> call", "call -> odd", "odd -> sig", "sig -> end"] { sketch.flow(line) }
        #expect(
            findings(sketch) == [
                "test.bpmn:1:1: error: 'call' is a call activity, which cannot run yet",
                "test.bpmn:1:1: error: 'end' is a compensation event, which cannot run yet",
                "test.bpmn:1:1: error: 'odd' is a complex gateway, which cannot run yet",
                "test.bpmn:1:1: error: 'sig' is a signal event, which cannot run yet",
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
        #expect(findings(sketch).contains("test.bpmn:1:1: error: there is no start event"))
    }
}
