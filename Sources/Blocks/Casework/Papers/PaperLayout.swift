import Blueprint
import Kernel
import Messages
import Paper

/// How a certificate or a letter is laid out: what it says, who stands for it, and how it is verified.
struct PaperLayout {
    let paper: CasePaper
    let content: JSON
    let language: Language
    let government: Government
    let publicAddress: String
    /// What the service wrote for it; without one the paper is its fields or its reasons, one below the other.
    var template: LetterTemplate?

    /// - Throws: `PAPER-101` when the template makes too much text.
    func document(proof: JSON, at now: Instant) throws -> PaperDocument {
        var blocks = try template.map { try $0.blocks(content["values"] ?? .object([])) } ?? plainBlocks
        if !blocks.contains(where: { if case .heading(1, _) = $0 { true } else { false } }) { blocks.insert(.heading(level: 1, RichText(title)), at: 0) }
        if !blocks.contains(where: { if case .signature = $0 { true } else { false } }) {
            blocks.append(
                .signature(
                    .init(name: RichText(organisation), office: RichText(government.name[language.code]), note: RichText(language.say(.paperMade)))))
        }
        if paper.kind == .certificate { blocks.append(code) }
        var document = PaperDocument(
            title: title, language: language.code,
            letterhead: .init(
                government: government.name[language.code], organisation: organisation, contact: contact,
                accent: Colour(hex: government.look.accent) ?? .slateBlue),
            reference: paper.number.description, madeAt: now, blocks: blocks,
            attachments: [
                .init(name: PaperAttachment.proof, mediaType: "application/json", description: language.say(.paperProof), bytes: proof.bytes),
                .init(name: PaperAttachment.content, mediaType: "application/json", description: language.say(.paperContent), bytes: content.bytes),
            ],
            wording: .init(pageNumber: language.say(.paperPage)))
        document.sealSpace = PaperSeal.space
        return document
    }

    private var title: String { paper.title[language.code] }

    private var plainBlocks: [PaperDocument.Block] {
        var blocks: [PaperDocument.Block] = [.heading(level: 1, RichText(title))]
        let facts = (content["lines"]?.array ?? []).compactMap { line -> PaperDocument.Fact? in
            guard let pair = line.array, pair.count == 2, let label = pair[0].string, let value = pair[1].string else { return nil }
            return PaperDocument.Fact(RichText(label), RichText(value))
        }
        var all = facts
        if let reference = content["reference"]?.string { all.append(PaperDocument.Fact(RichText(language.say(.paperReference)), RichText(reference))) }
        all.append(PaperDocument.Fact(RichText(language.say(.paperIssued)), RichText(language.format(paper.issuedOn))))
        if let validUntil = paper.validUntil { all.append(PaperDocument.Fact(RichText(language.say(.paperValidUntil)), RichText(language.format(validUntil)))) }
        if paper.kind == .certificate { blocks.append(.facts(all)) }
        for paragraph in content["paragraphs"]?.array ?? [] {
            if let text = paragraph.string, !text.isEmpty { blocks.append(.paragraph(RichText(text))) }
        }
        if paper.kind == .letter { blocks.append(.facts(all)) }
        return blocks
    }

    private var code: PaperDocument.Block {
        let address = publicAddress + "/verify/" + paper.number.plain
        return .code(
            .init(
                payload: address, heading: RichText(language.say(.paperVerify)),
                caption: RichText(language.say(.paperVerifyHow, ["number": .text(paper.number.description)])),
                alternative: language.say(.paperVerifyAlternative, ["address": .text(address)])))
    }

    private var organisation: String { government.organisation(paper.organisation)?.title[language.code] ?? government.name[language.code] }

    private var contact: [String] {
        let address = government.contact.address?[language.code].split(separator: "\n").map(String.init) ?? []
        return Array((address + [government.contact.phone, government.contact.email].compactMap { $0 }).prefix(6))
    }
}

extension Phrase {
    static let paperReference = Phrase("casework.paper_reference", en: "Reference", es: "Referencia")
    static let paperIssued = Phrase("casework.paper_issued", en: "Issued on", es: "Expedido el")
    static let paperValidUntil = Phrase("casework.paper_valid_until", en: "Valid until", es: "Válido hasta")
    static let paperMade = Phrase(
        "casework.paper_made", en: "Made by computer and valid without a signature.", es: "Expedido por medios electrónicos; válido sin firma.")
    static let paperVerify = Phrase("casework.paper_verify", en: "Is this genuine?", es: "¿Es auténtico?")
    static let paperVerifyHow = Phrase(
        "casework.paper_verify_how", en: "Its number is {number}. Scan the code, or type the number at the address below.",
        es: "Su número es {number}. Escanee el código o escriba el número en la dirección siguiente.")
    static let paperVerifyAlternative = Phrase(
        "casework.paper_verify_alternative", en: "A QR code with the address {address}, where anyone can check this certificate.",
        es: "Código QR con la dirección {address}, donde cualquiera puede comprobar este certificado.")
    static let paperProof = Phrase(
        "casework.paper_proof", en: "The proof that this decision stands in the public log", es: "La prueba de que esta decisión consta en el registro público")
    static let paperContent = Phrase(
        "casework.paper_content", en: "What this paper says, as the public log commits to it",
        es: "Lo que dice este documento, tal como consta en el registro público")
    // Its two places are the page's own, filled in when the paper is set.
    static let paperPage = Phrase("casework.paper_page", en: "Page {page} of {pages}", es: "Página {page} de {pages}")
}
