import FEEL
import Kernel
import Processes
import Testing

@testable import BPMN

/// Processes that nobody drew get a drawing.
@Suite struct LayoutTests {
    private func document() throws -> BPMNDocument {
        let place = SourceLocation(file: "service.yaml", line: 1, column: 1)
        let elements: [Element] = [
            Element("start", .start(.none), at: place), Element("if", .gateway(.exclusive(otherwise: "if_no")), at: place),
            Element("pay", .task(.receive(Message("paid"))), at: place), Element("review", .task(.user(role: nil, due: nil)), at: place),
            Element("asked", .gateway(.exclusive(otherwise: "asked_no")), at: place), Element("question", .gateway(.eventBased), at: place),
            Element("answer", .catchEvent(.message(Message("answered"))), at: place),
            Element("silence", .catchEvent(.timer(.after(Term(5, .days)))), at: place), Element("outcome", .task(.service("o", input: [])), at: place),
            Element("end", .end(.none), at: place),
        ]
        func formula(_ text: String) -> Formula { Formula(SourceText(text, at: place)) }
        func flow(_ id: String, _ from: String, _ to: String, _ condition: String? = nil) -> Flow {
            Flow(id, from: from, to: to, when: condition.map(formula), at: place)
        }
        let flows = [
            flow("a", "start", "if"), flow("b", "if", "pay", "fee > 0"), flow("if_no", "if", "review"), flow("c", "pay", "review"),
            flow("d", "review", "asked"), flow("e", "asked", "question", "fee = 1"), flow("asked_no", "asked", "outcome"), flow("f", "question", "answer"),
            flow("g", "question", "silence"), flow("h", "answer", "review"), flow("i", "silence", "review"), flow("j", "outcome", "end"),
        ]
        var diagnostics = Diagnostics()
        let made = ProcessModel(id: "permit", elements: elements, flows: flows, names: Names(["fee": .number]), diagnostics: &diagnostics)
        #expect(diagnostics.all.map(\.description) == [])
        let model = try #require(made)
        let laidOut = BPMNDocument(layingOut: model, name: "Permit & more") { $0.id == "pay" ? "Pay <it>" : "" }
        return try #require(laidOut)
    }

    @Test func eachElementHasAPlaceOfItsOwnAndEachFlowItsEnds() throws {
        let diagram = try #require(try document().contents.diagrams.first)
        #expect(diagram.shapes.count == 10 && diagram.edges.count == 12)
        for (index, shape) in diagram.shapes.enumerated() {
            for other in diagram.shapes[(index + 1)...] {
                let (a, b) = (shape.bounds, other.bounds)
                #expect(a.maxX < b.x || b.maxX < a.x || a.maxY < b.y || b.maxY < a.y, "\(shape.element) and \(other.element) overlap")
            }
        }
        let bounds = Dictionary(uniqueKeysWithValues: diagram.shapes.map { ($0.element, $0.bounds) })
        let flows = Dictionary(uniqueKeysWithValues: try document().contents.processes[0].flows.map { ($0.id, $0) })
        for edge in diagram.edges {
            let flow = try #require(flows[edge.element])
            for (point, element) in [(edge.points.first, flow.from), (edge.points.last, flow.to)] {
                let (point, box) = (try #require(point), try #require(bounds[element]))
                #expect(box.inset(-0.1).contains(Diagram.Bounds(x: point.x, y: point.y, width: 0, height: 0)), "\(edge.element) at \(element)")
            }
            // Through no other element.
            for (from, to) in zip(edge.points, edge.points.dropFirst()) {
                let line = Diagram.Bounds(x: min(from.x, to.x), y: min(from.y, to.y), width: abs(from.x - to.x), height: abs(from.y - to.y))
                for (element, box) in bounds where element != flow.from && element != flow.to {
                    let isClear = line.maxX <= box.x || box.maxX <= line.x || line.maxY <= box.y || box.maxY <= line.y
                    #expect(isClear, "\(edge.element) runs through \(element)")
                }
            }
        }
    }

    @Test func itIsDrawnWithItsNames() throws {
        let document = try document()
        let diagram = try #require(document.contents.diagrams.first)
        let drawing = DiagramDrawing(of: document, in: .english, heat: ["review": 1])
        let svg = String(decoding: drawing.svg(diagram), as: UTF8.self)
        #expect(svg.contains("Permit &amp; more") && svg.contains("Wait for a message: Pay &lt;it") && svg.contains("bpmn-heat-5"))
        // In a list beside others it needs no kind.
        #expect(drawing.shortName("pay") == "Pay <it>")
    }
}
