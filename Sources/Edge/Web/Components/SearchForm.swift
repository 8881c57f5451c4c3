public import HTML
import Kernel

extension HTML {
    /// A search box; it asks with GET, so a result has an address.
    public mutating func searchForm(
        action: String, label: String, name: String = "q", value: String = "", isHeading: Bool = false, filters: Content
    ) rethrows {
        try form(method: "get", action: action, class: "search", [.role("search")]) { html in
            html.label(label, for: "search-" + name, class: isHeading ? "label label-large" : "label")
            html.div(class: "search-line") { html in
                html.input(type: "search", name: name, value: value, class: "input", id: "search-" + name, [.maxlength(200)])
                html.button(class: "button") { html in
                    html.icon(.search)
                    html.span { html in html.say(.search) }
                }
            }
            try filters(&html)
        }
    }

    public mutating func searchForm(action: String, label: String, name: String = "q", value: String = "", isHeading: Bool = false) {
        searchForm(action: action, label: label, name: name, value: value, isHeading: isHeading) { _ in }
    }
}
