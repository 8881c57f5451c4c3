import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Where a service waits, step by step: at its tasks, and for its applicants.
@Suite struct StepLoadTests {
    @Test(arguments: TestStores.all) func whatWaitsIsCountedWhereItWaits(_ kind: TestStore) async throws {
        let service = SmallTown.service(
            "what: {ask: What is it?, type: text}", "fee: 10\nsteps:\n  - pay\n  - review: {title: Look at it, role: clerk, within: 5 working days}")
        try await TestGovernment.on(kind, with: SmallTown.folder(["services/report/service.yaml": service])) { town in
            let supervisor = town.officer("clerk", at: "town", [.workCases, .superviseCases])
            func loads() async throws -> [String] {
                try await town.casework.stepLoads(of: "report", supervisor).loads.map {
                    "\($0.step) \($0.open) \(($0.oldest - town.clock.clock.now()) / .seconds(86_400)) \($0.isPartial)"
                }
            }
            #expect(try await loads() == [])
            let applicant = town.caller(town.person())
            var sent: [Identifier<Case>] = []
            for _ in 0..<3 { sent.append(try await town.send("report", "what", "A tree", applicant)) }
            #expect(try await loads() == ["pay 3 0.0 false"])
            for id in sent.dropLast() { try await town.casework.command(id, town.casework.machine("payments")) { _ in .paid } }
            town.clock.advance(by: .seconds(2 * 86_400))
            let task = try #require(try await town.casework.queue(QueueQuery(), supervisor).rows.first)
            try await town.casework.ask(Ticket(task.ticket), of: task.caseID, text: "Which tree?", supervisor)
            #expect(try await loads() == ["pay 1 -2.0 false", "review 1 -2.0 false", "review_answer 1 0.0 false"])
            // What is changed meanwhile goes on waiting since then.
            town.clock.advance(by: .seconds(86_400))
            try await town.casework.note("It is the oak.", on: task.caseID, supervisor)
            #expect(try await loads() == ["pay 1 -3.0 false", "review 1 -3.0 false", "review_answer 1 -1.0 false"])
            // What began to wait before its place was kept.
            _ = try await town.store.write("test.older") { try $0.execute("UPDATE casework_cases SET waits_at = NULL, waits_since = NULL") }
            #expect(try await loads() == ["pay 1 -3.0 false", "review 1 -3.0 false", "review_answer 1 -3.0 false"])
            let elsewhere = town.officer("clerk", at: "village", [.superviseCases])
            await expectCode(CaseFault.notFound.code) { try await town.casework.stepLoads(of: "report", elsewhere) }
        }
    }
}
