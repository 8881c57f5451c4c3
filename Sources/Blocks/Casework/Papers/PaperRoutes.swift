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
            guard let typed = try request[Self.typed] else { return Reply(["standing": .null]) { VerifyPage.form(typed: nil, request) } }
            return Reply.invalid([Fault(field: "number", message: request.say(.verifyMalformed))]) { VerifyPage.form(typed: typed, request) }
        }
    }

    private var verify: Route {
        Route(
            "verify_certificate", .get, "/verify/{number}",
            "Says whether a certificate is genuine, superseded or unknown, and gives its place in the public log.", input: [Self.number], output: .any,
            access: .everyone
        ) { request in
            let typed = try request[Self.number]
            guard let number = ReferenceNumber(typed), let paper = try await casework.certificate(number) else {
                return Reply(["standing": "unknown"]) { VerifyPage.unknown(typed, request) }
            }
            let standing = paper.standing(on: casework.calendar.zone.date(of: casework.clock.now()))
            let proof: ActProof? = if let act = ActID(paper.act) { try await journal.proof(for: act)?.value } else { nil }
            let language = request.language.code
            let issuer = casework.government.organisation(paper.organisation)?.title[language] ?? casework.government.name[language]
            let output: JSON = [
                "standing": .string(standing.rawValue), "title": .string(paper.title[language]), "issued_on": .string(paper.issuedOn.description),
                "valid_until": paper.validUntil.map { .string($0.description) } ?? .null, "log_index": proof.map { .integer($0.log.index) } ?? .null,
            ]
            let page = VerifyPage(paper: paper, number: number, standing: standing, issuer: issuer, proof: proof)
            return Reply(output) { page.page(request) }
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
            Phrase("casework.verify_superseded", en: "This certificate is no longer valid", es: "Este certificado ya no es válido")
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
                "casework.verify_superseded_text",
                en: "We issued it, but a later decision or a newer certificate has taken its place. It must not be used any more.",
                es: "Lo expedimos nosotros, pero una resolución posterior o un certificado más reciente lo sustituye. Ya no debe usarse.")
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
}
