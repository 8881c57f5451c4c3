public import HTML
import Kernel

/// What a banner tells.
public enum BannerKind: String, Sendable { case information, success, warning }

extension HTML {
    /// Something the reader must know about this page or what just happened.
    public mutating func banner(_ kind: BannerKind, title: String, _ content: Content) rethrows {
        try div(class: "banner banner-\(kind.rawValue)", [.role(kind == .success ? "status" : "region"), .ariaLabel(title)]) { html in
            html.icon(kind == .success ? .tick : kind == .warning ? .warning : .information)
            try html.div(class: "banner-body") { html in
                html.p(title, class: "banner-title")
                try content(&html)
            }
        }
    }

    public mutating func banner(_ kind: BannerKind, title: String, _ text: String) {
        banner(kind, title: title) { html in html.p(text) }
    }

    /// A passage set apart: the law quoted, an example.
    public mutating func inset(_ content: Content) rethrows { try div(class: "inset", [], content) }

    /// What happens if this is done wrong: a fine, a lost right.
    public mutating func warning(_ text: String) {
        div(class: "warning") { html in
            html.icon(.warning)
            html.p { html in
                html.span(class: "unseen") { html in html.say(.warningPrefix) }
                html.strong(text)
            }
        }
    }

    /// More, for those who want it.
    public mutating func details(_ summary: String, isOpen: Bool = false, _ content: Content) rethrows {
        try details(class: "details", [.open(isOpen)]) { html in
            html.summary { html in html.span(summary) }
            try html.div(class: "details-body", [], content)
        }
    }

    /// The end of a task: what was done, and the reference to quote.
    ///
    /// - Parameter isHeading: its title is the page's one `h1`.
    public mutating func confirmation(
        _ title: String, referenceLabel: String? = nil, reference: String? = nil, _ text: String? = nil, isHeading: Bool = true
    ) {
        div(class: "confirmation") { html in
            html.icon(.tick)
            if isHeading { html.h1(title) } else { html.p(title, class: "confirmation-title") }
            if let reference {
                html.p(class: "confirmation-reference") { html in
                    if let referenceLabel {
                        html.span(referenceLabel)
                        html.text(" ")
                    }
                    html.strong(reference, class: "reference")
                }
            }
            if let text { html.p(text) }
        }
    }

    /// The first thing on a front page: what this place is, in a sentence, and the way in.
    public mutating func hero(_ title: String, lead: String, _ content: Content) rethrows {
        try div(class: "hero") { html in
            html.h1(title)
            html.p(lead, class: "lead")
            try content(&html)
        }
    }

    /// What a list shows when it has nothing to show, and what to do then.
    public mutating func emptyState(_ title: String, _ text: String, link: Link? = nil) {
        div(class: "empty") { html in
            html.p(title, class: "empty-title")
            html.p(text)
            if let link { html.p { html in html.a(link.text, href: link.href) } }
        }
    }
}
