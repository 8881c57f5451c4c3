import Foundation
import Testing

/// The components and pages as they are written, tag by tag. `RECORD_GOLDEN=1` writes them anew; look at the difference.
@Suite("Pages look as they did")
struct GoldenPageTests {
    @Test(
        "pages of the gallery, of an error and of a question",
        arguments: [
            ("components", "/components", "Accept-Language: en"), ("components-es", "/components", "Accept-Language: es"),
            ("not-found-es", "/nowhere", "Accept-Language: es"), ("home", "/", "Accept-Language: en"),
        ])
    func pages(name: String, path: String, header: String) async throws {
        let site = try await TestSite()
        let answer = try await site.client.get(path, [header])
        await site.running.stop()
        try Self.compare(Self.readable(answer.body), with: name + ".html")
    }

    @Test("the API's own description")
    func openAPI() async throws {
        let site = try await TestSite()
        let answer = try await site.client.get("/api/openapi.json")
        await site.running.stop()
        let pretty = try JSONSerialization.data(
            withJSONObject: JSONSerialization.jsonObject(with: Data(answer.body.utf8)), options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        try Self.compare(String(decoding: pretty, as: UTF8.self) + "\n", with: "openapi.json")
    }

    /// A tag a line, and what changes from run to run or with the look left out.
    static func readable(_ page: String) -> String {
        page.replacing("><", with: ">\n<").replacing(/-[0-9a-f]{12}\./, with: "-HASH.").replacing(/value="[0-9a-f]{32}"/, with: "value=\"TOKEN\"") + "\n"
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
