public import HTML
import Kernel

/// A key that does what a control of the page does. Nothing has a key that cannot be done without it.
public struct Shortcut: Sendable {
    public enum Act: String, Sendable {
        /// Presses the control.
        case press
        /// Goes to the control, where Enter or typing does the rest.
        case focus
        /// Chooses by its number; the key stands for 1 to 9.
        case choose
        /// Goes to the next or the previous of them.
        case next, previous
        /// Ticks the box beside the focus.
        case tick
        /// Presses the button of the form in whose field one writes; its key is Enter with Ctrl or, on a Mac, Command.
        case send
    }

    public var key: String
    public var act: Act
    /// A CSS selector: the first element it finds is the control.
    public var target: String
    public var about: String

    public init(_ key: String, _ act: Act, _ target: String, _ about: String) {
        self.key = key
        self.act = act
        self.target = target
        self.about = about
    }
}

extension HTML {
    /// The page's keys, in a panel that `?` opens. The panel is what the script reads, so that no key works that is not listed.
    ///
    /// Where scripts run, and only there; whoever dictates to their computer switches the keys off in it (WCAG 2.2, 2.1.4).
    /// The page asks for the script `shortcuts.js`.
    public mutating func shortcuts(_ shortcuts: [Shortcut]) {
        p([.data("shortcuts-opener", ""), .hidden]) { html in
            html.element("button", html.language.say(.shortcutsTitle), class: "button button-quiet", [.type("button")])
        }
        element("dialog", class: "shortcuts", [.data("shortcuts", ""), .ariaLabelledBy("shortcuts-title")]) { html in
            html.h2(html.language.say(.shortcutsTitle), id: "shortcuts-title")
            html.table { html in
                html.caption(html.language.say(.shortcutsTitle), class: "unseen")
                html.tbody { html in for shortcut in shortcuts { html.row(shortcut) } }
            }
            html.p(class: "shortcuts-switch") { html in
                html.input(type: "checkbox", name: "shortcuts", value: "on", id: "shortcuts-on", [.checked(true)])
                html.label(html.language.say(.shortcutsOn), for: "shortcuts-on")
            }
            html.p(html.language.say(.shortcutsAbout), class: "quiet")
            html.p { html in html.element("button", html.language.say(.shortcutsClose), class: "button button-secondary", [.type("button")]) }
        }
    }

    private mutating func row(_ shortcut: Shortcut) {
        tr([.data("key", shortcut.key), .data("act", shortcut.act.rawValue), .data("target", shortcut.target)]) { html in
            html.th([.scope("row")]) { html in html.element("kbd", shortcut.act == .choose ? "1 … 9" : shortcut.key) }
            html.td(shortcut.about)
        }
    }
}

extension Phrase {
    static let shortcutsTitle = Phrase("web.shortcuts_title", en: "Keyboard shortcuts", es: "Atajos de teclado")
    static let shortcutsOn = Phrase("web.shortcuts_on", en: "Use these keys", es: "Usar estas teclas")
    static let shortcutsAbout = Phrase(
        "web.shortcuts_about", en: "They rest while you type in a field; Escape leaves it. This browser remembers the choice.",
        es: "No actúan mientras escribe en un campo; Escape sale de él. Este navegador recuerda la elección.")
    static let shortcutsClose = Phrase("web.shortcuts_close", en: "Close", es: "Cerrar")
}
