import Blueprint
import Capability
import Foundation
import HTML
import Kernel
import Store
import StoreTesting
import Testing

@testable import Journal

@Suite struct ReadsPageTests {
    static let polity = """
        name: Town
        currency: EUR
        time_zone: Europe/Madrid
        organisations:
          town: {title: Town hall}
          planning: {title: Planning office, parent: town}
        roles:
          planning_officer: {title: Planning officer, organisation: planning}
        legal_bases:
          planning_act: {title: To decide on buildings, source: "Planning Act 2014, section 3"}
        """

    static func government() throws -> Government {
        let snapshot = FolderSnapshot(files: [.init(path: "polity.yaml", bytes: Array(polity.utf8))])
        let (edition, diagnostics) = Composition([.journal]).edition(of: snapshot)
        return try #require(edition, "\(diagnostics.sorted.map(\.description))").government
    }

    /// Offices and laws by their titles, the moment in the government's time, and never the officer's account.
    @Test func whoAndWhy() async throws {
        try await withJournal(.sqlite) { fixture in
            let page = ReadsPage(journal: fixture.journal, government: try Self.government())
            let ids = Identifiers(clock: fixture.clock.clock, random: fixture.random)
            let account: AccountID = ids.next()
            func entry(_ author: Act.Author, _ ground: String) -> ReadEntry {
                ReadEntry(
                    id: ids.next(), at: fixture.clock.now, author: author, organisation: "planning", ground: ground, reference: "ARD-7K3M", query: nil,
                    account: account)
            }
            var html = HTML(language: .english)
            page.draw(
                [
                    entry(.office("planning_officer"), "law:planning_act"), entry(.machine("land_register"), "consent:c1"), entry(.applicant, "mandate:m1"),
                    entry(.office("gone"), "law:gone"),
                    entry(.system("registries.find"), "law:planning_act"),
                ], next: "/account/reads?before=x", &html)
            for text in [
                "Planning officer, Planning office", "To decide on buildings (Planning Act 2014, section 3) · case ARD-7K3M",
                "The system land_register, Planning office",
                "With your consent", "Somebody who acts for you", "2 March 2026, 10:00", "/account/reads?before=x",
            ] {
                #expect(html.string.contains(text), "\(text)")
            }
            #expect(!html.string.contains(account.text))
            #expect(html.string.contains("A program of ours, Planning office") && !html.string.contains("registries.find"), "no job's own name")
            var sitting = HTML(language: .english)
            let looks = (0..<3).map { _ in entry(.office("planning_officer"), "law:planning_act") }
            page.draw(looks + [entry(.office("gone"), "law:gone")], next: nil, &sitting)
            #expect(sitting.string.contains("2 March 2026, 10:00, 3 times in a row"), "looks of one sitting are one line")
            #expect(sitting.string.components(separatedBy: "<li").count - 1 == 2)
            var empty = HTML(language: .spanish)
            page.draw([], next: nil, &empty)
            #expect(empty.string.contains("Nadie todavía"))
        }
    }
}
