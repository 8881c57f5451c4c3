import Decisions
import FEEL
import Kernel
import Testing

/// A model of DMN 1.5 around the given elements.
func definitions(_ elements: String, namespace: String = "urn:test") -> [UInt8] {
    Array("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"test\" namespace=\"\(namespace)\">\(elements)</definitions>".utf8)
}

func model(_ elements: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> DecisionModel {
    var diagnostics = Diagnostics()
    let model = DecisionModel(parsing: definitions(elements), file: "test.dmn", diagnostics: &diagnostics)
    #expect(diagnostics.all.isEmpty, "\(diagnostics.sorted)", sourceLocation: sourceLocation)
    return try #require(model, sourceLocation: sourceLocation)
}

/// A decision `d` over the input `x` with the given logic.
func decision(_ logic: String, type: String = "Any", input: String = "number") -> String {
    """
    <inputData id="x" name="x"><variable name="x" typeRef="\(input)"/></inputData>
    <decision id="d" name="d"><variable name="d" typeRef="\(type)"/><informationRequirement><requiredInput href="#x"/></informationRequirement>\(logic)</decision>
    """
}

func literal(_ text: String) -> String { "<literalExpression><text>\(text)</text></literalExpression>" }

/// A table with one input `x`, a number; rows are conditions and results.
func table(_ policy: String, _ rows: [(String, String)], attributes: String = "", output: String = "<output/>") -> String {
    let rules = rows.map { "<rule><inputEntry><text>\($0.0)</text></inputEntry><outputEntry><text>\($0.1)</text></outputEntry></rule>" }.joined()
    return
        "<decisionTable hitPolicy=\"\(policy)\" \(attributes)><input><inputExpression typeRef=\"number\"><text>x</text></inputExpression></input>\(output)\(rules)</decisionTable>"
}
