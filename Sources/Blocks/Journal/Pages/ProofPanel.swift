import HTML
import Kernel
import MerkleLog
import Web

extension HTML {
    /// The proof of an act for whoever checks a certificate: where its entry stands and who signed for it, with everything
    /// needed to check again elsewhere. It shows nothing of the act itself, so it may stand on a public page.
    ///
    /// - Parameter act: the id, for the link to a fresh proof.
    public mutating func proofPanel(_ proof: LogProof, of act: ActID) {
        guard let head = try? Checkpoint(text: proof.checkpoint.text) else { return }
        p(language.say(.proofLead, ["size": .number(Decimal128(Int64(clamping: head.size)))]))
        summaryList([
            SummaryRow(language.say(.proofPosition), language.format(Int(clamping: proof.index))),
            SummaryRow(language.say(.logRoot), head.root.base64),
            SummaryRow(language.say(.proofLog), head.origin, link: Link(head.origin, href: "/log")),
        ])
        details(language.say(.proofDetails)) { html in
            html.p(html.language.say(.proofHow))
            html.summaryList([
                SummaryRow(html.language.say(.proofHashes), proof.hashes.isEmpty ? "–" : "", lines: proof.hashes.map(\.base64)),
                SummaryRow(html.language.say(.proofSignature), "", lines: Self.signatureLines(proof)),
            ])
            html.p { html in html.a(html.language.say(.proofFile), href: "/log/acts/\(act)/proof") }
        }
    }

    private static func signatureLines(_ proof: LogProof) -> [String] {
        proof.checkpoint.description.split(separator: "\n").filter { $0.hasPrefix("\u{2014}") }.map { String($0) }
    }
}

extension Phrase {
    static let proofLead = Phrase(
        "journal.proof_lead",
        en: "This act is one of {size} in the public log. Its entry cannot be removed or changed without everybody noticing.",
        es: "Este acto es uno de los {size} del registro público. Su asiento no puede quitarse ni cambiarse sin que todos lo noten.")
    static let proofPosition = Phrase("journal.proof_position", en: "Entry number", es: "Número de asiento")
    static let proofLog = Phrase("journal.proof_log", en: "Log", es: "Registro")
    static let proofDetails = Phrase("journal.proof_details", en: "The proof, for checking without us", es: "La prueba, para comprobarla sin nosotros")
    static let proofHow = Phrase(
        "journal.proof_how",
        en: "The certificate's PDF carries the act and its random bytes. Their SHA-256 is the entry; the lines below lead from it to the signed root.",
        es: "El PDF del certificado lleva el acto y sus bytes aleatorios. Su SHA-256 es el asiento; las líneas siguientes llevan de él a la raíz firmada.")
    static let proofHashes = Phrase("journal.proof_hashes", en: "Hashes from the entry to the root", es: "Hashes del asiento a la raíz")
    static let proofSignature = Phrase("journal.proof_signature", en: "Signature", es: "Firma")
    static let proofFile = Phrase("journal.proof_file", en: "Newest proof as a file", es: "La prueba más reciente como archivo")
}
