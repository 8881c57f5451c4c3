import Kernel
import XML

extension DiagramDrawing {
    func drawn(_ edge: Diagram.Edge, in diagram: Diagram) -> XMLElement {
        let element = index.elements[edge.element]
        let kind = element?.name ?? "sequenceFlow"
        var parts: [XMLElement]
        switch kind {
        case "messageFlow": parts = messageFlow(edge)
        case "association", "dataInputAssociation", "dataOutputAssociation": parts = association(edge, element, kind)
        case "conversationLink": parts = conversationLink(edge)
        default: parts = sequenceFlow(edge, element)
        }
        if let stroke = edge.colours.stroke {
            for place in parts.indices where parts[place]["class"] == "bpmn-line" {
                parts[place]["class"] = "bpmn-tint"
                parts[place]["fill"] = "none"
                parts[place]["stroke"] = stroke
                parts[place]["stroke-width"] = "1.5"
            }
        }
        let name = name(of: edge.element)
        if !name.isEmpty { parts.append(label(name, of: edge)) }
        var group = SVG.node("g", ["class": "bpmn-\(kind)", "data-element": edge.element], parts)
        group.content.insert(.element(SVG.text("title", [:], words(for: edge.element))), at: 0)
        return group
    }

    private func sequenceFlow(_ edge: Diagram.Edge, _ element: XMLElement?) -> [XMLElement] {
        let points = edge.points
        var parts = [SVG.line(points, "bpmn-line"), Self.arrow(points, isOpen: false)]
        let origin = Vocabulary.reference(element?["sourceRef"]).flatMap { index.nodes[$0] }
        let start = Step(from: points[0], to: points[1])
        if index.defaults.contains(edge.element) {
            let (a, b) = (start.point(7, -5), start.point(12, 5))
            parts.append(SVG.line([a, b], "bpmn-line"))
        } else if element?.first("conditionExpression") != nil, origin?.isActivity ?? false {
            let corners = [start.point(0, 0), start.point(8, -5), start.point(16, 0), start.point(8, 5)]
            parts.append(SVG.path("M" + corners.map { "\(SVG.number($0.x)) \(SVG.number($0.y))" }.joined(separator: "L") + "Z", "bpmn-open"))
        }
        return parts
    }

    private func messageFlow(_ edge: Diagram.Edge) -> [XMLElement] {
        var parts = [SVG.line(edge.points, "bpmn-line bpmn-dashed"), Self.arrow(edge.points, isOpen: true)]
        let start = Step(from: edge.points[0], to: edge.points[1]).point(4, 0)
        parts.append(SVG.circle(start.x, start.y, 4, "bpmn-open"))
        if let kind = edge.messageVisibleKind {
            let middle = Self.middle(of: edge.points)
            let bounds = Diagram.Bounds(x: middle.x - 12, y: middle.y - 8, width: 24, height: 16)
            // The answering message is shaded (section 12.3.3).
            parts.append(SVG.path(Self.envelope(bounds), kind == "non_initiating" ? "bpmn-band" : "bpmn-open"))
        }
        return parts
    }

    private func association(_ edge: Diagram.Edge, _ element: XMLElement?, _ kind: String) -> [XMLElement] {
        var parts = [SVG.line(edge.points, "bpmn-line bpmn-dotted")]
        let direction = kind == "association" ? element?["associationDirection"] ?? "None" : "One"
        if direction == "One" || direction == "Both" { parts.append(Self.feather(edge.points)) }
        if direction == "Both" { parts.append(Self.feather(edge.points.reversed())) }
        return parts
    }

    private func conversationLink(_ edge: Diagram.Edge) -> [XMLElement] {
        [-1.8, 1.8].map { side in
            SVG.line(
                zip(edge.points, edge.points.dropFirst()).flatMap { a, b -> [Diagram.Point] in
                    let step = Step(from: a, to: b)
                    return [step.point(0, side), step.point(step.length, side)]
                }, "bpmn-line")
        }
    }

    // MARK: - Ends

    /// A direction, and places along it and beside it.
    struct Step {
        let from: Diagram.Point
        let (x, y): (Double, Double)
        let length: Double

        init(from: Diagram.Point, to: Diagram.Point) {
            let (dx, dy) = (to.x - from.x, to.y - from.y)
            length = max((dx * dx + dy * dy).squareRoot(), 0.001)
            (x, y) = (dx / length, dy / length)
            self.from = from
        }

        func point(_ along: Double, _ beside: Double) -> Diagram.Point {
            Diagram.Point(from.x + x * along - y * beside, from.y + y * along + x * beside)
        }
    }

    /// From the tip backwards; two points in one place give no direction.
    private static func last(of points: [Diagram.Point]) -> Step {
        let tip = points[points.count - 1]
        let before = points.last { $0 != tip } ?? points[0]
        return Step(from: tip, to: before)
    }

    private static func arrow(_ points: [Diagram.Point], isOpen: Bool) -> XMLElement {
        let step = last(of: points)
        let corners = [step.point(0, 0), step.point(10, 4.5), step.point(10, -4.5)]
        return SVG.path("M" + corners.map { "\(SVG.number($0.x)) \(SVG.number($0.y))" }.joined(separator: "L") + "Z", isOpen ? "bpmn-open" : "bpmn-solid")
    }

    private static func feather(_ points: [Diagram.Point]) -> XMLElement {
        let step = last(of: points)
        return SVG.line([step.point(8, 5), step.point(0, 0), step.point(8, -5)], "bpmn-line")
    }

    static func envelope(_ b: Diagram.Bounds) -> String {
        let (x, y, right, bottom) = (SVG.number(b.x), SVG.number(b.y), SVG.number(b.maxX), SVG.number(b.maxY))
        return "M\(x) \(y)H\(right)V\(bottom)H\(x)ZM\(x) \(y)L\(SVG.number(b.midX)) \(SVG.number(b.midY + b.height * 0.1))L\(right) \(y)"
    }

    /// Half way along all of it.
    static func middle(of points: [Diagram.Point]) -> Diagram.Point {
        let steps = zip(points, points.dropFirst()).map { Step(from: $0, to: $1) }
        var rest = steps.reduce(0) { $0 + $1.length } / 2
        for step in steps {
            if rest <= step.length { return step.point(rest, 0) }
            rest -= step.length
        }
        return points[points.count / 2]
    }

    // MARK: - Labels

    private func label(_ name: String, of edge: Diagram.Edge) -> XMLElement {
        if let bounds = edge.label, bounds.width > 0 {
            let text = TextLayout(name, width: max(bounds.width + 6, 40))
            return text.drawn(x: bounds.midX, top: bounds.midY - text.height / 2, classes: "bpmn-name bpmn-halo")
        }
        let text = TextLayout(name, width: 110)
        let middle = Self.middle(of: edge.points)
        // Above a line that lies, beside one that stands.
        let step = edge.points.count > 1 ? Step(from: edge.points[0], to: edge.points[edge.points.count - 1]) : nil
        if let step, abs(step.y) > abs(step.x) {
            return text.drawn(x: middle.x + 6, top: middle.y - text.height / 2, anchor: "start", classes: "bpmn-name bpmn-halo")
        }
        return text.drawn(x: middle.x, top: middle.y - text.height - 4, classes: "bpmn-name bpmn-halo")
    }

    /// Events, gateways, data and groups carry their names outside.
    func externalLabel(_ shape: Diagram.Shape, in diagram: Diagram) -> XMLElement? {
        guard let kind = index.elements[shape.element]?.name else { return nil }
        let isOutside =
            kind.hasSuffix("Event") || kind.hasSuffix("Gateway") || kind.hasPrefix("data") || kind == "group" || kind.hasSuffix("onversation")
            || kind == "message"
        guard isOutside else { return nil }
        var name = name(of: shape.element)
        if name.isEmpty { name = index.data[shape.element]?.name ?? (kind == "group" ? index.artifacts[shape.element]?.text ?? "" : "") }
        if let state = index.data[shape.element]?.state, !state.isEmpty, !name.contains(state) { name += "\n[\(state)]" }
        guard !name.isEmpty else { return nil }
        if let bounds = shape.label, bounds.width > 0 {
            let text = TextLayout(name, width: max(bounds.width + 8, 50))
            return text.drawn(x: bounds.midX, top: bounds.height > text.height + 8 ? bounds.midY - text.height / 2 : bounds.y, classes: "bpmn-name bpmn-halo")
        }
        let b = shape.bounds
        if kind == "group" { return TextLayout(name, width: b.width).drawn(x: b.midX, top: b.y + 4, classes: "bpmn-name bpmn-halo") }
        if kind.hasSuffix("onversation") { return TextLayout(name, width: b.width + 40).drawn(x: b.midX, top: b.maxY + 4, classes: "bpmn-name bpmn-halo") }
        return TextLayout(name, width: 100).drawn(x: b.midX, top: b.maxY + 4, classes: "bpmn-name bpmn-halo")
    }

    // MARK: - Marks

    func drawnMarks(_ shape: Diagram.Shape) -> [XMLElement] {
        (marks[shape.element] ?? []).enumerated().flatMap { place, mark -> [XMLElement] in
            let kind = mark.kind == .done ? " bpmn-done" : mark.kind == .stopped ? " bpmn-alarm" : ""
            let round = index.elements[shape.element]?.name.hasSuffix("Event") ?? false ? shape.bounds.width / 2 + 4 : 13
            var parts = place == 0 ? [SVG.rect(shape.bounds.inset(-4), round: round, "bpmn-ring" + kind)] : []
            if !mark.label.isEmpty {
                let width = max(20, TextLayout.width(of: mark.label) * 12 + 12)
                let badge = Diagram.Bounds(x: shape.bounds.maxX - width / 2, y: shape.bounds.y - 14 + Double(place) * 22, width: width, height: 20)
                parts.append(SVG.rect(badge, round: 10, "bpmn-badge" + kind))
                parts.append(TextLayout(mark.label, width: width).centred(in: badge, classes: "bpmn-badge-text"))
            }
            return parts
        }
    }
}
