import Testing

@testable import Web

@Suite("The site's own files")
struct AssetTests {
    @Test("what every page loads stays small")
    func budget() {
        #expect(Stylesheet.text(accent: "#14506e").utf8.count < 34_000)
        #expect(Script.site.utf8.count < 2_000)
    }

    @Test("squeezing leaves no rule behind")
    func rules() {
        let text = Stylesheet.text(accent: "#14506e")
        #expect(text.filter { $0 == "{" }.count == text.filter { $0 == "}" }.count)
        #expect(text.contains(".site-header::before{content:\"\";display:block;"))
        #expect(text.contains("@media (prefers-color-scheme:dark)"))
    }

    @Test("served under the hash of their bytes and kept for ever; maps only where a page asks for them")
    func caching() async throws {
        let site = try await TestSite()
        let page = try await site.client.get("/").body
        #expect(!page.contains("/assets/map"))
        let path = try #require(page.firstMatch(of: /\/assets\/site-[0-9a-f]{12}\.css/)).output
        let sheet = try await site.client.get(String(path))
        #expect(sheet["cache-control"] == "public, max-age=31536000, immutable")
        #expect(sheet["content-type"] == "text/css; charset=utf-8")
        await site.running.stop()
    }
}
