import Blueprint
import Courier
import Foundation
import Kernel
import StoreTesting
import Testing
import WebTesting

@testable import polity

/// A government in Arabic, with the words of its pages in its own folder: `Data/oasis`.
@Suite("A government in a language that the program does not bring")
struct RightToLeftTests {
    @Test("is served from right to left, in its own words", arguments: TestStores.all)
    func arabic(kind: TestStore) async throws {
        var diagnostics = Diagnostics()
        let files = try FolderSnapshot(directory: PolityCommand.root + "/Tests/EndToEndTests/Data/oasis", diagnostics: &diagnostics).files
        try await ServedTown.serve(kind, .polity(mail: .keeping(in: Mailbox())), files) { town in
            let visitor = town.visitor()
            let front = try await visitor.get("/?q=شجرة".addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? "/").body
            #expect(front.contains("<html lang=\"ar\" dir=\"rtl\"") && front.contains("عُثر على خدمة واحدة"), "\(front.prefix(300))")
            let page = try await visitor.get("/services/plant_a_tree").body
            for words in ["ابدأ الآن", "انتقل إلى المحتوى"] { #expect(page.contains(words), "\(words)") }
            let begun = try await visitor.post("/services/plant_a_tree/start")
            let question = try await visitor.get(try #require(begun["location"]))
            let first = try await visitor.get(try #require(question["location"]))
            #expect(first.status == 200 && first.body.contains("ما اسمك؟") && first.body.contains("متابعة"))
            // What nobody translated is there in English.
            #expect(page.contains("Who is responsible"))
        }
    }
}
