import FEEL
import Kernel
import Processes
import XML

/// What a process of a file is to the engine, before the engine has checked it.
public struct CompiledProcess: Sendable {
    public var id: String
    public var name: String
    public var elements: [Element]
    public var flows: [Flow]
    /// Names of data that the model declares: data objects, properties, inputs.
    public var declared: Set<String>
    /// Names that its expressions use and nothing in the model declares or sets by itself.
    public var used: Set<String>
    /// Elements that came in the place of a call: by their ids here, those they were drawn with.
    public internal(set) var origins: [String: String] = [:]
    /// Whether another process of the file calls it.
    public internal(set) var isCalled = false
    var calls: [String: CallMapping] = [:]
    public var location: SourceLocation

    /// Names for a check that knows nothing of what is around the file: whatever an expression uses may be there.
    public var openNames: Names { Names(Dictionary(uniqueKeysWithValues: declared.union(used).map { ($0, .any) })) }
}

extension BPMNDocument {
    /// Every process and global task of the file as the engine takes it.
    ///
    /// An error says what cannot run as it stands; a warning says what the model leaves open, and what happens then.
    ///
    /// - Parameters:
    ///   - dialect: what the model's folder was first served in.
    ///   - now: warns of cron expressions whose years are over by then; nil: what is found does not change as time goes by.
    public func compile(_ diagnostics: inout Diagnostics, dialect: FolderDialect = .newest, now: Instant? = nil) -> [CompiledProcess] {
        var compiled: [CompiledProcess] = []
        // Before anything is compiled, part of which looks at all elements for each.
        guard let processes = ProcessLimits.check(contents, &diagnostics) else { return [] }
        for process in processes {
            var compiler = ProcessCompiler(contents, process, dialect, now: now, isOfServed: diagnostics.isOfServed)
            compiled.append(compiler.compile())
            diagnostics.append(contentsOf: compiler.diagnostics)
        }
        for task in contents.globalTasks {
            let process = ProcessDefinition(id: task.id, name: task.name, nodes: [task], element: task.element)
            var compiler = ProcessCompiler(contents, process, dialect, now: now, isOfServed: diagnostics.isOfServed)
            compiled.append(compiler.compile())
            diagnostics.append(contentsOf: compiler.diagnostics)
        }
        let called = Set(
            compiled.flatMap(\.elements).compactMap { element in if case .callActivity(let process) = element.kind { process } else { nil } })
        let empty = contents.processes.filter(\.nodes.isEmpty).map { process in
            CompiledProcess(id: process.id, name: process.name, elements: [], flows: [], declared: [], used: [], location: process.location)
        }
        var expansion = CallExpansion(compiled + empty)
        for index in compiled.indices {
            compiled[index] = expansion.expanded(compiled[index])
            compiled[index].isCalled = called.contains(compiled[index].id)
        }
        diagnostics.append(contentsOf: expansion.diagnostics)
        for collaboration in contents.collaborations {
            for key in collaboration.element.all("correlationKey") + collaboration.element.all("conversation").flatMap({ $0.all("correlationKey") }) {
                Self.tellOfCorrelation(key, &diagnostics)
            }
        }
        for flow in contents.collaborations.flatMap(\.messageFlows) { tellOfMessage(of: flow, &diagnostics) }
        for subscription in contents.processes.flatMap({ $0.element.all("correlationSubscription") }) { Self.tellOfCorrelation(subscription, &diagnostics) }
        for node in contents.choreographies {
            diagnostics.error(
                node.location, "the choreography '\(node.name.isEmpty ? node.id : node.name)' is kept and drawn, but a choreography does not run",
                mend: "Draw what each participant does as a process of its own (BPMN 2.0.2, section 11).")
        }
        return compiled
    }

    /// Section 8.4.2.
    private static func tellOfCorrelation(_ element: XMLElement, _ diagnostics: inout Diagnostics) {
        diagnostics.warning(
            element.location, "messages are not told apart by this '\(element.name)', so the one that has waited longest takes them",
            mend: "Say what a message must carry with polity:key=\"…\" on the event that waits for it.")
    }

    /// Section 9.3: a message flow may name its message, which is drawn on it and no more. An event that waits for one names its own.
    private func tellOfMessage(of flow: MessageFlow, _ diagnostics: inout Diagnostics) {
        guard let message = Vocabulary.reference(flow.element["messageRef"]), contents.rootElements[message]?.name != "message" else { return }
        let known = Set(contents.rootElements.filter { $0.value.name == "message" }.keys)
        let near = Spelling.nearest(to: message, among: known).map { "Did you mean '\($0)'?" }
        diagnostics.warning(
            flow.element.location(of: "messageRef"),
            "the message flow '\(flow.name.isEmpty ? flow.id : flow.name)' names the message '\(message)', which is not in this file",
            mend: near ?? "Put a message with this id beside the process, or take messageRef away.")
    }

    private static func tellOfCalls(_ process: CompiledProcess, beside known: Set<String>, _ diagnostics: inout Diagnostics) {
        for element in process.elements where process.origins[element.id] == nil {
            guard case .callActivity(let called) = element.kind, !known.contains(called) else { continue }
            let near = Spelling.nearest(to: called, among: known).map { "Did you mean '\($0)'?" }
            diagnostics.warning(
                element.location, "'\(element.id)' calls '\(called)', which is not in this file, so it runs only where that is",
                mend: near ?? "In a service, put what is called into the same file.")
        }
    }

    /// Everything that cannot run, and what is missing, as the compiler and the engine find it.
    ///
    /// - Parameter now: as for `compile`.
    public func check(_ diagnostics: inout Diagnostics, now: Instant? = nil) -> [ProcessModel] {
        var findings = Diagnostics()
        let compiled = compile(&findings, now: now)
        // What it calls may be in another file: whoever runs it says what there is.
        for process in compiled { Self.tellOfCalls(process, beside: Set(compiled.map(\.id)), &findings) }
        var around = Surroundings()
        var models: [ProcessModel] = []
        // What is wrong in a called process is told of that, and not once more of each that calls it.
        var told: Set<SourceLocation> = []
        for process in compiled.sorted(by: { $0.origins.count < $1.origins.count }) {
            var later = Diagnostics()
            // What the process itself has is not there before it begins.
            around.standing = process.used.subtracting(process.declared)
            let model = ProcessModel(
                id: process.id, elements: process.elements, flows: process.flows, names: process.openNames, around: around, diagnostics: &later)
            if let model { models.append(model) }
            var own = Diagnostics()
            for finding in later.all where !told.contains(finding.location) { own.append(finding) }
            told.formUnion(own.all.map(\.location))
            findings.append(contentsOf: own, unlessReported: findings)
        }
        diagnostics.append(contentsOf: findings)
        return models
    }
}

/// Turns one process into the engine's elements and flows.
struct ProcessCompiler {
    let definitions: Definitions
    let process: ProcessDefinition
    let dialect: FolderDialect
    /// Nil where what is found does not change as time goes by.
    let now: Instant?
    var expressions: ExpressionReader
    var diagnostics: Diagnostics
    /// Names of whatever has an id and a name: data that loops refer to.
    let itemNames: [String: String]
    /// Compensation handlers: by activity the boundary event that leads to it.
    private let handlers: [String: String]
    /// By node, the role of the innermost lane that says one.
    let laneRoles: [String: String]
    /// How many flows lead to a node.
    private let arriving: [String: Int]

    init(_ definitions: Definitions, _ process: ProcessDefinition, _ dialect: FolderDialect, now: Instant?, isOfServed: Bool) {
        self.definitions = definitions
        self.process = process
        self.dialect = dialect
        self.now = now
        diagnostics = Diagnostics(isOfServed: isOfServed)
        var names: [String: String] = [:]
        var declared: Set<String> = []
        // A reference stands for its data object or store, of which there may be several, each with a label of its own (section 10.4.1).
        var targets: [(reference: String, target: String)] = []
        process.element.visit { element in
            guard let id = element["id"], Vocabulary.data.contains(element.name) || ["property", "inputDataItem", "outputDataItem"].contains(element.name)
            else {
                return
            }
            names[id] = element["name"]?.trimmed ?? ""
            if let target = Vocabulary.reference(element["dataObjectRef"] ?? element["dataStoreRef"]) { targets.append((id, target)) }
        }
        for isNamed in [true, false] {
            for (reference, target) in targets {
                let own = names[target] ?? definitions.rootElements[target]?["name"]?.trimmed ?? ""
                let label = names[reference] ?? ""
                if own.isEmpty, label.isEmpty != isNamed { names[target] = label.isEmpty ? reference : label }
            }
        }
        for (reference, target) in targets { names[reference] = names[target] ?? definitions.rootElements[target]?["name"]?.trimmed }
        for (id, name) in names {
            names[id] = name.isEmpty ? id : name
            declared.insert(names[id] ?? id)
        }
        itemNames = names
        expressions = ExpressionReader(declared: declared, language: definitions.expressionLanguage)
        let boundaries = Set(process.nodes.filter { $0.kind == "boundaryEvent" }.map(\.id))
        var handlers: [String: String] = [:]
        let artifacts = process.artifacts + definitions.collaborations.flatMap(\.artifacts)
        for ends in artifacts.compactMap(\.ends) {
            if boundaries.contains(ends.from) { handlers[ends.to] = ends.from } else if boundaries.contains(ends.to) { handlers[ends.from] = ends.to }
        }
        self.handlers = handlers
        var roles: [String: String] = [:]
        for lane in process.lanes {
            guard let role = lane.element.attribute("role", in: Vocabulary.polity) else { continue }
            for node in lane.nodes { roles[node] = role }
        }
        laneRoles = roles
        var arriving: [String: Int] = [:]
        for flow in process.flows { arriving[flow.to, default: 0] += 1 }
        self.arriving = arriving
    }

    mutating func compile() -> CompiledProcess {
        var elements: [Element] = []
        var calls: [String: CallMapping] = [:]
        for node in process.nodes {
            guard let kind = kind(of: node) else { continue }
            var element = Element(node.id, name: node.name, kind, in: node.parent, at: node.location)
            if node.isActivity {
                element.loop = loop(of: node)
                element.quantity = quantity(of: node)
                element.otherwise = node.defaultFlow
                if node.isForCompensation { element.compensates = handlers[node.id] ?? "" }
            }
            let hasOwnInput = ["serviceTask", "sendTask", "endEvent", "intermediateThrowEvent"].contains(node.kind)
            if !hasOwnInput { element.input = inputs(node) }
            element.output = outputs(node)
            if case .callActivity = kind { calls[node.id] = mapping(of: node, element.input, element.output) }
            elements.append(element)
        }
        let flows = flows()
        diagnostics.append(contentsOf: expressions.diagnostics)
        return CompiledProcess(
            id: process.id, name: process.name, elements: elements, flows: flows, declared: expressions.declared, used: expressions.used,
            calls: calls, location: process.location)
    }

    /// Table 10.3: how many tokens begin an activity, and how many leave it.
    private mutating func quantity(of node: FlowNode) -> Element.Quantity {
        Element.Quantity(start: tokens("startQuantity", of: node), completion: tokens("completionQuantity", of: node))
    }

    private mutating func tokens(_ attribute: String, of node: FlowNode) -> Int {
        guard let written = node.element[attribute]?.trimmed else { return 1 }
        guard dialect.countsTokens else {
            if Int(written) != 1 {
                diagnostics.warning(
                    node.element.location(of: attribute),
                    "'\(title(node))' has a \(attribute) of '\(written.prefix(60))', which was passed over when this was served")
            }
            return 1
        }
        if let count = Int(written), (1...Element.Quantity.limit).contains(count) { return count }
        diagnostics.tightened(
            node.element.location(of: attribute),
            "'\(title(node))' has a \(attribute) of '\(written.prefix(60))', which is no number from 1 to \(Element.Quantity.limit)",
            mend: attribute == "startQuantity" ? "Say how many tokens begin it." : "Say how many tokens leave it.")
        return 1
    }

    private mutating func flows() -> [Flow] {
        var flows: [Flow] = []
        let nodes = Dictionary(process.nodes.map { ($0.id, $0) }) { first, _ in first }
        var leaving: [String: Int] = [:]
        for flow in process.flows { leaving[flow.from, default: 0] += 1 }
        for flow in process.flows {
            var condition: Formula?
            let origin = nodes[flow.from]
            if let written = flow.condition, origin?.kind != "parallelGateway", origin?.kind != "eventBasedGateway" {
                condition = expressions.formula(written, of: "the condition of the flow '\(flow.name.isEmpty ? flow.id : flow.name)'")
            } else if let origin, leaving[flow.from, default: 0] > 1, origin.defaultFlow != flow.id,
                ["exclusiveGateway", "inclusiveGateway"].contains(origin.kind) || origin.isActivity && origin.defaultFlow != nil
            {
                diagnostics.warning(
                    flow.location, "the flow '\(flow.name.isEmpty ? flow.id : flow.name)' says no condition, so it is always taken when it is asked",
                    mend: origin.isActivity
                        ? "Give it a condition in FEEL: as it is, the default flow is never taken."
                        : "Give it a condition in FEEL, or make it the gateway's default flow.")
            }
            flows.append(Flow(flow.id, from: flow.from, to: flow.to, when: condition, at: flow.location))
        }
        return flows
    }

    private mutating func kind(of node: FlowNode) -> Element.Kind? {
        switch node.kind {
        case "startEvent": return .start(trigger(of: node), interrupts: !node.isNonInterrupting)
        case "endEvent": return .end(result(of: node))
        case "intermediateThrowEvent", "implicitThrowEvent": return .throwEvent(result(of: node))
        case "intermediateCatchEvent":
            // Some tools write an intermediate event without a kind so (section 10.5.4: it throws nothing).
            guard !node.events.isEmpty else {
                missing(node, "not what it waits for, so it passes at once", "an event definition")
                return .throwEvent(.none)
            }
            return .catchEvent(trigger(of: node))
        case "boundaryEvent": return .boundary(trigger(of: node), on: node.attachedTo ?? "", interrupts: !node.isNonInterrupting)
        case "callActivity": return callActivity(node)
        case _ where node.isSubProcess: return .subProcess(subProcess(node))
        case _ where node.isGateway: return gateway(node)
        case _ where Vocabulary.choreographies.contains(node.kind): return nil
        case _ where node.isActivity: return .task(task(node))
        default:
            diagnostics.error(
                node.location, "'\(title(node))' is of the kind '\(node.kind)', which BPMN's processes do not run",
                mend: "Use a start, intermediate or end event.")
            return nil
        }
    }

    private mutating func gateway(_ node: FlowNode) -> Element.Kind? {
        switch node.kind {
        case "exclusiveGateway": return .gateway(.exclusive(otherwise: node.defaultFlow))
        case "parallelGateway": return .gateway(.parallel)
        case "inclusiveGateway": return .gateway(.inclusive(otherwise: node.defaultFlow))
        case "eventBasedGateway":
            let startsAll = node.element["instantiate"].isTrue && node.element["eventGatewayType"] == "Parallel"
            return .gateway(startsAll ? .parallelEventBased : .eventBased)
        case "complexGateway":
            var activation = expressions.optional(
                node.element.first("activationCondition"), of: "the activation condition of '\(title(node))'")
            if activation == nil, arriving[node.id, default: 0] > 1 {
                missing(node, "no activation condition, so it goes on with the first token", "an activationCondition")
                activation = Formula(SourceText("activationCount >= 1", at: node.location))
            }
            return .gateway(.complex(activation: activation, otherwise: node.defaultFlow))
        default:
            diagnostics.error(node.location, "'\(title(node))' is a '\(node.kind)', which BPMN does not have", mend: "Use one of BPMN's gateways.")
            return nil
        }
    }

    func title(_ node: FlowNode) -> String { node.name.isEmpty ? node.id : node.name.split(whereSeparator: \.isNewline).joined(separator: " ") }

    /// What the standard leaves open, and what the engine makes of it.
    mutating func missing(_ node: FlowNode, _ what: String, _ mend: String) {
        diagnostics.warning(node.location, "'\(title(node))' says \(what)", mend: "To make it run as meant, give it \(mend).")
    }
}
