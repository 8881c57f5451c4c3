import BPMN
import Kernel
import Processes
import Testing

/// A file made to be large costs what it is large, and not the square of it.
@Suite struct LimitTests {
    private func shapes(_ count: Int, of id: String) -> String {
        let shape = "<di:BPMNShape bpmnElement=\"\(id)\"><dc:Bounds x=\"1\" y=\"1\" width=\"100\" height=\"80\"/></di:BPMNShape>"
        let space = "xmlns:di=\"http://www.omg.org/spec/BPMN/20100524/DI\" xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\""
        return "<di:BPMNDiagram \(space)><di:BPMNPlane bpmnElement=\"p\">" + String(repeating: shape, count: count) + "</di:BPMNPlane></di:BPMNDiagram>"
    }

    @Test(arguments: ["userTask", "startEvent", "textAnnotation"]) func aLongNameIsDrawnByItsBeginning(kind: String) throws {
        let name = String(repeating: "long ", count: 20_000)
        let text = kind == "textAnnotation" ? "<b:\(kind) id=\"x\"><b:text>\(name)</b:text></b:\(kind)>" : "<b:\(kind) id=\"x\" name=\"\(name)\"/>"
        let document = try read(model(text, outside: shapes(40, of: "x")))
        let diagram = try #require(document.contents.diagrams.first)
        #expect(DiagramDrawing(of: document, in: .english).svg(diagram).count < 40 * 8_000)
        #expect(document.write().count > 100_000, "what is written back has all of it")
    }

    @Test func soMuchIsDrawnAndNoMore() throws {
        let document = try read(model("<b:task id=\"x\"/>", outside: shapes(20_010, of: "x")))
        #expect(document.contents.diagrams.map(\.shapes.count) == [20_000])
    }

    @Test func moreElementsThanCanRunAreRefusedBeforeTheyAreCompiled() throws {
        let tasks = (0...ProcessModel.elementLimit).map { "<b:userTask id=\"t\($0)\"/>" }.joined()
        var diagnostics = Diagnostics()
        #expect(try read(model(tasks)).check(&diagnostics).isEmpty)
        #expect(diagnostics.all.map(\.message) == ["the file has more than 10000 elements or twice as many flows"])
    }
}
