import Kernel
import Logging
import Testing
import Web
import WebTesting

@Suite("Other scripts and directions")
struct DirectionTests {
    @Test("an Arabic page says its direction and takes the government's own words, English for the rest")
    func arabic() async throws {
        let arabic = Language(code: "ar", name: "العربية", translations: ["web.sign_in": "دخول"])
        var settings = WebSettings()
        settings.port = 0
        let site = Site(name: ["ar": "أردن", "en": "Arden"], languages: [arabic, .english])
        let home = Route("home", .get, "/", "Home.", access: .everyone) { request in Reply { Page("أهلا", for: request) { $0.h1("أهلا") } } }
        let server = try WebServer(settings, site: site, routes: [home], clock: TestSite.clock, logger: Logger(label: "test"), authenticate: { _ in nil })
        let running = try await server.start()
        let page = try await RawClient(port: running.port).get("/")
        #expect(page.body.contains("<html lang=\"ar\" dir=\"rtl\">"))
        #expect(page.body.contains(">دخول</a>"))
        #expect(page.body.contains(">Skip to the content</a>"))
        let english = try await RawClient(port: running.port).get("/?language=en")
        #expect(english.body.contains("<html lang=\"en\" dir=\"ltr\">"))
        #expect(english.all("set-cookie").contains { $0.hasPrefix("language=en;") })
        await running.stop()
    }
}
