// One method for each HTML element in use, in two forms: `html.p("text")` and `html.p { $0.text("…") }`.

extension HTML {
    public mutating func header(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("header", class: classes, id: id, attributes, content)
    }
    public mutating func header(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("header", text, class: classes, id: id, attributes)
    }

    public mutating func footer(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("footer", class: classes, id: id, attributes, content)
    }
    public mutating func footer(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("footer", text, class: classes, id: id, attributes)
    }

    public mutating func main(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("main", class: classes, id: id, attributes, content)
    }
    public mutating func main(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("main", text, class: classes, id: id, attributes)
    }

    public mutating func nav(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("nav", class: classes, id: id, attributes, content)
    }
    public mutating func nav(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("nav", text, class: classes, id: id, attributes)
    }

    public mutating func section(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("section", class: classes, id: id, attributes, content)
    }
    public mutating func section(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("section", text, class: classes, id: id, attributes)
    }

    public mutating func article(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("article", class: classes, id: id, attributes, content)
    }
    public mutating func article(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("article", text, class: classes, id: id, attributes)
    }

    public mutating func aside(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("aside", class: classes, id: id, attributes, content)
    }
    public mutating func aside(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("aside", text, class: classes, id: id, attributes)
    }

    public mutating func div(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("div", class: classes, id: id, attributes, content)
    }
    public mutating func div(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("div", text, class: classes, id: id, attributes)
    }

    public mutating func span(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("span", class: classes, id: id, attributes, content)
    }
    public mutating func span(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("span", text, class: classes, id: id, attributes)
    }

    public mutating func p(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("p", class: classes, id: id, attributes, content)
    }
    public mutating func p(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("p", text, class: classes, id: id, attributes)
    }

    public mutating func h1(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("h1", class: classes, id: id, attributes, content)
    }
    public mutating func h1(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("h1", text, class: classes, id: id, attributes)
    }

    public mutating func h2(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("h2", class: classes, id: id, attributes, content)
    }
    public mutating func h2(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("h2", text, class: classes, id: id, attributes)
    }

    public mutating func h3(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("h3", class: classes, id: id, attributes, content)
    }
    public mutating func h3(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("h3", text, class: classes, id: id, attributes)
    }

    public mutating func h4(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("h4", class: classes, id: id, attributes, content)
    }
    public mutating func h4(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("h4", text, class: classes, id: id, attributes)
    }

    public mutating func ul(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("ul", class: classes, id: id, attributes, content)
    }
    public mutating func ul(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("ul", text, class: classes, id: id, attributes)
    }

    public mutating func ol(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("ol", class: classes, id: id, attributes, content)
    }
    public mutating func ol(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("ol", text, class: classes, id: id, attributes)
    }

    public mutating func li(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("li", class: classes, id: id, attributes, content)
    }
    public mutating func li(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("li", text, class: classes, id: id, attributes)
    }

    public mutating func dl(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("dl", class: classes, id: id, attributes, content)
    }
    public mutating func dl(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("dl", text, class: classes, id: id, attributes)
    }

    public mutating func dt(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("dt", class: classes, id: id, attributes, content)
    }
    public mutating func dt(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("dt", text, class: classes, id: id, attributes)
    }

    public mutating func dd(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("dd", class: classes, id: id, attributes, content)
    }
    public mutating func dd(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("dd", text, class: classes, id: id, attributes)
    }

    public mutating func strong(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("strong", class: classes, id: id, attributes, content)
    }
    public mutating func strong(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("strong", text, class: classes, id: id, attributes)
    }

    public mutating func em(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("em", class: classes, id: id, attributes, content)
    }
    public mutating func em(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("em", text, class: classes, id: id, attributes)
    }

    public mutating func small(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("small", class: classes, id: id, attributes, content)
    }
    public mutating func small(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("small", text, class: classes, id: id, attributes)
    }

    public mutating func b(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("b", class: classes, id: id, attributes, content)
    }
    public mutating func b(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("b", text, class: classes, id: id, attributes)
    }

    public mutating func code(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("code", class: classes, id: id, attributes, content)
    }
    public mutating func code(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("code", text, class: classes, id: id, attributes)
    }

    public mutating func pre(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("pre", class: classes, id: id, attributes, content)
    }
    public mutating func pre(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("pre", text, class: classes, id: id, attributes)
    }

    public mutating func blockquote(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("blockquote", class: classes, id: id, attributes, content)
    }
    public mutating func blockquote(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("blockquote", text, class: classes, id: id, attributes)
    }

    public mutating func figure(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("figure", class: classes, id: id, attributes, content)
    }
    public mutating func figure(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("figure", text, class: classes, id: id, attributes)
    }

    public mutating func figcaption(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("figcaption", class: classes, id: id, attributes, content)
    }
    public mutating func figcaption(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("figcaption", text, class: classes, id: id, attributes)
    }

    public mutating func table(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("table", class: classes, id: id, attributes, content)
    }
    public mutating func table(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("table", text, class: classes, id: id, attributes)
    }

    public mutating func caption(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("caption", class: classes, id: id, attributes, content)
    }
    public mutating func caption(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("caption", text, class: classes, id: id, attributes)
    }

    public mutating func thead(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("thead", class: classes, id: id, attributes, content)
    }
    public mutating func thead(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("thead", text, class: classes, id: id, attributes)
    }

    public mutating func tbody(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("tbody", class: classes, id: id, attributes, content)
    }
    public mutating func tbody(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("tbody", text, class: classes, id: id, attributes)
    }

    public mutating func tfoot(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("tfoot", class: classes, id: id, attributes, content)
    }
    public mutating func tfoot(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("tfoot", text, class: classes, id: id, attributes)
    }

    public mutating func tr(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("tr", class: classes, id: id, attributes, content)
    }
    public mutating func tr(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("tr", text, class: classes, id: id, attributes)
    }

    public mutating func th(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("th", class: classes, id: id, attributes, content)
    }
    public mutating func th(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("th", text, class: classes, id: id, attributes)
    }

    public mutating func td(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("td", class: classes, id: id, attributes, content)
    }
    public mutating func td(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("td", text, class: classes, id: id, attributes)
    }

    public mutating func fieldset(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("fieldset", class: classes, id: id, attributes, content)
    }
    public mutating func fieldset(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("fieldset", text, class: classes, id: id, attributes)
    }

    public mutating func legend(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("legend", class: classes, id: id, attributes, content)
    }
    public mutating func legend(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("legend", text, class: classes, id: id, attributes)
    }

    public mutating func details(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("details", class: classes, id: id, attributes, content)
    }
    public mutating func details(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("details", text, class: classes, id: id, attributes)
    }

    public mutating func summary(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("summary", class: classes, id: id, attributes, content)
    }
    public mutating func summary(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("summary", text, class: classes, id: id, attributes)
    }

    public mutating func select(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("select", class: classes, id: id, attributes, content)
    }
    public mutating func select(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("select", text, class: classes, id: id, attributes)
    }

    public mutating func textarea(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("textarea", class: classes, id: id, attributes, content)
    }
    public mutating func textarea(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("textarea", text, class: classes, id: id, attributes)
    }

    public mutating func time(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("time", class: classes, id: id, attributes, content)
    }
    public mutating func time(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("time", text, class: classes, id: id, attributes)
    }

    public mutating func del(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("del", class: classes, id: id, attributes, content)
    }
    public mutating func del(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("del", text, class: classes, id: id, attributes)
    }

    public mutating func ins(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("ins", class: classes, id: id, attributes, content)
    }
    public mutating func ins(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("ins", text, class: classes, id: id, attributes)
    }

    public mutating func abbr(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("abbr", class: classes, id: id, attributes, content)
    }
    public mutating func abbr(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("abbr", text, class: classes, id: id, attributes)
    }

    public mutating func mark(class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content) rethrows {
        try element("mark", class: classes, id: id, attributes, content)
    }
    public mutating func mark(_ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        element("mark", text, class: classes, id: id, attributes)
    }
}
