import Capability
import Documents
import HTML
import Kernel
import Ledger
import Store
import Web

/// The officer's side: bank statements come in, and money that found no invoice waits to be placed.
extension Cashier {
    private static let line = Field<String>.body("line", schema: .text(.init(.plain, maximumLength: 400)), "The movement's key.")
    private static let target = Field<CreditorReference?>.body("reference", "The reference of the invoice it is for.")
    private static var access: Route.Access { .permission(permission) }
    private static let page = "/desk/payments"

    var statementRoutes: [Route] { [worklist, importStatement, importStatementAPI, assign, sendBack] }

    private var worklist: Route {
        Route(
            "list_waiting_payments", .get, Self.page, "Money that waits for an officer to say what it is for.", output: PaymentSchema.lines,
            access: Self.access
        ) { request in
            let lines = try await waiting(for: request)
            return Reply(.array(lines.map(Self.json))) { worklistPage(lines, nil, [], request) }
        }
    }

    /// A browser sends the file in a form.
    private var importStatement: Route {
        Route(
            "import_statement", .post, Self.page + "/statements", "Imports a bank statement (ISO 20022 camt.053).", access: Self.access, audience: .browsers,
            uploads: UploadRule(
                maximumBytes: StatementFile.limits.bytes, maximumFiles: 1,
                sink: documents.sink(UploadPolicy(types: [.xml], maximumBytes: StatementFile.limits.bytes))
            )
        ) { request in
            guard let id = request.uploads.first.flatMap({ Identifier<Document>($0.id) }) else {
                return try await refused(PolityError(.invalid, "PAYMENTS-132", Phrase.chooseStatement), request)
            }
            do {
                let report = try await read(documents.staged(id, by: request.actor), request)
                let lines = try await waiting(for: request)
                return Reply(Self.json(report)) { worklistPage(lines, report, [], request) }
            } catch let error as PolityError where error.kind == .invalid {
                return try await refused(error, request)
            }
        }
    }

    /// A program sends the bytes.
    private var importStatementAPI: Route {
        Route(
            "import_statement_file", .post, Self.page + "/statement-file", "Imports a bank statement (ISO 20022 camt.053).",
            body: .bytes(contentType: "application/xml", maximum: StatementFile.limits.bytes), output: PaymentSchema.report, access: Self.access,
            audience: .programs
        ) { request in
            let report = try await read(request.rawBody, request)
            return Reply(output: Self.json(report))
        }
    }

    private var assign: Route {
        Route(
            "assign_payment", .post, Self.page + "/assign", "Gives waiting money to an invoice.", input: [Self.line, Self.target], output: PaymentSchema.line,
            access: Self.access
        ) { request in
            let key = try request[Self.line]
            guard let reference = try request[Self.target] else {
                return try await refused(PolityError(.invalid, "PAYMENTS-133", Phrase.noSuchReference, field: "reference"), request)
            }
            let line: StatementLine
            do {
                line = try await payments.booking("payments.assign") { telling, tx in
                    try mine(key, request, tx)
                    guard request.actor.may(Self.permission, in: try payments.invoice(reference, connection: tx).organisation) else {
                        throw Payments.notFound
                    }
                    return try payments.assign(key, to: reference, telling: telling, in: tx)
                }
            } catch let error as PolityError where error.kind == .conflict || error.kind == .notFound {
                return try await refused(error, request)
            }
            return .redirect(to: Self.page + (line.isTakenBack ? "?done=taken_back" : "?done=assigned"), output: Self.json(line))
        }
    }

    private var sendBack: Route {
        Route(
            "return_payment", .post, Self.page + "/return", "Books waiting money as sent back to its payer.", input: [Self.line], output: PaymentSchema.line,
            access: Self.access
        ) { request in
            let key = try request[Self.line]
            let line = try await payments.store.write("payments.send_back") { tx in
                try mine(key, request, tx)
                try payments.sendBack(key, in: tx)
                return try payments.line(key, connection: tx)
            }
            return .redirect(to: Self.page + "?done=returned", output: Self.json(line))
        }
    }

    /// - Throws: `PAYMENTS-404` for a movement of an organisation that the officer does not serve.
    private func mine(_ key: String, _ request: Request, _ tx: Transaction) throws {
        let line = try payments.line(key, connection: tx)
        guard request.actor.may(Self.permission, in: line.organisation) else { throw Payments.notFound }
    }

    private func read(_ bytes: [UInt8], _ request: Request) async throws -> StatementReport {
        guard let organisation = request.actor.organisation ?? organisations(of: request.actor).first else { throw Payments.notFound }
        let officer = request.actor.account?.text ?? "program"
        return try await payments.importStatements(bytes, organisation: organisation, by: officer)
    }

    func organisations(of actor: Actor) -> [String] {
        Set(actor.grants.filter { $0.permissions.contains(Self.permission) }.flatMap(\.organisations)).sorted()
    }

    func waiting(for request: Request) async throws -> [StatementLine] {
        let organisations = organisations(of: request.actor)
        return try await payments.store.read { try payments.waitingLines(organisations: organisations, connection: $0) }
    }

    /// How much waits, on the officer's front page.
    var waitingPanel: Panel {
        Panel(.deskHome, rank: 60) { panel in
            guard panel.request.actor.may(Self.permission) else { return nil }
            let organisations = organisations(of: panel.request.actor)
            let count = try await payments.store.read { try payments.waitingCount(organisations: organisations, connection: $0) }
            return { html in
                html.h2(html.language.say(.waitingPayments))
                html.p { html in
                    html.a(count == 0 ? html.language.say(.importStatement) : html.language.say(.waitingCount, ["count": .count(count)]), href: Self.page)
                }
            }
        }
    }

    private func refused(_ error: PolityError, _ request: Request) async throws -> Reply {
        let lines = try await waiting(for: request)
        let fault = Fault(field: error.field ?? "statement", message: error.message(in: request.language), code: error.code)
        return .invalid([fault]) { worklistPage(lines, nil, [fault], request) }
    }

    private static func json(_ report: StatementReport) -> JSON {
        [
            "matched": .integer(report.matched), "waiting": .integer(report.waiting), "outgoing": .integer(report.outgoing), "known": .integer(report.known),
            "settled": .array(
                report.settled.map {
                    ["reference": .string($0.reference.text), "title": .string($0.title), "amount": .string($0.amount.description)]
                }),
        ]
    }

    private static func json(_ line: StatementLine) -> JSON {
        [
            "line": .string(line.key), "day": .string(line.day.description), "amount": .string(line.rest.description),
            "reference": line.reference.map(JSON.string) ?? .null, "reason": line.reason.map { .string($0.rawValue) } ?? .null,
            "state": .string(line.state.rawValue),
        ]
    }
}
