import HTML
import Kernel
import Web

extension Cashier {
    func worklistPage(_ lines: [StatementLine], _ report: StatementReport?, _ faults: [Fault], _ request: Request) -> Page {
        let title = request.say(.waitingPayments)
        return Page(title, for: request, width: .wide, hasFaults: !faults.isEmpty) { html in
            html.errorSummary(faults)
            html.h1(title)
            if let report { told(report, request, &html) }
            if faults.isEmpty, report == nil {
                if request.query["done"] == "assigned" { html.banner(.success, title: request.say(.doneAssigned)) { _ in } }
                if request.query["done"] == "taken_back" { html.banner(.success, title: request.say(.doneTakenBack)) { _ in } }
                if request.query["done"] == "returned" { html.banner(.success, title: request.say(.doneReturned)) { _ in } }
            }
            html.p { html in html.a(request.say(.findInvoices), href: "/desk/payments/invoices") }
            html.h2(request.say(.importStatement))
            html.form(request, to: "/desk/payments/statements", sendsFiles: true) { html in
                html.fileUpload(
                    Control("statement", request.say(.statementFile), hint: request.say(.statementHint), faults: faults), accept: ".xml",
                    maximumBytes: StatementFile.limits.bytes)
                html.submit(request.say(.importStatement))
            }
            html.h2(request.say(.toPlace))
            if lines.isEmpty { html.emptyState(request.say(.nothingWaits), request.say(.nothingWaitsAdvice)) }
            for (index, line) in lines.enumerated() { entry(line, index, request, &html) }
        }
    }

    /// What an import did: the invoices it settled by name, and what is left to the officer.
    private func told(_ report: StatementReport, _ request: Request, _ html: inout HTML) {
        guard !report.hasNothingNew else {
            return html.banner(.information, title: request.say(.statementKnown), request.say(.statementKnownAdvice))
        }
        html.banner(.success, title: request.say(.statementRead)) { html in
            html.p(report.matched > 0 ? request.say(.reportMatched, ["count": .count(report.matched)]) : request.say(.reportNoMatch))
            if report.waiting > 0 { html.p(request.say(.reportWaiting, ["count": .count(report.waiting)])) }
            if report.outgoing > 0 { html.p(request.say(.reportOutgoing, ["count": .count(report.outgoing)])) }
            if report.known > 0 { html.p(request.say(.reportKnown, ["count": .count(report.known)])) }
        }
        guard !report.settled.isEmpty else { return }
        html.h2(request.say(.settledNow))
        html.dataTable(
            caption: request.say(.settledNow), showsCaption: false,
            [Column(request.say(.reference)), Column(request.say(.payFor)), Column(request.say(.amount), isNumeric: true)],
            report.settled.map { settled in
                [
                    .link(settled.reference.description, href: "/desk/payments/invoices/\(settled.reference.text)"), .text(settled.title),
                    .text(request.language.format(settled.amount)),
                ]
            })
        if report.matched > report.settled.count {
            html.p(request.say(.andMore, ["count": .count(report.matched - report.settled.count)]), class: "quiet")
        }
    }

    private func entry(_ line: StatementLine, _ index: Int, _ request: Request, _ html: inout HTML) {
        html.section { html in
            html.h3(request.language.format(line.rest) + " · " + request.language.format(line.day))
            var rows = [SummaryRow(request.say(.why), line.reason.map { request.say(.reason($0)) } ?? "")]
            if let reference = line.reference { rows.append(SummaryRow(request.say(.reference), reference)) }
            html.summaryList(rows)
            html.form(request, to: "/desk/payments/assign") { html in
                html.hidden("line", line.key)
                // Ids differ from line to line; the name is what is sent.
                html.div(class: "field") { html in
                    html.label(request.say(.assignTo), for: "reference-\(index)", class: "label")
                    html.input(type: "text", name: "reference", class: "input input-medium", id: "reference-\(index)", [.attribute("autocomplete", "off")])
                }
                html.submit(request.say(line.isTakenBack ? .takeOff : .assign), style: .secondary)
            }
            html.formButton(
                request.say(line.isTakenBack ? .setOff : .sendBack), request, to: "/desk/payments/return", style: .quiet, values: [("line", line.key)])
        }
    }
}
