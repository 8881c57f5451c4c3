import Casework
import Documents
import Forms
import HTML
import Kernel
import Payments
import Store
import Web

/// A person's own applications and cases.
extension Portal {
    static var caseField: Field<Identifier<Case>> { .path("case", "The case's id.") }
    private static var number: Field<Int> { .path("number", "The question's number.") }
    private static var text: Field<String?> { .body("text", "What is answered.") }

    var caseRoutes: [Route] { [overview, caseRoute, sent, pay, answerRequest, appeal, withdraw] }

    private var caseRoute: Route {
        Route(
            "case", .get, "/cases/{case}", "Shows a person's own case: where it stands and what happened.", input: [Self.caseField],
            output: PortalSchema.ownCase, access: .everyone
        ) { request in
            let view = try await view(request)
            let page = try await page(of: view, [], request)
            let (papers, invoices) = (try await papers(of: view, request), try await invoices(of: view))
            return Reply(output(of: view, papers, invoices, request.language.code)) { page }
        }
    }

    private func page(of view: ApplicantView, _ faults: [Web.Fault], _ request: Request) async throws -> Page {
        return casePage(view, try await papers(of: view, request), try await invoices(of: view), try await places(of: view.summary), faults, request)
    }

    /// What the process asked to be paid beside the fee.
    private func invoices(of view: ApplicantView) async throws -> [Invoice] {
        let payments = host[Payments.self]
        return try await host.store.read { try payments.invoices(askedInCase: view.caseID.text, connection: $0) }
    }

    private func papers(of view: ApplicantView, _ request: Request) async throws -> [CasePaper] {
        try await casework.papers(of: view.caseID, caller(ofCase: view.caseID, request)).filter { $0.document != nil }
    }

    /// The case once more, for somebody who sent an empty answer or appeal.
    private func nothingWritten(_ request: Request) async throws -> Reply {
        let faults = [Web.Fault(field: "text", message: request.say(.writeSomething))]
        let page = try await page(of: view(request), faults, request)
        return .invalid(faults) { page }
    }

    /// The case once more, for somebody whose files will not do. What they wrote stands there; all files are chosen again.
    private func refusedFiles(_ request: Request) async throws -> Reply {
        for upload in request.uploads { if let file = Identifier<Document>(upload.id) { try await host[Documents.self].discard(file) } }
        let page = try await page(of: view(request), request.faults, request)
        return .invalid(request.faults) { page }
    }

    private var sent: Route {
        Route(
            "application_sent", .get, "/cases/{case}/sent", "Confirms that an application has arrived.", input: [Self.caseField],
            output: PortalSchema.ownCase, access: .everyone
        ) { request in
            let view = try await view(request)
            let invoices = try await invoices(of: view)
            return Reply(output(of: view, [], invoices, request.language.code)) { sentPage(view, request) }
        }
    }

    /// Who may see the case is led to its invoice, which has a page of its own: whoever has its reference may pay it.
    private var pay: Route {
        Route(
            "pay_case", .get, "/cases/{case}/pay", "Leads to the invoice of one's own case.", input: [Self.caseField],
            output: Invoice.schema, access: .everyone
        ) { request in
            let (id, payments) = (try await view(request).caseID, host[Payments.self])
            let invoices = try await host.store.read { try payments.invoices(ofCase: id.text, connection: $0) }
            guard let invoice = invoices.first(where: { $0.state == .open }) ?? invoices.last else { throw Payments.notFound }
            return .redirect(to: "/pay/\(invoice.reference.text)", output: invoice.json)
        }
    }

    private var answerRequest: Route {
        Route(
            "answer_request", .post, "/cases/{case}/requests/{number}", "Answers what an officer asked.", input: [Self.caseField, Self.number, Self.text],
            access: .everyone, uploads: uploads(admitting: admitFiles), invalidInput: .handler
        ) { request in
            let id = try request[Self.caseField]
            guard request.faults.isEmpty else { return try await refusedFiles(request) }
            let caller = caller(ofCase: id, request)
            let files = request.uploads.map {
                Application.AttachedFile(
                    id: $0.id, question: "request_\((try? request[Self.number]) ?? 0)", name: $0.fileName, type: $0.contentType, bytes: $0.size)
            }
            guard try !files.isEmpty || request[Self.text] != nil else { return try await nothingWritten(request) }
            try await casework.answerRequest(request[Self.number], of: id, text: request[Self.text] ?? "", files: files, caller)
            return .redirect(to: "/cases/\(id)")
        }
    }

    private func admitFiles(_ request: Request) async throws -> Set<String> {
        _ = try await view(request)
        return ["files"]
    }

    private var appeal: Route {
        Route("appeal", .post, "/cases/{case}/appeal", "Appeals against a decision.", input: [Self.caseField, Self.text], access: .everyone) {
            request in
            let id = try request[Self.caseField]
            guard let text = try request[Self.text] else { return try await nothingWritten(request) }
            try await casework.appeal(id, text: text, caller(ofCase: id, request))
            return .redirect(to: "/cases/\(id)")
        }
    }

    private var withdraw: Route {
        Route(
            "withdraw", .post, "/cases/{case}/withdraw", "Withdraws an application that is not decided.", input: [Self.caseField],
            access: .everyone
        ) { request in
            let id = try request[Self.caseField]
            try await casework.withdraw(id, caller(ofCase: id, request))
            return .redirect(to: "/cases/\(id)")
        }
    }

    private func view(_ request: Request) async throws -> ApplicantView {
        let id = try request[Self.caseField]
        return try await casework.applicantView(id, caller(ofCase: id, request))
    }

    private func caller(ofCase id: Identifier<Case>, _ request: Request) -> Caller { caller(request, holding: id.text) }

    private func output(of view: ApplicantView, _ papers: [CasePaper], _ invoices: [Invoice], _ language: String) -> JSON {
        [
            "case": .string(view.caseID.text), "reference": .string(view.reference.description), "service": .string(view.service.id),
            "stage": .string(view.stage.rawValue), "due": view.due.map { .string($0.description) } ?? .null,
            "decide_by": view.deadline?.due.map { .string($0.description) } ?? .null,
            "fee": view.fee.map { .string($0.description) } ?? .null, "is_paid": .bool(view.isPaid), "next": view.next.json,
            "appeal_until": view.appealUntil.map { .string($0.description) } ?? .null,
            "decisions": .array(
                view.decisions.map {
                    [
                        "outcome": .string($0.outcome), "reasons": .array($0.reasons.map { .string($0.text) }),
                        "conditions": .array($0.conditions.map(JSON.string)), "findings": .array($0.findings.map(\.json)),
                    ]
                }),
            "fee_findings": .array(view.feeFindings.map(\.json)),
            "requests": .array(view.requests.map { ["number": .integer($0.number), "text": .string($0.text), "is_answered": .bool($0.answer != nil)] }),
            "papers": .array(
                papers.map {
                    [
                        "kind": .string($0.kind.rawValue), "title": .string($0.title[language]), "number": .string($0.number.description),
                        "file": .string("/papers/\($0.id)"),
                    ]
                }),
            "invoices": .array(invoices.map(\.json)),
        ]
    }
}
