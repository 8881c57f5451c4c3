import Foundation
import Kernel
import StoreTesting
import Testing

/// The officers' pages as they are written, tag by tag, in both languages. `RECORD_GOLDEN=1` writes them anew; look at the
/// difference.
@Suite("The officers' pages look as they did", .serialized)
struct GoldenPageTests {
    @Test("queue, cases, case, overview, registries, record and its form", arguments: ["en", "es"])
    func pages(_ language: String) async throws {
        try await TestDesk.on(.sqlite) { town in
            let (id, _) = try await town.healthCase()
            let person = try #require(town.people["citizen"].person)
            let record = "/desk/registries/residents/records/\(person)"
            for (name, path, role) in [
                ("queue", "/desk", "medical_officer"), ("queue-no-match", "/desk?q=ZZZ", "medical_officer"), ("cases", "/desk/cases", "medical_officer"),
                ("case", "/desk/cases/\(id)", "medical_officer"), ("overview", "/desk/overview", "supervisor"),
                ("registries", "/desk/registries", "registrar"), ("registry", "/desk/registries/residents", "registrar"),
                ("records", "/desk/registries/residents/records?q=Quill&purpose=civil_registry_act", "registrar"),
                ("record", record + "?purpose=civil_registry_act", "registrar"), ("record-form", record + "/change?purpose=civil_registry_act", "registrar"),
                ("payments", "/desk/payments", "cashier"), ("invoices", "/desk/payments/invoices", "cashier"),
            ] {
                let answer = try await town.get(path, as: role, language: language)
                #expect(answer.status == 200, "\(name): \(answer.words.prefix(300))")
                try Self.compare(Self.readable(answer.body), with: "\(name)-\(language).html")
            }
        }
    }

    /// A tag a line, without what changes from run to run.
    static func readable(_ page: String) -> String {
        let main = page.firstRange(of: "<main").map { page[$0.lowerBound...] } ?? page[...]
        let end = main.firstRange(of: "</main>").map { main[..<$0.lowerBound] } ?? main
        return String(end).replacing("><", with: ">\n<")
            .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "ID")
            .replacing(/\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b/, with: "REFERENCE")
            .replacing(/RF[0-9]{2}[0-9 ]{20,26}/, with: "CREDITOR-REFERENCE")
            .replacing(/name="form_token" value="[0-9a-f]+"/, with: "name=\"form_token\" value=\"TOKEN\"") + "\n"
    }

    static func compare(_ text: String, with name: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(text == golden, "\(name) has changed; RECORD_GOLDEN=1 writes it anew")
    }
}
