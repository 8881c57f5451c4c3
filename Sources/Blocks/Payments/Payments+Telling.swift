import Capability
import Kernel
import Store

/// What payments tell others of an invoice: an event with `invoice`, `reference`, `case_id` and `service`.
enum InvoiceNotice: String, Sendable, CaseIterable {
    case settled = "payments.invoice_settled", cancelled = "payments.invoice_cancelled", refunded = "payments.invoice_refunded"
    /// The bank took the payment back, and it is owed again.
    case reopened = "payments.invoice_reopened"
}

/// When whoever waits for money is told that it came.
public enum Telling: Sendable {
    /// In the transaction that books it: both or neither.
    case now
    /// By a job that this transaction promises.
    case later
}

extension Payments {
    static let tellJob = "payments.tell"

    /// Books money, and tells those who wait for it in the same transaction. Money that has come is booked whatever they make of it: where
    /// they can make nothing of it, a second transaction books it and promises to tell them.
    ///
    /// - Parameter body: what is booked; it may run again.
    func booking<Answer: Sendable>(
        _ label: StaticString, _ body: @escaping @Sendable (_ telling: Telling, _ tx: Transaction) throws -> Answer
    ) async throws -> Answer {
        do {
            return try await store.write(label) { tx in try body(.now, tx) }
        } catch let error where (error as? PolityError)?.kind != .unavailable {
            // What is wrong with the booking itself is wrong the second time, too, and is thrown then.
            return try await store.write(label) { tx in try body(.later, tx) }
        }
    }

    func tell(_ notice: InvoiceNotice, _ invoice: Invoice, _ telling: Telling = .now, in tx: Transaction) throws {
        switch telling {
        case .now: try emit(event(notice, invoice), tx)
        case .later:
            // A step leaves an invoice once: its version tells it from a later one of the same kind.
            try tx.schedule(JobRequest(Self.tellJob, key: "\(notice.rawValue)/\(invoice.id)/\(invoice.version)", at: tx.now))
        }
    }

    /// The job. It is done in the transaction in which the event is told, so that it is told once.
    func tell(_ job: Job) async throws {
        let parts = job.key.split(separator: "/")
        guard parts.count == 3, let notice = InvoiceNotice(rawValue: String(parts[0])), let id = Identifier<Invoice>(parts[1]) else {
            throw PolityError(.broken, "PAYMENTS-121", Phrase.damagedPayment, context: job.key)
        }
        try await store.write("payments.tell") { tx in
            try tx.complete(job)
            try emit(event(notice, invoice(id, connection: tx)), tx)
        }
    }

    private func event(_ notice: InvoiceNotice, _ invoice: Invoice) -> Event {
        Event(
            notice.rawValue,
            [
                "invoice": .string(invoice.id.text), "reference": .string(invoice.reference.text), "service": .string(invoice.service),
                "case_id": invoice.caseID.map(JSON.string) ?? .null,
            ])
    }
}
