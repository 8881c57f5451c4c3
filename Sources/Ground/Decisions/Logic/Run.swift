import FEEL
import Kernel

/// One evaluation of a model: the inputs, what was computed already, and the budget it shares.
final class Run {
    let model: DecisionModel
    let inputs: Context
    let evaluation: Evaluation
    let explainer: Explainer?
    /// Values of nodes, by the model they belong to and their id.
    private var known: [NodeKey: Value]
    private var open: Set<NodeKey> = []

    init(_ model: DecisionModel, inputs: Context, given: [NodeKey: Value] = [:], evaluation: Evaluation) {
        self.model = model
        self.inputs = inputs
        self.evaluation = evaluation
        explainer = evaluation.companion as? Explainer
        known = given
    }

    func value(of key: NodeKey) -> Value {
        if let value = known[key] { return value }
        guard let node = model.node(key) else { return .null }
        if case .knowledge = node.content { return model.function(key, node) }
        if case .service = node.content { return model.function(key, node) }
        // The reader refuses cycles; this holds for a model that was read with errors.
        guard open.insert(key).inserted else { return fail("'\(node.name)' depends on itself") }
        defer { open.remove(key) }
        explainer?.begin(node.isInput ? .input : .decision, node.name)
        let value = compute(node)
        explainer?.end(value)
        known[key] = value
        return value
    }

    private func compute(_ node: Node) -> Value {
        switch node.content {
        case .input:
            guard let given = inputs[node.name] else { return fail("the input '\(node.name)' is not given") }
            return converted(given, node.type, "the input")
        case .decision(let logic):
            return converted(value(logic, scope(of: node)), node.type, "the result")
        case .knowledge, .service: return .null
        }
    }

    /// What a node's requirements put into the scope of its logic. Imported ones stand in a context named as the import.
    func scope(of node: Node) -> Context {
        var scope = Context()
        for requirement in node.requirements {
            guard let target = model.node(requirement.key) else { continue }
            let value = value(of: requirement.key)
            if let alias = requirement.alias {
                var group = if case .context(let group)? = scope[alias] { group } else { Context() }
                group[target.name] = value
                scope[alias] = .context(group)
            } else {
                scope[target.name] = value
            }
        }
        return scope
    }

    func converted(_ value: Value, _ type: ItemType, _ what: String) -> Value {
        type.convert(value, evaluation) ?? fail("\(what) is \(value.type.plainName) or not an allowed value; \(type.type.plainName) is needed")
    }

    func fail(_ reason: @autoclosure () -> String) -> Value {
        explainer?.note(reason())
        return .null
    }

    func value(_ expression: Expression, _ scope: Context) -> Value {
        guard let explainer else { return expression.evaluate(scope, in: evaluation) }
        var trace = Trace(span: 0..<0, value: .null)
        let value = expression.evaluate(scope, in: evaluation, recording: &trace)
        explainer.add(ExplainedExpression(source: expression.source, trace: trace))
        return value
    }
}
