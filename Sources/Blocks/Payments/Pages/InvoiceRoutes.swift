import Capability
import HTML
import Kernel
import Ledger
import Store
import Web

/// The cashier's invoices: found by reference or state, looked at, paid back, given up.
extension Cashier {
    static let refundPermission: Permission = "payments.refund"
    private static let page = "/desk/payments/invoices"
    private static let pageSize = 25
    private static let reference = Field<CreditorReference>.path("reference", "The invoice's creditor reference.")
    private static let search = Field<String?>.query("q", "A creditor reference, whole.")
    private static let state = Field<String?>.query("state", "open, settled, cancelled or refunded.")
    private static let after = Field<Identifier<Invoice>?>.query("after", "The last invoice of the page before.")
    private static let done = Field<String?>.query("done", "What the cashier has just done.")

    var invoiceRoutes: [Route] { [invoices, invoicePage, refundInvoice, cancelInvoice] }

    private var invoices: Route {
        Route(
            "list_invoices", .get, Self.page, "Lists the invoices of the caller's organisations, the newest first.",
            input: [Self.search, Self.state, Self.after], output: PaymentSchema.invoices, access: .permission(Self.permission)
        ) { request in
            let text = try request[Self.search] ?? ""
            if let reference = CreditorReference(text), let found = try? await mine(reference, request) {
                return .redirect(to: "\(Self.page)/\(found.reference.text)", output: ["invoices": [found.json], "next": .null])
            }
            let state = try request[Self.state].flatMap(Invoice.State.init(rawValue:))
            let after = try request[Self.after]
            let organisations = organisations(of: request.actor)
            let found =
                text.isEmpty
                ? try await payments.store.read {
                    try payments.invoices(organisations: organisations, state: state, after: after, limit: Self.pageSize + 1, connection: $0)
                } : []
            let shown = Array(found.prefix(Self.pageSize))
            let next = found.count > Self.pageSize ? shown.last?.id : nil
            return Reply(["invoices": .array(shown.map(\.json)), "next": next.map { .string($0.text) } ?? .null]) { list(shown, next, state, request) }
        }
    }

    private func list(_ found: [Invoice], _ next: Identifier<Invoice>?, _ state: Invoice.State?, _ request: Request) -> Page {
        let language = request.language
        return Page(request.say(.invoices), for: request, width: .wide, breadcrumbs: [Link(request.say(.waitingPayments), href: "/desk/payments")]) { html in
            html.h1(request.say(.invoices))
            html.searchForm(action: Self.page, label: request.say(.reference), value: request.query["q"] ?? "") { html in
                html.div(class: "filters") { html in
                    html.select(
                        Control("state", request.say(.state)),
                        [ChoiceOption("", request.say(.anyState))] + Invoice.State.allCases.map { ChoiceOption($0.rawValue, request.say(.invoiceState($0))) },
                        chosen: state?.rawValue ?? "", hasEmpty: false)
                }
            }
            guard !found.isEmpty else {
                return html.emptyState(request.say(.noInvoices), request.say(.noInvoicesAdvice), link: Link(request.say(.allInvoices), href: Self.page))
            }
            html.dataTable(
                caption: request.say(.invoices), showsCaption: false,
                [
                    Column(request.say(.reference)), Column(request.say(.payFor)), Column(request.say(.amount), isNumeric: true),
                    Column(request.say(.stillOwed), isNumeric: true), Column(request.say(.due)), Column(request.say(.state)),
                ],
                found.map { invoice in
                    [
                        .link(invoice.reference.description, href: "\(Self.page)/\(invoice.reference.text)"), .text(invoice.title),
                        .text(language.format(invoice.amount)), .text(invoice.state == .open ? language.format(invoice.outstanding) : ""),
                        .date(text: language.formatShort(invoice.dueDay), datetime: invoice.dueDay.description),
                        .tag(request.say(.invoiceState(invoice.state)), invoice.state.tone),
                    ]
                })
            let entries = request.query.entries.filter { $0.name != "after" }
            html.pagination(previous: nil, next: next.map { "\(Self.page)?" + FormValues(entries + [.init("after", $0.text)]).encoded })
        }
    }

    // MARK: One invoice

    private var invoicePage: Route {
        Route(
            "desk_invoice", .get, Self.page + "/{reference}", "Shows an invoice to a cashier.", input: [Self.reference, Self.done], output: Invoice.schema,
            access: .permission(Self.permission)
        ) { request in
            let invoice = try await mine(request[Self.reference], request)
            return Reply(invoice.json) { draw(invoice, request) }
        }
    }

    private func draw(_ invoice: Invoice, _ request: Request) -> Page {
        let (language, address) = (request.language, "\(Self.page)/\(invoice.reference.text)")
        return Page(
            invoice.reference.description, for: request,
            breadcrumbs: [Link(request.say(.waitingPayments), href: "/desk/payments"), Link(request.say(.invoices), href: Self.page)]
        ) { html in
            if request.query["done"] == "refunded" { html.banner(.success, title: request.say(.doneRefund)) { html in html.p(request.say(.doneRefundAdvice)) } }
            if request.query["done"] == "cancelled" { html.banner(.success, title: request.say(.doneCancel)) { _ in } }
            html.p(request.say(.invoice), class: "caption")
            html.h1(invoice.reference.description)
            html.p { html in html.tag(request.say(.invoiceState(invoice.state)), invoice.state.tone) }
            var rows = [SummaryRow(request.say(.payFor), invoice.title), SummaryRow(request.say(.amount), language.format(invoice.amount))]
            if invoice.state == .open { rows.append(SummaryRow(request.say(.stillOwed), language.format(invoice.outstanding))) }
            rows.append(SummaryRow(request.say(.due), language.format(invoice.dueDay)))
            if let id = invoice.caseID, request.actor.may("casework.work") {
                rows.append(SummaryRow(request.say(.theCase), "", link: Link(request.say(.openCase), href: "/desk/cases/\(id)")))
            }
            html.summaryList(rows)
            guard request.actor.may(Self.refundPermission, in: invoice.organisation) else { return }
            if invoice.state == .settled || invoice.paid.minorUnits > 0 {
                act(request.say(.refund), .refundWarning, invoice.paid, address + "/refund", request, &html)
            } else if invoice.state == .open {
                act(request.say(.cancelInvoice), .cancelWarning, invoice.amount, address + "/cancel", request, &html)
            }
        }
    }

    private func act(_ title: String, _ warning: Phrase, _ amount: Money, _ address: String, _ request: Request, _ html: inout HTML) {
        html.details(title) { html in
            html.warning(request.say(warning, ["amount": .money(amount)]))
            html.formButton(title, request, to: address, style: .danger)
        }
    }

    private var refundInvoice: Route {
        Route(
            "refund_invoice", .post, Self.page + "/{reference}/refund", "Books what was paid on an invoice as paid back, the way the money came.",
            input: [Self.reference],
            output: Invoice.schema, access: .permission(Self.refundPermission)
        ) { request in
            let invoice = try await refundable(request)
            let after = try await payments.store.write("payments.refund") { tx in
                try payments.refund(invoice.id, in: tx)
                return try payments.invoice(invoice.reference, connection: tx)
            }
            return .redirect(to: "\(Self.page)/\(invoice.reference.text)?done=refunded", output: after.json)
        }
    }

    private var cancelInvoice: Route {
        Route(
            "cancel_invoice", .post, Self.page + "/{reference}/cancel", "Gives up an invoice that nobody has paid.", input: [Self.reference],
            output: Invoice.schema,
            access: .permission(Self.refundPermission)
        ) { request in
            let invoice = try await refundable(request)
            let after = try await payments.store.write("payments.cancel") { tx in
                try payments.cancel(invoice.id, in: tx)
                return try payments.invoice(invoice.reference, connection: tx)
            }
            return .redirect(to: "\(Self.page)/\(invoice.reference.text)?done=cancelled", output: after.json)
        }
    }

    private func refundable(_ request: Request) async throws -> Invoice {
        let invoice = try await mine(request[Self.reference], request)
        guard request.actor.may(Self.refundPermission, in: invoice.organisation) else { throw Payments.notFound }
        return invoice
    }

    /// - Throws: `PAYMENTS-404` for an invoice of an organisation that the cashier does not serve.
    private func mine(_ reference: CreditorReference, _ request: Request) async throws -> Invoice {
        let invoice = try await payments.store.read { try payments.invoice(reference, connection: $0) }
        guard request.actor.may(Self.permission, in: invoice.organisation) else { throw Payments.notFound }
        return invoice
    }

    /// What a case's officer sees of its invoices.
    var casePanel: Panel {
        Panel(.deskCase, rank: 40) { panel in
            guard let id = panel.caseID else { return nil }
            let invoices = try await payments.store.read {
                try payments.invoices(ofCase: id, connection: $0) + payments.invoices(askedInCase: id, connection: $0)
            }
            guard !invoices.isEmpty else { return nil }
            let actor = panel.request.actor
            return { html in
                html.h2(html.language.say(.invoices))
                html.ul(class: "files") { html in
                    for invoice in invoices {
                        html.li { html in
                            let words = "\(html.language.format(invoice.amount)), \(html.language.say(.invoiceState(invoice.state)))"
                            if actor.may(Self.permission, in: invoice.organisation) {
                                html.a(words, href: "\(Self.page)/\(invoice.reference.text)")
                            } else {
                                html.text(words)
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Invoice.State {
    var tone: TagTone {
        switch self {
        case .open: .waiting
        case .settled: .good
        case .cancelled, .refunded: .neutral
        }
    }
}
