import Casework
import Documents
import Forms
import Kernel
import StoreTesting
import Testing

/// What was sent for a case stands beside its answers, and is opened where the officer is.
@Suite("Evidence beside the answers", .serialized)
struct EvidenceTests {
    /// A complaint with a plan and a picture, and the addresses of both.
    private func complaint(_ town: TestDesk) async throws -> (address: String, plan: String, picture: String) {
        let caller = town.caller("citizen"), documents = town.host[Documents.self]
        let person = try #require(caller.actor.person.flatMap { Identifier<DataSubject>($0.text) })
        let (application, _) = try await town.casework.start("complaint", caller)
        var files: [String] = []
        for (name, type, bytes) in [("plan.pdf", FileType.pdf, "%PDF-1.4"), ("fence.png", .png, "\u{89}PNG")] {
            let file = try await documents.make(Array(bytes.utf8), fileName: name, type: type, for: person)
            try await town.casework.attach(
                .init(id: file.text, question: "evidence", name: name, type: type.rawValue, bytes: bytes.utf8.count), to: application, caller)
            files.append(file.text)
        }
        for (page, fields) in [
            ("office", ["office": ["planning_office"]]), ("matter", ["matter": ["delay"]]), ("happened", ["happened": ["Nobody answers."]]), ("wish", [:]),
            ("case_number", [:]), ("evidence", ["evidence": files]), ("email", [:]),
        ] {
            _ = try await town.casework.answer(application, page: page, fields: RawFields(fields), caller)
        }
        let id = try await town.casework.submit(application, caller).caseID
        return ("/desk/cases/\(id)", files[0], files[1])
    }

    @Test(arguments: TestStores.all) func aFileIsShownInThePageWithoutAScript(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let (address, plan, picture) = try await complaint(town)
            let officer = "complaints_officer"
            let closed = try await town.get(address, as: officer)
            #expect(closed.body.contains("class=\"beside\"") && !closed.body.contains("<iframe") && !closed.body.contains("class=\"preview\""))
            #expect(closed.body.contains("href=\"\(address)?file=\(plan)#preview\""))
            #expect(closed.headers["content-security-policy"]?.hasSuffix("; frame-src 'self'") == true)
            let looks = try await town.looks().count
            let open = try await town.get(address + "?file=\(plan)", as: officer)
            #expect(open.body.contains("<iframe class=\"preview-document\" src=\"\(address)/files/\(plan)\" title=\"plan.pdf\"></iframe>"))
            #expect(open.body.contains("aria-current=\"true\">plan.pdf</a>"))
            #expect(try await town.looks().count == looks + 1, "the page is a look; the file is one when the browser fetches it")
            let seen = try await town.get(address + "?file=\(picture)&queue=order%3Dnewest", as: officer)
            #expect(
                seen.body.contains("<img src=\"\(address)/files/\(picture)\" alt=\"fence.png\" class=\"preview\">") || seen.body.contains("alt=\"fence.png\""))
            #expect(seen.body.contains("?file=\(plan)&amp;queue=order%3dnewest#preview"), "the queue goes along")
            // Nothing but the case's own files is shown.
            for other in ["0198c5a0-0000-7000-8000-000000000009", "../../x", "%22%3E%3Cscript%3E"] {
                let page = try await town.get(address + "?file=\(other)", as: officer)
                #expect(page.status == 200 && !page.body.contains("<iframe") && !page.body.contains("<script>"))
            }
        }
    }

    @Test func aFileIsFramedByThisSiteAloneAndIsNeverAPage() async throws {
        try await TestDesk.on(.sqlite) { town in
            let (address, plan, _) = try await complaint(town)
            let looks = try await town.looks().count
            let file = try await town.get("\(address)/files/\(plan)", as: "complaints_officer")
            #expect(file.status == 200 && file.headers["content-type"] == "application/pdf" && file.headers["x-content-type-options"] == "nosniff")
            #expect(file.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox")
            #expect(try await town.looks().count == looks + 1)
            // A page without such files may frame nothing.
            let (id, _) = try await town.healthCase()
            let bare = try await town.get("/desk/cases/\(id)", as: "medical_officer")
            #expect(bare.headers["content-security-policy"]?.contains("frame-src") == false && !bare.body.contains("class=\"beside\""))
        }
    }
}
