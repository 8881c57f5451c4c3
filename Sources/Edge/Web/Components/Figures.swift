public import HTML
import Kernel

/// One number that tells how things stand.
public struct Figure: Sendable {
    public var value: String
    public var label: String
    public var note: String?
    /// The cases behind it.
    public var href: String?

    public init(_ value: String, _ label: String, note: String? = nil, href: String? = nil) {
        self.value = value
        self.label = label
        self.note = note
        self.href = href
    }
}

/// One bar: its label, its length, and the number as written.
public struct Bar: Sendable {
    public var label: String
    public var value: Int
    public var text: String

    public init(_ label: String, _ value: Int, text: String) {
        self.label = label
        self.value = value
        self.text = text
    }
}

extension HTML {
    public mutating func figures(_ figures: [Figure]) {
        dl(class: "figures") { html in
            for figure in figures {
                html.div(class: "figure") { html in
                    html.dt(figure.label)
                    html.dd(class: "figure-value") { html in
                        if let href = figure.href { html.a(figure.value, href: href) } else { html.text(figure.value) }
                    }
                    if let note = figure.note { html.dd(note, class: "figure-note") }
                }
            }
        }
    }

    /// Bars drawn as SVG inside a real table: read aloud and copied like any table, and printed as it stands.
    public mutating func barChart(caption: String, labelTitle: String, valueTitle: String, _ bars: [Bar]) {
        let longest = max(1, bars.map(\.value).max() ?? 1)
        table(class: "chart") { html in
            html.caption(caption)
            html.thead { html in
                html.tr { html in
                    html.th(labelTitle, [.scope("col")])
                    html.th(valueTitle, [.scope("col"), .colspan(2)])
                }
            }
            html.tbody { html in
                for bar in bars {
                    html.tr { html in
                        html.th(bar.label, [.scope("row")])
                        html.td(bar.text, class: "numeric")
                        html.td(class: "chart-bar", [.ariaHidden]) { html in
                            let width = max(0, bar.value) * 1_000 / longest
                            html.raw(
                                trusted:
                                    "<svg viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"chart-track\" width=\"1000\" height=\"20\"/><rect width=\"\(width)\" height=\"20\"/></svg>"
                            )
                        }
                    }
                }
            }
        }
    }
}

extension HTML {
    /// A command or a file's text to copy. It may be wider than the screen, so it scrolls, and the keyboard can reach it.
    public mutating func sample(_ text: String, label: String) {
        element("pre", class: "sample", [.tabindex(0), .role("region"), .ariaLabel(label)]) { html in html.element("code", text) }
    }
}
