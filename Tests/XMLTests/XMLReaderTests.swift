import Kernel
import Testing
import XML

@Suite struct XMLReaderTests {
    private func read(_ text: String) throws -> XMLDocument { try read(Array(text.utf8)) }

    private func read(_ bytes: [UInt8]) throws -> XMLDocument {
        var diagnostics = Diagnostics()
        let document = XMLReader.read(bytes, file: "a.xml", diagnostics: &diagnostics)
        #expect(diagnostics.all.map(\.description) == [])
        return try #require(document)
    }

    @Test func keepsWhatStandsThere() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <!-- before -->
            <?style sheet?>
            <a:r z="1" xmlns:a="urn:a" a:y="2" x="&lt;&amp;&#10;&quot;">text &amp; more<b/><![CDATA[<raw>]]><!-- in --><c xmlns="urn:c"> é </c>
            </a:r>
            <!-- after -->

            """
        let document = try read(text)
        #expect(document.before == [.comment(" before "), .instruction(target: "style", data: "sheet")])
        #expect(document.root.attributes.map(\.qualifiedName) == ["z", "xmlns:a", "a:y", "x"])
        #expect(document.root["x"] == "<&\n\"")
        #expect(document.root.attribute("y", in: "urn:a") == "2")
        #expect(document.root.namespace == "urn:a" && document.root.first("b")?.namespace == "" && document.root.first("c")?.namespace == "urn:c")
        #expect(document.root.text == "text & more<raw>\n")
        #expect(String(decoding: XMLWriter.write(document), as: UTF8.self) == text)
    }

    /// Lines end as they did, and in the tree with a line feed; a carriage return that is meant stays a reference.
    @Test(arguments: ["\n", "\r\n"])
    func keepsItsLineEnds(end: String) throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a
            b -->
            <a b="1&#10;2">
              <c>x
            y&#13;
            </c><![CDATA[
            ]]>
            </a>

            """.replacing("\n", with: end)
        let document = try read(text)
        #expect(document.root["b"] == "1\n2" && document.root.first("c")?.text == "x\ny\r\n")
        #expect(XMLWriter.write(document) == Array(text.utf8))
        let utf16 = try read([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        #expect(XMLWriter.write(utf16) == Array(text.utf8))
    }

    @Test func knowsPlaces() throws {
        let root = try read("<a>\n  <é b='1'\n     c='2'>\n   x + 1 </é><d/></a>").root
        let element = try #require(root.children.first)
        #expect("\(element.location)" == "a.xml:2:3")
        #expect("\(element.location(of: "c"))" == "a.xml:3:6")
        #expect("\(element.contentLocation)" == "a.xml:3:12")
        #expect(element.source == SourceText("x + 1", at: SourceLocation(file: "a.xml", line: 4, column: 4)))
        #expect(root.first("d").map { "\($0.location)" } == "a.xml:4:14")
        #expect("\(try read("<a><![CDATA[ b]]></a>").root.source.location)" == "a.xml:1:14")
    }

    @Test func readsEncodings() throws {
        let text = "<?xml version='1.0' encoding='ENC'?><a b='é€'/>"
        func declaring(_ name: String) -> String { text.replacing("ENC", with: name) }
        let utf16 = Array(declaring("UTF-16").utf16)
        let variants: [[UInt8]] = [
            [0xEF, 0xBB, 0xBF] + declaring("UTF-8").utf8,
            [0xFF, 0xFE] + utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            [0xFE, 0xFF] + utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
            utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            Array(declaring("utf-16").utf8),
            declaring("ISO-8859-1").unicodeScalars.map { $0.value == 0x20AC ? 0x80 : UInt8($0.value) },
            declaring("windows-1252").unicodeScalars.map { $0.value == 0x20AC ? 0x80 : UInt8($0.value) },
            declaring("ISO-8859-15").unicodeScalars.map { $0.value == 0x20AC ? 0xA4 : UInt8($0.value) },
        ]
        for bytes in variants { #expect(try read(bytes).root["b"] == "é€") }
        // What no table here knows is read where ASCII is all that stands in it.
        #expect(try read("<?xml version='1.0' encoding='GBK'?><a b='c'/>").root["b"] == "c")
        #expect(try read("<a>1\r\n2\r3</a>").root.text == "1\n2\n3")
    }

    @Test(arguments: [
        ("", "a.xml:1:1: error: this is not XML: there is no element in it"),
        ("<a>\n<b></a>", "a.xml:2:4: error: </a> closes <b>, which began in line 2"),
        ("<a>", "a.xml:1:1: error: <a> is never closed"),
        ("<a/><b/>", "a.xml:1:5: error: a second outermost element"),
        ("<a b='1' b='2'/>", "a.xml:1:1: error: the attribute 'b' stands twice"),
        ("<a b=1/>", "a.xml:1:4: error: the value of 'b' is not in quotation marks"),
        ("<a b='", "a.xml:1:4: error: the value of 'b' has no end"),
        ("<a>&nbsp;</a>", "a.xml:1:4: error: there is no character '&nbsp;'"),
        ("<a>&#0;</a>", "a.xml:1:4: error: there is no character '&#0;'"),
        ("<a>a & b</a>", "a.xml:1:6: error: '&' begins a reference that has no end"),
        ("<x:a/>", "a.xml:1:1: error: the prefix 'x' is not declared"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a.xml:1:1: error: a document type declaration is not allowed here"),
        ("<a>\n]]></a>", "a.xml:2:1: error: ']]>' may not stand in text"),
        ("<a><!-- -- --></a>", "a.xml:1:4: error: two hyphens may not stand in a comment"),
        ("hello", "a.xml:1:1: error: this is not XML: there is text outside the outermost element"),
        (" <?xml version='1.0'?><a/>", "a.xml:1:2: error: an XML declaration stands only at the very beginning of a file"),
        ("<?xml version='1.0&quot; x=&quot;'?><a/>", "a.xml:1:1: error: the first line is not a declaration of XML 1.0"),
        ("<?xml version='1.0' standalone='&gt;'?><a/>", "a.xml:1:1: error: the first line is not a declaration of XML 1.0"),
        ("<?xml version='1.0' encoding='GBK'?><a b='é'/>", "a.xml:1:1: error: the encoding GBK is not read here"),
        ("<?xml version='1.0' encoding='UTF-7'?><a b='+AGE-'/>", "a.xml:1:1: error: the encoding UTF-7 is not read here"),
        ("<a>\u{1}</a>", "a.xml:1:4: error: the character 1 is not allowed in XML"),
        ("<1/>", "a.xml:1:1: error: '<' is not followed by a name"),
    ])
    func saysWhatIsWrong(text: String, finding: String) {
        var diagnostics = Diagnostics()
        #expect(XMLReader.read(Array(text.utf8), file: "a.xml", diagnostics: &diagnostics) == nil)
        #expect(diagnostics.all.map { $0.description.prefix { $0 != "\n" } } == [finding[...]])
    }

    @Test func staysWithinItsLimits() {
        let limits = XMLLimits(bytes: 10_000, depth: 5, elements: 20, attributes: 3)
        for text in [
            String(repeating: "<a>", count: 5_000), "<a>" + String(repeating: "<b/>", count: 30) + "</a>", "<a b='' c='' d='' e=''/>",
            "<a>" + String(repeating: " ", count: 10_000) + "</a>", "<a>\u{FFFD}", "<",
        ] {
            var diagnostics = Diagnostics()
            #expect(XMLReader.read(Array(text.utf8), file: "a.xml", limits: limits, diagnostics: &diagnostics) == nil)
            #expect(diagnostics.all.count == 1)
        }
        var diagnostics = Diagnostics()
        #expect(XMLReader.read([0x3C, 0x61, 0x3E, 0x0A, 0xC3, 0x28], file: "a.xml", diagnostics: &diagnostics) == nil)
        #expect(diagnostics.all.first?.location.position.line == 2)
    }

    /// Whatever bytes change, reading ends with a tree or with a finding; what it takes, it writes and reads again as the same.
    @Test func broughtOutOfOrderItStillAnswers() {
        let text = Array("<?xml version=\"1.0\"?><a xmlns:b='urn:b' c=\"&#65;\"><b:d>x<![CDATA[y]]></b:d><!--z--><?p q?></a>".utf8)
        let random = SeededGenerator(seed: 41)
        for _ in 0..<3_000 {
            var bytes = text
            for _ in 0...random.next(below: 3) {
                let place = random.next(below: bytes.count)
                switch random.next(below: 3) {
                case 0: bytes[place] = UInt8(random.next(below: 256))
                case 1: bytes.remove(at: place)
                default: bytes.insert(text[random.next(below: text.count)], at: place)
                }
            }
            var diagnostics = Diagnostics()
            guard let document = XMLReader.read(bytes, file: "a.xml", diagnostics: &diagnostics) else {
                #expect(diagnostics.hasErrors)
                continue
            }
            let written = XMLWriter.write(document)
            var again = Diagnostics()
            #expect(XMLReader.read(written, file: "a.xml", diagnostics: &again).map(XMLWriter.write) == written)
        }
    }
}
