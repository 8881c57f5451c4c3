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

    @Test("bytes that may be kept bear a name, and are not sent again to who has them", arguments: ["/kept", "/api/kept"])
    func kept(_ path: String) async throws {
        let route = Route("kept", .get, "/kept", "What is the same for everybody.", mediaType: "text/plain", access: .everyone) { _ in
            Reply(output: "same", body: .bytes(contentType: "text/plain", Array("same".utf8))).kept(forSeconds: 60)
        }
        let site = try await TestSite(extra: [route])
        let first = try await site.client.get(path)
        let tag = try #require(first["etag"])
        #expect(first.status == 200 && first.body == "same" && first["cache-control"] == "public, max-age=60")
        for known in [tag, "\"other\", W/\(tag)", "*"] {
            let again = try await site.client.get(path, ["If-None-Match: \(known)"])
            #expect(again.status == 304 && again.body.isEmpty && again["etag"] == tag && again["cache-control"] == "public, max-age=60")
        }
        #expect(try await site.client.get(path, ["If-None-Match: \"other\""]).body == "same")
        await site.running.stop()
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
