public import HTML
import Kernel

extension HTML {
    /// Steps through pages of a list; each page's address comes from `href`. Draws nothing for one page.
    public mutating func pagination(page: Int, of count: Int, href: (Int) -> String) {
        guard count > 1 else { return }
        nav(class: "pagination", [.ariaLabel(language.say(.pages))]) { html in
            if page > 1 { html.a(html.language.say(.previousPage), href: href(page - 1), [.rel("prev")]) }
            html.ul { html in
                var last = 0
                for number in 1...count where number == 1 || number == count || abs(number - page) <= 1 {
                    if number > last + 1 { html.li("…", class: "pagination-gap") }
                    last = number
                    html.li { html in
                        html.a(
                            String(number), href: href(number),
                            [.ariaLabel(html.language.say(.pageNumber, ["number": .count(number)])), .ariaCurrent(number == page ? "page" : nil)])
                    }
                }
            }
            if page < count { html.a(html.language.say(.nextPage), href: href(page + 1), [.rel("next")]) }
        }
    }

    /// For lists read by a cursor, where nobody counts the pages.
    ///
    /// - Parameter list: what they are of, where a page has several lists.
    public mutating func pagination(of list: String? = nil, previous: String?, next: String?) {
        guard previous != nil || next != nil else { return }
        nav(class: "pagination", [.ariaLabel(list ?? language.say(.pages))]) { html in
            if let previous { html.a(html.language.say(.previousPage), href: previous, [.rel("prev")]) }
            if let next { html.a(html.language.say(.nextPage), href: next, [.rel("next")]) }
        }
    }
}
