public import HTML

extension HTML {
    /// Pages that belong together, each an address of its own; the present one is marked.
    public mutating func tabs(_ links: [Link], label: String, on request: Request) {
        nav(class: "tabs", [.ariaLabel(label)]) { html in
            html.ul { html in
                for link in links {
                    html.li { html in html.a(link.text, href: link.href, [.ariaCurrent(link.isCurrent || link.href == request.path ? "page" : nil)]) }
                }
            }
        }
    }
}
