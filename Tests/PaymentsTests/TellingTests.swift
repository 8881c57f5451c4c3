import Kernel
import Ledger
import Store
import StoreTesting
import Testing

@testable import Payments

/// Whoever waits for money is told once, and what they make of it changes nothing in the books.
struct TellingTests {
    @Test("a case that can make nothing of its payment holds up no other", arguments: TestStores.all)
    func statements(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoices = [try await books.invoice("a"), try await books.invoice("b"), try await books.invoice("c")]
            books.settled.fail(for: [invoices[1]])
            let bytes = Statements.message(
                invoices.enumerated().map { .init(amount: "42.00", reference: $1.reference.text, name: "\($0)") } + [.init(amount: "5.00", name: "last")])
            let report = try await books.payments.importStatements(bytes, organisation: "t", by: "o")
            #expect(report.matched == 3 && report.waiting == 1)
            for invoice in invoices { #expect(try await books.found(invoice).state == .settled) }
            #expect(try await books.net(.bank) == 3 * 4_200 + 500)
            try await books.tell()
            #expect(books.settled.events.compactMap { $0.payload["invoice"]?.string }.sorted() == [invoices[0].id.text, invoices[2].id.text].sorted())
            // The promise stands until it is kept, and is kept once.
            books.settled.fail(for: [])
            for _ in 0..<3 {
                books.clock.advance(by: .seconds(3_600))
                try await books.tell()
            }
            #expect(books.settled.events.map(\.name) == Array(repeating: "payments.invoice_settled", count: 3))
            #expect(try await books.payments.importStatements(bytes, organisation: "t", by: "o").known == 4)
        }
    }

    @Test("a card that was charged is booked, whatever becomes of the case", arguments: TestStores.all)
    func cards(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            books.settled.fail(for: [invoice])
            let page = try await books.payments.payByCard(invoice.reference, with: .paying) { $0.text }
            let charge = try #require(Identifier<CardCharge>(page))
            #expect(try await books.payments.settleCharge(charge, with: .paying) == .paid)
            #expect(try await books.found(invoice).state == .settled)
            #expect(try await books.net(.cards) == 4_200)
            #expect(books.settled.events.isEmpty)
            books.settled.fail(for: [])
            try await books.tell()
            #expect(books.settled.events.count == 1)
        }
    }

    @Test("where nothing is wrong nobody waits for a job", arguments: TestStores.all)
    func atOnce(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            let bytes = Statements.message([.init(amount: "42.00", reference: invoice.reference.text, name: "1")])
            _ = try await books.payments.importStatements(bytes, organisation: "t", by: "o")
            #expect(books.settled.events.count == 1)
            #expect(try await books.tell() == 0)
        }
    }
}
