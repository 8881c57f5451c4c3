public import HTML
import Kernel

extension HTML {
    /// A page's form with its security token; it posts to `action`.
    ///
    /// - Parameter sendsFiles: multipart/form-data; the token stands before any file, so a forged upload is refused unread.
    public mutating func form(
        _ request: Request, to action: String, sendsFiles: Bool = false, class classes: String? = nil, id: String? = nil, _ content: Content
    ) rethrows {
        try form(
            method: "post", action: action, class: classes, id: id, [.attribute("enctype", sendsFiles ? "multipart/form-data" : nil)]
        ) { html in
            html.hidden(FormTokens.fieldName, request.formToken)
            try content(&html)
        }
    }

    /// A form of one button, for an act that needs no more: sign out, withdraw.
    public mutating func formButton(
        _ text: String, _ request: Request, to action: String, style: ButtonStyle = .secondary, values: [(String, String)] = []
    ) {
        form(request, to: action, class: "inline") { html in
            for (name, value) in values { html.hidden(name, value) }
            html.submit(text, style: style)
        }
    }

    public mutating func hidden(_ name: String, _ value: String) { input(type: "hidden", name: name, value: value) }

    /// The button that sends a form. A second press while the first is under way is ignored where scripts run; the
    /// handler makes it harmless where they do not.
    public mutating func submit(_ text: String, name: String? = nil, value: String? = nil, style: ButtonStyle = .primary) {
        element("button", text, class: style.classes, [.type("submit"), .attribute("name", name), .attribute("value", value), .data("once", "")])
    }

    /// What the Enter key presses in a form whose first button does something else: browsers take the first one there is
    /// (HTML standard, section 4.10.22.2). Nobody sees it, and the keyboard does not stop at it.
    public mutating func defaultSubmit(_ text: String) {
        element("button", text, class: "unseen", [.type("submit"), .tabindex(-1), .ariaHidden])
    }

    /// A link that looks like a button, because it begins something.
    public mutating func buttonLink(_ text: String, href: String, style: ButtonStyle = .primary) {
        a(text, href: href, class: style.classes)
    }

    /// Buttons side by side.
    public mutating func buttons(_ content: Content) rethrows { try div(class: "buttons", [], content) }
}

public enum ButtonStyle: Sendable {
    case primary, secondary, danger
    /// Reads as a link; for "save and come back later".
    case quiet

    var classes: String {
        switch self {
        case .primary: "button"
        case .secondary: "button button-secondary"
        case .danger: "button button-danger"
        case .quiet: "button button-quiet"
        }
    }
}
