import Foundation
import Kernel

@testable import Paper

/// Papers that several tests use. All persons are made up.
enum Papers {
    static let madeAt = Instant(microseconds: 1_795_368_112_000_000)
    static let letterhead = PaperDocument.Letterhead(
        government: "Republic of Arden", organisation: "Licensing Agency", contact: ["14 Canal Street", "Arden AR1 2BD"])

    static func document(_ blocks: [PaperDocument.Block], language: String = "en", attachments: [PaperDocument.Attachment] = []) -> PaperDocument {
        PaperDocument(
            title: "Renewal of a licence", language: language, letterhead: letterhead, reference: "DL-7Q4K-29XM-C", madeAt: madeAt, blocks: blocks,
            attachments: attachments)
    }

    static let certificate = document(
        [
            .heading(level: 1, "Certificate of renewal"),
            .paragraph(RichText([Span("The licence has been "), Span("renewed", bold: true), Span(" and is office-proof.")])),
            .facts([.init("Holder", "Marisol Okafor"), .init("In Arabic", "ماريسول أوكافور")]),
            .heading(level: 2, "Conditions"),
            .list(["Lenses must be worn.", "Moves are reported."], ordered: true),
            .table(.init(header: ["Item", "Amount"], alignments: [.start, .end], rows: [["Fee", "12.00 ARD"]])),
            .signature(.init(name: "Tomas Achterberg", office: "Head of the agency")),
            .code(.init(payload: "https://arden.example/verify/DL", heading: "Check it", caption: "Scan the code.", alternative: "QR code to the check page")),
        ],
        attachments: [.init(name: "proof.json", mediaType: "application/json", description: "Proof", bytes: Array(#"{"leaf":1}"#.utf8))])
}

/// poppler's tools, as an independent reader.
enum Poppler {
    static let isHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/pdfinfo")

    static func run(_ tool: String, _ options: [String], on pdf: [UInt8], output: [String] = []) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "polity-paper-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(pdf).write(to: folder.appending(path: "in.pdf"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/" + tool)
        process.arguments = options + ["in.pdf"] + output
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let answer = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: answer, as: UTF8.self)
    }

    static func text(_ pdf: [UInt8]) throws -> String { try run("pdftotext", ["-layout"], on: pdf, output: ["-"]) }
}
