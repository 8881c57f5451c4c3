import Foundation
import Kernel
import Testing

@testable import Paper

@Suite(.enabled(if: Poppler.isHere, "needs poppler-utils"))
struct PaperTests {
    @Test func wordsReadBack() throws {
        let text = try Poppler.text(Paper.render(Papers.certificate))
        for words in ["Republic of Arden", "Certificate of renewal", "office-proof", "Marisol Okafor", "Head of the agency", "DL-7Q4K-29XM-C", "Page 1 of 1"] {
            #expect(text.contains(words), "\(words) is missing")
        }
    }

    @Test(arguments: [
        ("ar", "رخصة القيادة سارية"), ("he", "הרישיון תקף"), ("el", "Η άδεια ισχύει"), ("ru", "Права действительны"),
        ("hi", "लाइसेंस मान्य"), ("vi", "Giấy phép có hiệu lực"),
    ])
    func anyScriptReadsBack(language: String, sentence: String) throws {
        let pdf = try Paper.render(Papers.document([.paragraph(RichText(sentence))], language: language))
        let text = try Poppler.run("pdftotext", ["-raw"], on: pdf, output: ["-"])
        // Readers of text order and spell a few signs in their own way; the letters must be there.
        let found = Set(text.unicodeScalars.filter { $0.properties.isAlphabetic })
        let wanted = Set(sentence.unicodeScalars.filter { $0.properties.isAlphabetic })
        #expect(wanted.subtracting(found).count <= wanted.count / 8, "\(text)")
    }

    @Test func structureIsWhole() throws {
        let tree = try Poppler.run("pdfinfo", ["-struct-text"], on: Paper.render(Papers.certificate))
        let expected = """
            Document
              Sect
                P (block)
                  "Republic of Arden"
                P (block)
                  "Licensing Agency"
                P (block)
                  "14 Canal Street Arden AR1 2BD"
              H1 (block)
                "Certificate of renewal"
              P (block)
                "The licence has been renewed and is office-proof."
              Table (block)
                TR
                  TH:
                     /Scope /Row
                    "Holder"
                  TD
                    "Marisol Okafor"
            """
        #expect(tree.hasPrefix(expected), "\(tree)")
        for part in ["/ListNumbering /Decimal", "/Scope /Column", "\"2.\"", "\"Moves are reported.\"", "Figure", "Link", "\"12.00 ARD\""] {
            #expect(tree.contains(part), "\(part) is missing in \(tree)")
        }
        #expect(!tree.contains("NonStruct"))
        #expect(!tree.contains("Warning"))
        #expect(!tree.contains("Page 1 of 1"))
    }

    @Test func fileSaysWhatItIs() throws {
        let bytes = try Paper.render(Papers.certificate)
        let information = try Poppler.run("pdfinfo", [], on: bytes)
        for line in ["Title:           Renewal of a licence", "Author:          Licensing Agency", "Tagged:          yes", "PDF version:     1.7", "(A4)"] {
            #expect(information.contains(line), "\(information)")
        }
        #expect(try Poppler.run("pdfinfo", ["-meta"], on: bytes).contains(#"<rdf:li xml:lang="x-default">Renewal of a licence</rdf:li>"#))
        let root = try PDFFile(bytes).root
        #expect(root["/Lang"].text == "en")
        let figure = try #require(figures(in: root["/StructTreeRoot"]).first)
        #expect(figure["/Alt"].text == "QR code to the check page")
    }

    @Test func everyFontIsEmbedded() throws {
        let fonts = try Poppler.run("pdffonts", [], on: Paper.render(Papers.certificate)).split(separator: "\n").dropFirst(2)
        #expect(!fonts.isEmpty)
        for font in fonts { #expect(font.contains(" yes yes yes "), "\(font)") }
    }

    @Test func attachmentComesBackWhole() throws {
        let pdf = try Paper.render(Papers.certificate)
        #expect(try Poppler.run("pdfdetach", ["-list"], on: pdf).contains("1: proof.json"))
        let file = FileManager.default.temporaryDirectory.appending(path: "proof-\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        _ = try Poppler.run("pdfdetach", ["-save", "1", "-o", file], on: pdf)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == #"{"leaf":1}"#)
        #expect(try PDFFile(pdf).root["/AF"].items.first?["/AFRelationship"].name == "/Data")
    }

    @Test func sameDocumentSameBytesOnEveryThread() async throws {
        let first = try Paper.render(Papers.certificate)
        let others = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<6 { group.addTask { try await Paper.print(Papers.certificate) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(others.allSatisfy { $0 == first })
    }

    @Test func longTextRunsOverPages() throws {
        let sentence = String(repeating: "The application was examined and the neighbours were heard. ", count: 12)
        let rows = (1...60).map { [RichText("Row \($0)"), RichText(sentence.prefix(150) + "")] }
        let blocks: [PaperDocument.Block] = [
            .heading(level: 1, "Decision"), .paragraph(RichText(String(repeating: sentence, count: 20))),
            .facts([.init("Reasons", RichText(String(repeating: sentence, count: 16)))]), .table(.init(header: ["Number", "Text"], rows: rows)),
        ]
        let pdf = try Paper.render(Papers.document(blocks))
        let text = try Poppler.text(pdf)
        #expect(text.contains("Row 60"))
        let pages = text.split(separator: "\u{C}").count - (text.hasSuffix("\u{C}") ? 0 : 1)
        #expect(pages >= 6)
        #expect(text.contains("Page 2 of \(pages)"))
        // The header is repeated to the eye, but named once in the structure.
        #expect(text.components(separatedBy: "Number").count > 2)
        let tree = try Poppler.run("pdfinfo", ["-struct-text"], on: pdf)
        #expect(tree.components(separatedBy: "\"Number\"").count == 2)
    }

    private func figures(in element: PDFObject) -> [PDFObject] {
        element["/K"].items.filter { $0.isDictionary && !$0["/S"].isNull }.flatMap { ($0["/S"].name == "/Figure" ? [$0] : []) + figures(in: $0) }
    }
}
