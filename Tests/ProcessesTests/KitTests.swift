import Foundation
import Kernel
import Testing

@testable import Processes

/// Runs the semantics kit: small models with a script of inputs and what the standard says must follow (docs/process-kit.md).
@Suite struct KitTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Kit")

    static let files: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".json") }.sorted()

    static func cases(_ file: String) throws -> [JSON] {
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        return try JSON(parsing: text)["cases"]?.array ?? []
    }

    @Test(arguments: files)
    func everyCaseGoesAsTheStandardSays(file: String) throws {
        for json in try Self.cases(file) {
            var play = try KitPlay(json)
            play.run(json["steps"]?.array ?? [])
            #expect(play.differences.isEmpty, "\(file): \(play.name)")
        }
    }

    @Test func thereAreAtLeast150AndEachNamesItsSection() throws {
        var names: Set<String> = []
        for file in Self.files {
            for json in try Self.cases(file) {
                let name = json["name"]?.string ?? ""
                #expect(names.insert(name).inserted, "two cases are called '\(name)'")
                #expect(json["section"]?.string?.isEmpty == false, "'\(name)' names no section")
                #expect(json["steps"]?.array?.isEmpty == false, "'\(name)' does nothing")
            }
        }
        #expect(names.count >= 150)
    }
}
