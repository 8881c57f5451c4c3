import Kernel
import XML

/// A drawing of the model (section 12): where each element stands.
public struct Diagram: Sendable {
    public var id: String?
    public var name: String
    /// The process, collaboration or sub-process it draws.
    public var plane: String?
    public var shapes: [Shape] = []
    public var edges: [Edge] = []

    public struct Bounds: Sendable, Hashable {
        public var x, y, width, height: Double

        public init(x: Double, y: Double, width: Double, height: Double) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }

        public var maxX: Double { x + width }
        public var maxY: Double { y + height }
        public var midX: Double { x + width / 2 }
        public var midY: Double { y + height / 2 }
    }

    public struct Point: Sendable, Hashable {
        public var x, y: Double

        public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
    }

    public struct Shape: Sendable {
        public var id: String?
        /// The element it draws.
        public var element: String
        public var bounds: Bounds
        public var label: Bounds?
        /// Of pools and lanes; nil where the file does not say.
        public var isHorizontal: Bool?
        public var isExpanded: Bool?
        public var isMarkerVisible: Bool?
        public var messageIsVisible: Bool?
        public var colours: Colours
    }

    public struct Edge: Sendable {
        public var id: String?
        public var element: String
        public var points: [Point]
        public var label: Bounds?
        /// `initiating` or `non_initiating`: whether the message of a message flow is drawn, and how.
        public var messageVisibleKind: String?
        public var colours: Colours
    }

    /// The colours that a person gave, as `#rrggbb`.
    public struct Colours: Sendable, Hashable {
        public var fill: String?
        public var stroke: String?
    }
}

enum DiagramReader {
    /// A coordinate beyond this is a mistake, or meant to make a picture of gigabytes.
    private static let farthest = 1_000_000.0
    /// More shapes and lines than these nobody can look at; and of an element whose id is a text, each shape would repeat it.
    private static let mostDrawn = 20_000, longestID = 1_000

    static func diagram(_ element: XMLElement) -> Diagram {
        let plane = element.first("BPMNPlane")
        var diagram = Diagram(id: element["id"], name: element["name"] ?? "", plane: Vocabulary.reference(plane?["bpmnElement"]))
        for child in plane?.children ?? [] {
            guard diagram.shapes.count + diagram.edges.count < mostDrawn else { break }
            guard let reference = Vocabulary.reference(child["bpmnElement"]), reference.utf8.count <= longestID else { continue }
            switch child.name {
            case "BPMNShape":
                guard let bounds = bounds(child.first("Bounds")) else { continue }
                diagram.shapes.append(
                    Diagram.Shape(
                        id: child["id"], element: reference, bounds: bounds, label: label(child), isHorizontal: flag(child["isHorizontal"]),
                        isExpanded: flag(child["isExpanded"]), isMarkerVisible: flag(child["isMarkerVisible"]),
                        messageIsVisible: flag(child["isMessageVisible"]), colours: colours(child)))
            case "BPMNEdge":
                let points = child.all("waypoint").compactMap { point in
                    number(point["x"]).flatMap { x in number(point["y"]).map { Diagram.Point(x, $0) } }
                }
                guard points.count > 1 else { continue }
                diagram.edges.append(
                    Diagram.Edge(
                        id: child["id"], element: reference, points: points, label: label(child), messageVisibleKind: child["messageVisibleKind"],
                        colours: colours(child)))
            default: break
            }
        }
        return diagram
    }

    private static func label(_ element: XMLElement) -> Diagram.Bounds? { bounds(element.first("BPMNLabel")?.first("Bounds")) }

    private static func bounds(_ element: XMLElement?) -> Diagram.Bounds? {
        guard let element, let x = number(element["x"]), let y = number(element["y"]), let width = number(element["width"]),
            let height = number(element["height"]), width >= 0, height >= 0
        else { return nil }
        return Diagram.Bounds(x: x, y: y, width: width, height: height)
    }

    private static func number(_ text: String?) -> Double? {
        text.flatMap { Double($0.trimmed) }.flatMap { $0.isFinite && $0.magnitude <= farthest ? $0 : nil }
    }

    private static func flag(_ text: String?) -> Bool? { text.isTrue ? true : text.isFalse ? false : nil }

    /// BPMN in Color, and what bpmn.io wrote before there was such a thing. Only a colour is taken over: it goes into a drawing.
    private static func colours(_ element: XMLElement) -> Diagram.Colours {
        func colour(_ names: [(String, String)]) -> String? {
            names.lazy.compactMap { element.attribute($0.0, in: $0.1) }.first { text in
                text.count == 7 && text.hasPrefix("#") && text.dropFirst().allSatisfy { $0.isHexDigit && $0.isASCII }
            }
        }
        return Diagram.Colours(
            fill: colour([("background-color", Vocabulary.colours), ("fill", Vocabulary.bioc)]),
            stroke: colour([("border-color", Vocabulary.colours), ("stroke", Vocabulary.bioc)]))
    }
}
