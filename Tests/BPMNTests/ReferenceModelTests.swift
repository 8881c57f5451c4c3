import BPMN
import Kernel
import Testing
import XML

/// All that the working group published: read, checked, written and drawn.
@Suite(.enabled(if: !ReferenceModels.names.isEmpty, "the reference models are not there; POLITY_CONFORMANCE names their folder"))
struct ReferenceModelTests {
    private func document(_ name: String) throws -> BPMNDocument {
        var diagnostics = Diagnostics()
        let document = BPMNDocument(reading: try ReferenceModels.bytes(name), file: name, diagnostics: &diagnostics)
        #expect(diagnostics.all.isEmpty)
        return try #require(document)
    }

    @Test func areAllThere() { #expect(ReferenceModels.names.count == 21) }

    @Test(arguments: ReferenceModels.names)
    func areWrittenWithoutLoss(name: String) throws {
        let document = try document(name)
        var diagnostics = Diagnostics()
        let again = try #require(XMLReader.read(document.write(), file: name, diagnostics: &diagnostics))
        #expect(diagnostics.all.isEmpty)
        #expect(Canonical.lines(again) == Canonical.lines(document.tree))
        #expect(Canonical.lines(again).count > 20)
    }

    @Test(arguments: ReferenceModels.names)
    func aRenamedElementIsAllThatDiffers(name: String) throws {
        var document = try document(name)
        let before = Canonical.lines(document.tree)
        let node = try #require(document.contents.nodes.first { $0.element["id"] != nil && $0.element["name"] != nil })
        let isRenamed = document.rename(node.id, to: "Renamed <here> & \"there\"")
        #expect(isRenamed)
        #expect(document.contents.nodes.first { $0.id == node.id }?.name == "Renamed <here> & \"there\"")
        var diagnostics = Diagnostics()
        let after = Canonical.lines(try #require(XMLReader.read(document.write(), file: name, diagnostics: &diagnostics)))
        let different = zip(before, after).filter { $0 != $1 }
        #expect(before.count == after.count && different.count == 1)
        #expect(different.first?.1.contains("Renamed <here> & \"there\"") ?? false)
    }

    @Test(arguments: ReferenceModels.names)
    func areTyped(name: String) throws {
        let document = try document(name)
        let contents = document.contents
        #expect(!contents.diagrams.isEmpty)
        let known = Set(contents.nodes.map(\.id))
        for flow in contents.processes.flatMap(\.flows) { #expect(known.contains(flow.from) && known.contains(flow.to)) }
        for event in contents.nodes where event.kind == "boundaryEvent" { #expect(event.attachedTo.map(known.contains) ?? false) }
        // As many as the tree has of each.
        var counts: [String: Int] = [:]
        document.tree.root.visit { if $0.namespace == Vocabulary.model { counts[$0.name, default: 0] += 1 } }
        for kind in ["userTask", "startEvent", "boundaryEvent", "exclusiveGateway", "subProcess", "callActivity"] {
            #expect(contents.nodes.count { $0.kind == kind } == counts[kind] ?? 0)
        }
        #expect(contents.processes.flatMap(\.flows).count == counts["sequenceFlow"] ?? 0)
        #expect(contents.processes.flatMap(\.lanes).count == counts["lane"] ?? 0)
        #expect(contents.participants.count == counts["participant"] ?? 0)
    }

    /// Why something of a published model cannot run: what it says is no element that BPMN calls executable.
    private static let justified: [(error: String, why: String)] = [
        ("is in JavaScript", "a script in a language that is none of BPMN's own"),
        ("is in Java", "likewise"),
        ("is in Groovy", "likewise"),
        ("is in JUEL", "an expression that calls a tool's own functions"),
        ("is in XPath", "likewise"),
        ("the transformation to '…' at '…' is in '…'", "likewise, of a tool's own"),
        ("begins with 2 tokens, and so many never come", "a deadlock: one flow leads to it, and one token comes"),
        ("is no FEEL", "words for people in the place of an expression"),
        ("names the process '…', which does not exist", "it calls a process of another file"),
        ("is kept and drawn, but a choreography does not run", "the standard executes none (section 13)"),
    ]

    /// What `polity bpmn` says of each, sentence by sentence. Only these sentences are kept, and nothing of the models.
    @Test func areChecked() throws {
        var lines: [String] = []
        for name in ReferenceModels.names {
            var diagnostics = Diagnostics()
            _ = try document(name).check(&diagnostics)
            lines += [name] + diagnostics.sentences.map { "  " + $0 }
            for error in diagnostics.sentences where error.contains(" × error: ") {
                #expect(Self.justified.contains { error.contains($0.error) }, "\(name): \(error)")
            }
        }
        expectGolden(lines.joined(separator: "\n") + "\n", "reference-models.txt")
    }

    @Test(arguments: ReferenceModels.names)
    func areDrawnWhole(name: String) throws {
        let document = try document(name)
        let drawing = DiagramDrawing(of: document, in: .english, isFile: true)
        for diagram in document.contents.diagrams {
            var diagnostics = Diagnostics()
            let svg = try #require(XMLReader.read(drawing.svg(diagram), file: "drawing", diagnostics: &diagnostics)?.root)
            var drawn: Set<String> = []
            svg.visit { if let id = $0["data-element"] { drawn.insert(id) } }
            #expect(drawn == Set(diagram.shapes.map(\.element) + diagram.edges.map(\.element)))
            #expect(svg["role"] == "img" && svg.first("title") != nil && svg.first("desc") != nil)
        }
        #expect(Set(drawing.outline().map(\.element)) == Set(document.contents.nodes.map(\.id)))
    }
}

/// A tree as lines that are equal when Canonical XML is: elements with their namespaces and attributes, texts, comments, instructions.
enum Canonical {
    static func lines(_ document: XMLDocument) -> [String] {
        var lines: [String] = []
        for content in document.before + [.element(document.root)] + document.after { add(content, depth: 0, &lines) }
        return lines
    }

    private static func add(_ content: XMLContent, depth: Int, _ lines: inout [String]) {
        switch content {
        case .element(let element):
            let attributes = element.attributes.map { "{\($0.namespace)}\($0.qualifiedName)=\($0.value)" }
            lines.append("\(depth) <{\(element.namespace)}\(element.qualifiedName) \(attributes.joined(separator: "\u{1F}"))")
            for part in element.content { add(part, depth: depth + 1, &lines) }
        case .text(let text), .characterData(let text): lines.append("\(depth) \(text)")
        case .comment(let text): lines.append("\(depth) !\(text)")
        case .instruction(let target, let data): lines.append("\(depth) ?\(target) \(data)")
        }
    }
}
