import BPMN
import Kernel
import Testing

@Suite struct ReadingTests {
    @Test(arguments: [
        ("<html/>", "this is no BPMN 2.0: the outermost element is 'html'"),
        (
            "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>",
            "this is no BPMN 2.0: the outermost element is 'definitions', which is a decision model (DMN)"
        ),
        ("<definitions/>", "this is no BPMN 2.0: the outermost element is 'definitions' without a namespace"),
        ("{}", "this is not XML: there is text outside the outermost element"),
    ])
    func refusesWhatIsNone(text: String, message: String) {
        var diagnostics = Diagnostics()
        #expect(BPMNDocument(reading: Array(text.utf8), file: "m.bpmn", diagnostics: &diagnostics) == nil)
        #expect(diagnostics.all.map(\.message) == [message])
    }

    @Test func readsAnyPrefixAndMissingIds() throws {
        let document = try read(
            """
            <x:definitions xmlns:x="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:t="urn:t" targetNamespace="urn:t">
            <x:collaboration><x:participant name="Town" processRef="t:p"/><x:participant name="Citizen"/></x:collaboration>
            <x:process id="p"><x:startEvent id="s"/><x:task id="a"/><x:sequenceFlow sourceRef=" t:s " targetRef="a"/><x:textAnnotation><x:text>Note</x:text></x:textAnnotation></x:process>
            <di:BPMNDiagram><di:BPMNPlane bpmnElement="t:p"/></di:BPMNDiagram>
            </x:definitions>
            """)
        let process = try #require(document.contents.processes.first)
        #expect(process.flows.map { [$0.from, $0.to] } == [["s", "a"]] && process.artifacts.map(\.text) == ["Note"])
        #expect(document.contents.participants.map(\.process) == ["p", nil])
        #expect(document.contents.diagrams.first?.plane == "p")
        #expect(
            document.contents.summary == [
                "BPMN 2.0", "process 'p'", "  1 sequenceFlow, 1 startEvent, 1 task, 1 textAnnotation", "pools: Town, Citizen (black box)", "diagram: nothing",
            ])
    }

    /// Whatever happens to a file, reading, checking and drawing it end.
    @Test(.enabled(if: !ReferenceModels.names.isEmpty, "the reference models are not there"))
    func brokenModelsAreStillAnswered() throws {
        let random = SeededGenerator(seed: 2_026)
        let files = try ["A.1.0.bpmn", "C.9.1.bpmn", "A.4.1.bpmn"].map(ReferenceModels.bytes)
        for turn in 0..<120 {
            var bytes = files[turn % files.count]
            for _ in 0...random.next(below: 4) {
                let (from, length) = (random.next(below: bytes.count - 200), 1 + random.next(below: 60))
                switch random.next(below: 4) {
                case 0: bytes.removeSubrange(from..<(from + length))
                case 1: bytes[from] = UInt8(random.next(below: 256))
                case 2: bytes.insert(contentsOf: bytes[from..<(from + length)], at: random.next(below: bytes.count))
                default:
                    // Values are swapped, so that the file stays XML and its references go elsewhere.
                    let quoted = String(decoding: bytes, as: UTF8.self).split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
                    var parts = quoted
                    let (a, b) = (random.next(below: parts.count / 2 - 1) * 2 + 1, random.next(below: parts.count / 2 - 1) * 2 + 1)
                    parts.swapAt(a, b)
                    bytes = Array(parts.joined(separator: "\"").utf8)
                }
            }
            var diagnostics = Diagnostics()
            guard let document = BPMNDocument(reading: bytes, file: "m.bpmn", diagnostics: &diagnostics) else {
                #expect(diagnostics.hasErrors)
                continue
            }
            _ = document.check(&diagnostics)
            let drawing = DiagramDrawing(of: document, in: .english)
            for diagram in document.contents.diagrams { #expect(!drawing.svg(diagram).isEmpty) }
            _ = drawing.outline()
        }
    }
}
