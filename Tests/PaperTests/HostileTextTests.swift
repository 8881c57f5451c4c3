import Kernel
import Testing

@testable import Paper

struct HostileTextTests {
    @Test(.enabled(if: Poppler.isHere, "needs poppler-utils"))
    func wordsThatReadLikeOperatorsStayWords() throws {
        let words = ") Tj /NonStruct << /MCID 1 >> BDC (("
        let pdf = try Paper.render(Papers.document([.paragraph(RichText(words)), .paragraph("Then this.")]))
        let text = try Poppler.run("pdftotext", ["-raw"], on: pdf, output: ["-"])
        #expect(text.contains("/NonStruct << /MCID 1 >> BDC"))
        #expect(text.contains("Then this."))
    }

    /// A name of the other direction at its beginning does not turn a sentence round.
    @Test(.enabled(if: Poppler.isHere, "needs poppler-utils"))
    func aNameDoesNotTurnItsSentence() throws {
        let pdf = try Paper.render(Papers.document([.paragraph(RichText("ليلى حداد may build here."))]))
        let boxes = try Poppler.run("pdftotext", ["-bbox"], on: pdf, output: ["-"])
        func left(_ word: String) throws -> Double {
            let line = try #require(boxes.split(separator: "\n").first { $0.contains(">\(word)<") })
            return try #require(line.split(separator: "\"").dropFirst().first.flatMap { Double($0) })
        }
        #expect(try left("may") < left("build") && left("build") < left("here."))
        let name = try #require(boxes.split(separator: "\n").first { $0.unicodeScalars.contains { (0x600...0x6FF).contains($0.value) } })
        let nameLeft = try #require(name.split(separator: "\"").dropFirst().first.flatMap { Double($0) })
        #expect(try nameLeft < left("may"))
    }

    @Test func stringsAreSteppedOver() {
        let content = #"/P << /MCID 0 >> BDC (a \( /NonStruct << /MCID 9 >> BDC (x)) Tj EMC /NonStruct << /MCID 1 >> BDC f EMC"#
        let expected = #"/P << /MCID 0 >> BDC (a \( /NonStruct << /MCID 9 >> BDC (x)) Tj EMC /Artifact BMC f EMC"#
        #expect(String(decoding: ArtifactMarks.rewritten(Array(content.utf8)), as: UTF8.self) == expected)
    }

    @Test func controlsAreLeftOut() {
        #expect("a\u{0}b\u{202E}c\u{2066}d\te\r\nf\u{7F}".printable == "abcd e\nf")
        #expect("ا\u{200D}ب\u{200F}".printable == "ا\u{200D}ب\u{200F}")
    }

    @Test(arguments: [
        (PaperDocument.Block.paragraph(RichText(String(repeating: "x", count: 20_001))), "PAPER-101"),
        (.table(.init(header: [], rows: [])), "PAPER-104"),
        (.table(.init(header: ["a"], rows: [["1", "2"]])), "PAPER-104"),
        (
            .table(.init(header: Array(repeating: "a", count: 8), rows: [Array(repeating: RichText(String(repeating: "W ", count: 900)), count: 8)])),
            "PAPER-111"
        ),
        (.code(.init(payload: "", heading: "", caption: "", alternative: "")), "PAPER-120"),
        (.code(.init(payload: String(repeating: "x", count: 1_001), heading: "", caption: "", alternative: "")), "PAPER-120"),
    ])
    func tooMuchIsRefused(block: PaperDocument.Block, code: String) {
        expect(code, of: Papers.document([block]))
    }

    @Test func wholeDocumentHasLimitsToo() {
        expect("PAPER-102", of: Papers.document([], language: "en us"))
        expect("PAPER-103", of: Papers.document(Array(repeating: .paragraph("x"), count: 2_001)))
        expect("PAPER-101", of: Papers.document(Array(repeating: .paragraph(RichText(String(repeating: "x", count: 19_000))), count: 11)))
        expect("PAPER-110", of: Papers.document(Array(repeating: [.paragraph("x"), .pageBreak], count: 301).flatMap(\.self)))
        let odd = PaperDocument.Attachment(name: "../x", mediaType: "text/plain", description: "", bytes: [])
        expect("PAPER-106", of: Papers.document([], attachments: [odd]))
    }

    /// One word without a space, marks without end, a line of zero-width signs: they cost little and break nothing.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            String(repeating: "W", count: 20_000), "e" + String(repeating: "\u{301}", count: 5_000), String(repeating: "\u{200B}", count: 10_000),
            String(repeating: "\n", count: 500), String(repeating: "🏳️‍🌈", count: 300), "\u{FFFE}\u{10FFFF}\u{E0041}",
        ])
    func oddTextIsSet(text: String) throws {
        let pdf = try Paper.render(Papers.document([.paragraph(RichText(text)), .facts([.init(RichText(String(text.unicodeScalars.prefix(400))), "v")])]))
        #expect(pdf.starts(with: Array("%PDF-1.7".utf8)))
    }

    private func expect(_ code: String, of document: PaperDocument) {
        #expect {
            try Paper.render(document)
        } throws: { error in
            (error as? PolityError)?.code == code
        }
    }
}
