import FEEL
import Kernel
import XML

/// A decision or a knowledge model as its author wrote it, for people who read the law.
public struct WrittenLogic: Sendable, Hashable {
    /// A decision table, row by row.
    public struct Table: Sendable, Hashable {
        public struct Row: Sendable, Hashable {
            /// From 1.
            public var number: Int
            /// For each input what stands in the cell; nil where everything passes.
            public var conditions: [String?]
            public var results: [String]
            /// What the author says about it, by the names of the annotation columns.
            public var annotations: [String: String]
        }

        public var policy: HitPolicy
        /// The expressions that the columns look at.
        public var inputs: [String]
        /// The outputs' names; nil for the one column of a table with one.
        public var outputs: [String?]
        public var rows: [Row]
        /// What holds where no row applies, for each output; empty where nothing is said.
        public var defaults: [String]
    }

    public var name: String
    public var type: FEELType
    public var isDecision: Bool
    /// Where it is one expression and no table.
    public var formula: String?
    public var tables: [Table]
}

extension DecisionModel {
    /// The decisions and knowledge models of this model itself, in the order of the file.
    public var written: [WrittenLogic] {
        nodes.values.filter { $0.isDecision || !$0.tables.isEmpty }.sorted { $0.location < $1.location }.map { node in
            var formula: String?
            if case .decision(.literal(_, let source, _)) = node.content { formula = source }
            return WrittenLogic(name: node.name, type: node.type.type, isDecision: node.isDecision, formula: formula, tables: node.tables.map(\.written))
        }
    }

    /// The texts that conditions of this model's tables name, by the input that they look at.
    public var namedTexts: [String: [String]] {
        var texts: [String: Set<String>] = [:]
        for table in nodes.values.flatMap(\.tables) {
            for (index, input) in table.inputs.enumerated() {
                guard let name = input.expression?.nameAlone else { continue }
                for case .tests(let tests) in table.rules.map({ $0.tests[index] }) { texts[name, default: []].formUnion(tests.landmarks?.strings ?? []) }
            }
        }
        return texts.mapValues { $0.sorted() }
    }
}

extension DecisionTable {
    fileprivate var written: WrittenLogic.Table {
        let rows = rules.enumerated().map { number, rule in
            WrittenLogic.Table.Row(
                number: number + 1, conditions: rule.tests.map(\.written), results: rule.results.map { $0?.source.trimmed ?? "" }, annotations: rule.annotations
            )
        }
        let hasDefault = outputs.contains { $0.standard != nil }
        return .init(
            policy: policy, inputs: inputs.map { $0.source.trimmed }, outputs: outputs.map(\.name), rows: rows,
            defaults: hasDefault ? outputs.map { $0.standard?.source.trimmed ?? "" } : [])
    }
}

extension DecisionTable.Cell {
    fileprivate var written: String? {
        switch self {
        case .any: nil
        case .tests(let tests): tests.source.trimmed
        case .broken(let text): text
        }
    }
}
