import Kernel
import Ledger
import Store

extension Payments {
    public static let askCardJob = "payments.ask_card"

    /// Starts to pay what is owed on an invoice by card.
    ///
    /// The attempt is durable before the company hears of it, and a job asks what became of it if the payer never returns.
    /// - Returns: the address of the company's page.
    /// - Throws: `PAYMENTS-110` when nothing is owed.
    public func payByCard(_ reference: CreditorReference, with processor: CardProcessor, returningTo address: @Sendable (Identifier<CardCharge>) -> String)
        async throws -> String
    {
        let id: Identifier<CardCharge> = identifiers.next()
        let invoice = try await store.write("payments.begin_charge") { tx in
            let invoice = try self.invoice(reference, connection: tx)
            guard invoice.state == .open else { throw PolityError(.conflict, "PAYMENTS-110", Phrase.invoiceNotOpen, context: invoice.state.rawValue) }
            try tx.execute(
                """
                INSERT INTO payments_charges (id, invoice, currency, amount, state, begun_at)
                VALUES (\(id), \(invoice.id), \(invoice.amount.currency.code), \(invoice.outstanding.minorUnits), \(CardOutcome.pending.rawValue), \(tx.now))
                """)
            try tx.schedule(JobRequest(Self.askCardJob, key: id.text, at: tx.now + .seconds(15 * 60)))
            return invoice
        }
        return try await processor.begin(CardCharge(id: id, amount: invoice.outstanding, title: invoice.title, returnAddress: address(id)))
    }

    /// Asks the company what became of a charge and books it. It may be asked any number of times.
    ///
    /// - Throws: `PAYMENTS-404` for a charge that is not this invoice's.
    @discardableResult
    public func settleCharge(_ id: Identifier<CardCharge>, of reference: CreditorReference? = nil, with processor: CardProcessor) async throws -> CardOutcome {
        let known = try await store.read { try charge(id, connection: $0) }
        if let reference {
            let invoice = try await store.read { try self.invoice(known.invoice, connection: $0) }
            guard invoice.reference == reference else { throw Self.notFound }
        }
        guard known.state == .pending else { return known.state }
        let outcome = try await processor.outcome(id)
        guard outcome != .pending else { return .pending }
        try await booking("payments.settle_charge") { telling, tx in
            guard try tx.execute("UPDATE payments_charges SET state = \(outcome.rawValue) WHERE id = \(id) AND state = \(CardOutcome.pending.rawValue)") == 1
            else { return }
            guard outcome == .paid else { return }
            let invoice = try self.invoice(known.invoice, connection: tx)
            let receipt = Receipt(.card, key: "card/\(id)", amount: known.amount, day: day(tx.now))
            if invoice.state == .open, invoice.outstanding.minorUnits >= known.amount.minorUnits {
                try receive(receipt, for: invoice.id, telling: telling, in: tx)
            } else {
                try hold(receipt, for: invoice, in: tx)
            }
        }
        return outcome
    }

    /// A payer who never comes back has a day to finish on the company's page.
    static let cardPatience = Duration.seconds(24 * 3_600)

    /// The job of `payByCard`: asks what became of a charge, and again every hour while the payer may still be at it.
    ///
    /// After a day nobody asks any more, and nothing has failed: the invoice is open as it was, and whoever comes back
    /// through the company's page after all is asked about then.
    func ask(_ job: Job, _ processor: CardProcessor) async throws {
        guard let id = Identifier<CardCharge>(job.key), try await settleCharge(id, with: processor) == .pending else { return }
        try await store.write("payments.ask_later") { tx in
            guard tx.now - (try charge(id, connection: tx).begunAt) < Self.cardPatience else { return try tx.complete(job) }
            try tx.scheduleOrMove(JobRequest(job.kind, key: job.key, payload: job.payload, at: tx.now + .seconds(3_600)))
        }
    }

    private struct KnownCharge: Sendable {
        var invoice: Identifier<Invoice>
        var amount: Money
        var state: CardOutcome
        var begunAt: Instant
    }

    private func charge(_ id: Identifier<CardCharge>, connection: Connection) throws -> KnownCharge {
        guard let row = try connection.row("SELECT invoice, currency, amount, state, begun_at FROM payments_charges WHERE id = \(id)"),
            let currency = Currency(try row.text("currency")), let state = CardOutcome(rawValue: try row.text("state"))
        else { throw Self.notFound }
        return KnownCharge(
            invoice: try row.identifier("invoice"), amount: Money(minorUnits: try row.value("amount"), currency: currency), state: state,
            begunAt: try row.instant("begun_at"))
    }
}
