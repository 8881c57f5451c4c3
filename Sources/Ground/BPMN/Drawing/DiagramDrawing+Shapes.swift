import Kernel
import XML

extension DiagramDrawing {
    func drawn(_ shape: Diagram.Shape, in diagram: Diagram) -> XMLElement {
        let element = index.elements[shape.element]
        let kind = element?.name ?? "task"
        let body: [XMLElement] =
            switch kind {
            case "participant": pool(shape, in: diagram)
            case "lane": lane(shape)
            case "textAnnotation": annotation(shape)
            case "group": group(shape)
            case "dataObject", "dataObjectReference", "dataInput", "dataOutput", "property": dataObject(shape, kind)
            case "dataStoreReference", "dataStore": dataStore(shape)
            case "message": [SVG.path(Self.envelope(shape.bounds), "bpmn-open")]
            case "conversation", "subConversation", "callConversation": conversation(shape, kind)
            case _ where Vocabulary.choreographies.contains(kind): choreography(shape, in: diagram)
            case _ where kind.hasSuffix("Event") || kind == "event": event(shape)
            case _ where kind.hasSuffix("Gateway"): gateway(shape, kind)
            default: activity(shape, kind)
            }
        var group = SVG.node("g", ["class": "bpmn-\(kind)", "data-element": shape.element], body)
        group.content.insert(.element(SVG.text("title", [:], words(for: shape.element))), at: 0)
        return group
    }

    /// `User task: Check the documents`
    func words(for id: String) -> String {
        let element = index.elements[id]
        let kind = language.say(Phrase.kind(of: element?.name ?? "task"))
        let own = name(of: id)
        let name = own.isEmpty ? index.artifacts[id]?.text ?? index.data[id]?.name ?? "" : own
        return name.isEmpty ? kind : kind + ": " + Self.shown(name).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// In the drawing's language where the file has it: `polity:name-es="Decidir"` beside `name="Decide"`.
    func name(of id: String) -> String { index.elements[id].flatMap(ownName) ?? "" }

    private func ownName(_ element: XMLElement) -> String? {
        (element.attribute("name-" + language.code, in: Vocabulary.polity) ?? element["name"]).map { Self.shown($0).trimmed }
    }

    /// One name may be drawn by thousands of shapes, and nobody reads more of it in a drawing.
    static func shown(_ text: String) -> String { text.utf8.count <= 300 ? text : String(text.prefix(300)) + "…" }

    // MARK: - Fill

    /// An outline with the colour that its heat or its author gave it.
    func outline(_ element: XMLElement, _ shape: Diagram.Shape) -> XMLElement {
        var element = element
        if let heat = shownHeat(shape) {
            element["class"] = (element["class"] ?? "") + " bpmn-heat-\(min(5, max(1, Int((heat * 5).rounded(.up)))))"
            // The class's own fill would win over one before it.
            element["class"] = element["class"]?.replacing("bpmn-shape", with: "bpmn-line")
        } else if let fill = shape.colours.fill {
            element["class"] = element["class"]?.replacing("bpmn-shape", with: "bpmn-tint")
            element["fill"] = fill
            element["stroke"] = shape.colours.stroke ?? "#16202a"
            element["stroke-width"] = "1.5"
        }
        return element
    }

    /// What is open shows the heat of what is in it.
    private func shownHeat(_ shape: Diagram.Shape) -> Double? {
        guard let heat = heat[shape.element], heat > 0 else { return nil }
        return index.nodes[shape.element].map { $0.isSubProcess || $0.kind == "callActivity" } ?? false && isOpen(shape) ? nil : heat
    }

    func ink(_ shape: Diagram.Shape) -> String {
        shownHeat(shape) != nil ? " bpmn-on-heat" : shape.colours.fill != nil ? " bpmn-tinted" : ""
    }

    // MARK: - Pools and lanes

    private func isHorizontal(_ shape: Diagram.Shape) -> Bool { shape.isHorizontal ?? (shape.bounds.width >= shape.bounds.height) }

    private func pool(_ shape: Diagram.Shape, in diagram: Diagram) -> [XMLElement] {
        // Of a choreography, a participant is a band of its task.
        let bounds = shape.bounds
        let isOpen = index.openPools.contains(shape.element) && shape.isExpanded != false
        var parts = [outline(SVG.rect(bounds, "bpmn-shape bpmn-pool"), shape)]
        if isOpen {
            parts += band(shape, width: Self.bandWidth(bounds, isHorizontal(shape)))
        } else {
            // A tall black box stands beside the others and is read sideways.
            let isNarrow = bounds.height > 2 * bounds.width
            parts += [caption(name(of: shape.element), bounds, isSideways: isNarrow, classes: "bpmn-name" + ink(shape))]
        }
        if index.elements[shape.element]?.first("participantMultiplicity") != nil {
            parts.append(SVG.path(Self.bars(bounds.midX, bounds.maxY - 12, isSequential: false), "bpmn-icon"))
        }
        return parts
    }

    private func lane(_ shape: Diagram.Shape) -> [XMLElement] {
        [outline(SVG.rect(shape.bounds, "bpmn-shape bpmn-thin"), shape)] + band(shape, width: Self.bandWidth(shape.bounds, isHorizontal(shape)), isLane: true)
    }

    private static func bandWidth(_ bounds: Diagram.Bounds, _ isHorizontal: Bool) -> Double {
        min(30, (isHorizontal ? bounds.width : bounds.height) / 4)
    }

    private func band(_ shape: Diagram.Shape, width: Double, isLane: Bool = false) -> [XMLElement] {
        let (bounds, isHorizontal, name) = (shape.bounds, isHorizontal(shape), name(of: shape.element))
        // A lane that has no name needs no band.
        if isLane, name.isEmpty { return [] }
        let band =
            isHorizontal
            ? Diagram.Bounds(x: bounds.x, y: bounds.y, width: width, height: bounds.height)
            : Diagram.Bounds(x: bounds.x, y: bounds.y, width: bounds.width, height: width)
        return [SVG.rect(band, isLane ? "bpmn-shape bpmn-thin" : "bpmn-band"), caption(name, band, isSideways: isHorizontal, classes: "bpmn-name")]
    }

    private func caption(_ text: String, _ bounds: Diagram.Bounds, isSideways: Bool, classes: String) -> XMLElement {
        guard isSideways else { return TextLayout(text, width: bounds.width - 8, height: bounds.height - 4).centred(in: bounds, classes: classes) }
        let turned = Diagram.Bounds(
            x: bounds.midX - bounds.height / 2, y: bounds.midY - bounds.width / 2, width: bounds.height, height: bounds.width)
        let text = TextLayout(text, width: turned.width - 8, height: turned.height - 2).centred(in: turned, classes: classes)
        return SVG.node("g", ["transform": "rotate(-90 \(SVG.number(bounds.midX)) \(SVG.number(bounds.midY)))"], [text])
    }

    // MARK: - Artifacts and data

    private func annotation(_ shape: Diagram.Shape) -> [XMLElement] {
        let bounds = shape.bounds
        let text = String((index.artifacts[shape.element]?.text ?? "").prefix(1_000))
        let (x, y, arm) = (bounds.x, bounds.y, min(10, bounds.width / 3))
        let bracket = "M\(SVG.number(x + arm)) \(SVG.number(y))H\(SVG.number(x))V\(SVG.number(bounds.maxY))H\(SVG.number(x + arm))"
        return [
            SVG.path(bracket, "bpmn-line"),
            TextLayout(text, width: bounds.width - 10, height: bounds.height - 2).drawn(x: x + 6, top: y + 3, anchor: "start", classes: "bpmn-name"),
        ]
    }

    private func group(_ shape: Diagram.Shape) -> [XMLElement] { [SVG.rect(shape.bounds, round: 10, "bpmn-line bpmn-dashdot")] }

    private func dataObject(_ shape: Diagram.Shape, _ kind: String) -> [XMLElement] {
        let (b, fold) = (shape.bounds, min(shape.bounds.width, shape.bounds.height) * 0.28)
        let (x, y, right, bottom) = (SVG.number(b.x), SVG.number(b.y), SVG.number(b.maxX), SVG.number(b.maxY))
        let (corner, below) = (SVG.number(b.maxX - fold), SVG.number(b.y + fold))
        var parts = [
            outline(SVG.path("M\(x) \(y)H\(corner)L\(right) \(below)V\(bottom)H\(x)Z", "bpmn-shape"), shape),
            SVG.path("M\(corner) \(y)V\(below)H\(right)", "bpmn-icon"),
        ]
        if kind == "dataInput" || kind == "dataOutput" {
            let (ax, ay) = (b.x + 5, b.y + 5)
            let arrow = "M\(SVG.number(ax)) \(SVG.number(ay + 3))h6v-2.5l5 5-5 5v-2.5h-6z"
            parts.append(SVG.path(arrow, kind == "dataInput" ? "bpmn-icon" : "bpmn-solid"))
        }
        if index.data[shape.element]?.isCollection ?? index.elements[shape.element]?["isCollection"].isTrue ?? false {
            parts.append(SVG.path(Self.bars(b.midX, b.maxY - 7, isSequential: false), "bpmn-icon"))
        }
        return parts
    }

    private func dataStore(_ shape: Diagram.Shape) -> [XMLElement] {
        let (b, lift) = (shape.bounds, min(shape.bounds.height * 0.16, 10))
        let (x, right, rx) = (SVG.number(b.x), SVG.number(b.maxX), SVG.number(b.width / 2))
        let (top, bottom, ry) = (SVG.number(b.y + lift), SVG.number(b.maxY - lift), SVG.number(lift))
        var parts = [outline(SVG.path("M\(x) \(top)A\(rx) \(ry) 0 0 1 \(right) \(top)V\(bottom)A\(rx) \(ry) 0 0 1 \(x) \(bottom)Z", "bpmn-shape"), shape)]
        for turn in 0...2 {
            let y = SVG.number(b.y + lift + Double(turn) * lift * 0.6)
            parts.append(SVG.path("M\(x) \(y)A\(rx) \(ry) 0 0 0 \(right) \(y)", "bpmn-icon"))
        }
        return parts
    }

    // MARK: - Conversations and choreographies

    private func conversation(_ shape: Diagram.Shape, _ kind: String) -> [XMLElement] {
        let (b, slant) = (shape.bounds, shape.bounds.width / 4)
        let points = [(b.x, b.midY), (b.x + slant, b.y), (b.maxX - slant, b.y), (b.maxX, b.midY), (b.maxX - slant, b.maxY), (b.x + slant, b.maxY)]
        let path = "M" + points.map { "\(SVG.number($0.0)) \(SVG.number($0.1))" }.joined(separator: "L") + "Z"
        var parts = [outline(SVG.path(path, "bpmn-shape" + (kind == "callConversation" ? " bpmn-thick" : "")), shape)]
        if kind == "subConversation" { parts.append(Self.plus(b.midX, b.maxY - 9)) }
        return parts
    }

    /// The task with its name in the middle and its participants' bands, which the file draws as shapes of their own.
    private func choreography(_ shape: Diagram.Shape, in diagram: Diagram) -> [XMLElement] {
        let text = TextLayout(name(of: shape.element), width: shape.bounds.width - 12, height: shape.bounds.height - 44)
        return [outline(SVG.rect(shape.bounds, round: 10, "bpmn-shape"), shape), text.centred(in: shape.bounds, classes: "bpmn-name" + ink(shape))]
    }
}
