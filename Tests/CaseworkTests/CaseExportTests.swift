import Blueprint
import Capability
import FEEL
import Forms
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// What people take away of their cases: everything that was said to them and found about them, and nothing of who works for the government.
struct CaseExportTests {
    private static let service = SmallTown.service(
        "what: {ask: What is it?, type: text}",
        """
        steps:
          - {id: look, task: {title: Look at it, role: clerk, questions: {size: {ask: How large?, type: number}}}}
          - review: {title: Decide, role: clerk, within: 5 working days}
        """)

    private func export(_ town: TestGovernment, of caller: Caller) async throws -> JSON {
        let (person, holder) = (try #require(caller.actor.person), town.casework.personalData)
        return try await town.store.read { try holder.export(person, $0) }
    }

    @Test(arguments: TestStores.all) func aPersonTakesTheWholeCaseAway(_ kind: TestStore) async throws {
        let folder = SmallTown.folder(["services/report/service.yaml": Self.service])
        try await TestGovernment.on(kind, with: folder) { town in
            let caller = town.caller(town.person()), clerk = town.officer("clerk", at: "town")
            let id = try await town.send("report", "what", "A lamp", caller)
            try await town.finish("look", of: id, ["size": "7"], by: clerk)
            let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.ask(.init(row.ticket), of: id, text: "Which lamp?", clerk)
            try await town.casework.answerRequest(1, of: id, text: "The green one.", files: [], caller)
            try await town.casework.note("The neighbour is unreliable.", on: id, clerk)
            let open = try await export(town, of: caller)
            #expect(open.array?.first?["case"]?["findings"] == nil, "what officers found is told when it is judged")
            let again = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
            try await town.casework.decide(.init(again.ticket), of: id, DecisionInput(outcome: "done", reasons: [.init("It shines again.")]), clerk)

            let told = try await export(town, of: caller)
            let theCase = try #require(told.array?.first?["case"])
            #expect(told.array?.first?["answers"]?["what"]?.string == "A lamp")
            #expect(theCase["questions"]?.array?.first?["question"]?.string == "Which lamp?")
            #expect(theCase["questions"]?.array?.first?["answer"]?.string == "The green one.")
            #expect(theCase["decisions"]?.array?.first?["reasons"]?.array?.first?.string == "It shines again.")
            #expect(theCase["findings"]?["size"] != nil)
            #expect(!told.text.contains(try #require(clerk.actor.account).text) && !told.text.contains("unreliable"))
            // The same from a program that does not have that version of the folder at hand, or no such service any more.
            let other = SmallTown.folder(["services/wish/service.yaml": Self.service])
            #expect(try await export(town.reopened(with: other), of: caller) == told)
        }
    }
}
