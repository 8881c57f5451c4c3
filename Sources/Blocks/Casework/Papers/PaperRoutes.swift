import Documents
import HTML
import Journal
import Kernel
import Web

/// Papers for whom they were made, and the page on which anyone finds out whether a certificate is genuine.
struct PaperRoutes {
    let casework: Casework
    let journal: Journal
    let documents: Documents

    var all: [Route] { [verify, verifyForm, paper] }

    private static let number: Field<String> = .path("number", "The certificate's number, as its QR code holds it.")
    private static let typed: Field<String?> = .query("number", "The certificate's number, as somebody read it.")
    private static let paperField: Field<Identifier<CasePaper>> = .path("paper", "The paper's id.")

    private var verifyForm: Route {
        Route("verify_form", .get, "/verify", "Asks for a certificate's number.", input: [Self.typed], output: .any, access: .everyone) { request in
            if let typed = try request[Self.typed], let number = ReferenceNumber(typed) { return .redirect(to: "/verify/\(number.plain)") }
            let wasTyped = try request[Self.typed] != nil
            return Reply(["standing": .null]) {
                Page(request.say(.verifyTitle), for: request) { html in
                    html.h1(request.say(.verifyTitle))
                    if wasTyped { html.p(request.say(.verifyUnknownText)) }
                    html.searchForm(action: "/verify", label: request.say(.verifyNumber), name: "number", isHeading: true)
                }
            }
        }
    }

    private var verify: Route {
        Route(
            "verify_certificate", .get, "/verify/{number}",
            "Says whether a certificate is genuine, superseded or unknown, and gives its place in the public log.", input: [Self.number], output: .any,
            access: .everyone
        ) { request in
            let number = ReferenceNumber(try request[Self.number])
            guard let number, let paper = try await casework.certificate(number) else {
                return Reply(["standing": "unknown"]) { page(request, title: .verifyUnknown, text: .verifyUnknownText, []) }
            }
            let standing = paper.standing(on: casework.calendar.zone.date(of: casework.clock.now()))
            let proof: ActProof? = if let act = ActID(paper.act) { try await journal.proof(for: act)?.value } else { nil }
            let language = request.language
            var rows = [
                SummaryRow(language.say(.verifyWhat), paper.title[language.code]),
                SummaryRow(
                    language.say(.verifyIssuer),
                    casework.government.organisation(paper.organisation)?.title[language.code] ?? casework.government.name[language.code]),
                SummaryRow(language.say(.verifyNumber), number.description), SummaryRow(language.say(.paperIssued), language.format(paper.issuedOn)),
            ]
            if let until = paper.validUntil { rows.append(SummaryRow(language.say(.paperValidUntil), language.format(until))) }
            if let proof {
                rows.append(SummaryRow(language.say(.verifyPlace), language.format(Int(proof.log.index) + 1)))
                rows.append(SummaryRow(language.say(.verifyCheckpoint), "", lines: proof.log.checkpoint.text.split(separator: "\n").map(String.init)))
            }
            let output: JSON = [
                "standing": .string(standing.rawValue), "title": .string(paper.title[language.code]), "issued_on": .string(paper.issuedOn.description),
                "valid_until": paper.validUntil.map { .string($0.description) } ?? .null, "log_index": proof.map { .integer($0.log.index) } ?? .null,
            ]
            return Reply(output) { [rows] in page(request, title: standing.title, text: standing.text, rows) }
        }
    }

    private func page(_ request: Request, title: Phrase, text: Phrase, _ rows: [SummaryRow]) -> Page {
        Page(request.say(title), for: request) { html in
            html.h1(request.say(title))
            html.p(request.say(text))
            if !rows.isEmpty { html.summaryList(rows) }
        }
    }

    /// A paper as PDF, for the person of its case and for those who work on it. Everybody else is told there is none.
    private var paper: Route {
        Route("paper", .get, "/papers/{paper}", "Gives a certificate or letter as PDF.", input: [Self.paperField], access: .everyone) { request in
            guard let paper = try await casework.paper(request[Self.paperField]), let document = paper.document.flatMap({ Identifier<Document>($0) }) else {
                throw CaseFault.notFound
            }
            let secret = request.cookies["opens_" + paper.caseID.text].flatMap { Hex.decode($0) }
            let caller = Caller(request.actor, request: request.id, secret: secret, language: request.language)
            if request.actor.grants.isEmpty {
                _ = try await casework.applicantView(paper.caseID, caller)
            } else {
                do { _ = try await casework.applicantView(paper.caseID, caller) } catch { _ = try await casework.officerView(paper.caseID, caller) }
            }
            guard let download = try await documents.download(document, owner: Casework.fileOwner(paper.caseID)).value else { throw CaseFault.notFound }
            return .file(download)
        }
    }
}

extension CasePaper.Standing {
    var title: Phrase {
        switch self {
        case .genuine: Phrase("casework.verify_genuine", en: "This certificate is genuine", es: "Este certificado es auténtico")
        case .expired:
            Phrase("casework.verify_expired", en: "This certificate is genuine, but no longer valid", es: "Este certificado es auténtico, pero ya no es válido")
        case .superseded:
            Phrase("casework.verify_superseded", en: "A newer certificate has taken the place of this one", es: "Un certificado más reciente sustituye a este")
        }
    }

    var text: Phrase {
        switch self {
        case .genuine:
            Phrase(
                "casework.verify_genuine_text", en: "We issued it. Compare what it says with what you see here.",
                es: "Lo expedimos nosotros. Compare lo que dice con lo que ve aquí.")
        case .expired:
            Phrase("casework.verify_expired_text", en: "We issued it, and its last day has passed.", es: "Lo expedimos nosotros y su último día ya ha pasado.")
        case .superseded:
            Phrase(
                "casework.verify_superseded_text", en: "We issued it, but it must not be used any more.", es: "Lo expedimos nosotros, pero ya no debe usarse.")
        }
    }
}

extension Phrase {
    static let verifyTitle = Phrase("casework.verify_title", en: "Check a certificate", es: "Comprobar un certificado")
    static let verifyUnknown = Phrase("casework.verify_unknown", en: "We did not issue this certificate", es: "No hemos expedido este certificado")
    static let verifyUnknownText = Phrase(
        "casework.verify_unknown_text", en: "There is no certificate with this number. Check that you copied it exactly.",
        es: "No hay ningún certificado con este número. Compruebe que lo ha copiado exactamente.")
    static let verifyWhat = Phrase("casework.verify_what", en: "Certificate", es: "Certificado")
    static let verifyIssuer = Phrase("casework.verify_issuer", en: "Issued by", es: "Expedido por")
    static let verifyNumber = Phrase("casework.verify_number", en: "Number", es: "Número")
    static let verifyCheck = Phrase("casework.verify_check", en: "Check", es: "Comprobar")
    static let verifyPlace = Phrase("casework.verify_place", en: "Place in the public log", es: "Lugar en el registro público")
    static let verifyCheckpoint = Phrase("casework.verify_checkpoint", en: "Signed state of the log", es: "Estado firmado del registro")
}
