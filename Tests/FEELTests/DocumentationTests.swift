import Foundation
import Kernel
import Testing

@testable import FEEL

/// docs/expressions.md says what is so.
@Suite struct DocumentationTests {
    static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../docs/expressions.md").standardizedFileURL

    static let values: Context = [
        "today": .date(CivilDate(year: 2026, month: 11, day: 23)!), "born": .date(CivilDate(year: 1990, month: 6, day: 1)!), "guests": .number(120),
        "work": .string("extension"), "goods": .list([.string("food"), .string("toys")]), "note": .null,
        "days": .list([
            .context(["day": .date(CivilDate(year: 2026, month: 12, day: 1)!), "metres": .number(3)]),
            .context(["day": .date(CivilDate(year: 2026, month: 12, day: 8)!), "metres": .number(Decimal128("4.5")!)]),
        ]),
    ]

    static let names = Names([
        "today": .date, "born": .date, "guests": .number, "work": .string, "goods": .list(.string), "note": .string,
        "days": .list(.context(["day": .date, "metres": .number])),
    ])

    @Test func everyRowOfTheTableIsComputed() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "## How to say it").last?.components(separatedBy: "## All functions").first)
        let rows = section.matches(of: /(?m)^\| [^|]+ \| `(.+)` \| `(.+)` \|$/)
        #expect(rows.count > 15)
        for row in rows {
            var diagnostics = Diagnostics()
            let expression = Expression(
                String(row.1), names: Self.names, location: SourceLocation(file: "expressions.md", line: 1, column: 1), diagnostics: &diagnostics)
            #expect(expression?.evaluate(Self.values).description == String(row.2), "\(row.1): \(diagnostics.sorted.map(\.description))")
        }
    }

    @Test func everyFunctionIsNamed() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for name in BuiltIns.all.keys.sorted() { #expect(text.contains("`\(name)("), "\(name)") }
    }
}
