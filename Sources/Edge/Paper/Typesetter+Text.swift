import Kernel

extension Typesetter {
    mutating func setLetterhead() {
        let head = document.letterhead
        let contactWidth = 190.0
        let nameWidth = Self.columnWidth - contactWidth - 20
        let government = box(RichText([Span(head.government, bold: true)]), TextStyle(size: 9), width: nameWidth)
        let organisation = box(RichText(head.organisation), TextStyle(size: 15, bold: true, serif: true), width: nameWidth)
        let contact = head.contact.isEmpty ? nil : box(RichText(head.contact.joined(separator: "\n")), .running, width: contactWidth)
        let emblem = 38.0
        decorate(.rosette(Box(x: startX(0, width: emblem), y: y, width: emblem, height: emblem), accent))

        let names = government.height + 1 + organisation.height
        let textX = startX(emblem + 12, width: nameWidth)
        let namesY = y + max(0, (emblem - names) / 2)
        add(.open(Tag(.section)))
        add(.open(Tag(.paragraph)))
        add(.text(government, lines: 0..<government.lines.count, x: textX, y: namesY, accent))
        add(.close)
        add(.open(Tag(.paragraph)))
        add(.text(organisation, lines: 0..<organisation.lines.count, x: textX, y: namesY + government.height + 1, .ink))
        add(.close)
        if let contact {
            add(.open(Tag(.paragraph)))
            // Its widest line ends at the column's end edge; a line that runs from the right starts there.
            let x = document.runsRightToLeft ? Self.marginX - contactWidth + contact.width : Self.pageWidth - Self.marginX - contact.width
            add(.text(contact, lines: 0..<contact.lines.count, x: x, y: y, .quiet))
            add(.close)
        }
        add(.close)
        y += max(emblem, names, contact?.height ?? 0) + 12
        decorate(.fill(Box(x: Self.marginX, y: y, width: Self.columnWidth, height: 1.5), accent))
        y += 24
        isPageFresh = false
    }

    mutating func setHeading(_ level: Int, _ text: RichText) throws(PolityError) {
        let (style, before, after, name): (TextStyle, Double, Double, Tag.Name) =
            switch level {
            case ...1: (.title, 6, 12, .h1)
            case 2: (.heading2, 16, 6, .h2)
            case 3: (.heading3, 12, 4, .h3)
            default: (.heading4, 10, 3, .h4)
            }
        let box = box(text, style, width: Self.columnWidth)
        // A heading stays with at least two lines of what it heads.
        try need(before + box.height + after + 40)
        skip(before)
        try tagged(Tag(name)) { (page) throws(PolityError) in try page.flow(box, x: Self.marginX) }
        y += after
    }

    mutating func setParagraph(_ text: RichText) throws(PolityError) {
        let box = box(text, .body, width: Self.columnWidth)
        try tagged(Tag(.paragraph)) { (page) throws(PolityError) in try page.flow(box, x: Self.marginX) }
        skip(8)
    }

    mutating func setAddress(_ lines: [RichText]) throws(PolityError) {
        var joined: [Span] = []
        for line in lines {
            if !joined.isEmpty { joined.append(Span("\n")) }
            joined += line.spans
        }
        let box = box(RichText(joined), .body, width: Self.columnWidth)
        try need(min(box.height, 200))
        try tagged(Tag(.paragraph)) { (page) throws(PolityError) in try page.flow(box, x: Self.marginX) }
        skip(20)
    }

    mutating func setList(_ items: [RichText], ordered: Bool) throws(PolityError) {
        let indent = ordered ? 24.0 : 16.0
        try tagged(.list(ordered: ordered)) { (page) throws(PolityError) in
            for (index, item) in items.enumerated() {
                let label = page.box(RichText(ordered ? "\(index + 1)." : "•"), .body, width: indent)
                let body = page.box(item, .body, width: Self.columnWidth - indent)
                try page.need(min(body.height, 40))
                try page.tagged(Tag(.item)) { (page) throws(PolityError) in
                    page.add(.open(Tag(.label)))
                    page.add(
                        .text(label, lines: 0..<min(1, label.lines.count), x: page.startX(0, width: indent), y: page.y + label.drop(below: body), page.accent))
                    page.add(.close)
                    try page.tagged(Tag(.body)) { (page) throws(PolityError) in
                        try page.flow(body, x: page.startX(indent, width: Self.columnWidth - indent))
                    }
                }
                page.skip(3)
            }
        }
        skip(7)
    }

    mutating func setNotice(_ text: RichText) throws(PolityError) {
        let inset = 14.0
        let box = box(text, .body, width: Self.columnWidth - 2 * inset)
        let height = box.height + 18
        guard height <= Self.bottom - Self.top else { return try setParagraph(text) }
        try need(height)
        decorate(.fill(Box(x: Self.marginX, y: y, width: Self.columnWidth, height: height), .tint))
        decorate(.fill(Box(x: startX(0, width: 3), y: y, width: 3, height: height), accent))
        let end = y + height
        y += 9
        try tagged(Tag(.paragraph)) { (page) throws(PolityError) in try page.flow(box, x: Self.marginX + inset) }
        y = end + 12
    }
}
