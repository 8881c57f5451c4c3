import FEEL
import Kernel

/// One evaluation of a model: the inputs, what was computed already, and the budget it shares.
final class Run {
    let model: DecisionModel
    let inputs: Context
    let evaluation: Evaluation
    let explainer: Explainer?
    /// The nodes' values, by their places in the model.
    private var known: [Value?]

    init(_ model: DecisionModel, inputs: Context, evaluation: Evaluation) {
        self.model = model
        self.inputs = inputs
        self.evaluation = evaluation
        explainer = evaluation.companion as? Explainer
        known = [Value?](repeating: nil, count: model.places.count)
    }

    /// A value from outside, in place of what would be computed.
    func give(_ value: Value, at place: Int) { known[place] = value }

    func value(at place: Int) -> Value {
        if let value = known[place] { return value }
        let element = model.places[place]
        if element.node.isFunction {
            let function = model.function(element.node)
            known[place] = function
            return function
        }
        explainer?.begin(element.node.isInput ? .input : .decision, element.node.name)
        // The reader refuses cycles; for a model that was read with errors a node is null within itself.
        known[place] = .some(.null)
        let value = compute(element)
        explainer?.end(value)
        known[place] = value
        return value
    }

    private func compute(_ element: Place) -> Value {
        switch element.node.content {
        case .input:
            guard let given = inputs[element.node.name] else { return fail("the input '\(element.node.name)' is not given") }
            return converted(given, element.node.type, "the input")
        case .decision(let logic): return converted(value(logic, scope(element.node.requirements)), element.node.type, "the result")
        case .knowledge, .service: return .null
        }
    }

    /// What a node's requirements put into the scope of its logic. Imported ones stand in a context named as the import.
    func scope(_ requirements: [Node.Requirement]) -> Context {
        var scope = Context(capacity: requirements.count)
        for requirement in requirements where requirement.place >= 0 {
            let value = value(at: requirement.place)
            let name = model.places[requirement.place].node.name
            if let alias = requirement.alias {
                var group = if case .context(let group)? = scope[alias] { group } else { Context() }
                group[name] = value
                scope[alias] = .context(group)
            } else {
                scope[name] = value
            }
        }
        return scope
    }

    func converted(_ value: Value, _ type: ItemType, _ what: String) -> Value {
        type.convert(value, evaluation) ?? fail("\(what) is \(value.kindName) or not an allowed value; \(type.type.plainName) is needed")
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
