import FEEL
import Kernel
import XML

/// A decision model: a DMN file (1.1 to 1.6), read, checked and compiled, ready to be evaluated many times.
public final class DecisionModel: Sendable {
    public let name: String
    /// The name in whichever languages the file gives it: `polity:name_es` beside `name`, in the namespace `urn:polity:dmn`.
    public let title: LocalizedText
    public let namespace: String
    /// The elements of this model.
    let nodes: [NodeKey: Node]
    /// The elements of this model and of those it imports, each with its requirements' places.
    let places: [Place]
    private let placeByKey: [NodeKey: Int]
    private let decisionPlaces: [String: Int]
    private let shortcuts: [TableShortcut?]
    /// The types of this model, by name.
    let types: [String: ItemType]
    /// Models it imports, by namespace.
    let imports: [String: DecisionModel]

    init(title: LocalizedText, namespace: String, nodes: [NodeKey: Node], types: [String: ItemType], imports: [String: DecisionModel]) {
        name = title.text
        self.title = title
        self.namespace = namespace
        self.nodes = nodes
        self.types = types
        self.imports = imports
        var all = nodes.values.sorted { $0.key.id < $1.key.id }
        var known = Set(all.map(\.key))
        for model in imports.values.sorted(by: { $0.namespace < $1.namespace }) {
            for place in model.places where known.insert(place.node.key).inserted { all.append(place.node) }
        }
        let byKey = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.key, $0) })
        for place in all.indices {
            for index in all[place].requirements.indices { all[place].requirements[index].place = byKey[all[place].requirements[index].key] ?? -1 }
        }
        let places = all.map(Place.init)
        self.places = places
        shortcuts = all.map { TableShortcut($0, in: places) }
        placeByKey = byKey
        // By name before by id, this model's own before imported ones.
        var decisions: [String: Int] = [:]
        for (place, node) in all.enumerated() where node.isDecision && decisions[node.name] == nil { decisions[node.name] = place }
        for (place, node) in all.enumerated() where node.isDecision && decisions[node.key.id] == nil { decisions[node.key.id] = place }
        decisionPlaces = decisions
    }

    /// Reads a model. What is wrong inside it is reported and the rest still works: an expression that cannot be read is null.
    ///
    /// - Parameters:
    ///   - imports: the models that this one imports, by namespace, each read before.
    ///   - given: types of inputs by name, against which expressions are checked where the model names no type itself.
    ///   - mode: `.strict` makes unknown names and wrong types errors, for files of a government.
    /// - Returns: nil where the file is no DMN model at all.
    public convenience init?(
        parsing bytes: [UInt8], file: String, imports: [String: DecisionModel] = [:], given: [String: FEELType] = [:], mode: Expression.Mode = .lenient,
        diagnostics: inout Diagnostics
    ) {
        guard let root = Self.definitions(bytes, file: file, &diagnostics) else { return nil }
        self.init(root, file: file, imports: imports, given: given, mode: mode, diagnostics: &diagnostics)
    }

    convenience init(
        _ root: XMLElement, file: String, imports: [String: DecisionModel], given: [String: FEELType] = [:], mode: Expression.Mode,
        diagnostics: inout Diagnostics
    ) {
        var reader = ModelReader(root, imports: imports, given: given, mode: mode, isOfServed: diagnostics.isOfServed)
        let parts = reader.read()
        diagnostics.append(contentsOf: reader.diagnostics)
        self.init(
            title: Self.title(root, else: file), namespace: root["namespace"] ?? "", nodes: parts.nodes, types: parts.types, imports: imports)
    }

    /// The decisions' names, in alphabetical order.
    public var decisions: [String] { nodes.values.filter(\.isDecision).map(\.name).sorted() }

    /// The inputs' names with their types, those of imported models included.
    public var inputs: [String: FEELType] {
        // The own ones stand first.
        Dictionary(places.lazy.map(\.node).filter(\.isInput).map { ($0.name, $0.type.type) }) { first, _ in first }
    }

    public var services: [String] {
        nodes.values.compactMap { node in if case .service = node.content { node.name } else { nil } }.sorted()
    }

    func node(_ key: NodeKey) -> Node? { placeByKey[key].map { places[$0].node } }
    func place(_ key: NodeKey) -> Int? { placeByKey[key] }

    // MARK: - Evaluation

    /// The value of a decision; null where there is none of the name, and where the whole takes too many steps.
    ///
    /// - Parameter inputs: values by the inputs' names, converted to their types.
    public func evaluate(decision name: String, inputs: Context, now: DateAndTime? = nil) -> Value {
        guard let place = decisionPlaces[name] else { return .null }
        if let value = shortcuts[place]?.value(inputs) { return value }
        let evaluation = Evaluation(now: now)
        let value = Run(self, inputs: inputs, evaluation: evaluation).value(at: place)
        return evaluation.isExhausted ? .null : value
    }

    /// The value with the tree of what it was computed from.
    ///
    /// - Parameter budget: steps that it may take.
    public func explain(decision name: String, inputs: Context, now: DateAndTime? = nil, budget: Int = Evaluation.defaultBudget) -> Explanation {
        let evaluation = Evaluation(now: now, budget: budget)
        let explainer = Explainer()
        evaluation.companion = explainer
        let value = decisionPlaces[name].map { Run(self, inputs: inputs, evaluation: evaluation).value(at: $0) } ?? .null
        if let reason = evaluation.exhaustion { return Explanation(kind: .decision, name: name, value: .null, reason: reason) }
        return explainer.finished.last ?? Explanation(kind: .decision, name: name, value: value, reason: "there is no decision '\(name)'")
    }

    /// What a decision service gives: its one output decision's value, or a context of all of them.
    public func evaluate(service name: String, inputs: Context, now: DateAndTime? = nil) -> Value {
        let evaluation = Evaluation(now: now)
        guard let (node, service) = decisionService(name) else { return .null }
        let value = evaluate(service, node, inputs, evaluation)
        return evaluation.isExhausted ? .null : value
    }

    /// What a decision service gives, with the trees of its output decisions.
    public func explain(service name: String, inputs: Context, now: DateAndTime? = nil) -> Explanation {
        guard let (node, service) = decisionService(name) else {
            return Explanation(kind: .service, name: name, value: .null, reason: "there is no decision service '\(name)'")
        }
        let evaluation = Evaluation(now: now)
        let explainer = Explainer()
        evaluation.companion = explainer
        explainer.begin(.service, node.name)
        let value = evaluate(service, node, inputs, evaluation)
        explainer.end(value)
        if let reason = evaluation.exhaustion { return Explanation(kind: .service, name: node.name, value: .null, reason: reason) }
        return explainer.finished.last ?? Explanation(kind: .service, name: node.name, value: value)
    }

    private func decisionService(_ name: String) -> (Node, Node.Service)? {
        let services = places.lazy.map(\.node).filter(\.isService)
        guard let node = services.first(where: { $0.name == name }) ?? services.first(where: { $0.key.id == name }), case .service(let service) = node.content
        else { return nil }
        return (node, service)
    }

    private func evaluate(_ service: Node.Service, _ node: Node, _ inputs: Context, _ evaluation: Evaluation) -> Value {
        let run = Run(self, inputs: inputs, evaluation: evaluation)
        for key in service.inputDecisions {
            guard let place = place(key) else { continue }
            run.give(run.converted(inputs[places[place].node.name] ?? .null, places[place].node.type, "'\(places[place].node.name)'"), at: place)
        }
        let outputs = service.outputs.compactMap { place($0) }
        if outputs.count == 1 { return run.converted(run.value(at: outputs[0]), node.type, "the service's result") }
        var results = Context()
        for place in outputs { results[places[place].node.name] = run.value(at: place) }
        return run.converted(evaluation.admit(.context(results)), node.type, "the service's result")
    }

    /// A business knowledge model or a decision service as a function.
    func function(_ node: Node) -> Value {
        switch node.content {
        case .knowledge(let logic?):
            return .function(
                Function(parameters: logic.parameters.map { Function.Parameter($0.name, $0.type.type) }, result: logic.result.type) {
                    [self] arguments, evaluation, _ in
                    let run = Run(self, inputs: Context(), evaluation: evaluation)
                    run.explainer?.begin(.knowledge, node.name)
                    let function = run.closure(logic, run.scope(node.requirements), ownName: node.name)
                    let value = function.invoke(arguments, names: [], in: evaluation)
                    run.explainer?.end(value)
                    return value
                })
        case .service(let service):
            let parameters = (service.inputs + service.inputDecisions).compactMap { self.node($0) }
            return .function(
                Function(parameters: parameters.map { Function.Parameter($0.name, $0.type.type) }, result: node.type.type) { [self] arguments, evaluation, _ in
                    var inputs = Context()
                    for (parameter, argument) in zip(parameters, arguments) { inputs[parameter.name] = argument }
                    return evaluation.nested { evaluate(service, node, inputs, evaluation) }
                })
        default: return .null
        }
    }
}
