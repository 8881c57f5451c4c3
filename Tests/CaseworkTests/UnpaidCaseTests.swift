import Blueprint
import Kernel
import Payments
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// What becomes of an invoice that nobody has paid when its case is over.
@Suite struct UnpaidCaseTests {
    private static let question = "what: {ask: What is it?, type: text}"
    /// Waits ten days for the fee.
    private static let patient = SmallTown.process(
        "order", root: "<message id=\"m\" name=\"casework.paid\"/>",
        """
        <startEvent id="start"/>
        <eventBasedGateway id="which"/>
        <intermediateCatchEvent id="pay"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
        <intermediateCatchEvent id="late"><timerEventDefinition><timeDuration>10 days</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <exclusiveGateway id="either"/>
        <serviceTask id="decide" polity:service="casework.decide"/>
        <serviceTask id="outcome" polity:service="casework.outcome"/>
        <endEvent id="end"/>
        """
            + SmallTown.flows(
                "start -> which", "which -> pay", "which -> late", "pay -> either", "late -> either", "either -> decide", "decide -> outcome", "outcome -> end"
            ))

    private func invoices(_ town: TestGovernment) async throws -> [Invoice.State] {
        let payments = town.host[Payments.self]
        return try await town.store.read { connection in
            try connection.rows("SELECT id FROM payments_invoices ORDER BY id").map { try payments.invoice($0.identifier(0), connection: connection).state }
        }
    }

    /// Everything that `polity verify` looks at, the books among it.
    private func findings(_ town: TestGovernment) async throws -> [String] {
        var found: [String] = []
        for check in town.running.offers.flatMap(\.integrity) { found += try await check.findings().map { "\($0)" } }
        return found
    }

    @Test(arguments: TestStores.all) func nobodyOwesForACaseThatWasGivenUp(_ kind: TestStore) async throws {
        let folder = SmallTown.folder([
            "services/order/service.yaml": SmallTown.service(
                Self.question, "fee: 10\nsteps:\n  - pay\n  - decide: [{outcome: done, because: It is over.}]"),
            "services/order/process.bpmn": Self.patient,
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let caller = town.caller(town.person())
            let late = try await town.send("order", "what", "A key", caller)
            town.clock.advance(by: .seconds(1))
            let paid = try await town.send("order", "what", "A key", caller)
            try await town.pay(paid, try #require(try await town.standing(paid).fee))
            #expect(try await invoices(town) == [.open, .settled])
            town.clock.advance(by: .seconds(11 * 86_400))
            try await town.work()
            #expect(try await town.standing(late).closedAt != nil)
            #expect(try await invoices(town) == [.cancelled, .settled])
            try await town.replayEqualsLive(late)
            #expect(try await findings(town) == [])
        }
    }

    /// A part that was paid is the cashier's to give back.
    @Test(arguments: TestStores.all) func aPartPaymentIsLeftToTheCashier(_ kind: TestStore) async throws {
        let folder = SmallTown.folder([
            "services/order/service.yaml": SmallTown.service(
                Self.question, "fee: 10\nsteps:\n  - pay\n  - decide: [{outcome: done, because: It is over.}]"),
            "services/order/process.bpmn": Self.patient,
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let id = try await town.send("order", "what", "A key", town.caller(town.person()))
            let fee = try #require(try await town.standing(id).fee)
            try await town.pay(id, Money(minorUnits: fee.minorUnits - 1, currency: fee.currency))
            town.clock.advance(by: .seconds(11 * 86_400))
            try await town.work()
            #expect(try await town.standing(id).closedAt != nil)
            #expect(try await invoices(town) == [.open])
            #expect(try await findings(town) == [])
        }
    }

    @Test(arguments: TestStores.all) func whatIsDecidedBeforeItIsPaidCostsNothing(_ kind: TestStore) async throws {
        let steps = """
            fee: 10
            steps:
              - {id: first, decide: [{when: 'what = "nothing"', outcome: done, because: There is nothing to do.}]}
              - pay
              - {id: last, decide: [{outcome: done, because: It is done.}]}
            """
        let folder = SmallTown.folder(["services/order/service.yaml": SmallTown.service(Self.question, steps)])
        try await TestGovernment.on(kind, with: folder) { town in
            let caller = town.caller(town.person())
            for (what, state) in [("nothing", [] as [Invoice.State]), ("a key", [.open])] {
                let (application, _) = try await town.casework.start("order", caller)
                #expect(try await town.answer(application, [("what", ["what": what])], caller) == [])
                let sent = try await town.casework.submit(application, caller)
                #expect((sent.fee == nil) == state.isEmpty)
                // Sent twice, it is the same.
                #expect(try await town.casework.submit(application, caller) == sent)
                #expect(try await invoices(town) == state)
            }
            #expect(try await findings(town) == [])
        }
    }

    /// A fee for which nothing waits is owed whatever becomes of the case.
    @Test(arguments: TestStores.all) func aFeeThatNothingWaitsForIsOwed(_ kind: TestStore) async throws {
        let folder = SmallTown.folder([
            "services/order/service.yaml": SmallTown.service(Self.question, "fee: 10\nsteps:\n  - decide: [{outcome: done, because: It is done.}]")
        ])
        try await TestGovernment.on(kind, with: folder) { town in
            let id = try await town.send("order", "what", "A key", town.caller(town.person()))
            #expect(try await town.standing(id).closedAt != nil)
            #expect(try await invoices(town) == [.open])
            #expect(try await findings(town) == [])
        }
    }
}
