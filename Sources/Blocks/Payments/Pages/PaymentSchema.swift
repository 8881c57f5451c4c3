import Kernel

/// What the cashier's routes answer to programs.
enum PaymentSchema {
    private static func object(_ title: String, _ about: String, _ keys: [ObjectSchema.Key]) -> Schema { .object(ObjectSchema(title, about, keys)) }

    static let line = object(
        "Movement", "Money that waits for an officer, or what became of it.",
        [
            .required("line", .text(), "Its key."), .required("day", .date, "When it came."),
            .required("amount", .text(), "What of it waits, with its currency."),
            .required("reference", .nullable(.text()), "What the payer quoted."), .required("reason", .nullable(.text()), "Why it did not find its invoice."),
            .required("state", .text(), "matched, waiting, assigned, returned or outgoing."),
        ])

    static let lines = Schema.list(of: line)

    static let report = object(
        "Import", "What an import did. A movement that came before changes nothing.",
        [
            .required("matched", .integer(minimum: 0), "Movements that paid their invoice."),
            .required("waiting", .integer(minimum: 0), "Movements that wait for an officer."),
            .required("outgoing", .integer(minimum: 0), "Movements that went out."), .required("known", .integer(minimum: 0), "Movements that came before."),
            .required(
                "settled",
                .list(
                    of: object(
                        "Settlement", "An invoice that was paid.",
                        [
                            .required("reference", .text(), "Its creditor reference (ISO 11649)."), .required("title", .text(), "What it is for."),
                            .required("amount", .text(), "The amount with its currency."),
                        ]), maximum: StatementReport.longestList), "The first of the invoices that were paid."),
        ])

    static let invoices = object(
        "Invoices", "The newest first.",
        [
            .required("invoices", .list(of: Invoice.schema, maximum: 200), "The invoices of this page."),
            .required("next", .nullable(.text()), "Send it as `after` to get the next page."),
        ])
}
