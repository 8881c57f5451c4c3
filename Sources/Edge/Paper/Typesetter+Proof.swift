import CPaper
import Kernel

/// The parts that make a paper official: who stands for it, and how to check it.
extension Typesetter {
    mutating func setSignature(_ signature: PaperDocument.Signature) throws(PolityError) {
        let seal = signature.sealed ? 68.0 : 0
        let textWidth = Self.columnWidth - (signature.sealed ? seal + 24 : 0)
        let parts: [(TextBox, Colour)] = [
            (box(signature.name, TextStyle(size: 11.5, bold: true, serif: true), width: textWidth), .ink),
            (box(signature.office, .body, width: textWidth), .ink),
            (box(signature.note, .small, width: textWidth), .quiet),
        ]
        let height = max(seal, parts.reduce(0) { $0 + $1.0.height } + 4)
        try need(min(height + 16, Self.bottom - Self.top))
        skip(16)
        if signature.sealed {
            decorate(.rosette(Box(x: startX(0, width: seal), y: y, width: seal, height: seal), accent))
        }
        let x = startX(signature.sealed ? seal + 24 : 0, width: textWidth)
        let end = y + height
        y += max(0, (height - parts.reduce(0) { $0 + $1.0.height }) / 2)
        for (text, colour) in parts where !text.lines.isEmpty && text.width > 0 {
            try tagged(Tag(.paragraph)) { (page) throws(PolityError) in try page.flow(text, x: x, colour: colour) }
        }
        y = max(y, end) + 8
    }

    mutating func setCode(_ code: PaperDocument.Code) throws(PolityError) {
        let drawing = try QRCode(code.payload)
        let side = 92.0
        let inset = 12.0
        let textWidth = Self.columnWidth - side - 3 * inset
        let heading = box(code.heading, TextStyle(size: 11, bold: true, serif: true), width: textWidth)
        // A caption that is the address itself would say it twice.
        let caption = box(code.caption.plain == code.payload && isAddress(code.payload) ? "" : code.caption, .small, width: textWidth)
        let address = isAddress(code.payload) ? box(RichText(code.payload), .small, width: textWidth) : nil
        let captionHeight = caption.width > 0 ? caption.height + 4 : 0
        let textHeight = heading.height + captionHeight + (address.map { $0.height + 4 } ?? 0)
        let height = max(side, textHeight) + 2 * inset
        guard height <= Self.bottom - Self.top else { throw PolityError(.tooLarge, "PAPER-112", "A QR code's caption is too long.") }
        try need(height + 12)
        skip(12)

        decorate(.fill(Box(x: Self.marginX, y: y, width: Self.columnWidth, height: height), .tint))
        decorate(.fill(Box(x: startX(0, width: 3), y: y, width: 3, height: height), accent))
        let place = Box(x: startX(inset + 3, width: side), y: y + (height - side) / 2, width: side, height: side)
        add(.open(.figure(code.alternative, at: place)))
        add(.code(drawing, place))
        add(.close)

        let end = y + height
        let x = startX(side + 2 * inset + 3, width: textWidth)
        y += (height - textHeight) / 2
        isPageFresh = false
        try tagged(Tag(.paragraph)) { (page) throws(PolityError) in try page.flow(heading, x: x) }
        if captionHeight > 0 {
            y += 4
            try tagged(Tag(.paragraph)) { (page) throws(PolityError) in try page.flow(caption, x: x) }
        }
        if let address {
            y += 4
            add(.open(Tag(.paragraph)))
            if code.payload.hasPrefix("https://") {
                try tagged(.link(to: code.payload)) { (page) throws(PolityError) in try page.flow(address, x: x, colour: page.accent) }
            } else {
                try flow(address, x: x)
            }
            add(.close)
        }
        y = end + 12
    }

    /// Whether a camera's text is also an address of the web; one with a certificate becomes a link.
    private func isAddress(_ payload: String) -> Bool {
        (payload.hasPrefix("https://") || payload.hasPrefix("http://")) && payload.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
