import Kernel
import Ledger
import Store
import StoreTesting
import Testing

@testable import Payments

struct InvoiceTests {
    @Test(arguments: TestStores.all) func isMadeOnceAndOwed(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let first = try await books.invoice()
            let again = try await books.invoice()
            #expect(first == again)
            #expect(try await books.net(.receivable) == 4_200)
            #expect(try await books.net(.fees(of: "renew_driving_licence")) == -4_200)
            let found = try await books.store.read { try books.payments.invoice(first.reference, connection: $0) }
            #expect(found == first)
        }
    }

    @Test(arguments: TestStores.all) func isSettledByItsParts(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            try await books.pay(invoice, cents: 1_200, key: "a")
            #expect(try await books.found(invoice).state == .open)
            try await books.pay(invoice, cents: 1_200, key: "a")
            try await books.pay(invoice, cents: 3_000, key: "b", .transfer)
            let paid = try await books.found(invoice)
            #expect(paid.state == .settled)
            #expect(paid.outstanding.minorUnits == 0)
            #expect(books.settled.events.map(\.name) == ["payments.invoice_settled"])
            #expect(books.settled.events.first?.payload["case_id"] == "c1")
            #expect(try await books.net(.receivable) == 0)
            #expect(try await books.net(.cards) == 1_200)
            #expect(try await books.net(.bank) == 3_000)
        }
    }

    @Test(arguments: TestStores.all) func wrongStepsChangeNothing(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            await expect("PAYMENTS-111") { try await books.pay(invoice, cents: 4_201, key: "a") }
            await expect("PAYMENTS-111") { try await books.pay(invoice, cents: 0, key: "a") }
            await expect("PAYMENTS-113") { try await books.store.write("test") { try books.payments.refund(invoice.id, in: $0) } }
            try await books.pay(invoice, cents: 1, key: "b")
            await expect("PAYMENTS-112") { try await books.store.write("test") { try books.payments.cancel(invoice.id, in: $0) } }
            try await books.pay(invoice, cents: 4_199, key: "c")
            await expect("PAYMENTS-110") { try await books.pay(invoice, cents: 1, key: "d") }
            await expect("PAYMENTS-110") { try await books.store.write("test") { try books.payments.cancel(invoice.id, in: $0) } }
            #expect(try await books.net(.cards) == 4_200)
            await expect("PAYMENTS-101") { _ = try await books.invoice("free", cents: 0) }
        }
    }

    @Test(arguments: TestStores.all) func cancelledAndRefundedLeaveNothingBehind(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let cancelled = try await books.invoice("one")
            try await books.store.write("test") { try books.payments.cancel(cancelled.id, in: $0) }
            let refunded = try await books.invoice("two", cents: 77)
            try await books.pay(refunded, cents: 77, key: "x", .transfer)
            try await books.store.write("test") { try books.payments.refund(refunded.id, in: $0) }
            #expect(try await books.found(cancelled).state == .cancelled)
            #expect(try await books.found(refunded).state == .refunded)
            for account in [LedgerAccount.receivable, .cards, .bank, .fees(of: "renew_driving_licence")] { #expect(try await books.net(account) == 0) }
            #expect(books.settled.events.map(\.name) == ["payments.invoice_cancelled", "payments.invoice_settled", "payments.invoice_refunded"])
        }
    }

    /// What was paid in part goes back, and the invoice can then be paid anew or given up.
    @Test(arguments: TestStores.all) func aPartGoesBackTheWayItCame(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            try await books.pay(invoice, cents: 1_000, key: "a", .transfer)
            try await books.store.write("test") { try books.payments.refund(invoice.id, in: $0) }
            #expect(try await books.found(invoice).state == .open)
            #expect(try await books.found(invoice).outstanding.minorUnits == 4_200)
            #expect(try await books.net(.bank) == 0)
            #expect(try await books.net(.receivable) == 4_200)
            // Again by transfer, and the rest by card: each part goes back where it came from.
            try await books.pay(invoice, cents: 1_200, key: "b", .transfer)
            let page = try await books.payments.payByCard(invoice.reference, with: .paying) { $0.text }
            _ = try await books.payments.settleCharge(try #require(Identifier<CardCharge>(page)), with: .paying)
            #expect(try await books.net(.cards) == 3_000)
            #expect(try await books.net(.bank) == 1_200)
            try await books.store.write("test") { try books.payments.refund(invoice.id, in: $0) }
            #expect(try await books.found(invoice).state == .refunded)
            for account in [LedgerAccount.receivable, .cards, .bank, .fees(of: "renew_driving_licence")] { #expect(try await books.net(account) == 0) }
            await expect("PAYMENTS-113") { try await books.store.write("test") { try books.payments.refund(invoice.id, in: $0) } }
        }
    }

    @Test(arguments: TestStores.all) func aWithdrawnPartPaymentLeavesNothingBehind(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            try await books.pay(invoice, cents: 1_000, key: "a", .transfer)
            try await books.store.write("test") { try books.payments.giveUp(caseID: "c1", payingBack: true, in: $0) }
            #expect(try await books.found(invoice).state == .cancelled)
            for account in [LedgerAccount.receivable, .bank, .fees(of: "renew_driving_licence")] { #expect(try await books.net(account) == 0) }
        }
    }

    /// Two receipts at once for the same invoice: one settles it, the other is refused.
    @Test(arguments: TestStores.all) func onlyOneOfTwoPays(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            let results = await withTaskGroup(of: Bool.self) { group in
                for key in ["a", "b", "c"] { group.addTask { (try? await books.pay(invoice, cents: 4_200, key: key)) != nil } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(results == 1)
            #expect(try await books.net(.cards) == 4_200)
            #expect(books.settled.events.count == 1)
        }
    }
}

extension CardProcessor {
    /// Takes every card; its page is the charge's id.
    static let paying = CardProcessor(begin: { $0.id.text }, outcome: { _ in .paid })
}

func expect(_ code: String, sourceLocation: Testing.SourceLocation = #_sourceLocation, _ body: () async throws -> Void) async {
    do {
        try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch {
        #expect((error as? PolityError)?.code == code, "\(error)", sourceLocation: sourceLocation)
    }
}

@Suite struct InvoicePlanTests {
    /// The cashier's list is one index range for each organisation, in its own order.
    @Test func aPageOfInvoicesIsARange() async throws {
        try await withStore(.sqlite, [PaymentsMigrations.first, PaymentsMigrations.lists]) { store in
            let query: SQL = "EXPLAIN QUERY PLAN SELECT id FROM payments_invoices WHERE "
            for (state, index) in [(nil, "payments_invoices_by_organisation"), (Invoice.State.open, "payments_invoices_by_state")] {
                let plan = try await store.read { try $0.rows(query + Payments.range("planning", state, nil, 25)).map { try $0.text("detail") } }
                #expect(plan.count == 1 && plan[0].contains(index), "\(plan)")
            }
        }
    }
}
