import Blueprint
import Capability
import Decisions
import FEEL
import Foundation
import Kernel

@testable import Rules

/// A folder with one service's rules, linked with names as its service has them.
enum Town {
    static let head = #"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">"#

    static func input(_ name: String, _ type: String? = nil) -> String {
        "<inputData id=\"\(name)\" name=\"\(name)\"><variable name=\"\(name)\"\(type.map { " typeRef=\"\($0)\"" } ?? "")/></inputData>\n"
    }

    /// A decision with a table; a rule is its conditions, its result and its annotations.
    static func table(
        _ name: String, type: String = "number", policy: String = "UNIQUE", of inputs: [String], annotations: [String] = [],
        _ rules: [(tests: [String], result: String, annotations: [String])]
    ) -> String {
        var text = "<decision id=\"\(name)\" name=\"\(name)\"><variable name=\"\(name)\" typeRef=\"\(type)\"/>"
        for input in inputs { text += "<informationRequirement><requiredInput href=\"#\(input)\"/></informationRequirement>" }
        text += "<decisionTable hitPolicy=\"\(policy)\">"
        for input in inputs { text += "<input><inputExpression><text>\(input)</text></inputExpression></input>" }
        text += "<output/>" + annotations.map { "<annotation name=\"\($0)\"/>" }.joined() + "\n"
        for rule in rules {
            text += "<rule>" + rule.tests.map { "<inputEntry><text>\(escaped($0))</text></inputEntry>" }.joined()
            text += "<outputEntry><text>\(escaped(rule.result))</text></outputEntry>"
            text += rule.annotations.map { "<annotationEntry><text>\(escaped($0))</text></annotationEntry>" }.joined() + "</rule>\n"
        }
        return text + "</decisionTable></decision>\n"
    }

    private static func escaped(_ text: String) -> String { text.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }

    static func model(_ elements: String) -> String { head + "\n" + elements + "</definitions>\n" }

    static let names: [String: FEELType] = [
        "work": .string, "cost": .number, "today": .date, "law_date": .date, "site": .context(["zone": .string, "height_limit": .number]),
    ]
    static let domains: [String: InputDomain] = [
        "work": .texts(["new", "extension", "demolition"]), "cost": .numbers(minimum: 0, maximum: nil),
    ]

    static func link(
        _ rules: String, shared: [String: String] = [:], names: [String: FEELType] = Self.names, domains: [String: InputDomain] = Self.domains,
        languages: String = "[en]"
    ) -> (ServiceRules?, Diagnostics) {
        var files = [FolderSnapshot.File(path: "polity.yaml", bytes: Array("name: M\nlanguages: \(languages)\ncurrency: EUR\ntime_zone: UTC\n".utf8))]
        files.append(FolderSnapshot.File(path: "services/permit/rules.dmn", bytes: Array(rules.utf8)))
        for (name, text) in shared { files.append(FolderSnapshot.File(path: "rules/\(name)", bytes: Array(text.utf8))) }
        let (edition, diagnostics) = Composition([.rules]).edition(of: FolderSnapshot(files: files))
        var found = diagnostics
        let linked = edition?[DecisionBook.self].rules(of: "permit", names: names, domains: domains, diagnostics: &found)
        return (linked, found)
    }
}
