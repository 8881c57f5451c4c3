import Foundation

/// Figures as lines in a drawing: both axes by powers of ten, so that what grows in proportion is a slope of one, and what grows with the
/// square one of two.
struct Plot: Sendable {
    struct Line: Sendable {
        var name: String
        var points: [(x: Double, y: Double)]
    }

    var title: String
    var horizontal: String
    var vertical: String
    var lines: [Line]

    private static let (width, height, margin) = (640.0, 420.0, 70.0)
    private static let colours = ["#1d5fa8", "#a8481d"]

    /// - Returns: nil without two points to draw a line between.
    func svg() -> String? {
        let points = lines.flatMap(\.points).filter { $0.x > 0 && $0.y > 0 }
        guard points.count > 1, let across = Self.decades(points.map(\.x)), let up = Self.decades(points.map(\.y)) else { return nil }
        func x(_ value: Double) -> Double {
            Self.margin + (log10(value) - across.lowerBound) / (across.upperBound - across.lowerBound) * (Self.width - 2 * Self.margin)
        }
        func y(_ value: Double) -> Double {
            Self.height - Self.margin - (log10(value) - up.lowerBound) / (up.upperBound - up.lowerBound) * (Self.height - 2 * Self.margin)
        }
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">",
            "<title>\(Self.text(title))</title>", "<desc>\(Self.text(words))</desc>", "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
            "<text x=\"\(Self.width / 2)\" y=\"24\" text-anchor=\"middle\" font-size=\"15\">\(Self.text(title))</text>",
            "<text x=\"\(Self.width / 2)\" y=\"\(Self.height - 18)\" text-anchor=\"middle\">\(Self.text(horizontal))</text>",
            "<text transform=\"translate(20 \(Self.height / 2)) rotate(-90)\" text-anchor=\"middle\">\(Self.text(vertical))</text>",
        ]
        for decade in stride(from: across.lowerBound, through: across.upperBound, by: 1) {
            let place = x(pow(10, decade))
            parts.append("<path d=\"M\(Self.at(place)) \(Self.at(y(pow(10, up.lowerBound))))V\(Self.at(y(pow(10, up.upperBound))))\" stroke=\"#ddd\"/>")
            parts.append("<text x=\"\(Self.at(place))\" y=\"\(Self.at(Self.height - Self.margin + 18))\" text-anchor=\"middle\">\(Self.power(decade))</text>")
        }
        for decade in stride(from: up.lowerBound, through: up.upperBound, by: 1) {
            let place = y(pow(10, decade))
            parts.append("<path d=\"M\(Self.at(x(pow(10, across.lowerBound)))) \(Self.at(place))H\(Self.at(x(pow(10, across.upperBound))))\" stroke=\"#ddd\"/>")
            parts.append("<text x=\"\(Self.at(Self.margin - 8))\" y=\"\(Self.at(place + 4))\" text-anchor=\"end\">\(Self.power(decade))</text>")
        }
        for (number, line) in lines.enumerated() {
            let colour = Self.colours[number % Self.colours.count]
            let places = line.points.filter { $0.x > 0 && $0.y > 0 }.map { (x: Self.at(x($0.x)), y: Self.at(y($0.y))) }
            parts.append(
                "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\" points=\"\(places.map { "\($0.x),\($0.y)" }.joined(separator: " "))\"/>")
            parts += places.map { "<circle cx=\"\($0.x)\" cy=\"\($0.y)\" r=\"4\" fill=\"\(colour)\"/>" }
            parts.append("<text x=\"\(Self.at(Self.margin + 12))\" y=\"\(50 + 16 * number)\" fill=\"\(colour)\">\(Self.text(line.name))</text>")
        }
        return (parts + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    /// The same for whoever does not see it.
    private var words: String {
        lines.map { line in "\(line.name): " + line.points.map { "\(Report.number($0.x)): \(Report.number($0.y))" }.joined(separator: "; ") }.joined(
            separator: ". ")
    }

    private static func decades(_ values: [Double]) -> ClosedRange<Double>? {
        guard let least = values.min(), let most = values.max() else { return nil }
        let (from, to) = (log10(least).rounded(.down), log10(most).rounded(.up))
        return from...max(to, from + 1)
    }

    private static func at(_ place: Double) -> String { String(format: "%.1f", place) }
    private static func power(_ decade: Double) -> String { decade >= 0 ? String(format: "%.0f", pow(10, decade)) : String(format: "%g", pow(10, decade)) }
    private static func text(_ text: String) -> String { text.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }
}
