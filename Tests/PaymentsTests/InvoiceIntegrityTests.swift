import Kernel
import Store
import StoreTesting
import Testing

@testable import Payments

/// Invoices say what the books say.
@Suite struct InvoiceIntegrityTests {
    private static func findings(_ books: Books) async throws -> [String] { try await InvoiceIntegrity(payments: books.payments).findings() }

    @Test(arguments: TestStores.all) func whateverBecomesOfAnInvoice(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let (part, whole, back, gone) = (
                try await books.invoice("a"), try await books.invoice("b"), try await books.invoice("c"), try await books.invoice("d")
            )
            try await Self.payByCard(part, cents: 1_000, books)
            for invoice in [whole, back] { try await Self.payByCard(invoice, cents: 4_200, books) }
            try await books.store.write("test") { tx in
                try books.payments.refund(back.id, in: tx)
                try books.payments.cancel(gone.id, in: tx)
            }
            #expect(try await Self.findings(books) == [])
            try await books.store.write("test") { try books.payments.refund(part.id, in: $0) }
            #expect(try await Self.findings(books) == [])
        }
    }

    /// Exactly, too much (the rest goes to another invoice, of which the bank takes it back), and held by another organisation.
    @Test(arguments: TestStores.all) func whateverBecomesOfATransfer(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let (exact, first, second) = (try await books.invoice("a"), try await books.invoice("b"), try await books.invoice("c", cents: 800))
            var taken = Statements.Movement(amount: "8.00", isCredit: false, name: "3")
            taken.isReversal = true
            let movements = [Statements.Movement(amount: "42.00", reference: exact.reference.text, name: "1"), .init(amount: "50.00", name: "2"), taken]
            _ = try await books.payments.importStatements(Statements.message(movements), organisation: "t", by: "o")
            #expect(try await Self.findings(books) == [])
            let lines = try await books.store.read { try books.payments.waitingLines(organisations: ["t"], connection: $0) }
            let (whole, back) = (try #require(lines.first { !$0.isTakenBack }), try #require(lines.first { $0.isTakenBack }))
            for (line, invoice) in [(whole, first), (whole, second), (back, second)] {
                try await books.store.write("test.assign") { _ = try books.payments.assign(line.key, to: invoice.reference, in: $0) }
                #expect(try await Self.findings(books) == [])
            }
            #expect(try await books.found(first).state == .settled)
            #expect(try await books.found(second).state == .open)
        }
    }

    /// One invoice settled in another's place leaves every sum as it was.
    @Test(
        arguments: TestStores.all,
        [
            "UPDATE payments_invoices SET paid = 4200 - paid, state = CASE state WHEN 'open' THEN 'settled' ELSE 'open' END",
            "UPDATE payments_invoices SET state = 'refunded' WHERE state = 'settled'",
            "UPDATE payments_charges SET invoice = (SELECT id FROM payments_invoices WHERE state = 'open')",
            "UPDATE payments_charges SET state = 'pending'",
        ])
    func anotherInItsPlaceIsFound(_ kind: TestStore, _ change: String) async throws {
        try await Books.with(kind) { books in
            let (paid, _) = (try await books.invoice("a"), try await books.invoice("b"))
            try await Self.payByCard(paid, cents: 4_200, books)
            #expect(try await Self.findings(books) == [])
            try await books.store.write("test") { _ = try $0.execute(SQL(text: change)) }
            #expect(try await Self.findings(books) != [])
        }
    }

    /// As the card company says it.
    private static func payByCard(_ invoice: Invoice, cents: Int64, _ books: Books) async throws {
        let charge: Identifier<CardCharge> = books.payments.identifiers.next()
        try await books.store.write("test.charge") { tx in
            try tx.execute(
                """
                INSERT INTO payments_charges (id, invoice, currency, amount, state, begun_at) VALUES (\(charge), \(invoice.id), 'EUR', \(cents), 'paid', \(tx.now))
                """)
        }
        try await books.pay(invoice, cents: cents, key: "card/\(charge)")
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
            ("UPDATE payments_invoices SET subject = '01a20000-0000-7000-8000-00000000ffff'", "is not as it was made."),
            ("UPDATE payments_invoices SET title = 'For nothing'", "is not as it was made."),
            ("UPDATE payments_invoices SET due_day = due_day + 1", "is not as it was made."),
            ("UPDATE payments_invoices SET case_id = NULL", "is not as it was made."), ("UPDATE payments_invoices SET mac = NULL", "is not as it was made."),
            ("DELETE FROM payments_invoices", "which is no invoice."),
        ])
    func whatSomebodyChangedIsFound(_ kind: TestStore, _ change: (sql: String, finding: String)) async throws {
        try await Books.with(kind) { books in
            _ = try await books.invoice()
            try await books.store.write("test") { _ = try $0.execute(SQL(text: change.sql)) }
            #expect(try await Self.findings(books).contains { $0.contains(change.finding) })
        }
    }

    @Test(arguments: TestStores.all) func invoicesOfEarlierVersionsAreTakenOver(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            for key in ["a", "b"] { _ = try await books.invoice(key) }
            try await books.store.write("test.old") { _ = try $0.execute("UPDATE payments_invoices SET mac = NULL") }
            #expect(try await Self.findings(books).count == 2)
            try await InvoiceIntegrity(payments: books.payments).takeOver()
            #expect(try await Self.findings(books) == [])
        }
    }
}
