import Kernel
import XML

/// Draws a diagram of the model as SVG, from the places that its file gives (section 12).
public struct DiagramDrawing: Sendable {
    /// Where a case, or many, are: shown at an element.
    public struct Mark: Sendable, Hashable {
        public enum Kind: Sendable { case here, done, stopped }
        public var kind: Kind
        /// A number or a word beside it: how many, how long.
        public var label: String

        public init(_ kind: Kind, _ label: String = "") {
            self.kind = kind
            self.label = label
        }
    }

    public var language: Language
    public var marks: [String: [Mark]]
    /// From 0 (none) to 1 (the most), by element.
    public var heat: [String: Double]
    /// Whether the style goes along: for a file of its own. A page has it in its style sheet.
    public var isFile: Bool
    let document: BPMNDocument
    let index: DrawnElements

    public init(of document: BPMNDocument, in language: Language, marks: [String: [Mark]] = [:], heat: [String: Double] = [:], isFile: Bool = false) {
        self.document = document
        self.language = language
        self.marks = marks
        self.heat = heat
        self.isFile = isFile
        index = DrawnElements(document.contents)
    }

    /// - Parameter id: of the drawing's title in the page; a page with several drawings gives each its own.
    public func svg(_ diagram: Diagram, id: String = "bpmn") -> [UInt8] { XMLWriter.write(element(diagram, id: id)) }

    func element(_ diagram: Diagram, id: String) -> XMLElement {
        let frame = Self.frame(of: diagram)
        var content = [SVG.text("title", ["id": id + "-title"], title(of: diagram)), SVG.text("desc", ["id": id + "-desc"], description(of: diagram))]
        if isFile {
            content.append(SVG.text("style", [:], DiagramStyle.css))
            content.append(SVG.rect(frame, "bpmn-ground"))
        }
        let shapes = diagram.shapes.sorted { layer($0) < layer($1) }
        content += shapes.filter { layer($0).0 < 3 }.map { drawn($0, in: diagram) }
        content += diagram.edges.map { drawn($0, in: diagram) }
        content += shapes.filter { layer($0).0 >= 3 }.map { drawn($0, in: diagram) }
        content += shapes.compactMap { externalLabel($0, in: diagram) }
        content += shapes.flatMap(drawnMarks)
        return SVG.node(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": "bpmn", "role": "img", "aria-labelledby": "\(id)-title \(id)-desc",
                "viewBox": [frame.x, frame.y, frame.width, frame.height].map(SVG.number).joined(separator: " "), "width": SVG.number(frame.width),
                "height": SVG.number(frame.height),
            ], content)
    }

    /// Everything drawn, with room around it.
    static func frame(of diagram: Diagram) -> Diagram.Bounds {
        var frame: Diagram.Bounds?
        func add(_ bounds: Diagram.Bounds) { frame = frame?.union(bounds) ?? bounds }
        for shape in diagram.shapes {
            add(shape.bounds)
            if let label = shape.label { add(label) }
        }
        for edge in diagram.edges {
            for point in edge.points { add(Diagram.Bounds(x: point.x, y: point.y, width: 0, height: 0)) }
            if let label = edge.label { add(label) }
        }
        return (frame ?? Diagram.Bounds(x: 0, y: 0, width: 200, height: 80)).inset(-24).atLeast(80)
    }

    /// What lies below what: pools, lanes, groups and open sub-processes, the larger below; then everything else.
    private func layer(_ shape: Diagram.Shape) -> (Int, Double) {
        let area = -shape.bounds.width * shape.bounds.height
        switch index.elements[shape.element]?.name {
        case "participant": return (0, area)
        case "lane": return (1, area)
        case "subProcess", "transaction", "adHocSubProcess", "subChoreography", "callActivity": return (isOpen(shape) ? 2 : 3, area)
        case "boundaryEvent": return (5, 0)
        case "group", "textAnnotation": return (4, area)
        default: return (3, 0)
        }
    }

    /// Whether what is in it is drawn in it. Files that do not say draw it larger then.
    func isOpen(_ shape: Diagram.Shape) -> Bool { shape.isExpanded ?? (shape.bounds.width > 130 && shape.bounds.height > 100) }

    // MARK: - In words

    private func title(of diagram: Diagram) -> String {
        let process = document.contents.processes.first { !$0.nodes.isEmpty && !$0.name.isEmpty }
        let names = [self.name(of: diagram.plane ?? ""), diagram.name, self.name(of: process?.id ?? ""), document.contents.name ?? ""]
        let name = names.map { Self.shown($0).trimmed }.first { !$0.isEmpty }
        return name.map { language.say(.diagramOf, ["name": .text($0)]) } ?? language.say(.diagram)
    }

    private func description(of diagram: Diagram) -> String {
        let nodes = diagram.shapes.compactMap { index.elements[$0.element] }.filter {
            $0.name.hasSuffix("ask") || $0.name.hasSuffix("Event") || $0.name.hasSuffix("Gateway")
        }
        let pools = diagram.shapes.compactMap { index.elements[$0.element] }.filter { $0.name == "participant" }.compactMap { $0["name"] }.prefix(50)
        let size = language.say(.diagramSize, ["count": .count(nodes.count)])
        return pools.isEmpty ? size : size + " " + language.say(.diagramPools, ["names": .text(pools.map(Self.shown).joined(separator: ", "))])
    }
}

extension Diagram.Bounds {
    func atLeast(_ size: Double) -> Diagram.Bounds { Diagram.Bounds(x: x, y: y, width: max(width, size), height: max(height, size)) }
}

/// The model's elements by id, and what their drawing needs to know of their surroundings.
struct DrawnElements: Sendable {
    private(set) var elements: [String: XMLElement] = [:]
    private(set) var nodes: [String: FlowNode] = [:]
    private(set) var artifacts: [String: Artifact] = [:]
    private(set) var data: [String: DataElement] = [:]
    /// Flows that their origin takes when no other is.
    private(set) var defaults: Set<String> = []
    /// Pools in whose process something is drawn.
    private(set) var openPools: Set<String> = []

    init(_ definitions: Definitions) {
        var elements: [String: XMLElement] = [:]
        definitions.root.visit { element in
            guard let id = element["id"], Vocabulary.isModel(element.namespace) else { return }
            // Of two with one id the first is meant.
            if elements[id] == nil { elements[id] = element }
        }
        self.elements = elements
        for node in definitions.nodes + definitions.choreographies { nodes[node.id] = node }
        for process in definitions.processes {
            for artifact in process.artifacts { artifacts[artifact.id] = artifact }
            for item in process.data { data[item.id] = item }
        }
        for artifact in definitions.collaborations.flatMap(\.artifacts) { artifacts[artifact.id] = artifact }
        defaults = Set(nodes.values.compactMap(\.defaultFlow))
        let filled = Set(definitions.processes.filter { !$0.nodes.isEmpty || !$0.lanes.isEmpty }.map(\.id))
        openPools = Set(definitions.participants.filter { $0.process.map(filled.contains) ?? false }.map(\.id))
    }
}
