import FEEL
import Kernel
import XML

extension DecisionModel {
    /// Elements of DMN's own vocabulary, of any version; diagrams and extensions are left out.
    static func definitions(_ bytes: [UInt8], file: String, _ diagnostics: inout Diagnostics) -> XMLElement? {
        // A file has few namespaces and asks about them for every element.
        var kept: [String: Bool] = [:]
        func keeps(_ namespace: String) -> Bool {
            if let known = kept[namespace] { return known }
            let keeps = isVocabulary(namespace)
            kept[namespace] = keeps
            return keeps
        }
        guard let root = XMLReader.read(bytes, file: file, keeping: keeps, diagnostics: &diagnostics)?.root else { return nil }
        guard root.name == "definitions", isVocabulary(root.namespace) else {
            let named = root.namespace.isEmpty ? "without a namespace" : "of the namespace \(root.namespace.prefix(100))"
            diagnostics.error(
                root.location, "this is no DMN model: the root element is '\(root.name)' \(named)",
                mend: "Save the model as DMN 1.1 or later; its namespace is one such as https://www.omg.org/spec/DMN/20230324/MODEL/.")
            return nil
        }
        return root
    }

    private static func isVocabulary(_ namespace: String) -> Bool {
        namespace.contains("/DMN/") && !namespace.contains("DMNDI") && !namespace.contains("/DI/") && !namespace.contains("/DC/")
    }

    /// The model's name with its translations.
    static func title(_ root: XMLElement, else file: String) -> LocalizedText {
        LocalizedText(root["name"] ?? file, translations: translations(of: "name", root))
    }

    /// `polity:name_es`, `polity:label_es`
    fileprivate static func translations(of attribute: String, _ element: XMLElement) -> [String: String] {
        let translated = element.attributes.filter { $0.namespace == "urn:polity:dmn" && $0.name.hasPrefix(attribute + "_") && !$0.value.isEmpty }
        return Dictionary(translated.map { (String($0.name.dropFirst(attribute.count + 1)), $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// The namespaces that a model imports.
    static func importedNamespaces(_ root: XMLElement) -> [String] { root.all("import").compactMap { $0["namespace"] } }
}

/// Turns the elements of a model into nodes: first their names and types, then, with those in scope, their logic.
struct ModelReader {
    private let root: XMLElement
    private let namespace: String
    private let imports: [String: DecisionModel]
    /// Types of inputs for which the model itself names none.
    private let given: [String: FEELType]
    /// Namespace by the import's name in this model.
    private var aliases: [String: String] = [:]
    private let mode: Expression.Mode
    private var logic: LogicReader
    private var types: [String: ItemType] = [:]
    private var nodes: [NodeKey: Node] = [:]
    private(set) var diagnostics = Diagnostics()

    init(_ root: XMLElement, imports: [String: DecisionModel], given: [String: FEELType], mode: Expression.Mode, isOfServed: Bool) {
        self.root = root
        self.imports = imports
        self.given = given
        self.mode = mode
        namespace = root["namespace"] ?? ""
        var imported: [String: ItemType] = [:]
        for element in root.all("import") {
            guard let uri = element["namespace"] else { continue }
            // Without a name, what is imported stands beside the model's own elements (DMN 1.5, section 6.3.3).
            let name = element["name"] ?? ""
            if !name.isEmpty { aliases[name] = uri }
            guard let model = imports[uri] else {
                if element["importType"]?.contains("/DMN/") ?? false {
                    diagnostics.error(
                        element.location, "the imported model \(name.isEmpty ? uri : "'\(name)' (\(uri))") is not there",
                        mend: "Put its file beside this one, or in rules/; its 'namespace' says which it is.")
                }
                continue
            }
            for (type, item) in model.types { imported[name.isEmpty ? type : "\(name).\(type)"] = item }
        }
        var itemTypes = ItemTypes(root.all("itemDefinition"), imported: imported, mode: mode)
        types = itemTypes.all(&diagnostics)
        logic = LogicReader(types: itemTypes, mode: mode, namedTypes: types.mapValues(\.type), isOfServed: isOfServed)
    }

    mutating func read() -> (nodes: [NodeKey: Node], types: [String: ItemType]) {
        logic.checkLanguage(root)
        declare()
        for element in root.children {
            guard let key = key(of: element), nodes[key] != nil else { continue }
            compile(element, key)
        }
        refuseCycles()
        refuseLongChains()
        diagnostics.append(contentsOf: logic.diagnostics)
        return (nodes, types.filter { !$0.key.contains(".") })
    }

    private func key(of element: XMLElement) -> NodeKey? {
        guard ["inputData", "decision", "businessKnowledgeModel", "decisionService"].contains(element.name) else { return nil }
        return (element["id"] ?? element["name"]).map { NodeKey(namespace: namespace, id: $0) }
    }

    // MARK: - Names and types

    private mutating func declare() {
        for element in root.children {
            guard let key = key(of: element) else { continue }
            let variable = element.first("variable")
            let type = logic.types.named(variable?["typeRef"], at: variable?.location, &diagnostics)
            let name = element["name"] ?? variable?["name"] ?? key.id
            if nodes[key] != nil { diagnostics.error(element.location, "the id '\(key.id)' stands twice", mend: "Give one of the two another id.") }
            let content: Node.Content = element.name == "inputData" ? .input : .decision(.nothing(reason: "there is no logic"))
            var node = Node(key: key, name: name, type: type, content: content, requirements: requirements(element), location: element.location)
            if let label = element["label"], !label.isEmpty {
                node.label = LocalizedText(label, translations: DecisionModel.translations(of: "label", element))
            }
            switch element.name {
            case "businessKnowledgeModel":
                let parameters = element.first("encapsulatedLogic")?.all("formalParameter") ?? []
                let types = parameters.map { logic.types.named($0["typeRef"], at: $0.location, &diagnostics).type }
                node.content = .knowledge(nil)
                // The variable's type is the function's; some tools write its result's.
                if case .function = type.type {} else { node.type = ItemType(.function(parameters: types, result: type.type)) }
            case "decisionService":
                node.content = .service(service(element))
                if case .function(_, let result) = type.type { node.type = ItemType(result) }
            default: break
            }
            nodes[key] = node
        }
    }

    private func requirements(_ element: XMLElement) -> [Node.Requirement] {
        let links = element.all("informationRequirement") + element.all("knowledgeRequirement")
        return links.flatMap(\.children).compactMap { link in
            link["href"].flatMap(target).map { key in
                Node.Requirement(key: key, alias: key.namespace == namespace ? nil : aliases.filter { $0.value == key.namespace }.keys.min())
            }
        }
    }

    /// `#id` here, `namespace#id` elsewhere.
    private func target(_ href: String) -> NodeKey? {
        guard let hash = href.lastIndex(of: "#") else { return NodeKey(namespace: namespace, id: href) }
        let uri = String(href[..<hash])
        return NodeKey(namespace: uri.isEmpty ? namespace : uri, id: String(href[href.index(after: hash)...]))
    }

    private func service(_ element: XMLElement) -> Node.Service {
        func keys(_ name: String) -> [NodeKey] { element.all(name).compactMap { $0["href"].flatMap(target) } }
        return Node.Service(outputs: keys("outputDecision"), inputDecisions: keys("inputDecision"), inputs: keys("inputData"))
    }

    private func find(_ key: NodeKey) -> Node? {
        if key.namespace == namespace { return nodes[key] }
        return imports[key.namespace]?.nodes[key] ?? imports.values.lazy.compactMap { $0.node(key) }.first
    }

    // MARK: - Logic

    private mutating func compile(_ element: XMLElement, _ key: NodeKey) {
        guard let node = nodes[key] else { return }
        var scope: [String: FEELType] = [:]
        for requirement in node.requirements {
            guard let target = find(requirement.key) else {
                diagnostics.error(
                    element.location, "'\(node.name)' requires '\(requirement.key.id)', which is not there",
                    mend: "Remove the requirement, or give a decision, input or knowledge model this id.")
                continue
            }
            let type = scopeType(of: target)
            guard let alias = requirement.alias else { scope[target.name] = type; continue }
            var group: [String: FEELType] = if case .context(let members)? = scope[alias] { members } else { [:] }
            group[target.name] = type
            scope[alias] = .context(group)
        }
        logic.tablesRead = 0
        switch element.name {
        case "decision":
            if element.children.contains(where: { LogicReader.kinds.contains($0.name) }) { nodes[key]?.content = .decision(logic.read(in: element, scope)) }
        case "businessKnowledgeModel":
            guard let body = element.first("encapsulatedLogic") else { return }
            var result = ItemType.any
            if case .function(_, let type) = node.type.type { result = resultType(element, type) }
            let own = mode == .strict ? scope : scope.adding(node.name, .any)
            if case .function(let function) = logic.function(body, own, result: result) {
                nodes[key]?.content = .knowledge(function)
            } else if case .external(let function?) = logic.function(body, scope) {
                nodes[key]?.content = .knowledge(Self.wrapping(function))
            }
        default: break
        }
    }

    /// A result type that the model names keeps its allowed values.
    private mutating func resultType(_ element: XMLElement, _ type: FEELType) -> ItemType {
        let declared = logic.types.named(element.first("variable")?["typeRef"], at: nil, &diagnostics)
        if case .function = declared.type { return ItemType(type) }
        return declared
    }

    private static func wrapping(_ function: Function) -> FunctionLogic {
        let parameters = function.parameters.map { (name: $0.name, type: ItemType($0.type)) }
        let bindings = parameters.map { parameter in
            Logic.Binding(name: parameter.name, logic: .literal(Expression(name: parameter.name), source: parameter.name, .any))
        }
        return FunctionLogic(parameters: parameters, body: .invocation(.external(function), bindings), result: .any)
    }

    private func scopeType(of node: Node) -> FEELType {
        if case .service(let service) = node.content {
            let parameters = (service.inputs + service.inputDecisions).compactMap { find($0)?.type.type }
            return .function(parameters: parameters, result: node.type.type)
        }
        // For the check alone: a value from outside stays as it is.
        if node.isInput, node.type.type == .any, let type = given[node.name] { return type }
        return node.type.type
    }

    // MARK: - Cycles

    private mutating func refuseCycles() {
        var done: Set<NodeKey> = []
        for start in nodes.keys.sorted(by: { $0.id < $1.id }) {
            var path: [NodeKey] = []
            if let cycle = cycle(from: start, &path, &done), let node = nodes[cycle[0]] {
                let names = cycle.compactMap { find($0)?.name }
                diagnostics.error(
                    node.location, "'\(node.name)' depends on itself: \((names + [node.name]).joined(separator: " → "))",
                    mend: "Remove one of these requirements.")
                for key in cycle { nodes[key]?.requirements.removeAll { cycle.contains($0.key) } }
            }
        }
    }

    /// Evaluation goes down the chains on the native stack.
    private static let longestChain = 500

    private mutating func refuseLongChains() {
        var done: Set<NodeKey> = []
        var pending = nodes.keys.sorted { $0.id > $1.id }
        while let key = pending.last {
            let requirements = nodes[key]?.requirements.map(\.key) ?? []
            let waiting = done.contains(key) ? [] : requirements.filter { $0.namespace == namespace && nodes[$0] != nil && !done.contains($0) }
            guard waiting.isEmpty else {
                pending += waiting
                continue
            }
            pending.removeLast()
            guard done.insert(key).inserted, let node = nodes[key] else { continue }
            let depth = 1 + (requirements.compactMap { find($0)?.depth }.max() ?? 0)
            nodes[key]?.depth = depth
            guard depth > Self.longestChain else { continue }
            diagnostics.error(
                node.location, "'\(node.name)' rests on a chain of more than \(Self.longestChain) decisions", mend: "Join some of them into one.")
            nodes[key]?.requirements = []
            nodes[key]?.depth = 1
        }
    }

    /// Depth first, without recursion on the native stack.
    private func cycle(from start: NodeKey, _ path: inout [NodeKey], _ done: inout Set<NodeKey>) -> [NodeKey]? {
        var pending: [(key: NodeKey, next: Int)] = [(start, 0)]
        var open: Set<NodeKey> = [start]
        while let (key, next) = pending.last {
            let requirements = nodes[key]?.requirements ?? []
            guard next < requirements.count, !done.contains(key) else {
                done.insert(key)
                open.remove(key)
                pending.removeLast()
                continue
            }
            pending[pending.count - 1].next += 1
            let target = requirements[next].key
            if open.contains(target), let first = pending.firstIndex(where: { $0.key == target }) { return pending[first...].map(\.key) }
            if target.namespace == namespace, !done.contains(target) {
                pending.append((target, 0))
                open.insert(target)
            }
        }
        return nil
    }
}
