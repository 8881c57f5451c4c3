import Testing

@testable import Web

@Suite("A server that is not ready yet says how far it is")
struct PreparationTests {
    @Test("pages, programs and operators are told, then it opens")
    func preparing() async throws {
        let preparation = Preparation()
        let site = try await TestSite { $0.preparation = preparation }
        preparation.reach(40)
        preparation.reach(12)
        let page = try await site.client.get("/services/renew")
        #expect(page.status == 503 && page["retry-after"] == "3" && page["refresh"] == "3")
        #expect(page.body.contains("Arden is getting ready") && page.body.contains("value=\"40\""))
        #expect(try await site.client.get("/?language=es").body.contains("Arden se está preparando"))
        #expect(try await site.client.get("/api/services/renew").status == 503)
        #expect(try await site.client.get("/health/ready").status == 503)
        #expect(try await site.client.get("/health/live").status == 200)
        preparation.finish()
        preparation.reach(50)
        #expect(try await site.client.get("/services/renew").status == 200)
        #expect(try await site.client.get("/health/ready").status == 200)
        await site.running.stop()
    }
}
