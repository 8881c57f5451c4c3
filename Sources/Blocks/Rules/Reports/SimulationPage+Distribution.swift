import Decisions
import HTML
import Kernel
import Web

/// How the measure is spread: a curve over the hundredths of people, and its table beside it.
extension SimulationPage {
    func distribution(_ html: inout HTML) {
        guard let measure = report.measure, !report.distribution.isEmpty else { return }
        html.h2(language.say(.simulationDistribution, ["title": .text(title(measure.name))]))
        html.p(language.say(.simulationDistributionHint), class: "quiet")
        html.div(class: "beside") { html in
            html.element("figure") { html in
                curve(measure.name, &html)
                if report.hasReform { legend(&html) }
            }
            var columns = [Column(language.say(.simulationPercent)), Column(language.say(.simulationByLaw), isNumeric: true)]
            if report.hasReform { columns.append(Column(language.say(.simulationByReform), isNumeric: true)) }
            let rows = report.distribution.map { point -> [Cell] in
                [.text("\(point.percent)\u{A0}%"), .text(amount(point.law, measure.name))]
                    + (point.reform.map { [.text(amount($0, measure.name))] } ?? [])
            }
            html.dataTable(caption: language.say(.simulationDistribution, ["title": .text(title(measure.name))]), showsCaption: false, columns, rows)
        }
    }

    private func legend(_ html: inout HTML) {
        html.ul(class: "legend") { html in
            for (style, phrase) in [("part-law", Phrase.simulationByLaw), ("part-reform", .simulationByReform)] {
                html.li { html in
                    html.span("", class: "swatch " + style, [.ariaHidden])
                    html.text(language.say(phrase))
                }
            }
        }
    }

    private static let width = 420, height = 250, left = 78, bottom = 26

    private func curve(_ name: String, _ html: inout HTML) {
        let points = report.distribution
        let values = points.flatMap { [$0.law] + ($0.reform.map { [$0] } ?? []) }
        let low = min(values.min() ?? .zero, .zero), top = max(values.max() ?? 1, low + 1)
        func y(_ value: Decimal128) -> Int {
            let share = Int(exactly: ((value - low) * 1_000 / (top - low)).rounded(scale: 0)) ?? 0
            return 12 + (1_000 - share) * (Self.height - Self.bottom - 12) / 1_000
        }
        func x(_ percent: Int) -> Int { Self.left + percent * (Self.width - Self.left - 8) / 100 }
        html.element(
            "svg", class: "curve",
            [
                .attribute("viewBox", "0 0 \(Self.width) \(Self.height)"), .role("img"),
                .ariaLabel(language.say(.simulationCurve, ["title": .text(title(name))])),
            ]
        ) { html in
            for step in 0...4 {
                let value = low + (top - low) * Decimal128(step) / 4
                html.raw(trusted: "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width - 8)\" y1=\"\(y(value))\" y2=\"\(y(value))\"/>")
                label(amount(value.rounded(scale: 0), name), x: Self.left - 8, y: y(value) + 4, anchor: "end", &html)
            }
            for percent in [10, 50, 90] { label("\(percent)\u{A0}%", x: x(percent), y: Self.height - 6, anchor: "middle", &html) }
            let law = points.map { "\(x($0.percent)),\(y($0.law))" }.joined(separator: " ")
            html.raw(trusted: "<polyline class=\"law\" points=\"\(law)\"/>")
            if report.hasReform {
                let reform = points.compactMap { point in point.reform.map { "\(x(point.percent)),\(y($0))" } }.joined(separator: " ")
                html.raw(trusted: "<polyline class=\"reform dashed\" points=\"\(reform)\"/>")
            }
        }
    }

    private func label(_ text: String, x: Int, y: Int, anchor: String, _ html: inout HTML) {
        html.element("text", text, [.attribute("x", "\(x)"), .attribute("y", "\(y)"), .attribute("text-anchor", anchor)])
    }
}
