import CPaper
import Kernel

/// Lays a document out on A4 pages (ISO 216: 210 × 297 mm) as a sequence of marks.
struct Typesetter {
    static let pageWidth = 595.276
    static let pageHeight = 841.89
    static let marginX = 62.0
    static let top = 84.0
    static let bottom = pageHeight - 76
    static let columnWidth = pageWidth - 2 * marginX

    let document: PaperDocument
    let context: OpaquePointer
    private(set) var marks: [Mark] = []
    private(set) var pages = 1
    var y = 48.0
    /// Nothing stands on this page yet.
    var isPageFresh = true

    var accent: Colour { document.letterhead.accent }
    var room: Double { Self.bottom - y }

    init(document: PaperDocument, context: OpaquePointer) {
        self.document = document
        self.context = context
    }

    /// All pages. Their running heads and feet are added by the painter, which then knows how many there are.
    mutating func set() throws(PolityError) {
        add(.open(Tag(.document)))
        setLetterhead()
        for (index, block) in document.blocks.enumerated() {
            try set(block, first: index == 0)
        }
        // The last page's foot stands inside the document's element, as all decoration does.
        add(.endPage)
        add(.close)
    }

    private mutating func set(_ block: PaperDocument.Block, first: Bool) throws(PolityError) {
        switch block {
        case .heading(let level, let text): try setHeading(level, text)
        case .paragraph(let text): try setParagraph(text)
        case .address(let lines): try setAddress(lines)
        case .facts(let facts): try setFacts(facts)
        case .table(let table): try setTable(table)
        case .list(let items, let ordered): try setList(items, ordered: ordered)
        case .notice(let text): try setNotice(text)
        case .signature(let signature): try setSignature(signature)
        case .code(let code): try setCode(code)
        case .pageBreak: if !isPageFresh { try endPage() }
        }
    }

    // MARK: - What every block uses

    mutating func add(_ mark: Mark) { marks.append(mark) }

    mutating func tagged(_ tag: Tag, _ body: (inout Typesetter) throws(PolityError) -> Void) throws(PolityError) {
        add(.open(tag))
        try body(&self)
        add(.close)
    }

    /// Decoration: drawn, but no part of the text.
    mutating func decorate(_ mark: Mark) {
        add(.open(Tag(.artifact)))
        add(mark)
        add(.close)
    }

    func box(_ text: RichText, _ style: TextStyle, width: Double) -> TextBox {
        TextBox(text, style: style, width: width, context: context)
    }

    /// The left edge of a part `width` wide that starts `offset` after the column's start edge; mirrored when the page runs from the right.
    func startX(_ offset: Double, width: Double) -> Double {
        document.runsRightToLeft ? Self.pageWidth - Self.marginX - offset - width : Self.marginX + offset
    }

    mutating func endPage() throws(PolityError) {
        pages += 1
        guard pages <= PaperLimits.pages else { throw PolityError(.tooLarge, "PAPER-110", "This document has more than \(PaperLimits.pages) pages.") }
        add(.endPage)
        y = Self.top
        isPageFresh = true
    }

    /// Starts a new page unless `height` still fits on this one.
    mutating func need(_ height: Double) throws(PolityError) {
        if height > room, !isPageFresh { try endPage() }
    }

    mutating func skip(_ height: Double) { if !isPageFresh { y += height } }

    /// Sets a text in the flow, over as many pages as it takes; neither its first nor its last line stands alone.
    mutating func flow(_ text: TextBox, x: Double, colour: Colour = .ink) throws(PolityError) {
        var next = 0
        let lines = text.lines
        while next < lines.count {
            let origin = lines[next].top
            var end = next
            while end < lines.count, y + lines[end].bottom - origin <= Self.bottom { end += 1 }
            if end < lines.count, !isPageFresh || end > next {
                if end == lines.count - 1 { end -= 1 }
                if end - next < 2, !isPageFresh { end = next }
            }
            if end == next, isPageFresh { end = next + 1 }
            if end > next {
                add(.text(text, lines: next..<end, x: x, y: y, colour))
                y += lines[end - 1].bottom - origin
                isPageFresh = false
            }
            next = end
            if next < lines.count { try endPage() }
        }
    }
}
