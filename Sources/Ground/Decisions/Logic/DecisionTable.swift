import FEEL
import Kernel
import XML

/// A decision table (DMN 1.5, section 8). Its orientation is a matter of drawing only.
final class DecisionTable: Sendable {
    final class Input: Sendable {
        let expression: Expression?
        let source: String
        let allowed: UnaryTests?

        init(expression: Expression?, source: String, allowed: UnaryTests?) {
            self.expression = expression
            self.source = source
            self.allowed = allowed
        }
    }

    final class Output: Sendable {
        /// nil for the one column of a table with one.
        let name: String?
        let type: ItemType
        /// The allowed values, in the order of their priority.
        let values: UnaryTests?
        let standard: Expression?

        init(name: String?, type: ItemType, values: UnaryTests?, standard: Expression?) {
            self.name = name
            self.type = type
            self.values = values
            self.standard = standard
        }
    }

    struct Rule: Sendable {
        var tests: [Cell]
        var results: [Expression?]
        /// What its author says about it, by the names of the table's annotation columns (section 8.3.3).
        var annotations: [String: String]
        var location: SourceLocation
    }

    /// A condition of a rule.
    enum Cell: Sendable {
        case any
        case tests(UnaryTests)
        /// This text could not be read: the rule never matches.
        case broken(String)
    }

    let inputs: [Input]
    let outputs: [Output]
    let rules: [Rule]
    let policy: HitPolicy
    /// Its place among the tables of its decision, from 1.
    let number: Int
    let index: TableIndex?

    init(inputs: [Input], outputs: [Output], rules: [Rule], policy: HitPolicy, number: Int) {
        self.number = number
        self.inputs = inputs
        self.outputs = outputs
        self.rules = rules
        self.policy = policy
        index = TableIndex(rules, inputs: inputs.count)
    }
}

/// Which of the matching rules count (section 8.2.8).
public enum HitPolicy: Sendable, Hashable {
    case unique, any, priority, first, ruleOrder, outputOrder
    case collect(Aggregation?)

    public enum Aggregation: String, Sendable { case sum = "SUM", min = "MIN", max = "MAX", count = "COUNT" }

    init?(_ name: String?, aggregation: String?) {
        switch name {
        case nil, "UNIQUE": self = .unique
        case "ANY": self = .any
        case "PRIORITY": self = .priority
        case "FIRST": self = .first
        case "RULE ORDER": self = .ruleOrder
        case "OUTPUT ORDER": self = .outputOrder
        case "COLLECT": self = .collect(aggregation.flatMap(Aggregation.init))
        default: return nil
        }
    }

    /// As a model writes it.
    public var name: String {
        switch self {
        case .unique: "UNIQUE"
        case .any: "ANY"
        case .priority: "PRIORITY"
        case .first: "FIRST"
        case .ruleOrder: "RULE ORDER"
        case .outputOrder: "OUTPUT ORDER"
        case .collect(nil): "COLLECT"
        case .collect(let aggregation?): "COLLECT " + aggregation.rawValue
        }
    }
}

extension LogicReader {
    mutating func table(_ element: XMLElement, _ scope: [String: FEELType]) -> DecisionTable {
        let policy = HitPolicy(element["hitPolicy"], aggregation: element["aggregation"])
        if policy == nil {
            diagnostics.error(
                element.location, "there is no hit policy '\(element["hitPolicy"] ?? "")'",
                mend: "The hit policies are UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER, OUTPUT ORDER and COLLECT.")
        }
        tablesRead += 1
        let number = tablesRead
        // Made once for all the cells of a column: a table may have thousands of them.
        let names = names(scope)
        var (inputs, columnNames): ([DecisionTable.Input], [Names]) = ([], [])
        for input in element.all("input") {
            let inner = input.first("inputExpression")
            if let inner { checkLanguage(inner) }
            let expression = expression(inner?.first("text"), names)
            let declared = types.named(inner?["typeRef"], at: inner?.location, &diagnostics).type
            let subject = declared == .any ? expression?.type ?? .any : declared
            let own = self.names(scope.adding("?", subject))
            columnNames.append(own)
            inputs.append(
                DecisionTable.Input(expression: expression, source: inner?.text(of: "text") ?? "", allowed: tests(input.first("inputValues"), own)))
        }
        let resultNames = self.names(scope.adding("?", .any))
        let outputs = element.all("output").map { output($0, names, resultNames) }
        let columns = element.all("annotation").map { $0["name"] ?? "" }
        var rules: [DecisionTable.Rule] = []
        for rule in element.all("rule") {
            let cells = rule.all("inputEntry"), results = rule.all("outputEntry")
            for result in results { checkLanguage(result) }
            if cells.count != inputs.count || results.count != outputs.count {
                diagnostics.error(
                    rule.location, "this rule has \(cells.count) conditions and \(results.count) results, the table has \(inputs.count) and \(outputs.count)",
                    mend: "Give each rule an entry for each column; '-' in a condition lets everything pass.")
            }
            rules.append(
                DecisionTable.Rule(
                    tests: inputs.indices.map { $0 < cells.count ? cell(cells[$0], columnNames[$0]) : .any },
                    results: outputs.indices.map { $0 < results.count ? expression(results[$0].first("text"), names) : nil },
                    annotations: Self.annotations(rule, columns), location: rule.location))
        }
        return DecisionTable(inputs: inputs, outputs: outputs, rules: rules, policy: policy ?? .unique, number: number)
    }

    private static func annotations(_ rule: XMLElement, _ columns: [String]) -> [String: String] {
        var annotations: [String: String] = [:]
        for (column, entry) in zip(columns, rule.all("annotationEntry")) {
            if let text = entry.text(of: "text"), !text.isEmpty { annotations[column] = text }
        }
        return annotations
    }

    private mutating func output(_ element: XMLElement, _ names: Names, _ testing: Names) -> DecisionTable.Output {
        let type = types.named(element["typeRef"], at: element.location, &diagnostics)
        return DecisionTable.Output(
            name: element["name"], type: type, values: tests(element.first("outputValues"), testing, isOrder: true),
            standard: expression(element.first("defaultOutputEntry")?.first("text"), names))
    }

    private mutating func cell(_ element: XMLElement, _ names: Names) -> DecisionTable.Cell {
        checkLanguage(element)
        guard let text = element.first("text"), !text.text.trimmed.isEmpty else { return .any }
        guard let tests = tests(element, names) else { return .broken(text.text.trimmed) }
        return tests.isAny ? .any : .tests(tests)
    }

    /// - Parameter names: with the value that is tested, `?`.
    private mutating func tests(_ element: XMLElement?, _ names: Names, isOrder: Bool = false) -> UnaryTests? {
        guard let text = element?.first("text"), !text.text.trimmed.isEmpty else { return nil }
        return UnaryTests(
            text.text, subject: names.types["?"] ?? .any, names: names, location: text.contentLocation, mode: mode, isOrder: isOrder,
            diagnostics: &diagnostics)
    }
}
