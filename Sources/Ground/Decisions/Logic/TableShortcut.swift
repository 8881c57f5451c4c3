import FEEL
import Kernel

/// A decision that is nothing but an indexed table over inputs, with constant results: found without a scope, a run or an allocation.
///
/// It answers nil wherever anything is out of the ordinary (a missing input, a value of another type, several rules of a table that
/// allows one); the full evaluation then gives the answer and the reasons.
struct TableShortcut: Sendable {
    private let table: DecisionTable
    private let index: TableIndex
    private let inputs: [(name: String, type: FEELType)]
    /// For each rule, converted to the types of the output and the decision.
    private let results: [Value]
    private let standard: Value

    init?(_ node: Node, in places: [Place]) {
        guard case .decision(.table(let table)) = node.content, let index = table.index, index.isComplete, index.words == 1,
            table.policy == .unique || table.policy == .first, table.outputs.count == 1, let output = table.outputs.first
        else { return nil }
        var inputs: [(name: String, type: FEELType)] = []
        for input in table.inputs {
            guard input.allowed == nil, let name = input.expression?.nameAlone,
                let requirement = node.requirements.first(where: { $0.alias == nil && $0.place >= 0 && places[$0.place].node.name == name })
            else { return nil }
            let source = places[requirement.place].node
            guard source.isInput, source.type.isPlain else { return nil }
            inputs.append((name, source.type.type))
        }
        let evaluation = Evaluation(now: nil)
        func result(_ expression: Expression?) -> Value? {
            guard let constant = expression?.constant else { return nil }
            return output.type.convert(constant, evaluation).flatMap { node.type.convert($0, evaluation) }
        }
        var results: [Value] = []
        for rule in table.rules {
            guard let value = result(rule.results[0]) else { return nil }
            results.append(value)
        }
        if output.standard == nil { standard = .null } else if let value = result(output.standard) { standard = value } else { return nil }
        self.table = table
        self.index = index
        self.inputs = inputs
        self.results = results
    }

    func value(_ given: Context) -> Value? {
        var left: UInt64 = .max
        for position in inputs.indices {
            guard let value = given[inputs[position].name], value.isPlainly(inputs[position].type), let mask = index.columns[position]?.mask(0, for: value)
            else { return nil }
            left &= mask
        }
        guard left != 0 else { return standard }
        guard table.policy == .first || left & (left - 1) == 0 else { return nil }
        return results[left.trailingZeroBitCount]
    }
}

extension Value {
    /// Of the type without any conversion.
    fileprivate func isPlainly(_ type: FEELType) -> Bool {
        switch (self, type) {
        case (.number, .number), (.string, .string), (.boolean, .boolean), (.number, .any), (.string, .any), (.boolean, .any): true
        default: false
        }
    }
}
