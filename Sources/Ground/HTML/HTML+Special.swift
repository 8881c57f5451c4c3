// Elements that are nothing without one certain attribute, and those that can have no content.

extension HTML {
    public mutating func a(href: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("a", class: classes, id: id, [.href(href)] + attributes, content)
    }

    public mutating func a(_ text: String, href: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("a", text, class: classes, id: id, [.href(href)] + attributes)
    }

    public mutating func label(for control: String, class classes: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("label", class: classes, [.for(control)] + attributes, content)
    }

    public mutating func label(_ text: String, for control: String, class classes: String? = nil) {
        element("label", text, class: classes, [.for(control)])
    }

    public mutating func option(_ text: String, value: String, isSelected: Bool = false) {
        element("option", text, [.value(value), .selected(isSelected)])
    }

    public mutating func button(
        type: StaticString = "submit", class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content
    ) rethrows {
        try element("button", class: classes, id: id, [.type(type.description)] + attributes, content)
    }

    public mutating func input(
        type: StaticString, name: String, value: String? = nil, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []
    ) {
        void("input", class: classes, id: id, [.type(type.description), .name(name), .attribute("value", value)] + attributes)
    }

    /// A bare form; a page's form with its security token is `form(to:)` in Web.
    public mutating func form(
        method: StaticString, action: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content
    ) rethrows {
        try element("form", class: classes, id: id, [.method(method.description), .action(action), .novalidate] + attributes, content)
    }

    public mutating func img(src: String, alt: String, class classes: String? = nil, _ attributes: [Attribute] = []) {
        void("img", class: classes, [.src(src), .alt(alt)] + attributes)
    }

    public mutating func br() { void("br") }
    public mutating func hr(class classes: String? = nil) { void("hr", class: classes) }
    public mutating func meta(_ attributes: [Attribute]) { void("meta", attributes) }
    public mutating func link(_ attributes: [Attribute]) { void("link", attributes) }
}
