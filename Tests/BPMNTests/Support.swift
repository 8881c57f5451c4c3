import BPMN
import Foundation
import Kernel
import Testing

/// A model of one process whose content is given; `outside` stands beside the process.
func model(_ content: String, outside: String = "", attributes: String = "isExecutable=\"true\"") -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" \
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:polity="urn:polity:bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
    xmlns:tns="urn:test" targetNamespace="urn:test">
    <b:process id="p" \(attributes)>
    \(content)
    </b:process>
    \(outside)
    </b:definitions>
    """
}

/// A start, what is given, and an end, with flows from one to the next in order of `ids`.
func line(_ ids: [String], _ content: String, outside: String = "") -> String {
    let all = ["start"] + ids + ["end"]
    let flows = zip(all, all.dropFirst()).map { "<b:sequenceFlow id=\"\($0)_\($1)\" sourceRef=\"\($0)\" targetRef=\"\($1)\"/>" }.joined(separator: "\n")
    return model("<b:startEvent id=\"start\"/>\n\(content)\n<b:endEvent id=\"end\"/>\n\(flows)", outside: outside)
}

func read(_ text: String) throws -> BPMNDocument {
    var diagnostics = Diagnostics()
    let document = BPMNDocument(reading: Array(text.utf8), file: "m.bpmn", diagnostics: &diagnostics)
    #expect(diagnostics.all.map(\.description) == [])
    return try #require(document)
}

func compile(_ text: String) throws -> (process: CompiledProcess, diagnostics: Diagnostics) {
    var diagnostics = Diagnostics()
    let compiled = try read(text).compile(&diagnostics)
    return (try #require(compiled.first), diagnostics)
}

/// The reference models of the BPMN Model Interchange Working Group, where they are.
enum ReferenceModels {
    static let folder: String = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let conformance = ProcessInfo.processInfo.environment["POLITY_CONFORMANCE"] ?? root.path + "/../shared/conformance"
        return conformance + "/bpmn-miwg/Reference"
    }()

    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".bpmn") }.sorted()

    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try #require(FileManager.default.contents(atPath: folder + "/" + name))) }
}
