import Kernel
import Testing

@testable import Paper

struct MarkdownTests {
    typealias Block = PaperDocument.Block

    @Test(arguments: [
        ("# A *title*", [Block.heading(level: 1, RichText([Span("A "), Span("title", italic: true)]))]),
        ("One\ntwo\n\nthree", [.paragraph("One two"), .paragraph("three")]),
        ("Line\\\nbreak", [.paragraph("Line\nbreak")]),
        ("- a\n- b\n  more", [.list(["a", "b more"], ordered: false)]),
        ("1. a\n2. b", [.list(["a", "b"], ordered: true)]),
        ("Holder: Ada\nBorn: 2 March: noon", [.facts([.init("Holder", "Ada"), .init("Born", "2 March: noon")])]),
        ("Note\\: this stays", [.paragraph("Note: this stays")]),
        ("Holder: Ada\nno colon here", [.paragraph("Holder: Ada no colon here")]),
        ("| a | b |\n|---|--:|\n| 1 | 2 |", [.table(.init(header: ["a", "b"], alignments: [.start, .end], rows: [["1", "2"]]))]),
        ("| Holder | Ada \\| Co |", [.facts([.init("Holder", "Ada | Co")])]),
        ("> Until *May*", [.notice(RichText([Span("Until "), Span("May", italic: true)]))]),
        ("@address Ada | 1 Long Road", [.address(["Ada", "1 Long Road"])]),
        ("@signature Tomas | Head | By law", [.signature(.init(name: "Tomas", office: "Head", note: "By law"))]),
        ("@code https://a.example/x | Check | Scan", [.code(.init(payload: "https://a.example/x", heading: "Check", caption: "Scan", alternative: "Check"))]),
        ("a\n@pagebreak\nb", [.paragraph("a"), .pageBreak, .paragraph("b")]),
        ("**bold** and 2 * 3 * 4, snake_case_name", [.paragraph(RichText([Span("bold", bold: true), Span(" and 2 * 3 * 4, snake_case_name")]))]),
        ("@unknown x\n##nospace", [.paragraph("@unknown x ##nospace")]),
    ])
    func textBecomesBlocks(text: String, blocks: [Block]) throws {
        #expect(try PaperDocument.blocks(markdown: text) == blocks)
    }

    /// Whatever a value holds, a paragraph stays one paragraph and says the value.
    @Test(arguments: [
        "# Pardon", "a\n\n# Pardon", "**x**", "Fine: 0", "a: b", "| a | b |", "- x", "1. x", "> x", "@pagebreak", "\\", "x\\\n# y", "_x_", "\\n",
        "https://a.example/?q=*_*",
    ])
    func escapedValuesAreOnlyText(value: String) throws {
        for template in ["%", "Before % after", "- %", "Holder: %", "| Holder | % |", "# %"] {
            let plain = try PaperDocument.blocks(markdown: template.replacing("%", with: "VALUE"))
            let said = value.split(separator: "\n", omittingEmptySubsequences: true).joined(separator: "\n")
            let expected = "\(plain)".replacing("VALUE", with: "\(String(reflecting: said).dropFirst().dropLast())")
            #expect("\(try PaperDocument.blocks(markdown: template.replacing("%", with: PaperDocument.escaped(value))))" == expected)
        }
    }

    @Test(arguments: 0..<200)
    func noTextIsTooOdd(seed: UInt64) throws {
        let alphabet = Array("\\*_#|:-> @1.\nab`!()")
        let bytes = Random.seeded(seed).bytes(120)
        let text = String(bytes.map { alphabet[Int($0) % alphabet.count] })
        _ = try PaperDocument.blocks(markdown: text)
        let value = try PaperDocument.blocks(markdown: "x" + PaperDocument.escaped(text))
        #expect(value.count == 1)
        if case .paragraph = value.first {} else { Issue.record("\(value)") }
    }
}
