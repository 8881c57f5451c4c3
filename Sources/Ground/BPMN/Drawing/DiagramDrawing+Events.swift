import Kernel
import XML

extension DiagramDrawing {
    func event(_ shape: Diagram.Shape) -> [XMLElement] {
        let (b, node) = (shape.bounds, index.nodes[shape.element])
        let radius = min(b.width, b.height) / 2
        let dashed = node?.isNonInterrupting ?? false ? " bpmn-dashed" : ""
        var parts: [XMLElement] = []
        switch node?.kind {
        case "endEvent": parts.append(outline(SVG.circle(b.midX, b.midY, radius - 1, "bpmn-shape bpmn-thick"), shape))
        case "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "implicitThrowEvent":
            parts.append(outline(SVG.circle(b.midX, b.midY, radius, "bpmn-shape" + dashed), shape))
            parts.append(SVG.circle(b.midX, b.midY, radius * 0.82, "bpmn-icon" + dashed))
        default: parts.append(outline(SVG.circle(b.midX, b.midY, radius, "bpmn-shape" + dashed), shape))
        }
        if let node {
            let sign = Self.sign(of: node)
            if !sign.isEmpty {
                let scale = SVG.number(radius / 18)
                parts.append(SVG.node("g", ["transform": "translate(\(SVG.number(b.midX)) \(SVG.number(b.midY))) scale(\(scale))"], sign))
            }
        }
        return parts
    }

    /// What stands inside, around the middle of a circle of 18: filled where the event throws (table 10.93).
    private static func sign(of node: FlowNode) -> [XMLElement] {
        let classes = node.throwsEvents ? "bpmn-solid" : "bpmn-icon"
        if node.events.count > 1 {
            if node.isParallelMultiple { return [SVG.path("M-2.5 -9H2.5V-2.5H9V2.5H2.5V9H-2.5V2.5H-9V-2.5H-2.5Z", classes)] }
            return [SVG.path("M0 -9.5L9 -3L5.6 7.7H-5.6L-9 -3Z", classes)]
        }
        switch node.events.first?.kind {
        case .message:
            return node.throwsEvents
                ? [SVG.path("M-9 -6H9V6H-9Z", "bpmn-solid"), SVG.path("M-9 -6L0 1L9 -6", "bpmn-inverse")]
                : [SVG.path("M-9 -6H9V6H-9ZM-9 -6L0 1L9 -6", "bpmn-icon")]
        case .timer:
            let strokes = [
                "M0 -11V-9", "M0 11V9", "M-11 0H-9", "M11 0H9", "M7.8 -7.8L6.4 -6.4", "M-7.8 7.8L-6.4 6.4", "M-7.8 -7.8L-6.4 -6.4", "M7.8 7.8L6.4 6.4",
            ]
            return [SVG.circle(0, 0, 11, "bpmn-icon"), SVG.path(strokes.joined() + "M1.5 -7.5L0 0L5 2", "bpmn-icon")]
        case .signal: return [SVG.path("M0 -9.5L9 6.5H-9Z", classes)]
        case .error: return [SVG.path("M-8.5 8.5L-3.2 -8L2.6 1.2L8.5 -9L3.4 7.6L-2.6 -0.6Z", classes)]
        case .escalation: return [SVG.path("M0 -10L7 9L0 1.8L-7 9Z", classes)]
        case .conditional: return [SVG.path("M-7.5 -9H7.5V9H-7.5ZM-4.5 -5.5H4.5M-4.5 -1.8H4.5M-4.5 1.8H4.5M-4.5 5.5H4.5", "bpmn-icon")]
        case .link: return [SVG.path("M-9 -4H2V-9L10 0L2 9V4H-9Z", classes)]
        case .cancel: return [SVG.path("M-9 -6L-6 -9L0 -3L6 -9L9 -6L3 0L9 6L6 9L0 3L-6 9L-9 6L-3 0Z", classes)]
        case .compensate: return [SVG.path("M-0.5 0L9 -7V7ZM-10 0L-0.5 -7V7Z", classes)]
        case .terminate: return [SVG.circle(0, 0, 10, "bpmn-solid")]
        case nil: return []
        }
    }

    // MARK: - Gateways

    func gateway(_ shape: Diagram.Shape, _ kind: String) -> [XMLElement] {
        let b = shape.bounds
        let corners = [(b.midX, b.y), (b.maxX, b.midY), (b.midX, b.maxY), (b.x, b.midY)].map { "\(SVG.number($0.0)) \(SVG.number($0.1))" }
        var parts = [outline(SVG.path("M" + corners.joined(separator: "L") + "Z", "bpmn-shape"), shape)]
        let sign: [XMLElement] =
            switch kind {
            case "exclusiveGateway": shape.isMarkerVisible == true ? [SVG.path("M-6 -8L6 8M6 -8L-6 8", "bpmn-line bpmn-thick")] : []
            case "parallelGateway": [SVG.path("M0 -11V11M-11 0H11", "bpmn-line bpmn-thick")]
            case "inclusiveGateway": [SVG.circle(0, 0, 10.5, "bpmn-line bpmn-thick")]
            case "complexGateway": [SVG.path("M0 -12V12M-12 0H12M-8 -8L8 8M8 -8L-8 8", "bpmn-line bpmn-thick")]
            case "eventBasedGateway": Self.eventBased(index.elements[shape.element])
            default: []
            }
        let scale = SVG.number(min(b.width, b.height) / 50)
        parts.append(SVG.node("g", ["transform": "translate(\(SVG.number(b.midX)) \(SVG.number(b.midY))) scale(\(scale))"], sign))
        return parts
    }

    private static func eventBased(_ element: XMLElement?) -> [XMLElement] {
        var parts = [SVG.circle(0, 0, 14, "bpmn-icon")]
        let starts = element?["instantiate"].isTrue ?? false
        if !starts { parts.append(SVG.circle(0, 0, 11.5, "bpmn-icon")) }
        if starts, element?["eventGatewayType"] == "Parallel" {
            parts.append(SVG.path("M-2.2 -8H2.2V-2.2H8V2.2H2.2V8H-2.2V2.2H-8V-2.2H-2.2Z", "bpmn-icon"))
        } else {
            parts.append(SVG.path("M0 -8L7.6 -2.4L4.8 6.6H-4.8L-7.6 -2.4Z", "bpmn-icon"))
        }
        return parts
    }
}
