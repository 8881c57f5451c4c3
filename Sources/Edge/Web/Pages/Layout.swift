import HTML
import Kernel

/// What stands around the content of every page.
struct Layout: Sendable {
    let site: Site
    let assets: Assets
    /// By language code.
    private let frames: [String: Frame]

    /// What is the same on every page in a language, written once.
    private final class Frame: Sendable {
        /// The notice above everything, and the government's mark and name.
        let notice: [UInt8]
        let brand: [UInt8]
        let links: [UInt8]
        /// Who stands behind the site, and how they are reached.
        let office: [UInt8]

        init(notice: [UInt8], brand: [UInt8], links: [UInt8], office: [UInt8]) {
            self.notice = notice
            self.brand = brand
            self.links = links
            self.office = office
        }
    }

    init(site: Site, assets: Assets) {
        self.site = site
        self.assets = assets
        frames = Dictionary(site.languages.map { ($0.code, Self.frame(of: site, in: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    func draw(_ page: Page) throws -> HTML {
        let request = page.request
        var html = HTML(language: request.language)
        html.raw(trusted: "<!doctype html>")
        try html.element("html", [.lang(request.language.code), .dir(request.language.isRightToLeft ? "rtl" : "ltr")]) { html in
            html.element("head") { html in head(page, &html) }
            try html.element("body") { html in
                html.a(html.language.say(.skipToContent), href: "#main", class: "skip")
                header(request, &html)
                try html.div(class: page.width == .wide ? "frame frame-wide" : "frame") { html in
                    trail(page, &html)
                    try html.element("main", class: "main", id: "main", [.tabindex(-1)]) { html in try page.content(&html) }
                }
                footer(request, &html)
            }
        }
        return html
    }

    private func head(_ page: Page, _ html: inout HTML) {
        let name = site.name(in: page.request.language)
        html.raw(trusted: "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        let title = page.title == name ? name : "\(page.title) – \(name)"
        html.element("title", page.hasFaults ? html.language.say(.errorTitle, ["title": .text(title)]) : title)
        if page.isPrivate { html.meta([.name("robots"), .attribute("content", "noindex")]) }
        html.raw(trusted: assets.headLinks)
        for script in page.scripts {
            if let path = assets.path(of: script) { html.element("script", [.src(path), .flag("defer")]) { _ in } }
            if let style = assets.path(of: script.replacing(".js", with: ".css")) { html.link([.rel("stylesheet"), .href(style)]) }
        }
    }

    private func header(_ request: Request, _ html: inout HTML) {
        let frame = frame(in: request.language)
        html.header(class: "site-header") { html in
            html.raw(trusted: frame.notice)
            html.div(class: "bar") { html in
                html.raw(trusted: frame.brand)
                let links = site.navigation(request)
                let current = Self.current(of: links, on: request)
                if !links.isEmpty {
                    html.nav(class: "menu", [.ariaLabel(html.language.say(.menu))]) { html in
                        html.ul { html in
                            for link in links {
                                html.li { html in html.a(link.text, href: link.href, [.ariaCurrent(link == current ? "page" : nil)]) }
                            }
                        }
                    }
                }
                who(request, &html)
            }
        }
    }

    /// The page itself, or the nearest part of the site it lies in: `/desk/payments` before `/desk`.
    private static func current(of links: [Link], on request: Request) -> Link? {
        if let link = links.first(where: { $0.isCurrent || $0.href == request.path }) { return link }
        let around = links.filter { link in link.href != "/" && request.path.hasPrefix((link.section ?? link.href) + "/") }
        return around.max { ($0.section ?? $0.href).utf8.count < ($1.section ?? $1.href).utf8.count }
    }

    private func who(_ request: Request, _ html: inout HTML) {
        html.div(class: "who") { html in
            if request.actor.isSignedIn {
                if let name = request.session?.name {
                    if let path = site.accountPath { html.a(name, href: path, class: "who-name") } else { html.span(name, class: "who-name") }
                }
                html.formButton(html.language.say(.signOut), request, to: site.signOutPath, style: .quiet)
            } else {
                html.a(html.language.say(.signIn), href: site.signInPath)
            }
        }
    }

    private func trail(_ page: Page, _ html: inout HTML) {
        if !page.breadcrumbs.isEmpty {
            html.nav(class: "trail", [.ariaLabel(html.language.say(.breadcrumbs))]) { html in
                html.ol { html in for link in page.breadcrumbs { html.li { html in html.a(link.text, href: link.href) } } }
            }
        } else if let back = page.back {
            html.nav(class: "trail", [.ariaLabel(html.language.say(.back))]) { html in
                html.a(href: back, class: "back") { html in
                    html.icon(.back)
                    html.say(.back)
                }
            }
        }
    }

    private func footer(_ request: Request, _ html: inout HTML) {
        let frame = frame(in: request.language)
        html.footer(class: "site-footer") { html in
            html.div(class: "footer-frame") { html in
                html.raw(trusted: frame.links)
                if site.languages.count > 1 { languages(request, &html) }
                html.raw(trusted: frame.office)
            }
        }
    }

    private func languages(_ request: Request, _ html: inout HTML) {
        html.nav(class: "languages", [.ariaLabel(html.language.say(.languages))]) { html in
            html.ul { html in
                for language in site.languages {
                    html.li { html in
                        if language == request.language {
                            html.span(language.name, [.ariaCurrent("true"), .lang(language.code)])
                        } else {
                            html.a(language.name, href: Self.address(of: request, in: language), [.lang(language.code), .attribute("hreflang", language.code)])
                        }
                    }
                }
            }
        }
    }

    /// The same page, asked for in another language; of one that answers a form, the page that the form belongs to.
    private static func address(of request: Request, in language: Language) -> String {
        var query = ""
        for entry in request.query.entries where entry.name != "language" {
            query += WebServer.encode(entry.name) + "=" + WebServer.encode(entry.value) + "&"
        }
        return request.pagePath + "?" + query + "language=" + language.code
    }

    // MARK: The same on every page

    private func frame(in language: Language) -> Frame { frames[language.code] ?? Self.frame(of: site, in: language) }

    private static func frame(of site: Site, in language: Language) -> Frame {
        func part(_ content: (inout HTML) -> Void) -> [UInt8] {
            var html = HTML(language: language, capacity: 1_024)
            content(&html)
            return html.bytes
        }
        return Frame(
            notice: part { html in
                if let notice = site.notice[language.code] ?? site.notice[site.languages[0].code] { html.p(notice, class: "notice") }
            },
            brand: part { html in
                html.a(href: "/", class: "brand") { html in
                    html.span(site.markText, class: "mark", [.ariaHidden])
                    html.span(site.name(in: language), class: "brand-name")
                }
            },
            links: part { html in
                let links = site.footer(language)
                guard !links.isEmpty else { return }
                html.ul(class: "footer-links") { html in
                    for link in links { html.li { html in html.a(link.text, href: link.href) } }
                }
            },
            office: part { html in
                html.div(class: "footer-office") { html in
                    html.strong(site.name(in: language))
                    if let address = site.address[language.code] ?? site.address[site.languages[0].code] {
                        html.span(address.split(separator: "\n").joined(separator: ", "))
                    }
                    for link in site.contact { html.a(link.text, href: link.href, [.attribute("dir", language.isRightToLeft ? "ltr" : nil)]) }
                }
            })
    }
}
