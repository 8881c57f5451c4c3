import Kernel
import Ledger
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Payments

struct CardTests {
    @Test(arguments: TestStores.all) func payerComesBack(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let company = Company()
            let invoice = try await books.invoice()
            let page = try await books.payments.payByCard(invoice.reference, with: company.processor) { "/back/\($0)" }
            let charge = try #require(company.charges.first)
            #expect(page == "https://cards.example/\(charge.id)")
            #expect(charge.returnAddress == "/back/\(charge.id)")
            #expect(try await books.payments.settleCharge(charge.id, of: invoice.reference, with: company.processor) == .pending)
            company.decide(.paid)
            #expect(try await books.payments.settleCharge(charge.id, of: invoice.reference, with: company.processor) == .paid)
            #expect(try await books.payments.settleCharge(charge.id, with: company.processor) == .paid)
            #expect(try await books.found(invoice).state == .settled)
            #expect(try await books.net(.cards) == 4_200)
            await expect("PAYMENTS-110") { _ = try await books.payments.payByCard(invoice.reference, with: company.processor) { "\($0)" } }
        }
    }

    @Test(arguments: TestStores.all) func declinedCanTryAgain(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let company = Company()
            let invoice = try await books.invoice()
            _ = try await books.payments.payByCard(invoice.reference, with: company.processor) { "\($0)" }
            company.decide(.declined)
            #expect(try await books.payments.settleCharge(#require(company.charges.first).id, with: company.processor) == .declined)
            _ = try await books.payments.payByCard(invoice.reference, with: company.processor) { "\($0)" }
            company.decide(.paid)
            #expect(try await books.payments.settleCharge(#require(company.charges.last).id, with: company.processor) == .paid)
            #expect(try await books.net(.cards) == 4_200)
        }
    }

    /// Paid by card and by transfer: the second money is held for an officer, and can be sent back.
    @Test(arguments: TestStores.all) func paidTwiceIsHeld(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let company = Company()
            let invoice = try await books.invoice()
            _ = try await books.payments.payByCard(invoice.reference, with: company.processor) { "\($0)" }
            try await books.pay(invoice, cents: 4_200, key: "bank", .transfer)
            company.decide(.paid)
            #expect(try await books.payments.settleCharge(#require(company.charges.first).id, with: company.processor) == .paid)
            #expect(try await books.net(.unassigned) == -4_200)
            let lines = try await books.store.read { try books.payments.waitingLines(organisations: ["licensing"], connection: $0) }
            #expect(lines.map(\.reason) == [.notOpen])
            let key = try #require(lines.first).key
            try await books.store.write("test") { try books.payments.sendBack(key, in: $0) }
            #expect(try await books.net(.cards) == 0)
        }
    }

    /// Held card money that an officer gives to another invoice goes back to the card when that is refunded.
    @Test(arguments: TestStores.all) func whatCameByCardGoesBackToIt(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let (first, other) = (try await books.invoice("first"), try await books.invoice("other"))
            let page = try await books.payments.payByCard(first.reference, with: .paying) { $0.text }
            try await books.pay(first, cents: 4_200, key: "bank", .transfer)
            _ = try await books.payments.settleCharge(try #require(Identifier<CardCharge>(page)), with: .paying)
            let line = try #require(try await books.store.read { try books.payments.waitingLines(organisations: ["licensing"], connection: $0) }.first)
            try await books.store.write("test") { tx in _ = try books.payments.assign(line.key, to: other.reference, in: tx) }
            try await books.store.write("test") { try books.payments.refund(other.id, in: $0) }
            #expect(try await books.net(.cards) == 0)
            #expect(try await books.net(.bank) == 4_200)
        }
    }

    /// Somebody closed the company's page: after a day nobody asks any more, nothing has failed, and they may still come back.
    @Test(arguments: TestStores.all) func abandonedPaymentEndsCalmly(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let company = Company()
            let invoice = try await books.invoice()
            _ = try await books.payments.payByCard(invoice.reference, with: company.processor) { "\($0)" }
            let runner = JobRunner(
                store: books.store,
                kinds: [JobRunner.Kind(Payments.askCardJob, policy: .forDays) { job, _ in try await books.payments.ask(job, company.processor) }])
            var asked = 0
            for _ in 0..<52 {
                books.clock.advance(by: .seconds(1_800))
                asked += try await runner.runDue()
            }
            #expect(asked > 20)
            let states = try await books.store.read { try $0.rows("SELECT state, reason FROM store_jobs").map { try $0.integer(0) } }
            #expect(states == [JobState.done.rawValue])
            #expect(try await books.found(invoice).state == .open)
            company.decide(.paid)
            #expect(try await books.payments.settleCharge(#require(company.charges.first).id, with: company.processor) == .paid)
            #expect(try await books.found(invoice).state == .settled)
        }
    }

    @Test(arguments: TestStores.all) func anotherInvoicesChargeIsNotFound(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let company = Company()
            let (mine, other) = (try await books.invoice("mine"), try await books.invoice("other"))
            _ = try await books.payments.payByCard(mine.reference, with: company.processor) { "\($0)" }
            let charge = try #require(company.charges.first)
            await expect("PAYMENTS-404") { try await books.payments.settleCharge(charge.id, of: other.reference, with: company.processor) }
        }
    }
}

/// A card company in memory.
final class Company: Sendable {
    private let state = Mutex<(charges: [CardCharge], outcome: CardOutcome)>(([], .pending))
    var charges: [CardCharge] { state.withLock { $0.charges } }
    func decide(_ outcome: CardOutcome) { state.withLock { $0.outcome = outcome } }

    var processor: CardProcessor {
        CardProcessor(
            begin: { charge in
                self.state.withLock { $0 = ($0.charges + [charge], .pending) }
                return "https://cards.example/\(charge.id)"
            }, outcome: { _ in self.state.withLock { $0.outcome } })
    }
}
