/// One step of painting, in reading order. The typesetter decides all of them before anything is drawn, since the
/// first page's footer names the last page's number.
enum Mark {
    /// Opens an element of the structure tree (ISO 32000-1, section 14.7); what follows belongs to it until `close`.
    case open(Tag)
    case close
    /// Some lines of a text, the first one's top at `y`.
    case text(TextBox, lines: Range<Int>, x: Double, y: Double, Colour)
    case fill(Box, Colour)
    case code(QRCode, Box)
    case rosette(Box, Colour)
    case endPage
}

/// A rectangle in points (1/72 inch) from the page's upper left corner.
struct Box: Hashable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
}

/// An element of the structure tree: a standard type (ISO 32000-1, section 14.8.4) and what cairo cannot write about it.
struct Tag: Hashable {
    enum Name: String {
        case document = "Document", h1 = "H1", h2 = "H2", h3 = "H3", h4 = "H4", paragraph = "P"
        case list = "L", item = "LI", label = "Lbl", body = "LBody"
        case table = "Table", row = "TR", header = "TH", cell = "TD"
        case figure = "Figure", link = "Link", section = "Sect"
        /// Decoration and running heads. Drawn under this name, then made an artifact and taken out of the tree.
        case artifact = "NonStruct"
    }

    enum Scope: String { case row = "Row", column = "Column" }

    var name: Name
    var alternative: String?
    var scope: Scope?
    var ordered = false
    var address: String?
    /// Where a figure stands.
    var box: Box?

    init(_ name: Name) { self.name = name }

    static func header(_ scope: Scope) -> Tag {
        var tag = Tag(.header)
        tag.scope = scope
        return tag
    }

    static func figure(_ alternative: String, at box: Box) -> Tag {
        var tag = Tag(.figure)
        tag.alternative = alternative
        tag.box = box
        return tag
    }

    static func link(to address: String) -> Tag {
        var tag = Tag(.link)
        tag.address = address
        tag.alternative = address
        return tag
    }

    static func list(ordered: Bool) -> Tag {
        var tag = Tag(.list)
        tag.ordered = ordered
        return tag
    }
}
