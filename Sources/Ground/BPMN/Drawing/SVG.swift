import Kernel
import XML

/// Small pieces of SVG, as elements: whatever a name or a text of the model holds is escaped where it is written.
enum SVG {
    static func node(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: [XMLElement] = []) -> XMLElement {
        XMLElement(
            name, attributes: attributes.map { XMLAttribute($0.key, $0.value) }, content: content.map { .element($0) },
            at: SourceLocation(file: "", line: 1, column: 1))
    }

    static func text(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ text: String) -> XMLElement {
        var element = node(name, attributes)
        element.content = [.text(text)]
        return element
    }

    static func path(_ data: String, _ classes: String) -> XMLElement { node("path", ["class": classes, "d": data]) }

    static func line(_ points: [Diagram.Point], _ classes: String) -> XMLElement {
        path("M" + points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L"), classes)
    }

    static func circle(_ x: Double, _ y: Double, _ radius: Double, _ classes: String) -> XMLElement {
        node("circle", ["class": classes, "cx": number(x), "cy": number(y), "r": number(radius)])
    }

    static func rect(_ bounds: Diagram.Bounds, round: Double = 0, _ classes: String) -> XMLElement {
        node(
            "rect",
            [
                "class": classes, "x": number(bounds.x), "y": number(bounds.y), "width": number(bounds.width), "height": number(bounds.height),
                "rx": number(round),
            ])
    }

    /// Two decimals at most.
    static func number(_ value: Double) -> String {
        let hundredths = (value * 100).rounded()
        guard hundredths.isFinite, hundredths.magnitude < 1e12 else { return "0" }
        let (whole, rest) = Int(hundredths).magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return whole == 0 ? "0" : "\(sign)\(whole)" }
        return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

extension Diagram.Bounds {
    func inset(_ distance: Double) -> Diagram.Bounds {
        Diagram.Bounds(x: x + distance, y: y + distance, width: max(0, width - 2 * distance), height: max(0, height - 2 * distance))
    }

    func union(_ other: Diagram.Bounds) -> Diagram.Bounds {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return Diagram.Bounds(x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
    }

    func contains(_ other: Diagram.Bounds) -> Bool { x <= other.x && y <= other.y && maxX >= other.maxX && maxY >= other.maxY }
}
