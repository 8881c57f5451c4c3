import Foundation
import Testing

@Suite(.enabled(if: PolityCommand.isBuilt, "build polity first"))
struct BPMNCommandTests {
    private static func model(_ task: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" \
        xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="urn:test" exporter="A tool" exporterVersion="1">
          <process id="permit" name="Building permit" isExecutable="true">
            <startEvent id="start"/>
            \(task)
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="look"/>
            <sequenceFlow id="f2" sourceRef="look" targetRef="end"/>
          </process>
          <di:BPMNDiagram><di:BPMNPlane bpmnElement="permit">
            <di:BPMNShape bpmnElement="look"><dc:Bounds x="10" y="10" width="100" height="80"/></di:BPMNShape>
          </di:BPMNPlane></di:BPMNDiagram>
        </definitions>
        """
    }

    @Test func saysWhatRunsWritesAndDraws() throws {
        let place = ScratchDirectory()
        defer { place.remove() }
        try place.write(["good.bpmn": Self.model("<userTask id=\"look\" name=\"Look at it\"/>")])
        let copy = place.path + "/copy.bpmn", drawing = place.path + "/drawing.svg"
        let result = try PolityCommand.run("bpmn", place.path + "/good.bpmn", "--write", copy, "--svg", drawing)
        #expect(result.status == 0, "\(result.output)\(result.complaints)")
        #expect(
            result.output == """
                BPMN 2.0, written by A tool 1
                process 'permit' (Building permit), executable
                  2 sequenceFlow, 1 endEvent, 1 startEvent, 1 userTask
                diagram: 1 shape
                All of it runs.

                """)
        #expect(try String(contentsOfFile: copy, encoding: .utf8).contains("exporter=\"A tool\""))
        #expect(try String(contentsOfFile: drawing, encoding: .utf8).contains("Look at it"))
        #expect(try PolityCommand.run("bpmn", copy).status == 0)
    }

    /// 1 is kept for what cannot run.
    @Test func saysWhatCouldNotBeWritten() throws {
        let place = ScratchDirectory()
        defer { place.remove() }
        let model = Self.model("<userTask id=\"look\"/>")
        try place.write(["good.bpmn": model, "plain.bpmn": model.replacing(#/  <di:BPMNDiagram>(.|\n)*<\/di:BPMNDiagram>\n/#, with: "")])
        for option in ["--write", "--svg"] {
            let result = try PolityCommand.run("bpmn", place.path + "/good.bpmn", option, place.path + "/nowhere/out")
            #expect(result.status == 3 && result.complaints.contains("nowhere/out cannot be written"), "\(result.complaints)")
        }
        let plain = try PolityCommand.run("bpmn", place.path + "/plain.bpmn", "--svg", place.path + "/out.svg")
        #expect(plain.status == 3 && plain.complaints.contains("has no diagram to draw"), "\(plain.status) \(plain.complaints)")
    }

    @Test func saysWhatCannotRunAndWhatIsNoModel() throws {
        let place = ScratchDirectory()
        defer { place.remove() }
        try place.write([
            "bad.bpmn": Self.model("<scriptTask id=\"look\" scriptFormat=\"groovy\"><script>x = 1</script></scriptTask>"), "none.bpmn": "<html/>",
        ])
        let bad = try PolityCommand.run("bpmn", place.path + "/bad.bpmn")
        #expect(bad.status == 1)
        #expect(bad.output.contains("bad.bpmn:5:57: error: the script of 'look' is in Groovy, which does not run here: x = 1"), "\(bad.output)")
        #expect(bad.output.hasSuffix("1 thing cannot run.\n"), "\(bad.output)")
        try place.write(["empty.bpmn": "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" targetNamespace=\"urn:x\"/>"])
        let empty = try PolityCommand.run("bpmn", place.path + "/empty.bpmn")
        #expect(empty.status == 0 && empty.output.hasSuffix("It holds no process.\n"), "\(empty.output)")
        let none = try PolityCommand.run("bpmn", place.path + "/none.bpmn")
        #expect(none.status == 2 && none.complaints.contains("this is no BPMN 2.0: the outermost element is 'html'"))
        #expect(try PolityCommand.run("bpmn", place.path + "/missing.bpmn").status == 2)
    }
}
