import Kernel
import XML

/// A decision model as its file says it, before anything is compiled: what two models are compared by. Titles, descriptions, annotations and
/// drawings, which decide nothing, are left out.
public struct WrittenModel: Sendable {
    public enum Kind: Sendable, Hashable { case type, input, decision, function, service }

    /// An element of the model, known by its kind and its name: what editors write as its id may be another one after each save.
    public struct Part: Sendable, Hashable {
        public var kind: Kind
        public var name: String
        /// What kind of value it is, as the model names it.
        public var type: String?
        /// The names of what it is made from; a function's are those of its parameters, a decision service's say also what they are to it.
        public var takes: [String]
        public var logic: Logic
    }

    public enum Logic: Sendable, Hashable {
        case table(Table)
        /// Anything else, in the manner of FEEL where it is no expression.
        case text(String)
    }

    public struct Table: Sendable, Hashable {
        public struct Column: Sendable, Hashable {
            /// What is tested, or the name of what is decided: nil where a table decides one thing.
            public var name: String?
            public var type: String?
            /// The values it may have; of an output, in the order of their priority.
            public var values: String?
            /// What holds where no rule does.
            public var standard: String?
        }

        public struct Cell: Sendable, Hashable {
            public var column: String?
            public var text: String
        }

        public struct Rule: Sendable, Hashable {
            /// Without those that let everything pass.
            public var conditions: [Cell]
            public var results: [Cell]
        }

        public var policy: String
        public var inputs: [Column]
        public var outputs: [Column]
        public var rules: [Rule]
    }

    /// In the order of the file.
    public private(set) var parts: [Part] = []

    /// - Returns: nil where the file is no DMN model at all.
    public init?(parsing bytes: [UInt8], file: String, diagnostics: inout Diagnostics) {
        guard let root = DecisionModel.definitions(bytes, file: file, &diagnostics) else { return nil }
        var names: [String: String] = [:]
        for element in root.children { if let id = element["id"], let name = element["name"] { names[id] = name } }
        for element in root.children {
            guard let kind = Self.kinds[element.name] else { continue }
            let name = element["name"] ?? element.first("variable")?["name"] ?? element["id"] ?? ""
            let logic = kind == .function ? element.first("encapsulatedLogic") : element
            let type = kind == .type ? nil : element.first("variable")?["typeRef"]?.trimmed
            parts.append(
                Part(
                    kind: kind, name: name, type: type, takes: Self.takes(element, logic, names),
                    logic: kind == .type ? .text(Self.whole(element)) : Self.logic(logic)))
        }
    }

    private static let kinds: [String: Kind] = [
        "itemDefinition": .type, "inputData": .input, "decision": .decision, "businessKnowledgeModel": .function, "decisionService": .service,
    ]

    private static func takes(_ element: XMLElement, _ logic: XMLElement?, _ names: [String: String]) -> [String] {
        func name(_ link: XMLElement) -> String? {
            link["href"].map { href in href.first == "#" ? names[String(href.dropFirst())] ?? href : href }
        }
        if element.name == "businessKnowledgeModel" {
            return (logic?.all("formalParameter") ?? []).map { [$0["name"] ?? "", $0["typeRef"]].compactMap { $0 }.joined(separator: ": ") }
        }
        if element.name == "decisionService" {
            return ["outputDecision", "encapsulatedDecision", "inputDecision", "inputData"].flatMap { role in
                element.all(role).compactMap(name).map { "\(role) \($0)" }
            }
        }
        return Set((element.all("informationRequirement") + element.all("knowledgeRequirement")).flatMap(\.children).compactMap(name)).sorted()
    }

    // MARK: - Logic

    /// As deep as what is evaluated may be nested.
    private static let maximumDepth = 60

    private static func boxed(_ parent: XMLElement?) -> XMLElement? { parent?.children.first { LogicReader.kinds.contains($0.name) } }

    private static func logic(_ parent: XMLElement?) -> Logic {
        guard let element = boxed(parent) else { return .text("") }
        return element.name == "decisionTable" ? .table(table(element)) : .text(text(element, 0))
    }

    private static func table(_ element: XMLElement) -> Table {
        let inputs = element.all("input").map { input -> Table.Column in
            let inner = input.first("inputExpression")
            return .init(name: inner?.text(of: "text") ?? "", type: inner?["typeRef"], values: text(in: input.first("inputValues")), standard: nil)
        }
        let outputs = element.all("output").map { output -> Table.Column in
            .init(
                name: output["name"], type: output["typeRef"], values: text(in: output.first("outputValues")),
                standard: text(in: output.first("defaultOutputEntry")))
        }
        let rules = element.all("rule").map { rule -> Table.Rule in
            let tests = zip(inputs, rule.all("inputEntry")).compactMap { column, entry -> Table.Cell? in
                guard let text = text(in: entry), text != "-" else { return nil }
                return .init(column: column.name, text: text)
            }
            let results = zip(outputs, rule.all("outputEntry")).map { Table.Cell(column: $0.name, text: text(in: $1) ?? "") }
            return .init(conditions: tests, results: results)
        }
        let policy = [element["hitPolicy"] ?? "UNIQUE", element["aggregation"]].compactMap { $0 }.joined(separator: " ")
        return Table(policy: policy, inputs: inputs, outputs: outputs, rules: rules)
    }

    private static func text(in element: XMLElement?) -> String? { (element?.text(of: "text")).flatMap { $0.isEmpty ? nil : $0 } }

    private static func inner(_ parent: XMLElement?, _ depth: Int) -> String { boxed(parent).map { text($0, depth + 1) } ?? "" }

    private static func text(_ element: XMLElement, _ depth: Int) -> String {
        guard depth < maximumDepth else { return "…" }
        func part(_ name: String) -> String { inner(element.first(name), depth) }
        func named(_ element: XMLElement, _ name: String?) -> String { [name, inner(element, depth)].compactMap { $0 }.joined(separator: ": ") }
        func boxes(_ element: XMLElement) -> [String] { element.children.filter { LogicReader.kinds.contains($0.name) }.map { text($0, depth + 1) } }
        switch element.name {
        case "literalExpression": return element.text(of: "text") ?? ""
        case "decisionTable": return text(table(element))
        case "context":
            return "{" + element.all("contextEntry").map { named($0, $0.first("variable")?["name"]) }.joined(separator: ", ") + "}"
        case "invocation":
            return inner(element, depth) + "(" + element.all("binding").map { named($0, $0.first("parameter")?["name"]) }.joined(separator: ", ") + ")"
        case "list": return "[" + boxes(element).joined(separator: ", ") + "]"
        case "relation":
            let columns = element.all("column").map { $0["name"] ?? "" }
            let rows = element.all("row").map { row in "{" + zip(columns, boxes(row)).map { "\($0): \($1)" }.joined(separator: ", ") + "}" }
            return "[" + rows.joined(separator: ", ") + "]"
        case "functionDefinition":
            let parameters = element.all("formalParameter").map { $0["name"] ?? "" }.joined(separator: ", ")
            return "function(\(parameters)) \(element["kind"].map { $0 == "FEEL" ? "" : $0 + " " } ?? "")" + inner(element, depth)
        case "conditional": return "if \(part("if")) then \(part("then")) else \(part("else"))"
        case "filter": return "\(part("in"))[\(part("match"))]"
        case "for": return "for \(element["iteratorVariable"] ?? "item") in \(part("in")) return \(part("return"))"
        default: return "\(element.name) \(element["iteratorVariable"] ?? "item") in \(part("in")) satisfies \(part("satisfies"))"
        }
    }

    /// A table inside other logic.
    private static func text(_ table: Table) -> String {
        let rules = table.rules.map { rule in
            let conditions = rule.conditions.map { "\($0.column ?? "") \($0.text)" }.joined(separator: " and ")
            return (conditions.isEmpty ? "-" : conditions) + ": " + rule.results.map(\.text).joined(separator: ", ")
        }
        let standard = table.outputs.compactMap(\.standard)
        return "\(table.policy) (" + (rules + (standard.isEmpty ? [] : ["else: " + standard.joined(separator: ", ")])).joined(separator: "; ") + ")"
    }

    /// An item definition with everything in it that is said of its values.
    private static func whole(_ element: XMLElement, _ depth: Int = 0) -> String {
        guard depth < maximumDepth else { return "…" }
        let about =
            element.attributes.filter { depth > 0 && $0.prefix.isEmpty && $0.declaredPrefix == nil && !["id", "label"].contains($0.name) }
            .map { "\($0.name) \($0.value)" } + (depth == 0 && element["isCollection"] == "true" ? ["list"] : [])
        let inner = element.children.filter { $0.name != "description" }.map { whole($0, depth + 1) }
        let text = element.text.trimmed
        return "\(element.name)(" + (about.sorted() + (text.isEmpty ? [] : [text]) + inner).joined(separator: ", ") + ")"
    }
}
