import FEEL
import Kernel

extension SpreadsheetTable {
    /// The decision model, in DMN 1.5: an input for each column, and a decision of the table's name.
    public var dmn: String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" id=\"\(id)_model\" name=\"\(id)\" namespace=\"urn:table:\(id)\">",
        ]
        for input in inputs {
            lines.append(
                "  <inputData id=\"\(input.name)\" name=\"\(input.name)\"><variable name=\"\(input.name)\"\(Self.typeRef(input.type))/></inputData>")
        }
        lines.append("  <decision id=\"\(id)\" name=\"\(id)\">")
        lines.append("    <variable name=\"\(id)\"\(outputs.count == 1 && policy.name != "COLLECT" ? Self.typeRef(outputs[0].type) : "")/>")
        for input in inputs { lines.append("    <informationRequirement><requiredInput href=\"#\(input.name)\"/></informationRequirement>") }
        let aggregation = policy.aggregation.map { " aggregation=\"\($0)\"" } ?? ""
        lines.append("    <decisionTable hitPolicy=\"\(policy.name)\"\(aggregation)>")
        for input in inputs {
            lines.append(
                "      <input label=\"\(Self.escaped(input.label))\"><inputExpression\(Self.typeRef(input.type))><text>\(input.name)</text></inputExpression></input>"
            )
        }
        for output in outputs {
            let name = outputs.count == 1 ? "" : " name=\"\(output.name)\""
            lines.append("      <output label=\"\(Self.escaped(output.label))\"\(name)\(Self.typeRef(output.type))/>")
        }
        for annotation in annotations { lines.append("      <annotation name=\"\(Self.escaped(annotation.label))\"/>") }
        lines += rules.map(rule)
        return (lines + ["    </decisionTable>", "  </decision>", "</definitions>"]).joined(separator: "\n") + "\n"
    }

    private func rule(_ rule: (tests: [String], results: [String], notes: [String])) -> String {
        var line = "      <rule>"
        for test in rule.tests { line += "<inputEntry><text>\(Self.escaped(test))</text></inputEntry>" }
        for result in rule.results { line += "<outputEntry><text>\(Self.escaped(result))</text></outputEntry>" }
        for note in rule.notes { line += "<annotationEntry><text>\(Self.escaped(note))</text></annotationEntry>" }
        return line + "</rule>"
    }

    private static func typeRef(_ type: FEELType) -> String {
        [.number, .string, .boolean, .date].contains(type) ? " typeRef=\"\(type)\"" : ""
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
