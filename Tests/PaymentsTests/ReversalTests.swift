import Kernel
import Ledger
import Store
import StoreTesting
import Testing

@testable import Payments

/// What the bank takes back, and money that one organisation holds and another is owed.
struct ReversalTests {
    private func waiting(_ books: Books) async throws -> [StatementLine] {
        try await books.store.read { try books.payments.waitingLines(organisations: ["licensing", "t"], connection: $0) }
    }

    private func trial(_ books: Books, _ organisation: String) async throws -> [String: Int64] {
        let balances = try await books.store.read { try books.ledger.trialBalance(organisation: organisation, connection: $0) }
        return Dictionary(balances.map { ($0.account.path, $0.net.minorUnits) }, uniquingKeysWith: +).filter { $0.value != 0 }
    }

    @Test("a recalled payment waits for the cashier, who takes it off the invoice", arguments: TestStores.all)
    func recalled(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            let paying = Statements.Movement(amount: "42.00", reference: invoice.reference.text, name: "1")
            var taken = Statements.Movement(amount: "42.00", isCredit: false, reference: invoice.reference.text, name: "2")
            taken.isReversal = true
            let report = try await books.payments.importStatements(Statements.message([paying, taken]), organisation: "t", by: "o")
            #expect(report.matched == 1 && report.waiting == 1 && report.outgoing == 0)
            #expect(try await books.net(.bank) == 0)
            let line = try #require(try await waiting(books).first)
            #expect(line.reason == .reversal && line.isTakenBack && line.organisation == "licensing")
            try await books.store.write("test") { tx in _ = try books.payments.assign(line.key, to: invoice.reference, in: tx) }
            let after = try await books.found(invoice)
            #expect(after.state == .open && after.outstanding.minorUnits == 4_200)
            #expect(try await waiting(books).isEmpty)
            #expect(try await trial(books, "licensing") == ["assets:receivable": 4_200, "income:fees:renew_driving_licence": -4_200])
            await expect("PAYMENTS-140") {
                try await books.store.write("test") { tx in _ = try books.payments.assign(line.key, to: invoice.reference, in: tx) }
            }
            #expect(books.settled.events.map(\.name).sorted() == ["payments.invoice_reopened", "payments.invoice_settled"])
            // It is paid again, and the case hears of that.
            let again = Statements.Movement(amount: "42.00", reference: invoice.reference.text, name: "3")
            _ = try await books.payments.importStatements(Statements.message([again], id: "S2"), organisation: "t", by: "o")
            #expect(books.settled.events.count == 3)
            #expect(try await books.found(invoice).state == .settled)
        }
    }

    @Test("what was never placed and is taken back comes to nothing", arguments: TestStores.all)
    func setOff(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            var taken = Statements.Movement(amount: "7.50", isCredit: false, name: "2")
            taken.isReversal = true
            let bytes = Statements.message([.init(amount: "7.50", free: "for the cat", name: "1"), taken, .init(amount: "9.00", isCredit: false, name: "3")])
            let report = try await books.payments.importStatements(bytes, organisation: "t", by: "o")
            #expect(report.waiting == 2 && report.outgoing == 1)
            let unpaid = try await books.invoice()
            let line = try #require(try await waiting(books).first(where: \.isTakenBack))
            await expect("PAYMENTS-113") { try await books.store.write("test") { tx in _ = try books.payments.assign(line.key, to: unpaid.reference, in: tx) } }
            for line in try await waiting(books) { try await books.store.write("test") { try books.payments.sendBack(line.key, in: $0) } }
            #expect(try await waiting(books).isEmpty)
            #expect(try await trial(books, "t").isEmpty)
        }
    }

    @Test("each organisation's books balance when one holds what another is owed", arguments: TestStores.all)
    func handedOver(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            _ = try await books.payments.importStatements(Statements.message([.init(amount: "50.00", name: "1")]), organisation: "t", by: "o")
            let line = try #require(try await waiting(books).first)
            try await books.store.write("test") { tx in _ = try books.payments.assign(line.key, to: invoice.reference, in: tx) }
            #expect(try await trial(books, "t") == ["assets:bank": 5_000, "assets:clearing": -4_200, "liabilities:unassigned": -800])
            #expect(try await trial(books, "licensing") == ["assets:clearing": 4_200, "income:fees:renew_driving_licence": -4_200])
            #expect(try await books.net(.clearing) == 0)
            #expect(try await books.store.read { try books.ledger.unbalancedEntries(connection: $0) } == [])
        }
    }
}
