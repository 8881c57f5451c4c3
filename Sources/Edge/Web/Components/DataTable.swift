public import HTML
import Kernel

/// A column of a table.
public struct Column: Sendable {
    public var title: String
    public var isNumeric: Bool
    /// Sorts by this column; nil draws a plain heading.
    public var sortHref: String?
    public var sorted: Sorted?

    public enum Sorted: String, Sendable { case ascending, descending }

    public init(_ title: String, isNumeric: Bool = false, sortHref: String? = nil, sorted: Sorted? = nil) {
        self.title = title
        self.isNumeric = isNumeric
        self.sortHref = sortHref
        self.sorted = sorted
    }
}

/// A cell of a table.
public enum Cell: Sendable {
    case text(String)
    case link(String, href: String)
    /// A link whose words are in a language of their own, as somebody wrote them (WCAG 2.2, 3.1.2).
    case quoted(String, language: String, href: String)
    case tag(String, TagTone)
    case date(text: String, datetime: String)
    /// A day, and beneath it what that means: "2 working days left".
    case deadline(text: String, datetime: String, tag: String, TagTone)
    /// A text with a quieter line beneath.
    case pair(String, String)
    /// A link with a box to choose its row for something that is done with several.
    ///
    /// `isNext`: where the reader goes on from what they have just done; the focus is there when the page opens.
    case choice(String, href: String, name: String, value: String, label: String, isNext: Bool = false)
}

extension HTML {
    /// A table that turns into a list of labelled lines on a narrow screen. The first column heads its row.
    ///
    /// - Parameter wideAs: of one that may be wider than any page, its name among the regions of the page: the keyboard reaches it and moves it
    ///   sideways (WCAG 2.2, 2.1.1).
    public mutating func dataTable(caption: String, showsCaption: Bool = true, wideAs name: String? = nil, _ columns: [Column], _ rows: [[Cell]]) {
        div(class: "table-frame", name.map { [.tabindex(0), .role("region"), .ariaLabel($0)] } ?? []) { html in
            html.table(class: "table") { html in
                html.caption(caption, class: showsCaption ? nil : "unseen")
                html.thead { html in
                    html.tr { html in
                        for column in columns { html.heading(column) }
                    }
                }
                html.tbody { html in
                    for row in rows {
                        html.tr { html in
                            for (index, cell) in row.enumerated() where index < columns.count {
                                html.cell(cell, columns[index], isFirst: index == 0)
                            }
                        }
                    }
                }
            }
        }
    }

    private mutating func heading(_ column: Column) {
        th(class: column.isNumeric ? "numeric" : nil, [.scope("col"), .attribute("aria-sort", column.sorted?.rawValue)]) { html in
            if let href = column.sortHref { html.a(column.title, href: href) } else { html.text(column.title) }
        }
    }

    private mutating func cell(_ cell: Cell, _ column: Column, isFirst: Bool) {
        element(
            isFirst ? "th" : "td", class: column.isNumeric ? "numeric" : nil, [.attribute("scope", isFirst ? "row" : nil), .data("label", column.title)]
        ) { html in
            switch cell {
            case .text(let text): html.textWithReferences(text)
            case .link(let text, let href): html.a(href: href) { html in html.textWithReferences(text) }
            case .quoted(let text, let language, let href): html.a(text, href: href, [.lang(language)])
            case .tag(let text, let tone): html.tag(text, tone)
            case .date(let text, let datetime): html.time(text, [.datetime(datetime)])
            case .deadline(let text, let datetime, let words, let tone):
                html.span(class: "stack") { html in
                    html.time(text, [.datetime(datetime)])
                    html.tag(words, tone)
                }
            case .choice(let text, let href, let name, let value, let label, let isNext):
                html.span(class: "row-choice") { html in
                    html.input(type: "checkbox", name: name, value: value, [.ariaLabel(label)])
                    let next: [Attribute] = isNext ? [.attribute("autofocus", ""), .data("next", "")] : []
                    html.a(href: href, next) { html in html.textWithReferences(text) }
                }
            case .pair(let text, let more):
                html.span(class: "stack") { html in
                    html.span(text)
                    html.span(more, class: "quiet")
                }
            }
        }
    }
}
