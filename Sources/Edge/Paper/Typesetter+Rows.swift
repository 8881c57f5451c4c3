import CPaper
import Kernel

extension Typesetter {
    /// A table of two columns whose first cells are row headers.
    mutating func setFacts(_ facts: [PaperDocument.Fact]) throws(PolityError) {
        let labelWidth = 150.0
        let gap = 14.0
        let valueWidth = Self.columnWidth - labelWidth - gap
        skip(2)
        try tagged(Tag(.table)) { (page) throws(PolityError) in
            for fact in facts {
                let label = page.box(fact.label, .label, width: labelWidth)
                let value = page.box(fact.value, TextStyle(size: 10.5, bold: true), width: valueWidth)
                try page.need(min(max(label.height, value.height), 60) + 10)
                page.rule()
                page.y += 5
                let top = page.y
                let onPage = page.pages
                try page.tagged(Tag(.row)) { (page) throws(PolityError) in
                    try page.tagged(.header(.row)) { (page) throws(PolityError) in
                        page.add(.text(label, lines: 0..<label.lines.count, x: page.startX(0, width: labelWidth), y: page.y + label.drop(below: value), .quiet))
                    }
                    try page.tagged(Tag(.cell)) { (page) throws(PolityError) in
                        page.isPageFresh = false
                        page.y += value.drop(below: label)
                        try page.flow(value, x: page.startX(labelWidth + gap, width: valueWidth))
                    }
                }
                if page.pages == onPage { page.y = max(page.y, top + label.height) }
                page.y += 5
            }
        }
        rule()
        skip(14)
    }

    /// Columns as wide as their words want, the header again on every page. A row never breaks.
    mutating func setTable(_ table: PaperDocument.Table) throws(PolityError) {
        let columns = TableColumns(table, typesetter: self)
        let header = columns.cells(table.header, style: TextStyle.label.weighted(), typesetter: self)
        let headerHeight = header.map(\.height).max() ?? 0
        func needs(_ cells: [TextBox]) -> Double { (cells.map(\.height).max() ?? 0) + 8 }

        try need(headerHeight + 40)
        skip(2)
        try tagged(Tag(.table)) { (page) throws(PolityError) in
            try page.tagged(Tag(.row)) { (page) throws(PolityError) in
                page.set(header, at: columns, tags: .header(.column), colour: page.accent)
            }
            page.y += headerHeight + 5
            for row in table.rows {
                let filled = row + Array(repeating: RichText(""), count: table.header.count - row.count)
                let cells = columns.cells(filled, style: .body, typesetter: page)
                let height = needs(cells)
                guard headerHeight + height + 10 <= Self.bottom - Self.top else {
                    throw PolityError(.tooLarge, "PAPER-111", "A table's row is taller than a page.")
                }
                if height > page.room {
                    try page.endPage()
                    page.repeatHeader(header, at: columns, height: headerHeight)
                }
                page.rule()
                page.y += 4
                try page.tagged(Tag(.row)) { (page) throws(PolityError) in
                    page.set(cells, at: columns, tags: Tag(.cell), colour: .ink)
                }
                page.y += height - 4
                page.isPageFresh = false
            }
        }
        rule()
        skip(14)
    }

    /// A header on a later page is a running head: the table has named its columns once.
    private mutating func repeatHeader(_ cells: [TextBox], at columns: TableColumns, height: Double) {
        for (cell, x) in zip(cells, columns.starts(self)) {
            decorate(.text(cell, lines: 0..<cell.lines.count, x: x, y: y, accent))
        }
        y += height + 5
        isPageFresh = false
    }

    private mutating func set(_ cells: [TextBox], at columns: TableColumns, tags: Tag, colour: Colour) {
        for (cell, x) in zip(cells, columns.starts(self)) {
            add(.open(tags))
            add(.text(cell, lines: 0..<cell.lines.count, x: x, y: y, colour))
            add(.close)
        }
    }

    mutating func rule() {
        guard y < Self.bottom + 1 else { return }
        decorate(.fill(Box(x: Self.marginX, y: y, width: Self.columnWidth, height: 0.6), .hairline))
    }
}

/// How a table shares out the page's width.
struct TableColumns {
    static let gap = 12.0
    let widths: [Double]
    let alignments: [PaperDocument.Table.Alignment]

    /// Every column gets what its widest cell wants if that fits; else the wide ones share what the narrow ones leave.
    init(_ table: PaperDocument.Table, typesetter: Typesetter) {
        let count = table.header.count
        alignments = (0..<count).map { $0 < table.alignments.count ? table.alignments[$0] : .start }
        let total = Typesetter.columnWidth - Self.gap * Double(count - 1)
        // The first rows speak for the rest: measuring a thousand more would change little.
        let sample = table.rows.prefix(60)
        let wishes = (0..<count).map { column in
            let header = typesetter.box(table.header[column], TextStyle.label.weighted(), width: total).width
            let cells = sample.map { column < $0.count ? typesetter.box($0[column], .body, width: total).width : 0 }
            return max(header, cells.max() ?? 0, 24) + 1
        }
        widths = Self.share(total, among: wishes)
    }

    /// - Returns: as many widths as wishes; their sum is `total`.
    static func share(_ total: Double, among wishes: [Double]) -> [Double] {
        let sum = wishes.reduce(0, +)
        if sum <= total { return wishes.map { $0 + (total - sum) / Double(wishes.count) } }
        var fair = total / Double(wishes.count)
        for _ in wishes {
            let narrow = wishes.filter { $0 <= fair }
            let wide = wishes.count - narrow.count
            guard wide > 0 else { break }
            fair = (total - narrow.reduce(0, +)) / Double(wide)
        }
        return wishes.map { min($0, fair) }
    }

    func starts(_ typesetter: Typesetter) -> [Double] {
        var offset = 0.0
        return widths.map { width in
            defer { offset += width + Self.gap }
            return typesetter.startX(offset, width: width)
        }
    }

    func cells(_ texts: [RichText], style: TextStyle, typesetter: Typesetter) -> [TextBox] {
        zip(texts, zip(widths, alignments)).map { text, column in
            typesetter.box(text, style.aligned(column.1 == .end ? .end : .start), width: column.0)
        }
    }
}
