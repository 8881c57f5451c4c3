import Decisions
import FEEL
import Foundation
import Kernel
import Testing

@testable import Rules

/// What is said about a model that does not fit its service, word for word.
@Suite struct RuleCheckTests {
    typealias Row = (tests: [String], result: String, annotations: [String])

    static let faults: [(name: String, model: String)] = [
        (
            "names and types",
            Town.input("wrok", "string") + Town.input("cost", "string") + Town.input("site")
                + Town.table("fee", type: "number", of: ["wrok"], [(["-"], "1", [])])
                + "<decision id=\"high\" name=\"high\"><variable name=\"high\"/><informationRequirement><requiredInput href=\"#site\"/></informationRequirement>"
                + "<literalExpression><text>site.hieght_limit > 5</text></literalExpression></decision>\n"
        ),
        (
            "gaps and overlaps",
            Town.input("work", "string") + Town.input("cost", "number")
                + Town.table(
                    "fee", of: ["work", "cost"],
                    [
                        (["\"new\"", "< 100"], "1", []), (["\"new\"", "> 100"], "2", []), (["\"extension\", \"new\"", "[50..60]"], "3", []),
                        (["\"demolition\"", "-"], "4", []),
                    ])
        ),
        (
            "a text that is none of the answers",
            Town.input("work", "string") + Town.table("fee", of: ["work"], [(["\"nwe\", \"extension\""], "1", []), (["not(\"extension\")"], "2", [])])
        ),
        (
            "words in one language only",
            Town.input("cost", "number")
                + Town.table("fee", of: ["cost"], annotations: ["reason", "reason_es"], [(["< 5"], "1", ["Cheap."]), ([">= 5"], "2", ["Dear.", "Caro."])])
        ),
        ("a file that breaks off", "<decision id=\"fee\">"),
        ("a cell that cannot be read", Town.input("cost", "number") + Town.table("fee", of: ["cost"], [(["< "], "1", []), (["-"], "cots", [])])),
    ]

    @Test func golden() {
        var text = ""
        for fault in Self.faults {
            let (_, diagnostics) = Town.link(Town.model(fault.model), languages: "[en, es]")
            text += "# \(fault.name)\n" + diagnostics.sorted.filter { $0.location.file != "polity.yaml" }.map { $0.description + "\n" }.joined() + "\n"
        }
        expectGolden(text, "rule-findings.txt")
    }

    @Test(
        "tables whose gaps cannot be told are passed over",
        arguments: [
            Town.table("fee", of: ["today"], [(["< date(\"2025-01-01\")"], "1", [])]),
            Town.table("fee", policy: "COLLECT", of: ["cost"], [(["< 5"], "1", [])]),
            Town.table("fee", of: ["cost"], [(["< law_date"], "1", [])]),
        ])
    func passedOver(_ table: String) {
        let (_, diagnostics) = Town.link(Town.model(Town.input("cost") + Town.input("today") + table))
        #expect(!diagnostics.sorted.contains { $0.message.contains("no rule of") })
    }

    @Test("hundreds of mistakes are told at once, quickly")
    func hundreds() {
        let rows: [Row] = (0..<400).map { (["\"nwe\"", "< \($0)"], "unknown_\($0)", []) }
        let (_, diagnostics) = Town.link(
            Town.model(Town.input("work", "string") + Town.input("cost", "number") + Town.table("fee", of: ["work", "cost"], rows)))
        #expect(diagnostics.count(of: .error) >= 800)
    }
}

/// Compares `text` with `Golden/NAME`; with `POLITY_RECORD=1` in the environment it is written there instead.
func expectGolden(_ text: String, _ name: String, location: Testing.SourceLocation = #_sourceLocation) {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)").path
    if ProcessInfo.processInfo.environment["POLITY_RECORD"] != nil {
        #expect(throws: Never.self, sourceLocation: location) { try text.write(toFile: path, atomically: true, encoding: .utf8) }
        return
    }
    let recorded = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    #expect(recorded == text, "\(name) differs; run once with POLITY_RECORD=1 and look at what was written", sourceLocation: location)
}
