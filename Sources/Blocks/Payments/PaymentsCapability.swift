import Blueprint
import Capability
import Documents
import Journal
import Kernel
import Ledger
import Store
import Web

extension Capability {
    /// Invoices, cards and bank statements. It provides `Payments` to later blocks.
    ///
    /// - Parameter cards: the company that takes cards; without one, invoices are paid by transfer alone, and a
    ///   demonstration brings its simulator.
    public static func payments(cards: CardProcessor? = nil) -> Capability {
        Capability(
            id: "payments",
            migrations: [
                PaymentsMigrations.first, PaymentsMigrations.lists, CardSimulator.migration, PaymentsMigrations.waiting, PaymentsMigrations.sealed,
            ],
            permissions: [
                PermissionDeclaration("payments.match", "Import bank statements, and say where payments go that found no invoice by themselves."),
                PermissionDeclaration("payments.refund", "Pay an invoice back, and give up one that nobody has paid."),
            ],
            serviceTasks: [Payments.invoiceTask],
            open: { host in
                let (zone, journal) = (CivilZone(host.edition.government.timeZone) ?? .utc, host[Journal.self])
                let payments = Payments(
                    store: host.store, ledger: host[Ledger.self], seal: journal.seal(for: "payments_invoices"), identifiers: host.identifiers,
                    random: host.random,
                    account: host.edition.government.bankAccount?.number, day: { zone.date(of: $0) },
                    emit: { try host.events.emit($0, in: $1) })
                if host.isServed, journal.isTakingOver { try await InvoiceIntegrity(payments: payments).takeOver() }
                host.provide(payments)
                let simulator = cards == nil && host.settings.isDemonstration ? CardSimulator(store: host.store) : nil
                let desk = Cashier(
                    payments: payments, documents: host[Documents.self], publicAddress: host.settings.publicAddress,
                    account: host.edition.government.bankAccount,
                    cards: cards ?? simulator?.processor)
                var offer = desk.offer(simulator)
                let currency = host.edition.government.currency
                offer.serviceTasks = [Payments.invoiceTask.name: { try payments.invoice($0, in: currency, $1) }]
                return offer
            })
    }
}

/// The pages of payments over what they show.
struct Cashier: Sendable {
    let payments: Payments
    let documents: Documents
    let publicAddress: String
    /// Where people transfer fees to.
    let account: Government.BankAccount?
    /// nil where no card is taken.
    let cards: CardProcessor?

    static let permission: Permission = "payments.match"

    func offer(_ simulator: CardSimulator?) -> Offer {
        var offer = Offer()
        offer.integrity = [IntegrityCheck("payments.invoices") { try await InvoiceIntegrity(payments: payments).findings() }]
        offer.routes = payRoutes + statementRoutes + invoiceRoutes + (simulator?.routes ?? [])
        offer.jobs = [JobRunner.Kind(Payments.tellJob, policy: .forDays) { job, _ in try await payments.tell(job) }]
        if let cards {
            offer.jobs += [JobRunner.Kind(Payments.askCardJob, policy: .forDays, isSlow: true) { job, _ in try await payments.ask(job, cards) }]
        }
        offer.panels = [waitingPanel, casePanel]
        offer.figures = [
            Figure(id: "payments_waiting", about: .waitingPayments) {
                try await payments.store.read { try $0.value("SELECT COUNT(*) FROM payments_statement_lines WHERE state = 'waiting'") ?? 0 }
            }
        ]
        offer.personalData = [
            PersonalDataHolder(
                id: "payments",
                export: { subject, connection in
                    .array(try payments.invoices(of: subject, limit: 10_000, connection: connection).map(\.json))
                },
                // What remains after erasure is an amount and an id that names nobody any more: the books must stay.
                erase: { _, _ in })
        ]
        return offer
    }
}

extension Invoice {
    /// As programs see it.
    public static let schema: Schema = .object(
        ObjectSchema(
            "Invoice", "What is to be paid, and how far it has been.",
            [
                .required("reference", .text(), "The creditor reference to quote (ISO 11649)."), .required("title", .text(), "What it is for."),
                .required("amount", .text(), "The amount with its currency."), .required("outstanding", .text(), "What is still owed."),
                .required("state", .text(), "open, settled, cancelled or refunded."), .required("due", .date, "The day by which it is to be paid."),
            ]))

    public var json: JSON {
        [
            "reference": .string(reference.text), "title": .string(title), "amount": .string(amount.description),
            "outstanding": .string(outstanding.description), "state": .string(state.rawValue), "due": .string(dueDay.description),
        ]
    }
}
