import FEEL
import Kernel

/// An input or a decision of a model, for whoever links the model with what surrounds it.
public struct ModelElement: Sendable, Hashable {
    public var name: String
    public var type: FEELType
    public var location: SourceLocation
}

extension DecisionModel {
    /// The inputs of this model itself, in the order of the file.
    public var inputElements: [ModelElement] { elements(\.isInput) }

    /// The decisions of this model itself, in the order of the file.
    public var decisionElements: [ModelElement] { elements(\.isDecision) }

    /// The names of the decisions that other decisions, knowledge or services of this model are made from.
    public var requiredDecisions: Set<String> {
        var names: Set<String> = []
        for node in nodes.values {
            for requirement in node.requirements { if let required = nodes[requirement.key], required.isDecision { names.insert(required.name) } }
        }
        return names
    }

    /// A rule of a decision table, wherever in the model the table stands.
    public struct TableRule: Sendable, Hashable {
        /// The decision or the knowledge model in whose logic it stands.
        public var name: String
        /// From 1, in its table's order.
        public var number: Int
        public var location: SourceLocation
    }

    /// The rules of all tables of this model itself, those in boxed expressions and functions included, in the order of the file.
    public var tableRules: [TableRule] {
        nodes.values.flatMap { node in
            node.tables.flatMap { table in table.rules.enumerated().map { TableRule(name: node.name, number: $0 + 1, location: $1.location) } }
        }.sorted { $0.location < $1.location }
    }

    /// What people read for elements of this model, where the file says it: `label`, and `polity:label_es` in a further language.
    public var labels: [(name: String, text: LocalizedText, location: SourceLocation)] {
        nodes.values.compactMap { node in node.label.map { (node.name, $0, node.location) } }.sorted { $0.location < $1.location }
    }

    private func elements(_ isWanted: (Node) -> Bool) -> [ModelElement] {
        nodes.values.filter(isWanted).map { ModelElement(name: $0.name, type: $0.type.type, location: $0.location) }.sorted { $0.location < $1.location }
    }
}

extension DecisionModel {
    /// The inputs from which the decisions of this model are computed, those of imported models included.
    public var reachableInputs: Set<String> {
        var (names, seen): (Set<String>, Set<Int>) = ([], [])
        var waiting = nodes.keys.compactMap { place($0) }.filter { places[$0].node.isDecision }
        while let place = waiting.popLast() {
            guard seen.insert(place).inserted else { continue }
            let node = places[place].node
            if node.isInput { names.insert(node.name) }
            waiting += node.requirements.map(\.place).filter { $0 >= 0 }
        }
        return names
    }

    /// What the authors of tables say about their rules, in the order of the file.
    public var ruleAnnotations: [(location: SourceLocation, annotations: [String: String])] {
        nodes.values.compactMap(\.table).flatMap(\.rules).map { ($0.location, $0.annotations) }.sorted { $0.location < $1.location }
    }
}
