import Kernel
import XML

/// Reads what is in a file from its tree. It has no opinion: what cannot run, and what is missing to run it, the compiler says.
struct DefinitionsReader {
    private let root: XMLElement
    private var unnamed = 0
    private var rootElements: [String: XMLElement] = [:]
    private var categoryValues: [String: String] = [:]

    private init(_ root: XMLElement) { self.root = root }

    static func read(_ root: XMLElement) -> Definitions {
        var reader = DefinitionsReader(root)
        return reader.read()
    }

    private mutating func read() -> Definitions {
        for element in root.children { if let id = element["id"] { rootElements[id] = element } }
        for value in root.all("category").flatMap({ $0.all("categoryValue") }) {
            if let id = value["id"], categoryValues[id] == nil { categoryValues[id] = value["value"] }
        }
        var result = Definitions(
            id: root["id"], name: root["name"], targetNamespace: root["targetNamespace"] ?? "",
            exporter: root["exporter"].map { exporter in [exporter, root["exporterVersion"]].compactMap { $0 }.joined(separator: " ") },
            expressionLanguage: root["expressionLanguage"], rootElements: rootElements, root: root)
        for operation in root.all("interface").flatMap({ $0.all("operation") }) {
            if let id = operation["id"], result.operations[id] == nil { result.operations[id] = operation }
        }
        for element in root.children {
            if Vocabulary.isDiagram(element.namespace), element.name == "BPMNDiagram" { result.diagrams.append(DiagramReader.diagram(element)) }
            guard Vocabulary.isModel(element.namespace) else { continue }
            switch element.name {
            case "process": result.processes.append(process(element))
            case "collaboration", "choreography", "globalConversation":
                result.collaborations.append(collaboration(element))
                result.choreographies += element.children.filter { Vocabulary.choreographies.contains($0.name) }.map { node($0, in: nil) }
            case _ where Vocabulary.globalTasks.contains(element.name): result.globalTasks.append(node(element, in: nil))
            default: break
            }
        }
        return result
    }

    private mutating func id(of element: XMLElement) -> String {
        if let id = element["id"]?.trimmed, !id.isEmpty { return id }
        unnamed += 1
        return "\(element.name)_without_id_\(unnamed)"
    }

    private mutating func process(_ element: XMLElement) -> ProcessDefinition {
        var process = ProcessDefinition(
            id: id(of: element), name: name(of: element), isExecutable: element["isExecutable"].map { $0 == "true" || $0 == "1" }, element: element)
        // Sub-processes in sub-processes, on a list of our own.
        var open: [(element: XMLElement, id: String?)] = [(element, nil)]
        var next = 0
        while next < open.count {
            let scope = open[next]
            next += 1
            for child in scope.element.children where Vocabulary.isModel(child.namespace) {
                switch child.name {
                case "sequenceFlow": process.flows.append(flow(child))
                case "laneSet": lanes(child, in: nil, depth: 0, &process.lanes)
                case _ where Vocabulary.artifacts.contains(child.name): process.artifacts.append(artifact(child))
                case _ where Vocabulary.data.contains(child.name): process.data.append(data(child))
                case "ioSpecification":
                    for part in child.children where part.name == "dataInput" || part.name == "dataOutput" { process.data.append(data(part)) }
                case "property": process.data.append(data(child))
                case _ where Self.isFlowNode(child):
                    let node = node(child, in: scope.id)
                    process.nodes.append(node)
                    if node.isSubProcess { open.append((child, node.id)) }
                default: break
                }
            }
        }
        return process
    }

    private static func isFlowNode(_ element: XMLElement) -> Bool {
        let name = element.name
        return name.hasSuffix("Event") || name == "event" || name.hasSuffix("Gateway") || name == "task" || name.hasSuffix("Task")
            || Vocabulary.subProcesses.contains(name) || name == "callActivity" || Vocabulary.choreographies.contains(name)
    }

    private mutating func node(_ element: XMLElement, in parent: String?) -> FlowNode {
        FlowNode(
            id: id(of: element), name: name(of: element), kind: element.name, parent: parent, events: events(element),
            attachedTo: Vocabulary.reference(element["attachedToRef"]), defaultFlow: Vocabulary.reference(element["default"]),
            isForCompensation: element["isForCompensation"].isTrue, element: element)
    }

    /// Those in the event, and those it names.
    private func events(_ element: XMLElement) -> [EventDefinition] {
        element.children.compactMap { child in
            guard Vocabulary.isModel(child.namespace) else { return nil }
            let definition = child.name == "eventDefinitionRef" ? Vocabulary.reference(child.text).flatMap { rootElements[$0] } : child
            guard let definition, Vocabulary.eventDefinitions.contains(definition.name) else { return nil }
            return EventDefinition.Kind(rawValue: String(definition.name.dropLast("EventDefinition".count))).map {
                EventDefinition(kind: $0, element: definition)
            }
        }
    }

    private mutating func flow(_ element: XMLElement) -> SequenceFlow {
        let condition = element.first("conditionExpression").flatMap { $0.text.trimmed.isEmpty ? nil : $0 }
        return SequenceFlow(
            id: id(of: element), name: name(of: element), from: Vocabulary.reference(element["sourceRef"]) ?? "",
            to: Vocabulary.reference(element["targetRef"]) ?? "", condition: condition, element: element)
    }

    private mutating func lanes(_ set: XMLElement, in parent: String?, depth: Int, _ lanes: inout [Lane]) {
        guard depth < 50 else { return }
        for element in set.all("lane") {
            let lane = Lane(
                id: id(of: element), name: name(of: element), parent: parent, nodes: element.all("flowNodeRef").compactMap { Vocabulary.reference($0.text) },
                element: element)
            lanes.append(lane)
            for inner in element.all("childLaneSet") { self.lanes(inner, in: lane.id, depth: depth + 1, &lanes) }
        }
    }

    private mutating func data(_ element: XMLElement) -> DataElement {
        // A reference shows the name of what it refers to, where it has none of its own.
        let target = Vocabulary.reference(element["dataObjectRef"] ?? element["dataStoreRef"]).flatMap { rootElements[$0] }
        let name = self.name(of: element)
        return DataElement(
            id: id(of: element), name: name.isEmpty ? target.map(self.name) ?? "" : name, kind: element.name,
            isCollection: (element["isCollection"] ?? target?["isCollection"]).isTrue, state: element.first("dataState")?["name"], element: element)
    }

    private mutating func artifact(_ element: XMLElement) -> Artifact {
        var text = element.text(of: "text") ?? name(of: element)
        if element.name == "group", let reference = Vocabulary.reference(element["categoryValueRef"]) {
            text = categoryValues[reference] ?? text
        }
        let ends =
            element.name == "association"
            ? (Vocabulary.reference(element["sourceRef"]) ?? "", Vocabulary.reference(element["targetRef"]) ?? "") : nil
        return Artifact(id: id(of: element), kind: element.name, text: text, ends: ends.map { (from: $0.0, to: $0.1) }, element: element)
    }

    private mutating func collaboration(_ element: XMLElement) -> Collaboration {
        var result = Collaboration(id: id(of: element), element: element)
        for child in element.children where Vocabulary.isModel(child.namespace) {
            switch child.name {
            case "participant":
                result.participants.append(
                    Participant(
                        id: id(of: child), name: name(of: child), process: Vocabulary.reference(child["processRef"]),
                        isMultiple: child.first("participantMultiplicity").map { ($0["maximum"].flatMap { Int($0) } ?? 2) > 1 } ?? false, element: child))
            case "messageFlow":
                result.messageFlows.append(
                    MessageFlow(
                        id: id(of: child), name: name(of: child), from: Vocabulary.reference(child["sourceRef"]) ?? "",
                        to: Vocabulary.reference(child["targetRef"]) ?? "", element: child))
            case "conversation", "subConversation", "callConversation", "conversationLink": result.conversations.append(artifact(child))
            case _ where Vocabulary.artifacts.contains(child.name): result.artifacts.append(artifact(child))
            default: break
            }
        }
        return result
    }

    private func name(of element: XMLElement) -> String { element["name"]?.trimmed ?? "" }
}
