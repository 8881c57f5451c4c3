import Capability
import Kernel
import Ledger
import MerkleLog
import Store
import StoreTesting
import Synchronization

@testable import Journal
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
    static let migrations = Capability.ledger.migrations + Capability.payments().migrations

    /// - Parameter account: whose statements are booked; any when nil.
    init(_ store: Store, clock: TestClock, account: String? = nil) {
        self.store = store
        self.clock = clock
        let identifiers = Identifiers(clock: clock.clock, random: .seeded(7))
        ledger = Ledger(identifiers: identifiers)
        payments = Payments(
            store: store, ledger: ledger, seal: NoteSigner(name: "town.example/log", seed: Array(0..<32)).map { RowSeal($0, for: "payments_invoices") },
            identifiers: identifiers, random: .seeded(8), account: account, day: { CivilZone.utc.date(of: $0) }
        ) { [settled] event, tx in
            try settled.listen(to: event)
            // What was undone was not told.
            tx.afterCommit { settled.add(event) }
        }
    }

    static func with<Answer>(_ kind: TestStore, account: String? = nil, _ body: (Books) async throws -> Answer) async throws -> Answer {
        let clock = TestClock()
        return try await withStore(kind, migrations, clock: clock.clock) { try await body(Books($0, clock: clock, account: account)) }
    }

    /// Tells whoever waits for money what is left to the job.
    @discardableResult
    func tell() async throws -> Int {
        try await JobRunner(store: store, kinds: [JobRunner.Kind(Payments.tellJob, policy: .forDays) { job, _ in try await payments.tell(job) }]).runDue()
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

/// Hears what payments tell. It may be told to fail, as a case that can make nothing of its payment does.
final class Recorder: Sendable {
    private let content = Mutex<(events: [Event], deaf: Set<JSON>)>(([], []))
    var events: [Event] { content.withLock { $0.events } }

    /// Fails for these invoices from now on.
    func fail(for invoices: [Invoice]) { content.withLock { $0.deaf = Set(invoices.map { .string($0.id.text) }) } }

    func listen(to event: Event) throws {
        guard let invoice = event.payload["invoice"], content.withLock({ $0.deaf.contains(invoice) }) else { return }
        throw PolityError(.notFound, "TEST-404", "no such case")
    }

    func add(_ event: Event) { content.withLock { $0.events.append(event) } }
}
