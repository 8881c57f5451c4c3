import Documents
import Foundation
import Journal
import Kernel
import MerkleLog
import Store
import StoreTesting
import Testing

@testable import Casework

/// What a paper's file proves by itself, and what it says when poppler reads it.
@Suite struct PaperVerdictTests {
    /// A licence renewed to its end, and its certificate's file.
    static func renewed(_ town: TestGovernment, language: Language = .english) async throws -> (case: Identifier<Case>, paper: CasePaper, file: [UInt8]) {
        let actor = town.person()
        try await town.register(actor)
        var caller = town.caller(actor)
        caller.language = language
        let (id, _) = try await town.casework.start("renew_driving_licence", caller)
        #expect(try await town.answer(id, ServiceTests.renewal, caller) == [])
        let submission = try await town.casework.submit(id, caller)
        try await town.pay(submission.caseID, try #require(submission.fee))
        try await town.work()
        let paper = try #require(try await town.casework.papers(of: submission.caseID, caller).first)
        return (submission.caseID, paper, try await town.file(of: paper))
    }

    @Test(arguments: TestStores.all) func aPaperIsGenuineUntilOneByteChanges(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, paper, file) = try await Self.renewed(town)
            let key = town.host[Journal.self].publicKey
            let verdict = PaperVerdict(of: file, key: key)
            #expect(verdict.fault == nil)
            #expect(verdict.content["number"]?.string == paper.number.plain && verdict.content["valid_until"]?.string == "2036-03-02")
            #expect(try await town.host[Journal.self].verify().findings == [])

            let generator = SeededGenerator(seed: 7)
            let seal = try #require(sealRange(file))
            var places: [Int] = [0, file.count - 1, seal.lowerBound, seal.upperBound - 1, seal.lowerBound - 1, seal.upperBound]
            for _ in 0..<150 { places.append(Int(generator.next() % UInt64(file.count))) }
            for _ in 0..<60 { places.append(seal.lowerBound + Int(generator.next() % UInt64(seal.count))) }
            for place in places {
                var changed = file
                changed[place] ^= UInt8(1) << UInt8(generator.next() % 8)
                #expect(PaperVerdict(of: changed, key: key).fault == .changed, "byte \(place)")
            }
            #expect(PaperVerdict(of: file + [10], key: key).fault == .changed)
            #expect(PaperVerdict(of: Array(file.dropLast()), key: key).fault == .changed)
            #expect(PaperVerdict(of: [], key: key).fault == .changed)
            let stranger = try #require(NoteSigner(name: key.name, seed: [UInt8](repeating: 9, count: 32)))
            #expect(PaperVerdict(of: file, key: stranger.key).fault == .changed)
        }
    }

    /// A paper's content changed in the store, by somebody who has the keys, or in the columns a verifier sees.
    @Test(arguments: TestStores.all, ["valid_until = 40000", "title = '{\"\":\"Pilot licence\"}'", "number = 'AAAAAAA'", "organisation = 'treasury'"])
    func aPaperRewrittenInTheStoreIsFound(_ kind: TestStore, _ change: String) async throws {
        try await TestGovernment.on(kind) { town in
            _ = try await Self.renewed(town)
            let journal = town.host[Journal.self]
            try await town.store.write("test.change") { try $0.execute(SQL(text: "UPDATE casework_papers SET " + change)) }
            #expect(try await journal.verify().findings.count == 1)
        }
    }

    @Test func theCertificateReadsInTheLanguageOfItsHolder() async throws {
        try await TestGovernment.on(.sqlite) { town in
            let text = try Poppler.text(try await Self.renewed(town, language: .spanish).file)
            for part in ["Permiso de conducir", "Nombre", "Rosa Quill", "Número de permiso", "Necesita gafas o lentes de", "¿Es auténtico?"] {
                #expect(text.contains(part), "\(part) in \(text)")
            }
            #expect(!text.contains("Licence number"))
        }
    }

    private func sealRange(_ file: [UInt8]) -> Range<Int>? {
        let data = Data(file)
        guard let open = data.range(of: Data("<polity:seal>".utf8)), let close = data.range(of: Data("</polity:seal>".utf8)) else { return nil }
        return open.upperBound..<close.lowerBound
    }
}

extension TestGovernment {
    func file(of paper: CasePaper) async throws -> [UInt8] {
        let id = try #require(paper.document.flatMap { Identifier<Document>($0) })
        return try #require(try await host[Documents.self].content(of: id, owner: Casework.fileOwner(paper.caseID)).value).bytes
    }
}

/// poppler's tools, as an independent reader.
enum Poppler {
    static func text(_ pdf: [UInt8]) throws -> String { try run("pdftotext", ["-layout"], on: pdf, output: ["-"]) }

    static func run(_ tool: String, _ options: [String], on pdf: [UInt8], output: [String] = []) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "polity-casework-\(UUID().uuidString)")
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
}
