import HTML
import Kernel
import Ledger
import Store
import Web

/// Paying: who has an invoice's reference may see its amount and pay it. Nothing on these pages says whose it is.
extension Cashier {
    private static let reference = Field<CreditorReference>.path("reference", "The invoice's creditor reference.")
    private static let charge = Field<Identifier<CardCharge>>.path("charge", "The card payment's id.")

    var payRoutes: [Route] { [showInvoice] + (cards.map { [payByCard($0), cardReturn($0)] } ?? []) }

    private var showInvoice: Route {
        Route(
            "show_invoice", .get, "/pay/{reference}", "What is to be paid under a reference.", input: [Self.reference], output: Invoice.schema,
            access: .everyone,
            rate: RateLimit(60, perSeconds: 60)
        ) { request in
            let reference = try request[Self.reference]
            let invoice = try await payments.store.read { try payments.invoice(reference, connection: $0) }
            return Reply(invoice.json) { invoicePage(invoice, nil, request) }
        }
    }

    private func payByCard(_ cards: CardProcessor) -> Route {
        Route(
            "pay_by_card", .post, "/pay/{reference}/card", "Starts to pay by card, on the card company's page.", input: [Self.reference],
            output: .object(ObjectSchema("CardPage", "Where to pay.", [.required("page", .text(), "The card company's page.")])), access: .everyone,
            rate: RateLimit(10, perSeconds: 60)
        ) { request in
            let reference = try request[Self.reference]
            let page = try await payments.payByCard(reference, with: cards) { "\(publicAddress)/pay/\(reference.text)/card/\($0)" }
            if page.hasPrefix(publicAddress + "/") {
                return .redirect(to: String(page.dropFirst(publicAddress.count)), output: ["page": .string(page)])
            }
            // The page's policy lets forms lead to this site only, so the way out is a link.
            return Reply(["page": .string(page)]) { continuePage(to: page, request) }
        }
    }

    private func cardReturn(_ cards: CardProcessor) -> Route {
        Route(
            "card_return", .get, "/pay/{reference}/card/{charge}", "What became of a card payment.", input: [Self.reference, Self.charge],
            access: .everyone, audience: .browsers, rate: RateLimit(60, perSeconds: 60)
        ) { request in
            let reference = try request[Self.reference]
            let outcome = try await payments.settleCharge(request[Self.charge], of: reference, with: cards)
            let invoice = try await payments.store.read { try payments.invoice(reference, connection: $0) }
            return Reply { invoicePage(invoice, outcome, request) }
        }
    }

    private func continuePage(to address: String, _ request: Request) -> Page {
        Page(request.say(.payByCard), for: request) { html in
            html.h1(request.say(.payByCard))
            html.p(request.say(.cardCompany))
            html.buttonLink(request.say(.goToCardCompany), href: address)
        }
    }

    private func invoicePage(_ invoice: Invoice, _ outcome: CardOutcome?, _ request: Request) -> Page {
        let title = request.say(invoice.heading(outcome))
        let back = invoice.caseID.map { "/cases/\($0)" }
        return Page(title, for: request, back: back, isPrivate: true) { html in
            if invoice.state == .settled {
                html.confirmation(title, referenceLabel: request.say(.reference), reference: invoice.reference.description)
            } else {
                html.h1(title)
            }
            switch outcome {
            case .declined: html.p(request.say(.declined), class: "lead")
            case .pending: html.banner(.information, title: request.say(.pendingTitle), request.say(.pendingPayment))
            case .paid, nil: break
            }
            if invoice.state == .cancelled { html.p(request.say(.cancelledAbout), class: "lead") }
            html.summaryList(rows(invoice, request))
            if invoice.state == .open { waysToPay(invoice, request, &html) }
            if invoice.state != .open, let back { html.buttonLink(request.say(.goToCase), href: back) }
        }
    }

    private func rows(_ invoice: Invoice, _ request: Request) -> [SummaryRow] {
        var rows = [SummaryRow(request.say(.payFor), invoice.title), SummaryRow(request.say(.amount), request.language.format(invoice.amount))]
        if invoice.state == .open, invoice.paid.minorUnits > 0 {
            rows.append(SummaryRow(request.say(.stillOwed), request.language.format(invoice.outstanding)))
        }
        if invoice.state == .open { rows.append(SummaryRow(request.say(.due), request.language.format(invoice.dueDay))) }
        rows.append(SummaryRow(request.say(.state), request.say(.invoiceState(invoice.state))))
        return rows
    }

    private func waysToPay(_ invoice: Invoice, _ request: Request, _ html: inout HTML) {
        if cards != nil {
            html.formButton(
                request.say(.payAmountByCard, ["amount": .money(invoice.outstanding)]), request, to: "/pay/\(invoice.reference.text)/card", style: .primary)
        }
        html.h2(request.say(.byTransfer))
        html.p(request.say(.byTransferAbout))
        var rows: [SummaryRow] = []
        if let account {
            rows.append(SummaryRow(request.say(.accountHolder), account.holder))
            rows.append(SummaryRow(account.isIBAN ? "IBAN" : request.say(.accountNumber), account.number))
            if let bic = account.bic { rows.append(SummaryRow("BIC", bic)) }
            if let bank = account.bank { rows.append(SummaryRow(request.say(.bank), bank)) }
        }
        rows.append(SummaryRow(request.say(.amount), request.language.format(invoice.outstanding)))
        rows.append(SummaryRow(request.say(.reference), invoice.reference.description))
        html.summaryList(rows)
        if account == nil { html.p(request.say(.askForAccount)) }
    }
}

extension Invoice {
    fileprivate func heading(_ outcome: CardOutcome?) -> Phrase {
        switch (state, outcome) {
        case (.settled, _): .paidTitle
        case (.cancelled, _): .cancelledTitle
        case (.open, .declined?), (.refunded, .declined?): .declinedTitle
        case (.refunded, _): .refundedTitle
        case (.open, _): .payTitle
        }
    }
}

extension CreditorReference: FieldValue {
    public static var fieldSchema: Schema { .text(.init(.plain, maximumLength: 40)) }

    public init?(field: JSON?) {
        guard let text = field?.string, let reference = CreditorReference(text) else { return nil }
        self = reference
    }
}
