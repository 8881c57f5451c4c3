import Decisions
import FEEL
import Foundation
import FoundationXML
import Kernel
import Testing

@testable import Rules

/// A simulation's report as a page, and a change of the law in numbers.
@Suite struct SimulationPageTests {
    static let law = """
        title: A <law> & its tax
        entities: {person: {title: People}}
        inputs:
          pay: {title: Pay, unit: EUR}
          region: {title: Region, type: text}
        parameters:
          rate: {title: Rate, unit: rate, source: Act 1, values: {2020-01-01: 0.1}}
        formulas:
          tax: {title: Tax, unit: EUR, source: Act 1, value: pay * rate}
          pays_tax: {title: Pays tax, type: boolean, source: Act 1, value: tax > 5}
        results: [tax, pays_tax]
        """

    static func report(grouped: Bool = true) async throws -> (report: SimulationReport, law: Rulebook, reform: Rulebook) {
        let law = try #require(rulebook(Self.law.utf8, "law").book)
        let reform = try #require(rulebook(Self.law.replacing("0.1}", with: "0.2}").utf8, "law").book)
        var diagnostics = Diagnostics()
        let rows = (1...20).map { "\($0 * 10),\($0 % 2 == 0 ? "north" : "<b>south</b>")\n" }.joined()
        let people = try #require(Population(csv: Array("pay,region\n\(rows)".utf8), file: "people.csv", for: law, diagnostics: &diagnostics))
        let simulation = try Simulation(
            law, reform: reform, on: people, asOf: CivilDate("2024-06-01")!, measure: .init("tax", isBurden: true), decilesBy: "pay",
            groupedBy: grouped ? "region" : nil, caseload: "pays_tax")
        return (await simulation.run(workers: 1), law, reform)
    }

    @Test(arguments: [Language.english, .spanish]) func standsAlone(_ language: Language) async throws {
        let (report, law, reform) = try await Self.report()
        let page = SimulationPage(report, of: law, reform: reform, reformTitle: "A bill", language: language).draw().string
        #expect(!page.contains("<script") && !page.contains("src=") && !page.contains("href=") && !page.contains("url("))
        #expect(page.contains("<html lang=\"\(language.code)\"") && page.contains("A &lt;law&gt; &amp; its tax") && page.contains("<h1>A bill</h1>"))
        // Everybody pays another tenth: 210 of 2,100 in all, 10.50 on average; a group's name is text, never markup.
        let amounts = language == .english ? ["€210.00", "€10.50"] : ["210,00\u{A0}€", "10,50\u{A0}€"]
        #expect(amounts.allSatisfy { page.contains($0) }, "\(amounts)")
        #expect(page.contains("&lt;b&gt;south&lt;/b&gt;") && !page.contains("<b>"))
        #expect(page.contains(language == .english ? "Winners and losers" : "Quién gana y quién pierde"))
        // Pay of 60 and more by the law, of 30 and more by the reform.
        #expect(report.everybody?.claims == 15 && report.everybody?.claimsByReform == 18 && page.contains("+3"))
        // A bar for each tenth and group, of outcomes, gains and claims, one for everybody's claims, and the curve.
        #expect(page.components(separatedBy: "<svg").count - 1 == 3 * (10 + 2) + 1 + 1)
        let document = try XMLDocument(xmlString: Self.body(page))
        #expect(document.rootElement()?.name == "body")
    }

    /// The body as XML: every element of it is closed.
    private static func body(_ page: String) -> String {
        let start = page.range(of: "<body>")!.lowerBound, end = page.range(of: "</body>")!.upperBound
        return String(page[start..<end])
    }

    @Test func aChangeInNumbers() async throws {
        let (report, law, _) = try await Self.report(grouped: false)
        #expect(
            report.sentences(of: law) == [
                "‹Tax› changes for 20 of 20: in all €210.00 more, €420.00 instead of €210.00.", "‹Pays tax› changes for 3 of 20.",
            ])
        #expect(report.sentences(of: law, in: .spanish).first?.hasPrefix("‹Tax› cambia para 20 de 20") ?? false)
    }
}
