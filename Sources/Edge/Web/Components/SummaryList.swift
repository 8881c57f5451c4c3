public import HTML
import Kernel

/// One answer or fact, and where to change it.
public struct SummaryRow: Sendable {
    public var label: String
    public var value: String
    /// Lines of their own where a value has several.
    public var lines: [String]
    public var changeHref: String?
    /// A link in place of the plain value: a file, a record.
    public var link: Link?
    /// Links in place of the value, a line each: files.
    public var links: [Link] = []
    /// A sentence about the value, below it.
    public var note: String?

    public init(_ label: String, _ value: String, lines: [String] = [], changeHref: String? = nil, link: Link? = nil) {
        self.label = label
        self.value = value
        self.lines = lines
        self.changeHref = changeHref
        self.link = link
    }
}

extension HTML {
    /// Check answers; the facts of a record.
    ///
    /// - Parameter isRecord: nobody was asked for what is missing.
    public mutating func summaryList(_ rows: [SummaryRow], isRecord: Bool = false) {
        dl(class: "summary") { html in
            for row in rows {
                html.div(class: "summary-row") { html in
                    html.dt(row.label)
                    html.dd(class: "summary-value") { html in
                        if !row.links.isEmpty {
                            for link in row.links { html.span(class: "line") { html in html.a(link.text, href: link.href) } }
                        } else if let link = row.link {
                            html.a(link.text, href: link.href)
                        } else if row.lines.isEmpty {
                            if row.value.isEmpty {
                                html.span(class: "quiet") { html in html.say(isRecord ? .notRecorded : .notAnswered) }
                            } else {
                                html.text(row.value)
                            }
                        } else {
                            for line in row.lines { html.span(line, class: "line") }
                        }
                        if let note = row.note { html.span(note, class: "line quiet") }
                    }
                    if let href = row.changeHref {
                        html.dd(class: "summary-action") { html in
                            html.a(href: href) { html in
                                html.say(.change)
                                html.span(" " + row.label, class: "unseen")
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One of the few facts that say at a glance what a page is about.
public struct Fact: Sendable {
    public var label: String
    public var value: String
    /// In place of the value, or beneath it: where it stands, how pressing it is.
    public var tag: (words: String, tone: TagTone)?

    public init(_ label: String, _ value: String = "", tag: (words: String, tone: TagTone)? = nil) {
        self.label = label
        self.value = value
        self.tag = tag
    }
}

extension HTML {
    /// Side by side beneath the title; in two columns, or one, where there is less room.
    public mutating func facts(_ facts: [Fact]) {
        dl(class: "facts") { html in
            for fact in facts {
                html.div { html in
                    html.dt(fact.label)
                    html.dd { html in
                        if !fact.value.isEmpty { html.text(fact.value) }
                        if let tag = fact.tag { html.p { html in html.tag(tag.words, tag.tone) } }
                    }
                }
            }
        }
    }
}
