import Kernel
import XML

extension DiagramDrawing {
    func activity(_ shape: Diagram.Shape, _ kind: String) -> [XMLElement] {
        let (b, node) = (shape.bounds, index.nodes[shape.element])
        let isSubProcess = Vocabulary.subProcesses.contains(kind)
        let isOpen = (isSubProcess || kind == "callActivity") && isOpen(shape)
        var classes = "bpmn-shape"
        if kind == "callActivity" { classes += " bpmn-thick" }
        if node?.isEventSubProcess ?? false { classes += " bpmn-dotted" }
        var parts = [outline(SVG.rect(b, round: 10, classes), shape)]
        if kind == "transaction" { parts.append(SVG.rect(b.inset(3), round: 8, "bpmn-icon")) }
        let markers = markers(shape, kind, isOpen: isOpen)
        if isOpen {
            let title = TextLayout(name(of: shape.element), width: b.width - 20, height: 32)
            parts.append(title.drawn(x: b.midX, top: b.y + 6, classes: "bpmn-name bpmn-halo" + ink(shape)))
        } else {
            let icon = Self.icon(of: called(kind, shape.element))
            if !icon.isEmpty { parts.append(SVG.node("g", ["transform": "translate(\(SVG.number(b.x + 6)) \(SVG.number(b.y + 5)))"], icon)) }
            let below = markers.isEmpty ? 3.0 : 17.0
            var room = Diagram.Bounds(x: b.x, y: b.y + 3, width: b.width, height: b.height - 3 - below)
            var text = TextLayout(name(of: shape.element), width: b.width - 10, height: room.height)
            // A first line as wide as that would run into the sign in the corner.
            if !icon.isEmpty, room.midY - text.height / 2 < b.y + 19, TextLayout.width(of: text.lines.first ?? "") * text.size > b.width - 44 {
                room = Diagram.Bounds(x: b.x, y: b.y + 18, width: b.width, height: b.height - 18 - below)
                text = TextLayout(name(of: shape.element), width: b.width - 10, height: room.height)
            }
            parts.append(text.centred(in: room, classes: "bpmn-name" + ink(shape)))
        }
        let width = Double(markers.count) * 17
        for (place, marker) in markers.enumerated() {
            let x = b.midX - width / 2 + Double(place) * 17 + 8.5
            parts.append(SVG.node("g", ["transform": "translate(\(SVG.number(x)) \(SVG.number(b.maxY - 10)))"], [marker]))
        }
        return parts
    }

    /// A call shows the sign of the global task it calls (section 10.3.6).
    private func called(_ kind: String, _ id: String) -> String {
        guard kind == "callActivity", let called = Vocabulary.reference(index.elements[id]?["calledElement"]).flatMap({ index.elements[$0] }) else {
            return kind
        }
        switch called.name {
        case "globalUserTask": return "userTask"
        case "globalManualTask": return "manualTask"
        case "globalScriptTask": return "scriptTask"
        case "globalBusinessRuleTask": return "businessRuleTask"
        default: return kind
        }
    }

    /// Around their own middle.
    private func markers(_ shape: Diagram.Shape, _ kind: String, isOpen: Bool) -> [XMLElement] {
        guard let element = index.elements[shape.element] else { return [] }
        var markers: [XMLElement] = []
        if element.first("standardLoopCharacteristics") != nil { markers.append(SVG.path("M-1.5 5A5 5 0 1 0 -5 1.5M-1.5 5H-6M-1.5 5V0.8", "bpmn-icon")) }
        if let loop = element.first("multiInstanceLoopCharacteristics") {
            markers.append(SVG.path(Self.bars(0, 0, isSequential: loop["isSequential"].isTrue), "bpmn-icon"))
        }
        if kind == "adHocSubProcess" { markers.append(SVG.path("M-6 2C-4 -4 -1 -3 0 0S4 4 6 -2", "bpmn-icon bpmn-thick")) }
        if element["isForCompensation"].isTrue { markers.append(SVG.path("M0 0L6 -4V4ZM-6.5 0L0 -4V4Z", "bpmn-icon")) }
        let calls = kind == "callActivity" && Vocabulary.reference(element["calledElement"]).flatMap { index.elements[$0]?.name } == "process"
        if !isOpen, Vocabulary.subProcesses.contains(kind) || calls || kind == "subChoreography" { markers.append(Self.plus(0, 0)) }
        return markers
    }

    static func plus(_ x: Double, _ y: Double) -> XMLElement {
        SVG.node(
            "g", ["transform": "translate(\(SVG.number(x)) \(SVG.number(y)))"],
            [SVG.rect(Diagram.Bounds(x: -7, y: -7, width: 14, height: 14), "bpmn-icon"), SVG.path("M-4 0H4M0 -4V4", "bpmn-icon")])
    }

    /// Three strokes, upright for parallel and lying for sequential.
    static func bars(_ x: Double, _ y: Double, isSequential: Bool) -> String {
        [-4.0, 0, 4].map { step in
            isSequential
                ? "M\(SVG.number(x - 5)) \(SVG.number(y + step))h10" : "M\(SVG.number(x + step)) \(SVG.number(y - 5))v10"
        }.joined()
    }

    /// The sign of a task's type, in 16 by 14 from its upper left corner (section 10.3.3).
    static func icon(of kind: String) -> [XMLElement] {
        switch kind {
        case "userTask":
            [
                SVG.path("M2 14V11.5C2 9 4 8.2 5.6 8H10.4C12 8.2 14 9 14 11.5V14ZM5 14V11.5M11 14V11.5", "bpmn-open"), circle(8, 4.4, 3.4, "bpmn-open"),
                SVG.path("M4.7 3.9C6 4.6 8 2.4 11.2 3.9A3.3 3.3 0 0 0 4.7 3.9", "bpmn-solid"),
            ]
        case "serviceTask": [gear(6, 6, 5.5), gear(10.5, 9.5, 5.5), circle(10.5, 9.5, 2, "bpmn-open")]
        case "scriptTask":
            [
                SVG.path(
                    "M4 0.5H14C11 3 10.5 4.6 12 7S13 11 10.5 13.5H1.5C4.2 11 4.2 9.4 2.8 7S1.2 3 4 0.5ZM4.6 3.5H10M4.2 6H9.8M5.4 8.5H11M5 11H10.4", "bpmn-icon")
            ]
        case "businessRuleTask":
            [SVG.path("M0.5 1H15.5V13H0.5Z", "bpmn-open"), SVG.path("M0.5 1H15.5V4.4H0.5Z", "bpmn-solid"), SVG.path("M0.5 8.7H15.5M5 4.4V13", "bpmn-icon")]
        case "sendTask": [SVG.path("M0.5 1.5H15.5V12.5H0.5Z", "bpmn-solid"), SVG.path("M0.5 1.5L8 7.5L15.5 1.5", "bpmn-inverse")]
        case "receiveTask": [SVG.path("M0.5 1.5H15.5V12.5H0.5ZM0.5 1.5L8 7.5L15.5 1.5", "bpmn-open")]
        case "manualTask":
            [
                SVG.path(
                    "M1 7C2 4 4 2 6 1.2C7 0.9 7.6 1.8 6.8 2.6L5.4 4H13.6C14.8 4 14.8 5.8 13.6 5.8H9.5H14.4C15.6 5.8 15.6 7.8 14.4 7.8H9.5H13.8C15 7.8 15 9.8 13.8 9.8H9.5H12.6C13.8 9.8 13.8 11.6 12.6 11.6H5.2C3 11.6 1.4 10.6 1 9.6Z",
                    "bpmn-icon")
            ]
        default: []
        }
    }

    private static func circle(_ x: Double, _ y: Double, _ radius: Double, _ classes: String) -> XMLElement { SVG.circle(x, y, radius, classes) }

    /// A wheel of eight teeth.
    private static func gear(_ x: Double, _ y: Double, _ radius: Double) -> XMLElement {
        // cos and sin of multiples of 22.5 degrees.
        let around: [(Double, Double)] = [
            (1, 0), (0.924, 0.383), (0.707, 0.707), (0.383, 0.924), (0, 1), (-0.383, 0.924), (-0.707, 0.707), (-0.924, 0.383), (-1, 0), (-0.924, -0.383),
            (-0.707, -0.707), (-0.383, -0.924), (0, -1), (0.383, -0.924), (0.707, -0.707), (0.924, -0.383),
        ]
        let points = around.enumerated().map { place, direction in
            let length = place.isMultiple(of: 2) ? radius : radius * 0.7
            return "\(SVG.number(x + direction.0 * length)) \(SVG.number(y + direction.1 * length))"
        }
        return SVG.path("M" + points.joined(separator: "L") + "Z", "bpmn-open")
    }
}
