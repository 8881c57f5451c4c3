import HTML
import Kernel

/// A piece of a bar, in thousandths of its width.
struct Part {
    var start: Int
    var width: Int
    var style: String
    /// The upper or the lower half; nil for the whole height.
    var half: Int?

    init(_ start: Int, _ width: Int, _ style: String, half: Int? = nil) {
        self.start = start
        self.width = width
        self.style = style
        self.half = half
    }
}

struct BarRow {
    var label: String
    var cells: [String]
    var parts: [Part]
}

extension SimulationPage {
    /// A table whose rows end with a bar: read aloud as a table, seen as a chart.
    func barTable(caption: String, _ titles: [String], _ rows: [BarRow], _ html: inout HTML) {
        // It may be wider than a phone's screen, so it scrolls, and the keyboard can reach it.
        html.div(class: "table-frame bars-frame", [.tabindex(0), .role("region"), .ariaLabel(caption)]) { html in
            html.table(class: "chart bars") { html in
                html.caption(caption)
                html.thead { html in
                    html.tr { html in
                        html.td("")
                        for title in titles { html.th(title, class: "numeric", [.scope("col")]) }
                        html.td("", class: "bar-cell", [.ariaHidden])
                    }
                }
                html.tbody { html in
                    for row in rows {
                        html.tr { html in
                            html.th(row.label, [.scope("row")])
                            for cell in row.cells { html.td(cell, class: "numeric") }
                            html.td(class: "bar-cell", [.ariaHidden]) { html in bar(row.parts, &html) }
                        }
                    }
                }
            }
        }
    }

    private func bar(_ parts: [Part], _ html: inout HTML) {
        // Numbers and styles of this program alone.
        var drawing = "<svg viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
        for part in parts where part.width > 0 {
            let (top, height) = part.half.map { ($0 * 11, 9) } ?? (0, 20)
            drawing += "<rect class=\"\(part.style)\" x=\"\(part.start)\" y=\"\(top)\" width=\"\(part.width)\" height=\"\(height)\"/>"
        }
        html.raw(trusted: drawing + "</svg>")
    }
}

extension SimulationPage {
    static let style = """
        .bars-frame { padding: .9rem 1.2rem .4rem; } .bars { font-size: .95rem; margin-block-end: .5rem; } .bars tbody tr { border-block-start: 1px solid var(--line); }
        .bars th, .bars td { padding: .3rem .75rem .3rem 0; } .bars td.numeric, .bars th.numeric { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .bars .bar-cell { inline-size: 46%; min-inline-size: 9rem; padding-inline: .5rem 0; } .bar-cell svg { display: block; inline-size: 100%; block-size: 1.15rem; border-radius: 4px; background: var(--neutral-soft); }
        .part-good { fill: var(--good); background: var(--good); } .part-bad { fill: var(--bad); background: var(--bad); } .part-same { fill: transparent; background: var(--neutral-soft); }
        .part-axis { fill: var(--line-strong); } .part-law { fill: var(--line-strong); background: var(--line-strong); } .part-reform { fill: var(--accent); background: var(--accent); }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; list-style: none; padding: 0; font-size: .95rem; } .swatch { display: inline-block; inline-size: .9em; block-size: .9em; margin-inline-end: .45em; border-radius: 3px; border: 1px solid var(--line-strong); vertical-align: -.08em; }
        .beside { display: grid; gap: 1rem 2.5rem; align-items: start; grid-template-columns: minmax(0, 1fr); } .beside figure { margin: 0; }
        .curve { inline-size: 100%; block-size: auto; display: block; overflow: visible; } .curve text { fill: var(--ink-soft); font: 500 13px var(--font); }
        .curve .grid { stroke: var(--line); stroke-width: 1; } .curve polyline { fill: none; stroke-width: 3; stroke-linejoin: round; stroke-linecap: round; }
        .curve .law { stroke: var(--line-strong); } .curve .reform { stroke: var(--accent); } .curve .dashed { stroke-dasharray: 7 6; }
        @media (max-width: 40rem) { .bars-frame { padding-inline: .7rem; } .bars { font-size: .8rem; } .bars th, .bars td { padding-inline-end: .45rem; } .bars th.numeric { white-space: normal; } .bars .bar-cell { min-inline-size: 4.5rem; inline-size: 30%; } }
        @media (min-width: 60rem) { .beside { grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr); } }
        @media (forced-colors: active) { .bar-cell svg { forced-color-adjust: none; } }
        @media print { .bar-cell svg, .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; } h2 { break-after: avoid; } table { break-inside: avoid; } }
        """
}
