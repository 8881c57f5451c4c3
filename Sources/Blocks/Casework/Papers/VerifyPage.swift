import HTML
import Journal
import Kernel
import Web

/// What anyone sees who checks a certificate: one clear answer, what was issued, and the proof that it stands in the log.
struct VerifyPage: Sendable {
    let paper: CasePaper
    let number: ReferenceNumber
    let standing: CasePaper.Standing
    let issuer: String
    let proof: ActProof?

    func page(_ request: Request) -> Page {
        let language = request.language
        return Page(request.say(standing.title), for: request, back: "/verify") { html in
            html.div(class: "verdict verdict-\(standing.rawValue)") { html in
                html.icon(standing == .genuine ? .tick : .warning)
                html.div { html in
                    html.h1(language.say(standing.title))
                    html.p(language.say(standing.text))
                }
            }
            var rows = [
                SummaryRow(language.say(.verifyWhat), paper.title[language.code]), SummaryRow(language.say(.verifyIssuer), issuer),
                SummaryRow(language.say(.verifyNumber), number.description), SummaryRow(language.say(.paperIssued), language.format(paper.issuedOn)),
            ]
            if let until = paper.validUntil { rows.append(SummaryRow(language.say(.paperValidUntil), language.format(until))) }
            html.summaryList(rows)
            html.p(language.say(.verifyNoPerson), class: "quiet")
            html.h2(language.say(.verifyProof))
            if let proof, let act = ActID(paper.act) {
                html.proofPanel(proof.log, of: act)
            } else {
                html.p(language.say(.verifyProofComing))
            }
        }
    }

    /// For a number that stands on none of our certificates.
    static func unknown(_ typed: String, _ request: Request) -> Page {
        Page(request.say(.verifyUnknown), for: request, back: "/verify") { html in
            html.div(class: "verdict verdict-unknown") { html in
                html.icon(.warning)
                html.div { html in
                    html.h1(html.language.say(.verifyUnknown))
                    html.p(html.language.say(.verifyUnknownText))
                }
            }
            html.searchForm(action: "/verify", label: html.language.say(.verifyNumber), name: "number", value: typed)
        }
    }

    /// Asks for a number; says so where what was typed cannot be one.
    static func form(typed: String?, _ request: Request) -> Page {
        let faults = typed.map { _ in [Fault(field: "number", message: request.say(.verifyMalformed))] } ?? []
        return Page(request.say(.verifyTitle), for: request, hasFaults: !faults.isEmpty) { html in
            html.errorSummary(faults)
            html.h1(html.language.say(.verifyTitle))
            html.p(html.language.say(.verifyLead), class: "lead")
            html.form(method: "get", action: "/verify") { html in
                html.textInput(
                    Control("number", html.language.say(.verifyNumber), hint: html.language.say(.verifyHint), faults: faults), value: typed ?? "", width: .half,
                    autocomplete: "off", maximumLength: 40)
                html.submit(html.language.say(.verifyCheck))
            }
        }
    }
}

extension Phrase {
    static let verifyLead = Phrase(
        "casework.verify_lead", en: "Scan the code on the certificate, or type its number. You need no account.",
        es: "Escanee el código del certificado o escriba su número. No necesita cuenta.")
    static let verifyHint = Phrase("casework.verify_hint", en: "Nine letters and digits, below the code", es: "Nueve letras y cifras, debajo del código")
    static let verifyMalformed = Phrase(
        "casework.verify_malformed", en: "Enter the number as it stands on the certificate, like K7M-4TX-R92",
        es: "Escriba el número tal como figura en el certificado, como K7M-4TX-R92")
    static let verifyNoPerson = Phrase(
        "casework.verify_no_person",
        en: "To protect its holder, this page does not show whose certificate it is. Compare the name on the paper with a proof of identity.",
        es: "Para proteger a su titular, esta página no muestra de quién es el certificado. Compare el nombre del papel con un documento de identidad.")
    static let verifyProof = Phrase("casework.verify_proof", en: "Its place in the public log", es: "Su lugar en el registro público")
    static let verifyProofComing = Phrase(
        "casework.verify_proof_coming", en: "The act is being entered in the public log; its proof will stand here within a minute.",
        es: "El acto se está anotando en el registro público; su prueba estará aquí en un minuto.")
}
