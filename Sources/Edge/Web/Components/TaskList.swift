public import HTML

/// One task of several that can be done in any order.
public struct TaskItem: Sendable {
    public var title: String
    /// nil while it cannot be started.
    public var href: String?
    public var hint: String?
    public var status: String
    public var tone: TagTone

    public init(_ title: String, href: String?, hint: String? = nil, status: String, tone: TagTone = .neutral) {
        self.title = title
        self.href = href
        self.hint = hint
        self.status = status
        self.tone = tone
    }
}

extension HTML {
    public mutating func taskList(_ tasks: [TaskItem]) {
        ul(class: "tasks") { html in
            for task in tasks {
                html.li(class: "task") { html in
                    html.div(class: "task-title") { html in
                        if let href = task.href { html.a(task.title, href: href) } else { html.span(task.title) }
                        if let hint = task.hint { html.p(class: "hint") { html in html.textWithReferences(hint) } }
                    }
                    html.tag(task.status, task.tone)
                }
            }
        }
    }

    /// Services, records or cases to choose from, each with a line about it.
    public mutating func cards(_ cards: [Card], headingLevel: Int = 2) {
        ul(class: "cards") { html in
            for card in cards {
                html.li(class: "card") { html in
                    html.element(headingLevel == 3 ? "h3" : "h2", class: "card-title") { html in html.a(card.title, href: card.href) }
                    if !card.text.isEmpty { html.p(card.text) }
                    if let status = card.status { html.tag(status, card.tone) }
                }
            }
        }
    }
}

/// A thing to go to, and a line about it.
public struct Card: Sendable {
    public var title: String
    public var href: String
    public var text: String
    public var status: String?
    public var tone: TagTone

    public init(_ title: String, href: String, text: String = "", status: String? = nil, tone: TagTone = .neutral) {
        self.title = title
        self.href = href
        self.text = text
        self.status = status
        self.tone = tone
    }
}
