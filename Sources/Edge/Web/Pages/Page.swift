public import HTML

/// One page: its title and what stands in `main`. Head, navigation and foot come from the site.
///
/// ```swift
/// Reply(application.json) {
///     Page("Your application", for: request, back: "/applications") { html in
///         html.h1("Your application")
///         html.summaryList(rows)
///     }
/// }
/// ```
/// The content writes the page's one `h1`.
public struct Page: Sendable {
    public enum Width: Sendable {
        /// A column to read and answer in.
        case text
        /// Tables and maps: the whole width.
        case wide
    }

    public var title: String
    public var request: Request
    public var width: Width
    /// Where "Back" leads; nil draws none.
    public var back: String?
    public var breadcrumbs: [Link]
    /// Marks the title "Error: …" as screen readers expect it.
    public var hasFaults: Bool
    /// Extra scripts of the site that the page asks for: `map.js`, and the styles beside it.
    public var scripts: [String]
    /// Tells search engines to pass by; the default for signed-in pages.
    public var isPrivate: Bool
    public var content: @Sendable (inout HTML) throws -> Void

    public init(
        _ title: String, for request: Request, width: Width = .text, back: String? = nil, breadcrumbs: [Link] = [], hasFaults: Bool = false,
        scripts: [String] = [], isPrivate: Bool? = nil, content: @escaping @Sendable (inout HTML) throws -> Void
    ) {
        self.title = title
        self.request = request
        self.width = width
        self.back = back
        self.breadcrumbs = breadcrumbs
        self.hasFaults = hasFaults
        self.scripts = scripts
        self.isPrivate = isPrivate ?? request.actor.isSignedIn
        self.content = content
    }
}

/// A text that leads somewhere.
public struct Link: Sendable, Hashable {
    public var text: String
    public var href: String
    public var isCurrent: Bool
    /// The part of the site it stands for, where that is more than the page it leads to: `/admin`.
    public var section: String?

    public init(_ text: String, href: String, isCurrent: Bool = false, section: String? = nil) {
        self.text = text
        self.href = href
        self.isCurrent = isCurrent
        self.section = section
    }
}
