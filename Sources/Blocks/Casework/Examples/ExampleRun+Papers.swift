import Kernel
import Paper

/// A paper as it would look, made from a worked example: nothing was decided, so it bears no seal and no proof.
public struct ExamplePaper: Sendable {
    public var kind: PaperRequest.Kind
    public var title: String
    /// A PDF file.
    public var bytes: [UInt8]
}

extension ExampleRun {
    /// The papers that the example's decision would give.
    ///
    /// - Parameters:
    ///   - language: the applicant's.
    ///   - publicAddress: what the QR code's address begins with.
    /// - Returns: none where the example ends before a decision, or its outcome gives no papers.
    /// - Throws: what the case stops with; `PAPER-101` when a template makes too much text.
    public func papers(in language: Language, publicAddress: String) async throws -> [ExamplePaper] {
        var papers: [ExamplePaper] = []
        for request in try paperRequests(language) {
            let layout = PaperLayout(
                paper: CasePaper(
                    id: Identifiers(clock: Clock { now }, random: .seeded(3)).next(), kind: request.kind, number: request.number, caseID: request.caseID,
                    service: request.service, organisation: request.organisation, title: request.title, issuedOn: request.issuedOn,
                    validUntil: request.validUntil, act: "", document: nil, isSuperseded: false),
                content: request.json, language: language, government: government, publicAddress: publicAddress,
                template: request.template.flatMap { service.templates.template($0, language: language.code)?.template })
            let bytes = try await Paper.print(layout.document(proof: .object([]), at: now))
            papers.append(ExamplePaper(kind: request.kind, title: request.title[language.code], bytes: bytes))
        }
        return papers
    }

    private func paperRequests(_ language: Language) throws -> [PaperRequest] {
        let context = progress().context
        let play = try played(context, fee: fee(context))
        var theCase = play.theCase
        theCase.language = language.code
        guard let decision = theCase.decisions.last, let outcome = service.outcome(decision.outcome) else { return [] }
        let decider = play.decider()
        let names = Consequences(decision, outcome, theCase, decider).names
        let random = Random.seeded(4)
        return try PaperWriter(government: government).papers(decision, outcome, names, theCase, decider) { ReferenceNumber(random: random) }
    }
}
