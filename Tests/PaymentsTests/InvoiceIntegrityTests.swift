import Kernel
import Store
import StoreTesting
import Testing

@testable import Payments

/// Invoices say what the books say.
@Suite struct InvoiceIntegrityTests {
    private static func findings(_ books: Books) async throws -> [String] { try await books.store.read { try InvoiceIntegrity.findings($0) } }

    @Test(arguments: TestStores.all) func whateverBecomesOfAnInvoice(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let (part, whole, back, gone) = (
                try await books.invoice("a"), try await books.invoice("b"), try await books.invoice("c"), try await books.invoice("d")
            )
            try await books.pay(part, cents: 1_000, key: "card/1")
            for (number, invoice) in [whole, back].enumerated() { try await books.pay(invoice, cents: 4_200, key: "card/\(number + 2)") }
            try await books.store.write("test") { tx in
                try books.payments.refund(back.id, in: tx)
                try books.payments.cancel(gone.id, in: tx)
            }
            #expect(try await Self.findings(books) == [])
            try await books.store.write("test") { try books.payments.refund(part.id, in: $0) }
            #expect(try await Self.findings(books) == [])
        }
    }

    @Test(
        arguments: TestStores.all,
        [
            ("UPDATE payments_invoices SET state = 'settled', paid = amount", "The open invoices of licensing in EUR come to 0"),
            ("UPDATE payments_invoices SET paid = 100", "The open invoices of licensing in EUR come to 4100"),
            ("UPDATE payments_invoices SET state = 'cancelled'", "The open invoices of licensing in EUR come to 0"),
            ("UPDATE payments_invoices SET amount = 420", "asks for something else than the books."),
            ("UPDATE payments_invoices SET organisation = 'treasury'", "asks for something else than the books."),
            ("UPDATE payments_invoices SET currency = 'USD'", "asks for something else than the books."),
            ("UPDATE payments_invoices SET id = 'other'", "asks for something else than the books."),
        ])
    func whatSomebodyChangedIsFound(_ kind: TestStore, _ change: (sql: String, finding: String)) async throws {
        try await Books.with(kind) { books in
            _ = try await books.invoice()
            try await books.store.write("test") { _ = try $0.execute(SQL(text: change.sql)) }
            #expect(try await Self.findings(books).contains { $0.contains(change.finding) })
        }
    }
}
