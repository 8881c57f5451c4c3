import Foundation
import Testing

@testable import FEEL

/// `docs/feel.md`: every function stands in its tables, and every example gives what it says.
@Suite struct FunctionTableTests {
    struct Row: Sendable, CustomStringConvertible {
        var name: String
        var example: String
        var gives: String
        var description: String { example }
    }

    static let rows: [Row] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = (try? String(contentsOf: root.appending(path: "docs/feel.md"), encoding: .utf8)) ?? ""
        return page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.components(separatedBy: "| ").map { $0.replacing("`", with: "").replacing(" |", with: "") }
            return Row(name: trimmed(cells[1]), example: trimmed(cells[3]), gives: trimmed(cells[4]))
        }
    }()

    private static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespaces) }

    @Test func everyFunctionStandsThere() {
        let told = Self.rows.map(\.name)
        #expect(Set(BuiltIns.all.keys).subtracting(told).isEmpty, "these are missing: \(Set(BuiltIns.all.keys).subtracting(told).sorted())")
        for row in Self.rows where BuiltIns.all[row.name] != nil { #expect(row.example.contains(row.name + "("), "\(row.name)") }
        #expect(Set(told).count == told.count && Self.rows.count > 100)
    }

    @Test(arguments: rows) func anExample(_ row: Row) throws {
        let given = try #require(value(row.example))
        let said = try #require(value(row.gives))
        #expect(given == said || (given.isNull && said.isNull), "\(row.example) gives \(given)")
    }
}
