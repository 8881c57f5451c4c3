import Kernel

/// A document's metadata as XMP (ISO 16684-1), and dates as PDF writes them.
struct Metadata {
    private let document: PaperDocument

    init(_ document: PaperDocument) { self.document = document }

    var xmp: [UInt8] {
        let made = document.madeAt.description
        let title = document.title.printable.xmlEscaped
        let author = document.letterhead.organisation.printable.xmlEscaped
        let language = document.language.xmlEscaped
        // Blank, and exactly as long as the document says: it is filled in when everything else is written.
        let seal = document.sealSpace > 0 ? Self.sealOpening + String(repeating: " ", count: document.sealSpace) + Self.sealClosing : ""
        let identifier = document.reference.map { "<dc:identifier>\($0.printable.xmlEscaped)</dc:identifier>" } ?? ""
        // The byte order mark and the id are the packet wrapper's own (section 7.3.2).
        let text = """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:polity="urn:polity:paper:1">
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">\(title)</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>\(author)</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>\(language)</rdf:li></rdf:Bag></dc:language>
            \(identifier)
            \(seal)
            <xmp:CreatorTool>Polity</xmp:CreatorTool>
            <xmp:CreateDate>\(made)</xmp:CreateDate>
            <xmp:ModifyDate>\(made)</xmp:ModifyDate>
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>
            """
        return Array(text.utf8)
    }

    static let sealOpening = "<polity:seal>", sealClosing = "</polity:seal>"

    /// `D:20261122172152Z` (ISO 32000-1, section 7.9.4).
    static func pdfDate(_ instant: Instant) -> String {
        "D:" + instant.description.prefix(19).filter(\.isNumber) + "Z"
    }
}
