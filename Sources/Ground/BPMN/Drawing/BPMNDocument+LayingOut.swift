import Kernel
import Processes
import XML

extension BPMNDocument {
    /// A process that was not drawn but compiled from something else, as a file with a diagram of its own.
    ///
    /// - Parameters:
    ///   - model: without sub-processes and events on borders; those are left out.
    ///   - name: of an element, for people; "" for one that needs none.
    public init?(layingOut model: ProcessModel, name: String, naming: (Element) -> String) {
        let elements = model.elements.filter { $0.parent == nil && $0.tag != nil }
        let index = Dictionary(uniqueKeysWithValues: elements.enumerated().map { ($1.id, $0) })
        let flows = model.connections.compactMap { flow in
            index[flow.from].flatMap { from in index[flow.to].map { (flow: flow, from: from, to: $0) } }
        }
        let layout = ProcessLayout(elements, flows.map { ($0.from, $0.to) })
        let nodes = elements.map { Self.node($0, naming($0)) }
        let drawnFlows = flows.map { SVG.node("sequenceFlow", ["id": $0.flow.id, "sourceRef": $0.flow.from, "targetRef": $0.flow.to]) }
        let shapes = elements.indices.map { place -> XMLElement in
            SVG.node("BPMNShape", ["bpmnElement": elements[place].id], [Self.bounds(layout.bounds(place))])
        }
        let edges = flows.indices.map { place -> XMLElement in
            SVG.node("BPMNEdge", ["bpmnElement": flows[place].flow.id], layout.lines[place].map(Self.waypoint))
        }
        let plane = SVG.node("BPMNPlane", ["bpmnElement": model.id], shapes + edges)
        let process = SVG.node("process", ["id": model.id, "name": name], nodes + drawnFlows)
        let root = SVG.node(
            "definitions", ["xmlns": Vocabulary.model, "targetNamespace": "urn:polity:process"],
            [process, SVG.node("BPMNDiagram", ["xmlns": "http://www.omg.org/spec/BPMN/20100524/DI"], [plane])])
        var diagnostics = Diagnostics()
        self.init(reading: XMLWriter.write(root), file: model.id, diagnostics: &diagnostics)
    }

    private static func node(_ element: Element, _ name: String) -> XMLElement {
        let events = element.drawnEvents.map { SVG.node($0 + "EventDefinition") }
        var node = SVG.node(element.tag ?? "task", ["id": element.id, "name": name], events)
        if case .gateway(.exclusive(let otherwise?)) = element.kind { node["default"] = otherwise }
        return node
    }

    private static func bounds(_ bounds: Diagram.Bounds) -> XMLElement {
        SVG.node(
            "Bounds",
            [
                "xmlns": "http://www.omg.org/spec/DD/20100524/DC", "x": SVG.number(bounds.x), "y": SVG.number(bounds.y), "width": SVG.number(bounds.width),
                "height": SVG.number(bounds.height),
            ])
    }

    private static func waypoint(_ point: Diagram.Point) -> XMLElement {
        SVG.node("waypoint", ["xmlns": "http://www.omg.org/spec/DD/20100524/DI", "x": SVG.number(point.x), "y": SVG.number(point.y)])
    }
}

extension Element {
    /// Its element in a file; nil for what the layout has no place for.
    fileprivate var tag: String? {
        switch kind {
        case .start: "startEvent"
        case .end: "endEvent"
        case .catchEvent: "intermediateCatchEvent"
        case .throwEvent: "intermediateThrowEvent"
        case .task(let task): task.tag
        case .gateway(let gateway): gateway.tag
        case .callActivity: "callActivity"
        case .boundary, .subProcess: nil
        }
    }

    /// What it waits for, as the sign in it shows.
    fileprivate var drawnEvents: [String] {
        guard case .catchEvent(let trigger) = kind else { return [] }
        switch trigger {
        case .timer: return ["timer"]
        case .message: return ["message"]
        case .signal: return ["signal"]
        case .conditional: return ["conditional"]
        case .link: return ["link"]
        case .none, .error, .escalation, .cancel, .compensation, .multiple, .parallelMultiple: return []
        }
    }
}

extension Element.Task {
    fileprivate var tag: String {
        switch self {
        case .user: "userTask"
        case .service: "serviceTask"
        case .script: "scriptTask"
        case .rules: "businessRuleTask"
        case .send: "sendTask"
        case .receive: "receiveTask"
        case .manual: "task"
        }
    }
}

extension Element.Gateway {
    fileprivate var tag: String {
        switch self {
        case .exclusive: "exclusiveGateway"
        case .parallel: "parallelGateway"
        case .inclusive: "inclusiveGateway"
        case .eventBased, .parallelEventBased: "eventBasedGateway"
        case .complex: "complexGateway"
        }
    }
}
