import Decisions
import FEEL
import Kernel

/// One worked case, run: what came out beside what was expected, and how it came about.
public struct RuleCaseRun: Sendable {
    public struct Line: Sendable {
        public let name: String
        public let expected: Value
        public let actual: Value
        public let agrees: Bool
        /// How the value came about, as lines of text.
        let trace: [String]
    }

    public let example: RuleCase
    public let lines: [Line]
    /// What a rulebook gave, with reasons; empty for a model.
    let reasons: [Reasons]
    /// What a model gave, with reasons; empty for a rulebook.
    let explanations: [Explanation]

    public var passed: Bool { lines.allSatisfy(\.agrees) }

    public init(_ example: RuleCase, of law: TestedLaw) throws(SituationFault) {
        self.example = example
        var (lines, reasons, explanations): ([Line], [Reasons], [Explanation]) = ([], [], [])
        switch law {
        case .rulebook(let book):
            let situation = try Situation(example.inputs, for: book)
            for (name, value) in example.expected {
                for (index, item) in (value.array ?? [value]).enumerated() {
                    let reason = Calculation.reasons(for: name.value, of: index, in: situation, asOf: example.asOf)
                    let shown = value.array == nil ? name.value : "\(name.value)[\(index)]"
                    let sentences = reason.map { ReasonSentences(book: book, language: .english).lines($0) } ?? ["There is no such one in the case."]
                    lines.append(Self.line(example, shown, item, law.type(of: name.value), reason?.value ?? .null, sentences))
                    if let reason { reasons.append(reason) }
                }
            }
        case .model(let model):
            let midnight = TimeOfDay(hour: 0, minute: 0, second: 0, zone: .offset(0)).map { DateAndTime(date: example.asOf, time: $0) }
            let inputs = try TestedLaw.inputs(example.inputs, of: model)
            for (name, value) in example.expected {
                let explanation = model.explain(decision: name.value, inputs: inputs, now: midnight)
                lines.append(Self.line(example, name.value, value, law.type(of: name.value), explanation.value, explanation.lines()))
                explanations.append(explanation)
            }
        }
        self.lines = lines
        self.reasons = reasons
        self.explanations = explanations
    }

    private static func line(_ example: RuleCase, _ name: String, _ expected: JSON, _ type: FEELType?, _ actual: Value, _ trace: [String]) -> Line {
        let value = Value(expected, as: type ?? .any) ?? Value(expected)
        return Line(name: name, expected: value, actual: actual, agrees: agrees(value, actual, within: example.tolerance), trace: trace)
    }

    private static func agrees(_ expected: Value, _ actual: Value, within tolerance: Decimal128) -> Bool {
        if case .number(let a) = expected, case .number(let b) = actual { return (a - b).magnitude <= tolerance }
        return expected.isEqual(to: actual) ?? false
    }

    /// For people: every value beside the one that was expected, and of those that differ how they came about.
    public var report: String {
        let rows = [["", "expected", "actual"]] + lines.map { [$0.name, Self.text($0.expected), Self.text($0.actual)] }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for (index, row) in rows.enumerated() {
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }.joined(separator: "   ")
            let differs = index > 0 && !lines[index - 1].agrees
            text += "    " + (differs ? cells + "   differs" : String(cells.reversed().drop { $0 == " " }.reversed())) + "\n"
        }
        for line in lines where !line.agrees {
            text += "    Why \(line.name) is \(Self.text(line.actual)):\n" + line.trace.map { "      \($0)\n" }.joined()
        }
        return text
    }

    private static func text(_ value: Value) -> String { value.json.string ?? value.description }
}
