import Capability
import Kernel
import Ledger
import Store
import StoreTesting
import Synchronization

@testable import Payments

/// Payments on a store of its own, with what it told others.
struct Books: Sendable {
    let store: Store
    let payments: Payments
    let ledger: Ledger
    let settled = Recorder()
    let clock: TestClock

    static let euro: Currency = {
        guard let currency = Currency("EUR") else { preconditionFailure("a test's currency") }
        return currency
    }()
    static let migrations = (Capability.ledger.migrations + [PaymentsMigrations.first])

    init(_ store: Store, clock: TestClock) {
        self.store = store
        self.clock = clock
        let identifiers = Identifiers(clock: clock.clock, random: .seeded(7))
        ledger = Ledger(identifiers: identifiers)
        payments = Payments(store: store, ledger: ledger, identifiers: identifiers, random: .seeded(8), day: { CivilZone.utc.date(of: $0) }) {
            [settled] event, _ in
            settled.add(event)
        }
    }

    static func with<Answer>(_ kind: TestStore, _ body: (Books) async throws -> Answer) async throws -> Answer {
        let clock = TestClock()
        return try await withStore(kind, migrations, clock: clock.clock) { try await body(Books($0, clock: clock)) }
    }

    func invoice(_ key: String = "case/1", cents: Int64 = 4_200) async throws -> Invoice {
        let identifiers = Identifiers(clock: TestClock().clock, random: .seeded(UInt64(key.hashValue.magnitude)))
        let subject: Identifier<DataSubject> = identifiers.next()
        return try await store.write("test") { tx in
            try payments.issue(
                InvoiceOrder(
                    key: key, organisation: "licensing", subject: subject, service: "renew_driving_licence", caseID: "c1", title: "Licence fee",
                    amount: Money(minorUnits: cents, currency: Self.euro), dueDay: CivilDate(daysSinceEpoch: 20_600)), in: tx)
        }
    }

    func pay(_ invoice: Invoice, cents: Int64, key: String, _ method: Receipt.Method = .card) async throws {
        let receipt = Receipt(method, key: key, amount: Money(minorUnits: cents, currency: Self.euro), day: CivilDate(daysSinceEpoch: 20_590))
        try await store.write("test") { _ = try payments.receive(receipt, for: invoice.id, in: $0) }
    }

    func found(_ invoice: Invoice) async throws -> Invoice { try await store.read { try payments.invoice(invoice.id, connection: $0) } }

    /// Net cents of an account.
    func net(_ account: LedgerAccount) async throws -> Int64 {
        try await store.read { try ledger.balance(of: account, currency: Self.euro, connection: $0).minorUnits }
    }
}

final class Recorder: Sendable {
    private let content = Mutex<[Event]>([])
    var events: [Event] { content.withLock { $0 } }
    func add(_ event: Event) { content.withLock { $0.append(event) } }
}
