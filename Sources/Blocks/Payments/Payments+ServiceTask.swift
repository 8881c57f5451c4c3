import Capability
import FEEL
import Kernel
import Store

extension Payments {
    static let invoiceTask = ServiceTaskDeclaration(
        "payments.invoice",
        """
        Makes an invoice for the applicant, beside the fee of the service. It is owed whatever becomes of the case, which does not wait for it. \
        The applicant is told, and the case's page shows it.
        """,
        inputs: [
            .init(
                "title",
                """
                What it is for. Whoever has the invoice's number reads it, and it stays in the books: it names what is paid for, and nobody. What may tell \
                about a person is refused.
                """, .impersonal),
            .init("amount", "How much, in whole units of the government's currency.", .money),
            .init("days", "How many days there are to pay; 30 when left out.", isOptional: true),
        ], answer: "`reference`, which whoever pays quotes, and `due`, the last day to pay.")

    private static let usualDays = 30, mostDays = 3_650, longestTitle = 200

    func invoice(_ request: ServiceTaskRequest, in currency: Currency, _ tx: Transaction) throws -> Context {
        let input = request.input
        guard case .string(let title)? = input["title"], !title.isEmpty, title.utf8.count <= Self.longestTitle, case .number(let number)? = input["amount"],
            let amount = Money(number, currency: currency)
        else {
            throw PolityError(.invalid, "PAYMENTS-130", "A service task says no title or no amount of an invoice.", context: request.service)
        }
        var days = Self.usualDays
        if case .number(let count)? = input["days"] {
            guard let whole = Int(exactly: count), (0...Self.mostDays).contains(whole) else {
                throw PolityError(.invalid, "PAYMENTS-131", "A service task says no number of days to pay.", context: request.service)
            }
            days = whole
        }
        // Not among the case's own fees: what is paid on this invoice is not what the service waits for.
        let key = "service_task/\(request.idempotencyKey)"
        let isKnown = try InvoiceStore.find("key = \(key)", connection: tx) != nil
        let made = try issue(
            InvoiceOrder(
                key: key, organisation: request.organisation, subject: request.subject, service: request.service,
                title: title, amount: amount, dueDay: day(tx.now).adding(days: days)), in: tx)
        if !isKnown { try emit(Event(Self.askedEvent, ["invoice": .string(made.id.text), "case_id": .string(request.caseID)]), tx) }
        return ["reference": .string(made.reference.text), "due": .date(made.dueDay)]
    }

    /// A process has made an invoice, with `invoice` and `case_id`: whoever owes it has to be told.
    public static let askedEvent = "payments.invoice_asked"

    /// What the process of a case asked to be paid, beside the fee of its service; the oldest first.
    public func invoices(askedInCase id: String, connection: Connection) throws -> [Invoice] {
        // They name no case as their own, for a case waits for its own invoice; their keys begin with it.
        let (first, end) = ("service_task/\(id)-", "service_task/\(id).")
        return try InvoiceStore.all("key >= \(first) AND key < \(end) ORDER BY made_at, id LIMIT 100", connection: connection)
    }
}
