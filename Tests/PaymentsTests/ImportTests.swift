import Kernel
import Ledger
import StoreTesting
import Testing

@testable import Payments

struct ImportTests {
    @Test(arguments: TestStores.all) func exactPaymentsSettleAndTheRestWaits(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoices = [try await books.invoice("a"), try await books.invoice("b"), try await books.invoice("c"), try await books.invoice("d")]
            try await books.pay(invoices[3], cents: 4_200, key: "early")
            let bytes = Statements.message([
                .init(amount: "42.00", reference: invoices[0].reference.description, name: "1"),
                .init(amount: "41.00", reference: invoices[1].reference.text, name: "2"),
                .init(amount: "43.00", reference: invoices[2].reference.text, name: "3"),
                .init(amount: "42.00", reference: invoices[3].reference.text, name: "4"),
                .init(amount: "5.00", reference: "RF18539007547034", name: "5"), .init(amount: "6.00", free: "hello", name: "6"),
                .init(amount: "100.00", isCredit: false, name: "7"),
            ])
            let report = try await books.payments.importStatements(bytes, organisation: "treasury", by: "officer")
            #expect(report == StatementReport(matched: 1, waiting: 5, outgoing: 1, settled: [invoices[0]]))
            #expect(try await books.found(invoices[0]).state == .settled)
            let waiting = try await books.store.read { try books.payments.waitingLines(organisations: ["licensing", "treasury"], connection: $0) }
            #expect(Set(waiting.compactMap(\.reason)) == [.tooLittle, .tooMuch, .notOpen, .unknownReference, .noReference])
            #expect(try await books.net(.bank) == 4_200 + 4_100 + 4_300 + 4_200 + 500 + 600)
            #expect(try await books.net(.unassigned) == -(4_100 + 4_300 + 4_200 + 500 + 600))
            let unbalanced = try await books.store.read { try books.ledger.unbalancedEntries(connection: $0) }
            #expect(unbalanced == [])
        }
    }

    @Test(arguments: TestStores.all) func importedTwiceIsImportedOnce(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            let movements = (0..<450).map { Statements.Movement(amount: "1.00", free: "x", name: "n\($0)") }
            let paying = Statements.Movement(amount: "42.00", reference: invoice.reference.text, name: "pay")
            let first = try await books.payments.importStatements(Statements.message(movements), organisation: "t", by: "o")
            // A later statement overlaps the first one.
            let second = try await books.payments.importStatements(
                Statements.message(movements + [paying], version: "02", id: "S2"), organisation: "t", by: "o")
            #expect(first == StatementReport(waiting: 450))
            #expect(second == StatementReport(matched: 1, known: 450, settled: [invoice]))
            #expect(first.hasNothingNew == false && second.hasNothingNew == false)
            let third = try await books.payments.importStatements(Statements.message(movements + [paying]), organisation: "t", by: "o")
            #expect(third == StatementReport(known: 451) && third.hasNothingNew)
            #expect(try await books.net(.bank) == 45_000 + 4_200)
        }
    }

    /// A bank's name for a whole day, one fee, two payers, two statements: both are paid.
    @Test(arguments: TestStores.all) func equalPaymentsOnTwoStatementsAreTwo(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let (one, other) = (try await books.invoice("a"), try await books.invoice("b"))
            for (invoice, id) in [(one, "morning"), (other, "evening")] {
                let bytes = Statements.message([.init(amount: "42.00", reference: invoice.reference.text, name: "DAY")], id: id)
                #expect(try await books.payments.importStatements(bytes, organisation: "t", by: "o").matched == 1)
                #expect(try await books.payments.importStatements(bytes, organisation: "t", by: "o").known == 1)
            }
            #expect(try await books.net(.bank) == 8_400)
        }
    }

    /// Movements that were booked before payments were told apart by what payers say are known by their name of then.
    @Test(arguments: TestStores.all) func whatWasBookedEarlierIsKnown(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let (one, other) = (try await books.invoice("a"), try await books.invoice("b"))
            try await books.store.write("test.early") { tx in
                let line = StatementLine(
                    key: "DE75512108001245126199/DAY/2026-03-02/4200", account: "DE75512108001245126199", statement: "S0", organisation: "t",
                    day: CivilDate(daysSinceEpoch: 20_514), amount: Money(minorUnits: 4_200, currency: Books.euro), reference: one.reference.text,
                    state: .matched, reason: nil, invoice: one.id, assigned: 4_200, version: 1)
                _ = try StatementLineStore.insert(line, by: "o", in: tx)
            }
            let bytes = Statements.message([one, other].map { .init(amount: "42.00", reference: $0.reference.text, name: "DAY") })
            let report = try await books.payments.importStatements(bytes, organisation: "t", by: "o")
            #expect(report == StatementReport(matched: 1, known: 1, settled: [other]))
        }
    }

    /// Only the account that people are told to pay to.
    @Test(arguments: TestStores.all) func anotherAccountsStatementIsRefused(_ kind: TestStore) async throws {
        try await Books.with(kind, account: "DE75 5121 0800 1245 1261 99") { books in
            let invoice = try await books.invoice()
            let movement = Statements.Movement(amount: "42.00", reference: invoice.reference.text, name: "1")
            do {
                let bytes = Statements.message([movement], account: "GB33BUKB20201555555555")
                _ = try await books.payments.importStatements(bytes, organisation: "t", by: "o")
                Issue.record("another account's statement was booked")
            } catch let error as PolityError {
                #expect(error.code == "PAYMENTS-134")
                let message = error.message(in: .english)
                #expect(message == "This is a statement of the account that ends in 5555. Fees come to the one that ends in 6199.")
            }
            #expect(try await books.found(invoice).state == .open)
            #expect(try await books.payments.importStatements(Statements.message([movement]), organisation: "t", by: "o").matched == 1)
        }
    }

    @Test(arguments: TestStores.all) func officersSayWhereMoneyGoes(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            let invoice = try await books.invoice()
            let bytes = Statements.message([.init(amount: "50.00", free: "no reference", name: "1"), .init(amount: "10.00", name: "2")])
            _ = try await books.payments.importStatements(bytes, organisation: "t", by: "o")
            let lines = try await books.store.read { try books.payments.waitingLines(organisations: ["t"], connection: $0) }
            let large = try #require(lines.first { $0.amount.minorUnits == 5_000 })
            let small = try #require(lines.first { $0.amount.minorUnits == 1_000 })
            try await books.store.write("test") { tx in _ = try books.payments.assign(large.key, to: invoice.reference, in: tx) }
            #expect(try await books.found(invoice).state == .settled)
            #expect(try await books.net(.unassigned) == -1_800)
            // What is left of it waits on: nobody would find it anywhere else.
            let left = try await books.store.read { try books.payments.waitingLines(organisations: ["t"], connection: $0) }
            #expect(left.map(\.rest.minorUnits).sorted() == [800, 1_000])
            #expect(left.first { $0.key == large.key }?.reason == .tooMuch)
            await expect("PAYMENTS-110") {
                try await books.store.write("test") { tx in _ = try books.payments.assign(large.key, to: invoice.reference, in: tx) }
            }
            for line in [large, small] { try await books.store.write("test") { try books.payments.sendBack(line.key, in: $0) } }
            await expect("PAYMENTS-140") { try await books.store.write("test") { try books.payments.sendBack(small.key, in: $0) } }
            #expect(try await books.net(.unassigned) == 0)
            #expect(try await books.net(.bank) == 4_200)
            #expect(books.settled.events.count == 1)
        }
    }

    @Test(arguments: TestStores.all) func brokenFilesBookNothing(_ kind: TestStore) async throws {
        try await Books.with(kind) { books in
            var bytes = Statements.message([.init(amount: "1.00", name: "1")])
            bytes.removeLast(12)
            await expect("PAYMENTS-130") { _ = try await books.payments.importStatements(bytes, organisation: "t", by: "o") }
            let bank = try await books.net(.bank)
            #expect(bank == 0)
        }
    }
}

extension StatementReport {
    init(matched: Int = 0, waiting: Int = 0, outgoing: Int = 0, known: Int = 0, settled: [Invoice] = []) {
        self.init()
        self.settled = settled.map { Settlement(reference: $0.reference, title: $0.title, amount: $0.amount) }
        (self.matched, self.waiting, self.outgoing, self.known) = (matched, waiting, outgoing, known)
    }
}
