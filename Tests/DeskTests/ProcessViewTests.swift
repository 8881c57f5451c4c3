import Kernel
import StoreTesting
import Testing

/// Where cases stand in their process: one for its officer, all of a service for a supervisor.
@Suite("Processes at the desk", .serialized)
struct ProcessViewTests {
    @Test(arguments: TestStores.all) func aComplaintIsSeenInItsDiagramAndInWords(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            let id = try await town.complaint()
            let officer = "complaints_officer"
            #expect(try await town.get("/desk/cases/\(id)", as: officer).body.contains("/desk/cases/\(id)/process"))
            let page = try await town.get("/desk/cases/\(id)/process", as: officer)
            #expect(page.status == 200)
            #expect(page.body.contains("<svg") && page.body.contains("bpmn-ring") && !page.body.contains("style="))
            #expect(page.words.contains("Answer the complaint") && page.words.contains("Here since"), "\(page.words)")
            let spanish = try await town.get("/desk/cases/\(id)/process", as: officer, language: "es")
            #expect(spanish.body.contains("Responder a la queja"))
            // Whoever has no part in the service finds nothing.
            #expect(try await town.get("/desk/cases/\(id)/process", as: "medical_officer").status == 404)
        }
    }

    @Test(arguments: TestStores.all) func aSupervisorSeesWhereAServiceWaits(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            _ = try await town.complaint()
            _ = try await town.complaint()
            town.clock.advance(by: .seconds(3 * 86_400))
            let page = try await town.get("/desk/processes/complaint", as: "supervisor")
            #expect(page.status == 200 && page.body.contains("bpmn-heat-5") && page.words.contains("3 days"), "\(page.words)")
            let (figures, drawing) = (page.body.firstRange(of: "<table"), page.body.firstRange(of: "<svg"))
            #expect(try #require(figures).lowerBound < #require(drawing).lowerBound, "on a phone the figures come before the drawing")
            #expect(try await town.get("/desk/processes/complaint", as: "complaints_officer").status == 403)
            #expect(try await town.get("/desk/processes/nothing", as: "supervisor").status == 404)
            let list = try await town.get("/desk/processes/renew_driving_licence", as: "supervisor")
            #expect(list.status == 200 && list.words.contains("Health conditions of a driver") && !list.body.contains("bpmn-ring"))
            // Steps that are a list are laid out.
            #expect(list.body.contains("<svg") && list.body.contains("data-element=\"review\""), "\(list.body)")
        }
    }
}
